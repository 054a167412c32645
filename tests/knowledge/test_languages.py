"""A translated guide is the same guide: the same steps for the same people, the same values in each text; only the words differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.knowledge.guides import LANGUAGES, shipped
from tests.knowledge.wording import WORDINGS
from wssdiag.diagnosis.causes import ORDER
from wssdiag.remedy.guide import placeholders

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Guide

ENGLISH = shipped("en")
TRANSLATED = {language: shipped(language) for language in LANGUAGES if language != "en"}

#: What a person reads of a step. Everything else is for the program, and the same in every language.
READ = {"do": "", "message": None}


@pytest.fixture(params=sorted(ORDER), name="code")
def code_of(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=sorted(TRANSLATED), name="language")
def language_of(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(name="pair")
def pair_of(language: str, code: str) -> tuple[Guide, Guide]:
    return ENGLISH[code], TRANSLATED[language][code]


def texts(guide: Guide) -> dict[str, str]:
    """Where it stands -> what is read there, the words for values left out."""
    steps = {f"{step.id}.do": step.do for step in guide.step} | {f"{step.id}.message": step.message or "" for step in guide.step}
    return {"title": guide.title, "means": guide.means, "seen": guide.seen} | steps


def test_each_language_has_its_rules_of_form() -> None:
    assert set(LANGUAGES) == set(WORDINGS)
    assert {"en", "de"} <= set(LANGUAGES)


def test_every_guide_is_translated(language: str) -> None:
    assert set(TRANSLATED[language]) == set(ENGLISH) == set(ORDER)


def test_the_steps_are_the_same_for_the_program(pair: tuple[Guide, Guide]) -> None:
    english, translated = ([msgspec.structs.replace(step, **READ) for step in guide.step] for guide in pair)
    assert translated == english


def test_a_message_is_where_english_has_one(pair: tuple[Guide, Guide]) -> None:
    english, translated = ([step.id for step in guide.step if step.message] for guide in pair)
    assert translated == english


def test_each_text_shows_the_same_values(pair: tuple[Guide, Guide]) -> None:
    english, translated = ({place: placeholders(text) for place, text in texts(guide).items()} for guide in pair)
    assert translated == english


def test_the_same_values_are_worded(pair: tuple[Guide, Guide]) -> None:
    english, translated = ({name: list(words) for name, words in guide.words.items()} for guide in pair)
    assert translated == english


def test_each_text_has_the_same_paragraphs(pair: tuple[Guide, Guide]) -> None:
    english, translated = ({place: [bool(line) for line in text.splitlines()] for place, text in texts(guide).items()} for guide in pair)
    assert translated == english


def test_nothing_is_left_in_english(pair: tuple[Guide, Guide]) -> None:
    english, translated = (texts(guide) for guide in pair)
    assert {place for place, text in translated.items() if text and text == english[place]} == set()


def test_what_is_named_exactly_is_named_so_in_every_language(pair: tuple[Guide, Guide]) -> None:
    """The vendor's reference keeps its name: a reader must find it."""
    reference = "Required Locations, Ports, and Protocols"
    english, translated = ({place: text.count(reference) for place, text in texts(guide).items()} for guide in pair)
    assert translated == english
