"""Texts are looked up once, and stay themselves where there is no translation."""

from __future__ import annotations

from wssdiag.report.texts import gettext, ngettext


def test_a_text_without_a_translation_is_itself() -> None:
    """English is the source language."""
    assert gettext("Check again") == "Check again"
    assert [ngettext("{count} check", "{count} checks", count) for count in (0, 1, 2)] == [
        "{count} checks",
        "{count} check",
        "{count} checks",
    ]


def test_a_text_is_looked_up_once() -> None:
    """The second time nothing is looked for on disk."""
    gettext("Looked up once")
    before = gettext.cache_info().hits
    gettext("Looked up once")
    assert gettext.cache_info().hits == before + 1
