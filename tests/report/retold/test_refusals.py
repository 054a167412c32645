"""The line that says what is wrong with a file: English as it always was, German with its file and place untouched."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.retold.known import PROBLEMS
from wssdiag.gui.words import refusal_of
from wssdiag.model.input_error import InputError
from wssdiag.report.retold.refusals import problem_words, refusal_line, told_line
from wssdiag.report.texts import speak

FAULTS = "a.txt: missing; b c.txt: has 3 bytes, and the manifest says 7; its: own.txt: not named in the manifest; and 2 more"


@pytest.fixture
def german() -> None:
    speak("de")


@pytest.mark.parametrize("place", ["", "line 3", "line 3, column 9", "endpoints.extra[0].port"])
@pytest.mark.parametrize("problem", [*PROBLEMS, FAULTS, "", "a library's own words"])
def test_english_is_as_it_was(place: str, problem: str) -> None:
    error = InputError("encryption", place, problem)
    assert refusal_line(error) == str(error)
    assert told_line(str(error)) == str(error)
    assert problem_words(error) == problem
    assert refusal_of(Path("a/encryption"), error) == str(error)


@pytest.mark.parametrize(
    ("place", "problem", "said"),
    [
        ("", "there is no such file", "diese Datei gibt es nicht"),
        ("line 3, column 9", "invalid value", "Zeile 3, Spalte 9: invalid value"),
        ("line 3, at the end", "not UTF-8 text", "Zeile 3, am Ende: kein UTF-8-Text"),
        ("line", "empty", "line: leer"),
        ("missing", "missing", "missing: fehlt"),
        ("manifest.json", "missing: this is no bundle", "manifest.json: fehlt: Das ist kein Paket"),
        ("", "more than 1000 files", "mehr als 1000 Dateien"),
        ("a/b.json", "larger than 8 MiB", "a/b.json: größer als 8 MiB"),
        (
            "",
            "is no report and no facts of wssdiag: nested too deeply",
            "ist weder ein Bericht noch Fakten von wssdiag: zu tief verschachtelt",
        ),
        (
            "",
            "is no report and no facts of wssdiag: Expected `str`, got `int` - at `$.schema`",
            "ist weder ein Bericht noch Fakten von wssdiag: Expected `str`, got `int` - at `$.schema`",
        ),
        (
            "",
            "is no report and no facts of wssdiag: the schema  is not one that this version reads",
            "ist weder ein Bericht noch Fakten von wssdiag: Das Schema  ist keines, das diese Version liest",
        ),
        ("", "cannot be written; nothing was written", "lässt sich nicht schreiben; nichts wurde geschrieben"),
        ("", "No space left on device; nothing was written", "No space left on device; nichts wurde geschrieben"),
        (
            "",
            "no reader would take it (larger than 20 MiB); leave out the capture",
            "niemand könnte es lesen (größer als 20 MiB); lassen Sie die Aufzeichnung weg",
        ),
        ("", "exists already; a bundle is never written over another file", "gibt es schon; ein Paket überschreibt nie eine andere Datei"),
        (
            "",
            FAULTS,
            "a.txt: fehlt; b c.txt: hat 3 Bytes, und das Manifest nennt 7; its: own.txt: nicht im Manifest genannt; und 2 weitere",
        ),
    ],
)
def test_a_refusal_is_said_in_german(german: None, place: str, problem: str, said: str) -> None:
    error = InputError("/home/some one/it: is.wssdiag", place, problem)
    assert refusal_of(Path(error.file), error) == f"it: is.wssdiag: {said}"
    assert refusal_line(error) == f"{error.file}: {said}"


@pytest.mark.parametrize("problem", [one for one in PROBLEMS if "{" not in one])
def test_every_whole_text_is_said_in_german_wherever_it_stands(german: None, problem: str) -> None:
    said = problem_words(InputError("", "", problem))
    assert said != problem
    assert told_line(f"/home/some one/it: is.toml: host: {problem}") == f"/home/some one/it: is.toml: host: {said}"


def test_what_is_named_in_place_of_a_file_is_said_in_german(german: None) -> None:
    assert refusal_line(InputError("encryption", "", "no recipient is named")) == "Verschlüsselung: kein Empfänger ist genannt"
    assert refusal_line(InputError("--from", "", "im Weg")) == "--from: im Weg"


@given(
    st.lists(
        st.sampled_from([": ", "; ", " (", ")", "'", " in ", "missing", "7", "a", "{x}", "line 3", " is not one of: "]), max_size=60
    ).map("".join)
)
def test_no_line_is_too_odd_for_it(line: str) -> None:
    """Names in a bundle are a stranger's."""
    speak("de")
    told_line(line)
    speak("en")
    assert told_line(line) == line


def test_a_line_of_signs_is_told_at_once(german: None) -> None:
    begun = time.process_time()
    for signs in (": " * 750, ": a (" * 300, "; " * 750):
        told_line(signs)
    assert time.process_time() - begun < 3
