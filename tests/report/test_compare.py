from __future__ import annotations

import msgspec
from hypothesis import given

from tests.report import samples
from tests.strategies import values
from wssdiag.model.check import Status
from wssdiag.model.finding import Severity
from wssdiag.model.mode import Method
from wssdiag.model.report import Protected, Report, VerdictStatus
from wssdiag.remedy.outcome import key_of
from wssdiag.report.compare import CheckChange, check_rows, differences

GOOD, BAD = samples.healthy(), samples.port_blocked()


def degraded(severity: Severity, code: str = "path-slow") -> Report:
    found = samples.finding(code, {"host": "a.example"}, (), severity=severity)
    return samples.report((found,), VerdictStatus.DEGRADED, GOOD.checks)


def test_the_same_report_has_no_differences() -> None:
    found = differences(BAD, BAD)
    assert found.none
    assert not found.worse
    assert [one.code for one in found.stayed] == ["port-blocked", "agent-passive"]


def test_worse_and_better() -> None:
    assert differences(GOOD, BAD).worse
    assert not differences(BAD, GOOD).worse
    assert [one.code for one in differences(BAD, GOOD).solved] == ["port-blocked", "agent-passive"]
    assert [one.code for one in differences(GOOD, BAD).new] == ["port-blocked", "agent-passive"]


def test_a_worse_matter_of_the_same_verdict_is_worse() -> None:
    assert differences(degraded(Severity.MINOR), degraded(Severity.MAJOR, "tls-reset")).worse
    assert not differences(degraded(Severity.MAJOR, "tls-reset"), degraded(Severity.MINOR)).worse
    assert not differences(GOOD, msgspec.structs.replace(GOOD, findings=(samples.PASSIVE,))).worse


def test_what_is_worse_is_not_better_though_one_matter_is_solved() -> None:
    two = samples.report((samples.PORT_BLOCKED, samples.PASSIVE), VerdictStatus.DEGRADED, BAD.checks)
    one = samples.report((samples.PORT_BLOCKED,), VerdictStatus.BROKEN, BAD.checks)
    found = differences(two, one)
    assert [row.code for row in found.solved] == ["agent-passive"]
    assert (found.worse, found.better) == (True, False)


def test_incomplete_is_not_worse_than_healthy() -> None:
    unsure = msgspec.structs.replace(GOOD, verdict=msgspec.structs.replace(GOOD.verdict, status=VerdictStatus.INCOMPLETE))
    assert not differences(GOOD, unsure).worse


def test_a_finding_that_is_masked_now_is_no_new_one() -> None:
    masked = msgspec.structs.replace(samples.PORT_BLOCKED, masked_by="no-internet")
    assert [one.code for one in differences(BAD, msgspec.structs.replace(BAD, findings=(masked,))).new] == []


def test_what_is_masked_or_was_not_looked_at_is_not_solved() -> None:
    masked = msgspec.structs.replace(samples.PORT_BLOCKED, masked_by="no-internet")
    found = differences(BAD, msgspec.structs.replace(BAD, findings=(masked, samples.PASSIVE)))
    assert (found.solved, found.unseen) == ((), (samples.PORT_BLOCKED,))
    skipped = msgspec.structs.replace(samples.TCP, status=Status.SKIPPED)
    for checks in ((skipped, samples.CONTROL), (samples.WEB,)):  # its check came to nothing; nothing that it rests on was asked
        unsure = differences(BAD, msgspec.structs.replace(GOOD, checks=checks))
        assert [one.code for one in unsure.solved] == ["agent-passive"]
        assert unsure.unseen == (samples.PORT_BLOCKED,)
        assert not unsure.none


def test_another_mode_or_protection_is_a_difference() -> None:
    unprotected = msgspec.structs.replace(GOOD, network=msgspec.structs.replace(GOOD.network, protected=Protected.NO))
    elsewhere = msgspec.structs.replace(GOOD, mode=msgspec.structs.replace(GOOD.mode, method=Method.DIRECT))
    for other in (unprotected, elsewhere):
        found = differences(GOOD, other)
        assert not found.none
        assert found.before != found.after
    assert differences(GOOD, unprotected).after.protected == "no"
    assert differences(GOOD, elsewhere).after.method == "direct"


def test_better_is_a_milder_verdict_or_something_solved_with_nothing_new() -> None:
    assert differences(BAD, GOOD).better
    assert differences(BAD, degraded(Severity.MINOR)).better
    assert not differences(GOOD, BAD).better
    assert not differences(GOOD, GOOD).better
    unsure = msgspec.structs.replace(GOOD, checks=(), verdict=msgspec.structs.replace(GOOD.verdict, status=VerdictStatus.INCOMPLETE))
    assert not differences(degraded(Severity.MINOR), unsure).better


def test_checks_with_another_outcome() -> None:
    less = msgspec.structs.replace(BAD, checks=BAD.checks[1:])
    changes = differences(GOOD, less).checks
    title = "Agent control centre, TCP 443"
    assert changes[0] == CheckChange(
        "tcp.ctc-443", title, Status.PASS, Status.FAIL, "18 ms", f"{samples.ADDRESS}: no answer", before_ms=18.2, after_ms=4000.0
    )
    assert changes[-1] == CheckChange("sign-in.example", "Wi-Fi sign-in, first operator", Status.PASS, None, "18 ms", before_ms=18.2)


def test_every_check_of_both_has_a_row() -> None:
    rows = check_rows(msgspec.structs.replace(GOOD, checks=GOOD.checks[:2]), msgspec.structs.replace(GOOD, checks=GOOD.checks[1:]))
    assert [row.id for row in rows] == [check.id for check in (*GOOD.checks[1:], GOOD.checks[0])]
    assert [(row.before, row.after) for row in rows[:2]] == [(Status.PASS, Status.PASS), (None, Status.PASS)]


@given(values(Report), values(Report))
def test_each_finding_that_stands_is_told_once(old: Report, new: Report) -> None:
    """None is lost and none is told twice, whatever the two reports are; and nothing differs from itself."""
    found = differences(old, new)
    gone, there = (*found.solved, *found.unseen), (*found.new, *found.stayed)
    assert {key_of(one) for one in there} == {key_of(one) for one in new.findings if one.masked_by is None}
    assert {key_of(one) for one in (*gone, *found.stayed)} == {key_of(one) for one in old.findings if one.masked_by is None}
    assert not {key_of(one) for one in gone} & {key_of(one) for one in there}
    assert not (found.worse and found.better)
    assert differences(old, old).none
