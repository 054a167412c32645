from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from wssdiag.bundle.case import Case, keep_case, open_case
from wssdiag.model.codec import encode
from wssdiag.model.input_error import InputError

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    case, path = Case(), tmp_path / "below" / "case.json"
    case.of("label")["büro"] = "n1"
    case.of("address")["10.0.0.1"] = "10.203.231.1"
    keep_case(case, path)
    assert open_case(path).pseudonyms == {"label": {"büro": "n1"}, "address": {"10.0.0.1": "10.203.231.1"}}
    assert [row.name for row in path.parent.iterdir()] == ["case.json"]


@pytest.mark.parametrize(
    ("stand_in", "original"),
    [
        ("n7.n3.example", "gate.corp.example"),
        ("n7.n3.example:8080", "gate.corp.example:8080"),
        ("user-1@n3.example", "eva müller@corp.example"),
        ("10.203.231.1", "10.0.0.1"),
        ("n77.example", ""),
        ("10.203.231.11", ""),
        ("", ""),
    ],
)
def test_what_a_stand_in_stands_for(stand_in: str, original: str) -> None:
    given = {"label": {"gate": "n7", "corp": "n3"}, "account": {"eva müller": "user-1"}, "address": {"10.0.0.1": "10.203.231.1"}}
    assert Case(given).original(stand_in) == original


def test_the_old_ones_stay_until_the_new_ones_are_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever loses the file can look nothing up any more."""
    path = tmp_path / "case.json"
    keep_case(Case({"label": {"a": "n1"}}), path)
    before = path.read_bytes()
    synced: list[bytes] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(path.read_bytes())
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    keep_case(Case({"label": {"b": "n1"}}), path)
    assert synced == [before]
    assert path.read_bytes() != before


def test_where_it_cannot_be_written_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "case.json").mkdir()
    with pytest.raises(OSError, match=r".+"):
        keep_case(Case(), tmp_path / "case.json")
    assert [row.name for row in tmp_path.iterdir()] == ["case.json"]


def test_a_file_out_of_all_proportion_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(b"{}" + b" " * (16 * 1024 * 1024))
    with pytest.raises(InputError, match="larger than 16 MiB"):
        open_case(path)
    path.write_bytes(encode({"pseudonyms": {"label": {str(number): f"n{number}" for number in range(200_001)}}}))
    with pytest.raises(InputError, match="more than 200000"):
        open_case(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps who may read a file elsewhere")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text("{}")
    path.chmod(0o644)
    keep_case(Case(), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_missing_file_is_an_empty_case(tmp_path: Path) -> None:
    assert open_case(tmp_path / "none.json").pseudonyms == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"schema": "wssdiag.case/2"}',
        '{"pseudonyms": {"label": {"a": 1}}}',
        '{"more": 1}',
        '{"pseudonyms": {"label": {"a": "n1", "b": "n1"}}}',
        '{"a":' * 100_000,
    ],
)
def test_a_file_that_is_no_case_is_told_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "case.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"case\.json"):
        open_case(path)


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        open_case(tmp_path)
    with pytest.raises(OSError, match=r".+"):
        keep_case(Case(), tmp_path)
    assert list(tmp_path.parent.glob(".*.part")) == []
