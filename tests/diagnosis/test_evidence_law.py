"""No cause without its proof: whatever a report holds, what each finding cites satisfies its row of the list of causes."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.diagnosis.law.changes import broken, what_was_cited_goes_otherwise
from tests.diagnosis.law.facts import is_known
from tests.diagnosis.law.rows import ROWS
from tests.diagnosis.law.told import Told
from tests.diagnosis.law.worlds import HEALTHY, WORLDS, corpus
from wssdiag.diagnosis.causes import ORDER
from wssdiag.model.finding import Finding, Severity
from wssdiag.session.judge import judged_again

if TYPE_CHECKING:
    from tests.diagnosis.law.making import Shown
    from wssdiag.model.report import Report

#: Reports that are tried in one run of the tests.
EXAMPLES = 2000

#: And of each cause: reports in which something else became of what it cites.
OF_EACH_CAUSE = 40

#: Changes to one report: each is one thing that went otherwise.
MOST_CHANGES = 5

SEEDS = st.lists(st.integers(0, 2**32 - 1), max_size=MOST_CHANGES)


def judged(shown: Shown) -> Report:
    """The report as it is judged today: by its checks, its facts and the profile of the session alone."""
    return judged_again(shown.session, msgspec.structs.replace(shown.report, profile=None))


def told(shown: Shown, report: Report, finding: Finding) -> Told:
    return Told(report, finding, shown.session.background, shown.session.catalogue)


def lawful(shown: Shown) -> Report:
    """The judged report, of which everything holds that must."""
    report = judged(shown)
    ids = {row.id for row in report.checks}
    for finding in report.findings:
        one = told(shown, report, finding)
        assert finding.evidence, finding
        assert all(is_known(report, line) if line.fact else line.check in ids for line in finding.evidence), finding
        assert ROWS[finding.code].holds(one), finding
        assert finding.severity in severities(one), finding
    standing = [row for row in report.findings if row.masked_by is None and row.severity is not Severity.NOTICE]
    assert report.verdict.cause == next((row.code for row in standing), None)
    return report


def severities(one: Told) -> tuple[str, ...]:
    """How grave a finding may be: what is only remembered of a location never convicts."""
    location = one.location
    if location and location.provenance.certainty == "unverified":
        return ("notice",)
    return (*ROWS[one.finding.code].severities, *(() if location else ("notice",)))


def test_every_cause_has_its_row_and_its_world() -> None:
    assert set(ROWS) == set(WORLDS) == set(ORDER)


@pytest.mark.parametrize("code", WORLDS)
def test_a_cause_is_said_where_it_is_true(code: str) -> None:
    assert code in {row.code for row in lawful(WORLDS[code]()).findings}


@pytest.mark.parametrize("code", WORLDS)
def test_a_row_does_not_hold_of_what_does_not_show_it(code: str) -> None:
    """The same finding about a computer and a network in which nothing is wrong, and about nothing at all."""
    found = next(row for row in judged(WORLDS[code]()).findings if row.code == code)
    healthy = HEALTHY[0]()
    report = judged(healthy)
    here = {row.id for row in report.checks}
    cited = tuple(line for line in found.evidence if not line.check or line.check in here)
    kept = msgspec.structs.replace(found, evidence=cited)
    nothing = msgspec.structs.replace(found, evidence=())
    assert not any(holds(told(healthy, report, finding)) for finding in (kept, nothing))


def holds(one: Told) -> bool:
    """Whether a row holds. What it needs may not even be there."""
    try:
        return ROWS[one.finding.code].holds(one)
    except (KeyError, ValueError, IndexError):
        return False


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
@given(start=st.integers(0, len(WORLDS) + len(HEALTHY) - 1), seeds=SEEDS)
def test_whatever_a_report_holds(start: int, seeds: list[int]) -> None:
    lawful(broken(start, seeds))


@pytest.mark.parametrize("code", WORLDS)
def test_whatever_became_of_what_it_cites(code: str) -> None:
    shown = WORLDS[code]()
    shown = replace(shown, report=judged(shown))
    for seed in range(OF_EACH_CAUSE):
        chance = Random(f"{code} {seed}")
        changed = what_was_cited_goes_otherwise(chance, shown)
        lawful(what_was_cited_goes_otherwise(chance, changed) if chance.random() < 0.5 else changed)


def test_chance_reaches_every_cause() -> None:
    """Beside the worlds in which they are true: of the broken reports, too, some show each."""
    found = {row.code for start in range(len(corpus())) for seed in range(4) for row in judged(broken(start, [seed])).findings}
    assert found == set(ORDER)
