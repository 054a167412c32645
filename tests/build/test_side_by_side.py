"""Two tests at a time: never two in the one Windows, never two of a file."""

from __future__ import annotations

from pathlib import Path

from build.dev.side_by_side import group_of

TESTS = Path(__file__).parent.parent


def test_whatever_runs_in_the_one_windows_is_one_group() -> None:
    files = [*TESTS.glob("wine/test_*.py"), *TESTS.glob("frozen/test_*.py")]
    assert len(files) > 6
    assert {group_of(f"{file.relative_to(TESTS.parent).as_posix()}::test_it") for file in files} == {"windows"}


def test_nothing_else_speaks_to_it() -> None:
    """Else it would have to be in that group."""
    others = [file for file in TESTS.rglob("test_*.py") if file.parent.name not in {"wine", "frozen"} and file != Path(__file__)]
    speaking = {file.name for file in others if "wine.run(" in file.read_text(encoding="utf-8")}
    assert speaking == set()


def test_the_tests_of_a_file_stay_together() -> None:
    assert group_of("tests/model/test_codec.py::test_it[a::b]") == group_of("tests/model/test_codec.py::test_other")
    assert group_of("tests/model/test_codec.py::test_it") != group_of("tests/model/test_kind.py::test_it")
