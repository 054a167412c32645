"""The known problems all have their place: the page names causes that a rule concludes and steps that a guide has, or says why neither."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

import pytest

from tests.knowledge.guides import shipped
from wssdiag.diagnosis.causes import ORDER
from wssdiag.diagnosis.protection import unexplained
from wssdiag.diagnosis.rules import LATE_RULES, RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = Path(__file__).parents[2] / "docs" / "known-problems.md"
NUMBERS = range(1, 95)
CAUSE = re.compile(r"cause `([a-z0-9-]+)`")
STEP = re.compile(r"step `([a-z0-9-]+)`#`([a-z0-9-]+)`")
REASON = re.compile(r"(?:not visible|expected): (.+)")
KINDS = (CAUSE, STEP, REASON)
PARTS = re.compile(r"; (?=cause `|step `|not visible: |expected: )")
ARTICLE = re.compile(r"-|KB [0-9]{6}(?:, KB [0-9]{6})*")
FEWEST_WORDS = 6
FEWEST_WORDS_OF_A_SYMPTOM = 4
GUIDES = shipped()


@dataclass(frozen=True)
class Row:
    """One known problem, as the page has it."""

    number: int
    symptom: str
    place: str
    article: str

    @property
    def parts(self) -> list[tuple[re.Pattern[str], re.Match[str]]]:
        """The causes, the steps and the reason of the third column. A part that is none of them raises."""
        found: list[tuple[re.Pattern[str], re.Match[str]]] = []
        for part in PARTS.split(self.place):
            kind, match = next((kind, match) for kind in KINDS if (match := kind.fullmatch(part)))
            found.append((kind, match))
        return found

    def named(self, kind: re.Pattern[str]) -> list[re.Match[str]]:
        """The parts of one kind."""
        return [match for other, match in self.parts if other is kind]


def rows() -> Iterator[Row]:
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if re.match(r"\| \d", line):
            number, symptom, place, article = (cell.strip() for cell in line.strip("|").split("|"))
            yield Row(int(number), symptom, place, article)


ROWS = tuple(rows())


def concluded() -> set[str]:
    """The codes that the rules in force can say: the texts in their code, and in what is private to their modules."""
    rules: tuple[Callable[..., object], ...] = (*RULES, *LATE_RULES, unexplained)
    texts: set[str] = set()
    for rule in rules:
        assert isinstance(rule, FunctionType)
        texts |= said_by(rule, set())
    return texts & set(ORDER)


def said_by(function: FunctionType, met: set[str]) -> set[str]:
    texts: set[str] = set()
    frontier = [function.__code__]
    while frontier:
        code = frontier.pop()
        frontier += [const for const in code.co_consts if isinstance(const, CodeType)]
        texts |= {const for const in code.co_consts if isinstance(const, str)}
        for name in set(code.co_names) - met:
            value = function.__globals__.get(name) if name.startswith("_") else None
            met.add(name)
            if isinstance(value, FunctionType):
                texts |= said_by(value, met)
            elif isinstance(value, Mapping):
                texts |= {text for row in value.values() for text in (row if isinstance(row, tuple) else (row,)) if isinstance(text, str)}
    return texts


CONCLUDED = concluded()


def test_each_has_its_line_in_order() -> None:
    assert [row.number for row in ROWS] == list(NUMBERS)


def test_every_cause_of_the_list_is_concluded_by_a_rule() -> None:
    assert set(ORDER) == CONCLUDED


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_its_place_is_there(row: Row) -> None:
    assert row.parts
    assert {cause[1] for cause in row.named(CAUSE)} <= CONCLUDED
    assert all(step[2] in {other.id for other in GUIDES[step[1]].step} for step in row.named(STEP))
    assert all(len(reason[1].split()) >= FEWEST_WORDS for reason in row.named(REASON))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_a_line_reads_as_the_page_explains(row: Row) -> None:
    """Causes, then steps, then one reason; what a person sees in words; the vendor's articles by number."""
    order = [KINDS.index(kind) for kind, _ in row.parts]
    assert order == sorted(order)
    assert len(row.named(REASON)) <= 1
    assert len(row.symptom.split()) >= FEWEST_WORDS_OF_A_SYMPTOM
    assert ARTICLE.fullmatch(row.article)
