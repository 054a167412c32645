"""The view of the sources of proxy settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from wssdiag.report.layout import Style, columns
from wssdiag.report.settings import settings_lines
from wssdiag.system.folder import read_capture
from wssdiag.system.parse.facts import facts_of

CAPTURES = Path(__file__).resolve().parents[1] / "captures"


def view(name: str, width: int = 80) -> list[str]:
    return settings_lines(facts_of(read_capture(CAPTURES / name)), Style(width=width))


def text(name: str) -> str:
    return " ".join(line.strip() for line in view(name))


def test_each_source_with_who_follows_it() -> None:
    said = text("windows-machine-policy")
    assert (
        "Internet Settings of Windows (set by the organisation), followed by browsers and most programs: proxy proxy.example.net:8443"
        in said
    )
    assert "Chrome's policy (set by the organisation), followed by Chrome: PAC file https://pac.example.net/chrome.pac" in said
    assert "only the PAC file tells" in said


def test_what_is_not_in_force_is_shown_and_said() -> None:
    assert text("macos-pac-and-proxy").count("Not in force") == 2


def test_exceptions_are_shown() -> None:
    assert "Not for localhost, *.example.net, 10.0.0.0/8." in text("ubuntu-gnome-manual")


def test_nothing_set_and_nothing_read_are_two_things() -> None:
    assert "No source sets a proxy or a PAC file." in text("headless-direct")
    assert "could not be read" in " ".join(settings_lines(facts_of({}), Style()))


@pytest.mark.parametrize("name", sorted(path.name for path in CAPTURES.iterdir() if path.is_dir()))
@pytest.mark.parametrize("width", [80, 40])
def test_every_line_fits(name: str, width: int) -> None:
    assert all(columns(line) <= width for line in view(name, width))
