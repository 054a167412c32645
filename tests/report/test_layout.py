from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.report.layout import Ink, Style, columns, style_for


def test_words_are_wrapped_and_long_ones_broken() -> None:
    assert Style(width=10).wrap("one two three", "- ") == ["- one two", "  three"]
    assert Style(width=6).wrap("abcdefgh") == ["abcdef", "gh"]


def test_wide_characters_count_two() -> None:
    assert columns("漢a\u0301") == 3
    assert Style(width=4).wrap("漢漢漢") == ["漢漢", "漢"]


def test_an_empty_text_is_its_opening_alone() -> None:
    assert Style().wrap("", "- ") == ["-"]


def test_two_texts_stand_side_by_side() -> None:
    assert Style(width=15).beside("one two", "three", "- ") == ["- one   | three", "  two   |"]
    assert Style(width=15).beside("漢", "a漢b漢c", "- ") == ["- 漢    | a漢b", "        | 漢c"]


def test_without_utf_nothing_but_ascii_is_left() -> None:
    assert Style(ascii_only=True).plain("Grüße – “ok” ’s 漢") == 'Grusse - "ok" \'s ?'.replace("ss", "?")


def test_colour_only_where_it_is_asked_for() -> None:
    assert Style().ink("a", Ink.BROKEN) == "a"
    assert Style(colour=True).ink("a", Ink.STRONG, Ink.BROKEN) == "\x1b[1;31ma\x1b[0m"


@pytest.mark.parametrize(
    ("encoding", "environment", "terminal", "colour", "ascii_only"),
    [
        ("utf-8", {}, True, True, False),
        ("utf-8", {}, False, False, False),
        ("UTF8", {"NO_COLOR": "1"}, True, False, False),
        ("utf-8", {"NO_COLOR": ""}, True, True, False),
        ("utf-8", {"TERM": "dumb"}, True, False, False),
        ("cp1252", {}, True, True, True),
        ("cp65001", {}, True, True, False),
        (None, {}, True, True, True),
        ("no-such-encoding", {}, True, True, True),
    ],
)
def test_the_style_of_an_output(encoding: str | None, environment: dict[str, str], terminal: bool, colour: bool, ascii_only: bool) -> None:
    assert style_for(encoding, environment, terminal=terminal) == Style(colour=colour, ascii_only=ascii_only)


@given(st.text(), st.booleans())
def test_any_text_fits(text: str, ascii_only: bool) -> None:
    style = Style(width=20, ascii_only=ascii_only)
    for line in style.wrap(text, "1. "):
        assert columns(line) <= 20
        assert line.isascii() or not ascii_only


@given(st.text(), st.text(), st.booleans())
def test_any_two_texts_fit_side_by_side(left: str, right: str, ascii_only: bool) -> None:
    lines = Style(ascii_only=ascii_only).beside(left, right, "    ")
    assert max(columns(line) for line in lines) <= 80
    assert all(" |" in line for line in lines)
