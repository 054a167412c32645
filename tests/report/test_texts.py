"""Texts are said in the language that was chosen, and stay themselves where there is no translation."""

from __future__ import annotations

import pytest

from wssdiag.report.texts import gettext, ngettext, speak


@pytest.fixture(autouse=True)
def _english_again() -> object:
    yield
    speak("en")


def test_a_text_without_a_translation_is_itself() -> None:
    """English is the source language."""
    assert gettext("Check again") == "Check again"
    assert [ngettext("{count} check", "{count} checks", count) for count in (0, 1, 2)] == [
        "{count} checks",
        "{count} check",
        "{count} checks",
    ]


@pytest.mark.parametrize("language", ["de", "de_AT.UTF-8", "de-CH", "DE"])
def test_a_text_is_said_in_the_language_of_the_process(language: str) -> None:
    speak(language)
    assert gettext("Check again") == "Erneut prüfen"
    assert gettext("No such text of the program") == "No such text of the program"
    assert [ngettext("{count} check", "{count} checks", count) for count in (0, 1, 2)] == [
        "{count} Prüfungen",
        "{count} Prüfung",
        "{count} Prüfungen",
    ]


def test_one_text_may_be_said_alone_and_in_a_plural() -> None:
    speak("de")
    assert gettext("and {count} more") == "und {count} weitere"
    assert ngettext("and {count} more", "and {count} more", 2) == "und {count} weitere"


@pytest.mark.parametrize("language", ["", "C", "xx", "../../de", "de/../..", "x" * 500])
def test_a_language_that_there_is_not_is_english(language: str) -> None:
    speak("de")
    speak(language)
    assert gettext("Check again") == "Check again"
