from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from wssdiag.model.input_error import InputError
from wssdiag.triage import found as module
from wssdiag.triage.found import found


def names(*paths: Path) -> list[str]:
    return [Path(one.path).name for one in found(paths)]


def put(folder: Path, *files: str) -> None:
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")


def pipe(path: Path) -> None:
    if sys.platform != "win32":
        os.mkfifo(path)


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    put(tmp_path, "b.wssdiag", "a/z.json", "a/deep/er/Y.WSSDIAG", "letter.txt", "c.json")
    assert names(tmp_path) == ["Y.WSSDIAG", "z.json", "b.wssdiag", "c.json"]


def test_what_is_named_is_taken_whatever_its_name(tmp_path: Path) -> None:
    put(tmp_path, "bundle.zip")
    (only,) = found([tmp_path / "bundle.zip"])
    assert only.named
    assert only.stamp
    assert only.stamp.size == 2


def test_a_file_is_found_once(tmp_path: Path) -> None:
    put(tmp_path, "a.json", "b.json")
    assert names(tmp_path / "b.json", tmp_path, tmp_path / "x" / ".." / "b.json" if sys.platform == "win32" else tmp_path) == [
        "b.json",
        "a.json",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a right there")
def test_links_are_not_followed_and_pipes_not_opened(tmp_path: Path) -> None:
    put(tmp_path, "real/a.json")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "link.json").symlink_to(tmp_path / "real" / "a.json")
    pipe(tmp_path / "pipe.json")
    assert names(tmp_path) == ["a.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="making pipes")
def test_a_named_pipe_is_refused(tmp_path: Path) -> None:
    pipe(tmp_path / "pipe")
    with pytest.raises(InputError):
        names(tmp_path / "pipe")


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none"):
        names(tmp_path / "none")


def test_too_deep_is_not_looked_at(tmp_path: Path) -> None:
    put(tmp_path, "/".join(["d"] * 16) + "/in.json", "/".join(["d"] * 17) + "/out.json")
    assert names(tmp_path) == ["in.json"]


def test_a_folder_that_may_not_be_read_is_told_and_one_that_vanished_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.json", "closed/b.json", "gone/c.json")
    real = os.scandir

    def scandir(folder: str) -> object:
        if folder.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        if folder.endswith("gone"):
            raise FileNotFoundError
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    told = {Path(one.path).name: one.stamp is not None for one in found([tmp_path])}
    assert told == {"a.json": True, "closed": False}


def test_files_of_any_kind_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_ENTRIES", 3)
    put(tmp_path, *(f"{number}.txt" for number in range(3)))
    assert names(tmp_path) == []
    put(tmp_path, "more.txt")
    with pytest.raises(InputError, match="more than 3 files below"):
        names(tmp_path)


def test_there_is_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 3)
    put(tmp_path, *(f"{number}.json" for number in range(4)))
    with pytest.raises(InputError, match="more than 3"):
        names(tmp_path)
