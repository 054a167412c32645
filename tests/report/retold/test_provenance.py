"""Where a row is from is said in the reader's language; documents are cited as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.catalogue import merge
from wssdiag.catalogue.loader import load_builtin
from wssdiag.report.retold.provenance import DATES, SOURCES, told_date, told_source
from wssdiag.report.texts import speak

LANGUAGE = "de"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("page; KB 167455", "page; KB 167455"),
        ("page; KB 169119; host from the organisation's profile", "page; KB 169119; Host aus dem Profil der Organisation"),
        ("page, which no longer shows the host; KB 167455", "page, zeigt den Host nicht mehr; KB 167455"),
        ("page; site GB London of the service's own list", "page; Standort GB London der Liste des Dienstes"),
        ("remembered; the service's own list of 2026-10-01", "remembered; Liste des Dienstes vom 2026-10-01"),
        ("the organisation's profile", "Profil der Organisation"),
        ("", ""),
    ],
)
def test_a_source(source: str, said: str) -> None:
    assert told_source(source) == said


@pytest.mark.parametrize(
    ("date", "said"),
    [("about 2020-21", "etwa 2020-21"), ("2020-21 to 2024", "2020-21 bis 2024"), ("2024-03-25", "2024-03-25"), ("2025", "2025"), ("", "")],
)
def test_a_date(date: str, said: str) -> None:
    assert told_date(date) == said


def test_every_date_of_the_catalogue_is_said() -> None:
    found = {row.provenance.revised for row in load_builtin().location}
    assert found
    assert not {date for date in found if any(letter.isalpha() for letter in date) and told_date(date) == date}


def test_what_a_profile_adds_is_said() -> None:
    for source in (merge.OWN, merge.FROM_PROFILE, merge.FROM_DNS):
        assert told_source(source) != source


@given(st.text(max_size=400))
def test_nothing_breaks_it(text: str) -> None:
    assert isinstance(told_source(text), str)
    assert isinstance(told_date(text), str)


def test_english_stays_as_it_is() -> None:
    speak("en")
    assert [told_source(one) for one in SOURCES] == list(SOURCES)
    assert [told_date(one) for one in DATES] == list(DATES)
