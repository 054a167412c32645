"""Many reports as one table, as a shell sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from tests.report import samples
from tests.triage.many import bundle, shapes, varied
from wssdiag import __version__, paths
from wssdiag.model.codec import encode
from wssdiag.report.texts import speak

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.program import Program


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    speak("en")


@pytest.fixture
def case(wssdiag: Program) -> Path:
    """Two reports, and a file that is neither whole nor a bundle."""
    folder = wssdiag.folder / "case"
    folder.mkdir()
    (folder / "blocked.wssdiag").write_bytes(bundle(varied(samples.port_blocked(), 1)))
    (folder / "healthy.json").write_bytes(encode(varied(samples.healthy(), 200)))
    (folder / "cut.wssdiag").write_bytes(b"PK")
    return folder


def test_a_folder_is_a_table_and_a_broken_file_no_failure(wssdiag: Program, case: Path) -> None:
    ended = wssdiag("triage", case)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("2 runs. 1 file could not be read.\n")
    assert "port-blocked  wss-agent  10.1.7.0/24 south.example" in ended.out
    assert "cut.wssdiag:notazip" in "".join(ended.out.split())


def test_the_second_call_has_the_same_answer_from_the_index(wssdiag: Program, case: Path) -> None:
    first = wssdiag("triage", case, "--format", "ndjson")
    assert paths.triage_index_file().is_file()
    assert wssdiag("triage", case, "--format", "ndjson").out == first.out
    assert len(first.out.splitlines()) == 3


def test_the_index_may_lie_elsewhere(wssdiag: Program, case: Path) -> None:
    index = wssdiag.folder / "index"
    assert wssdiag("triage", case, "--index", index).code == 0
    assert index.is_file()
    assert not paths.triage_index_file().exists()
    assert wssdiag("triage", case, "--index", wssdiag.write("letter", "dear sir")).is_one_line_error()


def test_what_was_read_is_kept_also_where_the_call_does_not_end_well(wssdiag: Program, case: Path) -> None:
    assert wssdiag("triage", case, wssdiag.folder / "nowhere").is_one_line_error()
    assert b"healthy.json" in paths.triage_index_file().read_bytes()


def test_an_index_that_cannot_be_written_does_not_cost_the_table(wssdiag: Program, case: Path) -> None:
    ended = wssdiag("triage", case, "--index", wssdiag.write("file", "") / "index")
    assert (ended.code, ended.err.count("\n")) == (0, 1)
    assert ended.out.startswith("2 runs.")


def test_rows_are_chosen_and_grouped(wssdiag: Program, case: Path) -> None:
    document = wssdiag("triage", case, "--format", "json", "--where", "cause=port-*", "--group-by", "version").document
    assert [row["cause"] for row in document["rows"]] == ["port-blocked"]
    assert [group["by"] for group in document["groups"]] == [{"version": "wss-agent 9.7.1"}]
    since = wssdiag("triage", case, "--format", "json", "--since", "2026-03-05").document
    assert [row["status"] for row in since["rows"]] == ["healthy"]


def test_it_is_judged_again_only_where_that_is_asked_for(wssdiag: Program, case: Path) -> None:
    yesterday = replace(shapes()[1], tool_version="1.0.0", verdict=samples.healthy().verdict)
    wssdiag.write("case/blocked.wssdiag", bundle(yesterday))
    asked = ("triage", case / "blocked.wssdiag", "--format", "json")
    (stored,) = wssdiag(*asked).document["rows"]
    assert (stored["status"], stored["judged_by"]) == ("healthy", "1.0.0")
    (again,) = wssdiag(*asked, "--judge-again").document["rows"]
    assert (again["cause"], again["tool_version"], again["judged_by"]) == ("port-blocked", "1.0.0", __version__)


@pytest.mark.parametrize("wanted", ["csv", "html"])
def test_files_are_written(wssdiag: Program, case: Path, wanted: str) -> None:
    output = wssdiag.folder / "out"
    assert wssdiag("triage", case, "--format", wanted, "--output", output).out == ""
    assert b"port-blocked" in output.read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nowhere",),
        (".", "--where", "colour=red"),
        (".", "--since", "yesterday"),
        (".", "--group-by", "moon"),
        (".", "--format", "xml"),
    ],
)
def test_wrong_use(wssdiag: Program, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(wssdiag.folder)
    assert wssdiag("triage", *arguments).is_one_line_error()


def test_texts_are_in_the_language_and_rows_in_english(wssdiag: Program, case: Path) -> None:
    assert wssdiag("triage", case, "--lang", "de").out.startswith("2 Prüfläufe. 1 Datei war nicht lesbar.\n")
    english = wssdiag("triage", case, "--format", "csv").out
    assert wssdiag("triage", case, "--format", "csv", "--lang", "de").out == english
    assert json.loads(wssdiag("triage", case, "--format", "json", "--lang", "de").out)["schema"] == "wssdiag.triage/1"
