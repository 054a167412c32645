"""What a person set comes back, and whatever lies in its place is a reason and no crash."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.model.unknown import Unknown
from wssdiag.settings import Language, Look, Place, Settings, read_kept, write_kept


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("look", list(Look))
def test_what_was_written_is_read_again(tmp_path: Path, language: Language, look: Look) -> None:
    path = tmp_path / "not" / "there" / "settings.json"
    wanted = Settings(language=language, look=look)
    assert write_kept(path, wanted) is None
    assert read_kept(path, Settings) == wanted
    assert list(path.parent.iterdir()) == [path]


def test_any_place_comes_back(tmp_path: Path) -> None:
    place = Place(geometry=bytes(range(256)))
    assert write_kept(tmp_path / "window.json", place) is None
    assert read_kept(tmp_path / "window.json", Place) == place


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert read_kept(tmp_path / "none.json", Settings) is None


@given(data=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_nothing_that_lies_there_is_a_crash(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    path.write_bytes(data)
    assert isinstance(read_kept(path, Settings), Unknown | Settings)
    assert isinstance(read_kept(path, Place), Unknown | Place)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "truncated"),
        (b"{", "truncated"),
        (b'{"look": "purple"}', "purple"),
        (b'{"look": 3}', "$.look"),
        (b'{"x": ' + b"[" * 5000, "nested too deeply"),
        (b'{"look": "\xff"}', "UTF-8"),
        (b" " * 70_000, "larger than 64 KiB"),
    ],
)
def test_what_does_not_hold_says_why(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "settings.json").write_bytes(data)
    found = read_kept(tmp_path / "settings.json", Settings)
    assert isinstance(found, Unknown)
    assert reason in found.unknown


def test_a_newer_version_s_file_and_one_with_less_in_it_are_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('\ufeff{"look": "dark", "sound": true}', "utf-8")
    assert read_kept(path, Settings) == Settings(look=Look.DARK)


def test_a_folder_or_a_name_that_is_none_is_a_reason(tmp_path: Path) -> None:
    assert isinstance(read_kept(tmp_path, Settings), Unknown)
    assert isinstance(read_kept(Path("a\0b"), Settings), Unknown)


@pytest.mark.skipif(sys.platform == "win32", reason="a link to nowhere needs rights there")
def test_what_cannot_be_written_says_why_and_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    assert isinstance(write_kept(tmp_path / "file" / "settings.json", Settings()), Unknown)
    (tmp_path / "settings.json").mkdir()
    assert isinstance(write_kept(tmp_path / "settings.json", Settings()), Unknown)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "settings.json"]
    assert (tmp_path / "file").read_text() == "kept"
