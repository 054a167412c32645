from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report import samples
from tests.strategies import values
from wssdiag.model.check import Status
from wssdiag.model.mode import Method
from wssdiag.model.report import Protected, Report, SignIn, VerdictStatus
from wssdiag.remedy.outcome import key_of
from wssdiag.report.news import as_known, news

if TYPE_CHECKING:
    from wssdiag.report.compare import Differences

GOOD, BAD = samples.healthy(), samples.port_blocked()
TCP = samples.TCP.id

#: A computer whose plan never changes, with whatever comes of it.
IDS = ("a", "b", "c")
RUNS = st.lists(st.tuples(*(st.sampled_from(Status) for _ in IDS)), min_size=1, max_size=8)


def told(*reports: Report) -> list[Differences]:
    """The news of each report after the first, as a watch finds it."""
    found, known = [], reports[0]
    for report in reports[1:]:
        now = as_known(known, report)
        found.append(news(known, now))
        known = now
    return found


def with_status(report: Report, status: Status, check_id: str = TCP) -> Report:
    """The same run, but this check came to something else. Neither verdict nor findings follow."""
    checks = (msgspec.structs.replace(row, status=status) if row.id == check_id else row for row in report.checks)
    return msgspec.structs.replace(report, checks=tuple(checks))


def outcomes(found: Differences) -> list[tuple[str, Status | None, Status | None]]:
    return [(row.id, row.before, row.after) for row in found.checks]


@pytest.mark.parametrize("status", [Status.UNKNOWN, Status.SKIPPED, Status.ERROR, Status.CANCELLED])
def test_a_check_that_came_to_nothing_once_is_no_news(status: Status) -> None:
    assert [one.none for one in told(GOOD, with_status(GOOD, status), GOOD)] == [True, True]


@pytest.mark.parametrize("status", [Status.UNKNOWN, Status.SKIPPED, Status.ERROR, Status.CANCELLED])
def test_what_changed_meanwhile_is_news_against_what_was_known(status: Status) -> None:
    first, second = told(GOOD, with_status(GOOD, status), with_status(GOOD, Status.FAIL))
    assert first.none
    assert outcomes(second) == [(TCP, Status.PASS, Status.FAIL)]


def test_a_check_that_was_never_known_is_news_unless_it_passes() -> None:
    unknown = with_status(GOOD, Status.UNKNOWN)
    assert told(unknown, GOOD)[0].none
    assert outcomes(told(unknown, with_status(GOOD, Status.FAIL))[0]) == [(TCP, Status.UNKNOWN, Status.FAIL)]


def test_a_check_of_another_plan_has_no_other_outcome() -> None:
    less = msgspec.structs.replace(GOOD, checks=GOOD.checks[1:])
    assert [one.none for one in told(GOOD, less, GOOD)] == [True, True]


def test_a_finding_is_solved_only_when_its_check_says_so() -> None:
    skipped = with_status(msgspec.structs.replace(BAD, findings=BAD.findings[1:]), Status.SKIPPED)
    unsure, back, solved, later = told(BAD, skipped, BAD, GOOD, GOOD)
    assert unsure.none
    assert back.none
    assert [one.code for one in solved.solved] == ["port-blocked", "agent-passive"]
    assert later.none


def test_a_run_that_could_not_tell_solves_nothing() -> None:
    verdict = msgspec.structs.replace(GOOD.verdict, status=VerdictStatus.INCOMPLETE)
    unsure, solved = told(BAD, msgspec.structs.replace(GOOD, verdict=verdict), GOOD)
    assert (unsure.solved, unsure.new, unsure.after.status) == ((), (), VerdictStatus.INCOMPLETE)
    assert [one.code for one in solved.solved] == ["port-blocked", "agent-passive"]


def test_a_masked_finding_is_neither_solved_nor_new_when_it_is_back() -> None:
    masked = msgspec.structs.replace(samples.PORT_BLOCKED, masked_by="agent-passive")
    hidden = msgspec.structs.replace(BAD, findings=(masked, *BAD.findings[1:]))
    assert [one.none for one in told(BAD, hidden, BAD)] == [True, True]


def test_in_another_mode_nothing_of_before_counts() -> None:
    mode = msgspec.structs.replace(BAD.mode, method=Method.DIRECT)
    skipped = msgspec.structs.replace(with_status(BAD, Status.SKIPPED), mode=mode, findings=())
    found = told(BAD, skipped)[0]
    assert (found.before.method, found.after.method) == ("wss-agent", "direct")
    assert [one.code for one in (*found.solved, *found.unseen)] == ["agent-passive", "port-blocked"]
    assert as_known(BAD, skipped) == skipped


def test_what_could_not_be_told_of_the_network_stays_as_it_was() -> None:
    blank = msgspec.structs.replace(GOOD.network, protected=Protected.UNKNOWN, sign_in=SignIn.UNKNOWN)
    bare = msgspec.structs.replace(GOOD.network, protected=Protected.NO)
    unsure, back, gone = told(GOOD, *(msgspec.structs.replace(GOOD, network=row) for row in (blank, GOOD.network, bare)))
    assert (unsure.none, back.none) == (True, True)
    assert (gone.before.protected, gone.after.protected) == ("yes", "no")


@given(values(Report))
def test_the_same_again_is_no_news(report: Report) -> None:
    assert told(report, report, report)[-1].none


@given(values(Report), values(Report))
def test_what_is_kept_grows_no_further_than_the_last_run_asks(before: Report, now: Report) -> None:
    known = as_known(before, now)
    assert [row.id for row in known.checks] == [row.id for row in now.checks]
    assert len({key_of(one) for one in known.findings}) <= len({key_of(one) for one in (*before.findings, *now.findings)})
    assert known.verdict == now.verdict


@given(RUNS)
def test_each_proven_outcome_is_told_once_and_in_order(runs: list[tuple[Status, ...]]) -> None:
    """What is told of a check, read one after the other, is the sequence of its proven outcomes without repetitions."""
    proven = {Status.PASS, Status.WARN, Status.FAIL}
    reports = [
        msgspec.structs.replace(
            GOOD, checks=tuple(samples.check(check_id, check_id, status) for check_id, status in zip(IDS, row, strict=True))
        )
        for row in runs
    ]
    news_of_all = told(*reports)
    for at, check_id in enumerate(IDS):
        heard = [row for found in news_of_all for row in found.checks if row.id == check_id]
        wanted: list[Status] = []
        for status in (row[at] for row in runs):
            if status in proven and wanted[-1:] != [status]:
                wanted.append(status)
        first_told = runs[0][at] in proven or wanted[:1] == [Status.PASS]
        assert [row.after for row in heard] == (wanted[1:] if first_told else wanted)
        assert all(earlier.after is later.before for earlier, later in pairwise(heard))
