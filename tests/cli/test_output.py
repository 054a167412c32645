from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import pytest

from wssdiag.cli.output import check_writable, deliver, say
from wssdiag.model.input_error import InputError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_complete_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "result"
    deliver("Grüße", path)
    assert path.read_bytes() == "Grüße".encode()
    deliver(b"new", path)
    assert path.read_bytes() == b"new"
    assert [row.name for row in tmp_path.iterdir()] == ["result"]


def test_a_file_that_cannot_be_written_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        deliver("x", tmp_path / "nowhere" / "result")
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError):
        deliver("x", tmp_path / "folder")
    assert [row.name for row in tmp_path.iterdir()] == ["folder"]


if sys.platform != "win32":  # which has no such files

    def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        try:
            deliver("x", pipe)
            assert os.read(reader, 8) == b"x"
        finally:
            os.close(reader)
        assert pipe.is_fifo()


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a privilege there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "result")
    deliver("x", link)
    assert link.is_symlink()
    assert (tmp_path / "result").read_bytes() == b"x"


def test_it_is_said_before_the_work(tmp_path: Path) -> None:
    check_writable(None)
    check_writable(tmp_path / "result")
    for path in (tmp_path, tmp_path / "nowhere" / "result"):
        with pytest.raises(InputError):
            check_writable(path)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_terminal_of_another_alphabet(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    deliver("Grüße – 日本\n", None)
    assert raw.getvalue() == "Grüße – 日本\n".encode(encoding, "replace")


def test_messages_go_beside_the_result(capsys: pytest.CaptureFixture[str]) -> None:
    say("careful")
    assert capsys.readouterr() == ("", "careful\n")
