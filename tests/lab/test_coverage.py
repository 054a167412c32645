"""Each cause of the closed list is the answer somewhere, and somewhere a look-alike is there and it must not be said."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.detection.expectation import NAME, expected_of
from tests.lab.scenario import CAPTURES, find, load
from wssdiag.diagnosis.causes import CAUSES, ORDER
from wssdiag.model.finding import Severity

if TYPE_CHECKING:
    from tests.lab.scenario import Scenario

#: Causes that are never more than a notice: no verdict names one, so it must stand among the findings.
NOTICES = frozenset(cause.code for cause in CAUSES if cause.severity is Severity.NOTICE)


@cache
def scenarios() -> dict[str, Scenario]:
    """All that count; one that is known to be answered otherwise shows nothing."""
    loaded = {path.stem: load(path) for path in find()}
    return {name: scenario for name, scenario in loaded.items() if not scenario.known}


@cache
def by_facts() -> dict[str, frozenset[str]]:
    """Capture -> what its facts alone must lead to."""
    return {path.parent.name: frozenset(expected_of(path.parent).findings) for path in CAPTURES.glob(f"*/{NAME}")}


def answers(code: str) -> list[str]:
    """Where it must be said: the cause, one of the findings in their order, or a finding by the facts of a capture."""
    told = [name for name, row in scenarios().items() if code == row.cause or code in row.order]
    return told + [name for name, codes in by_facts().items() if code in codes]


def look_alikes(code: str) -> list[str]:
    """Where it must not be said, and the network, the computer or what it is asked for is not the plain one."""
    return [
        name
        for name, row in scenarios().items()
        if code in row.never and (row.fault or row.peer or row.facts or row.proxy or row.profile or row.args)
    ]


@pytest.mark.parametrize("code", ORDER)
def test_a_cause_is_the_answer_somewhere(code: str) -> None:
    assert answers(code)


@pytest.mark.parametrize("code", sorted(set(ORDER) - NOTICES))
def test_a_cause_of_more_than_a_notice_is_met_in_the_lab(code: str) -> None:
    """Facts alone prove some; each is also seen with a network around it."""
    assert [name for name, row in scenarios().items() if code in {row.cause, *row.order}]


@pytest.mark.parametrize("code", ORDER)
def test_a_cause_has_a_look_alike_that_it_is_not(code: str) -> None:
    assert look_alikes(code)


def test_no_scenario_names_a_cause_that_is_not_in_the_list() -> None:
    named = {code for row in scenarios().values() for code in (row.cause, *row.also, *row.never, *row.order) if code}
    assert named <= set(ORDER)
