from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from wssdiag.catalogue.knowledge import Risk
from wssdiag.diagnosis.causes import CAUSES, Table
from wssdiag.model.check import Status
from wssdiag.model.finding import Certainty, Severity, Who
from wssdiag.model.mode import Confidence, Method
from wssdiag.model.report import Protected, SignIn, VerdictStatus
from wssdiag.report import wording

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import Enum


@pytest.mark.parametrize(
    ("words", "members"),
    [
        (wording.who, Who),
        (wording.verdict, VerdictStatus),
        (wording.status, Status),
        (wording.severity, Severity),
        (wording.certainty, Certainty),
        (wording.confidence, Confidence),
        (wording.risk, Risk),
        (wording.protected, Protected),
        (wording.sign_in, SignIn),
        (wording.method, Method),
        (wording.table, Table),
    ],
)
def test_every_member_has_its_own_words(words: Callable[[Any], str], members: type[Enum]) -> None:
    said = [words(one) for one in members]
    assert len(set(said)) == len(said)
    assert "!" not in "".join(said)


def test_every_who_of_the_causes_is_one_sentence() -> None:
    for cause in CAUSES:
        sentence = wording.can_fix(cause.who)
        assert sentence.endswith(".") == bool(cause.who)
        assert sentence != "Several people can fix this."


def test_the_order_of_who_does_not_matter() -> None:
    for some in itertools.permutations((Who.HELPDESK, Who.NETWORK)):
        assert wording.can_fix(some) == "Your helpdesk or your network administrator can fix this."


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [(0.0, "0 ms"), (18.2, "18 ms"), (999.4, "999 ms"), (4000.0, "4.0 s"), (125_400.0, "2 min 5 s"), (12_000_000.0, "3 h 20 min")],
)
def test_durations(milliseconds: float, words: str) -> None:
    assert wording.duration(milliseconds) == words


def test_minutes_know_one() -> None:
    assert (wording.minutes(1), wording.minutes(5)) == ("about 1 minute", "about 5 minutes")
