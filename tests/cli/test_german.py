"""The command line in German: texts for people, and never what scripts read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.gui import samples
from wssdiag import paths
from wssdiag.cli.parser import named_language
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
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")


@pytest.fixture
def report(wssdiag: Program) -> Path:
    return wssdiag.write("report.json", encode(samples.port_blocked()))


def test_texts_are_in_the_language_of_the_system(wssdiag: Program, german: None, report: Path) -> None:
    assert "\nVerbindung: " in wssdiag("explain", report).out


def test_what_is_named_counts_more_than_the_system(wssdiag: Program, german: None, report: Path) -> None:
    assert "\nConnection: " in wssdiag("explain", report, "--lang", "en").out


def test_help_is_in_the_language_that_is_named(wssdiag: Program, capsys: pytest.CaptureFixture[str]) -> None:
    assert "die Sprache der Texte" in wssdiag("check", "--lang=de", "--help").out


@pytest.mark.parametrize(
    "arguments", [("explain", "report.json"), ("causes",), ("causes", "port-blocked"), ("detect", "--facts", "report.json")]
)
def test_what_scripts_read_is_english_whatever_the_system_speaks(
    wssdiag: Program, report: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    asked = [str(report) if one == "report.json" else one for one in arguments]
    english = wssdiag(*asked, "--format", "json").out
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert wssdiag(*asked, "--format", "json").out == english


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("check", "--profile", "p.toml"), "wssdiag check: {file}: organisation: erwartet wird: Text; hier steht: eine ganze Zahl\n"),
        (("explain", "p.toml"), "wssdiag explain: {file}: ist weder ein Bericht noch Fakten von wssdiag: "),
        (("explain", "some.json"), "{file}: ist weder ein Bericht noch Fakten von wssdiag: Es ist kein Schema genannt, das diese "),
        (("bundle", "verify", "p.toml"), "wssdiag bundle: {file}: ist kein Paket; Berichte und Aufzeichnungen nimmt der Befehl explain\n"),
        (("check", "--role", "king"), "wssdiag check: Argument --role: ungültige Wahl: 'king' (möglich sind "),
    ],
)
@pytest.mark.parametrize("wanted", ["text", "json"])
def test_what_is_refused_is_told_in_the_language_of_the_system(
    wssdiag: Program, german: None, arguments: tuple[str, ...], line: str, wanted: str
) -> None:
    """Also where the result would be JSON: it is for the person who typed the command."""
    wssdiag.write("p.toml", 'schema = "wssdiag.profile/1"\norganisation = 3\n')
    wssdiag.write("some.json", "{}")
    asked = [str(wssdiag.folder / one) if "." in one else one for one in arguments]
    done = wssdiag(*asked, "--format", wanted)
    assert done.is_one_line_error()
    assert line.format(file=asked[-1]) in done.err


def test_a_list_that_does_not_hold_is_a_warning_in_the_language_of_the_system(wssdiag: Program, german: None, report: Path) -> None:
    kept = paths.service_list_file()
    kept.parent.mkdir(parents=True)
    kept.write_text("[]", encoding="utf-8")
    warned = wssdiag("explain", report).err.splitlines()[0]
    assert warned.startswith(
        f"{kept}: ist keine Liste des Dienstes, die wssdiag gespeichert hat: Expected `object`, got `array` - die Liste "
    )
    assert wssdiag("catalogue", "show").err.startswith(f"{kept}: ist keine Liste des Dienstes")


def test_why_a_script_gives_no_answer_is_told_to_a_person_in_german(wssdiag: Program, german: None) -> None:
    script = wssdiag.write("proxy.pac", "var nothing;")
    asked = ("pac", "eval", "--offline", "--my-ip", "192.0.2.7", "--pac", script, "--url", "http://a.example/")
    assert "(eine Funktion FindProxyForURL fehlt)" in wssdiag(*asked).out
    assert wssdiag(*asked, "--format", "json").document["results"][0]["message"] == "there is no function FindProxyForURL"


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["check"], None),
        (["check", "--lang", "de"], "de"),
        (["check", "--lang=de"], "de"),
        (["check", "--lang="], ""),
        (["check", "--lang"], None),
        (["check", "--language", "de"], None),
        (["--lang", "de", "check"], "de"),
    ],
)
def test_the_language_is_known_before_the_rest_is_parsed(arguments: list[str], language: str | None) -> None:
    assert named_language(arguments) == language
