"""Every text is there in every language, with the placeholders and line breaks of the original; what is compiled is what is written."""

from __future__ import annotations

import gettext
import re
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from build.messages import Message, messages
from build.translations import FOLDER, sources, template
from tests.report.po_file import read

if TYPE_CHECKING:
    from pathlib import Path

WRITE = "run: python3 dev.py translations"

#: More is not read to its end by somebody in a hurry.
MOST_WORDS = 25

SENTENCE = re.compile(r"[.:?] ")


def placeholders(text: str) -> list[tuple[str, str, str]]:
    fields = Formatter().parse(text)
    return sorted((name, spec or "", conversion or "") for _text, name, spec, conversion in fields if name is not None)


def test_german_is_there() -> None:
    assert [path.parts[-3] for path in sources()] == ["de"]


def test_the_list_of_texts_is_that_of_the_code() -> None:
    assert (FOLDER / "wssdiag.pot").read_text(encoding="utf-8") == template(), WRITE


@pytest.fixture(params=sources(), ids=lambda path: path.parts[-3])
def po(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_every_text_is_translated(po: Path) -> None:
    entries = {Message(one.text, one.plural): one for one in read(po)}
    assert set(entries) == set(messages()), WRITE
    assert not [one.text for one in entries.values() if "fuzzy" in one.flags or one.obsolete or not all(map(str.strip, one.said))]
    assert not [one.text for one in entries.values() if len(one.said) != (1 if one.plural is None else 2)]


def test_placeholders_and_line_breaks_are_those_of_the_original(po: Path) -> None:
    for one in read(po):
        originals = [one.text] if one.plural is None else [one.text, one.plural]
        for said, original in zip(one.said, originals, strict=True):
            assert placeholders(said) == placeholders(original), one.text
            assert said.count("\n") == original.count("\n"), one.text
            assert (said[:1].isspace(), said[-1:].isspace()) == (original[:1].isspace(), original[-1:].isspace()), one.text


def test_a_sentence_ends_as_the_original(po: Path) -> None:
    """A full stop tells a sentence from a heading; a colon announces what follows."""
    ends = (".", ":", "?", "...", "**")
    for one in read(po):
        if one.text.rstrip().endswith(ends):
            assert all(said.rstrip().endswith(next(end for end in ends if one.text.rstrip().endswith(end))) for said in one.said), one.text


def test_no_sentence_is_long(po: Path) -> None:
    long = [part for one in read(po) for said in one.said for part in SENTENCE.split(said) if len(part.split()) > MOST_WORDS]
    assert not long


def test_nobody_is_shouted_at(po: Path) -> None:
    assert not [one.text for one in read(po) if any("!" in said.replace("!r}", "") for said in one.said)]


def test_a_shortcut_is_named_in_every_language(po: Path) -> None:
    """Whatever the keys are called, what stands in brackets is the shortcut."""
    keys = re.compile(r"(?:Ctrl|Alt|F\d|Esc)")
    for one in read(po):
        if keys.search(one.text):
            assert all(re.search(r"(?:Ctrl|Strg|Alt|F\d|Esc)", said) for said in one.said), one.text


def test_what_is_compiled_is_what_is_written(po: Path) -> None:
    with po.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for one in read(po):
        if one.plural is None:
            assert compiled.gettext(one.text) == one.said[0], WRITE
        else:
            assert tuple(compiled.ngettext(one.text, one.plural, count) for count in (1, 2)) == one.said, WRITE
    assert len(compiled._catalog) == 1 + sum(len(one.said) for one in read(po)), WRITE  # type: ignore[attr-defined]
