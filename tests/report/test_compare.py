from __future__ import annotations

import msgspec
import pytest

from tests.knowledge.guides import shipped
from tests.report import hostile, samples
from wssdiag.model.check import Status
from wssdiag.model.finding import Severity
from wssdiag.model.report import Report, VerdictStatus
from wssdiag.report.compare import CheckChange, differences, render_comparison
from wssdiag.report.layout import Style, columns

GUIDES = shipped()
GOOD, BAD = samples.healthy(), samples.port_blocked()


def degraded(severity: Severity, code: str = "path-slow") -> Report:
    found = samples.finding(code, {"host": "a.example"}, (), severity=severity)
    return samples.report((found,), VerdictStatus.DEGRADED, GOOD.checks)


def test_the_same_report_has_no_differences() -> None:
    found = differences(BAD, BAD)
    assert found.none
    assert not found.worse
    assert [one.code for one in found.stayed] == ["port-blocked", "agent-passive"]
    assert render_comparison(BAD, BAD, GUIDES, Style()).startswith("Nothing changed.\n")


def test_worse_and_better() -> None:
    assert differences(GOOD, BAD).worse
    assert not differences(BAD, GOOD).worse
    assert [one.code for one in differences(BAD, GOOD).solved] == ["port-blocked", "agent-passive"]
    assert [one.code for one in differences(GOOD, BAD).new] == ["port-blocked", "agent-passive"]


def test_a_worse_matter_of_the_same_verdict_is_worse() -> None:
    assert differences(degraded(Severity.MINOR), degraded(Severity.MAJOR, "tls-reset")).worse
    assert not differences(degraded(Severity.MAJOR, "tls-reset"), degraded(Severity.MINOR)).worse
    assert not differences(GOOD, msgspec.structs.replace(GOOD, findings=(samples.PASSIVE,))).worse


def test_incomplete_is_not_worse_than_healthy() -> None:
    unsure = msgspec.structs.replace(GOOD, verdict=msgspec.structs.replace(GOOD.verdict, status=VerdictStatus.INCOMPLETE))
    assert not differences(GOOD, unsure).worse


def test_a_finding_that_is_masked_now_is_no_new_one() -> None:
    masked = msgspec.structs.replace(samples.PORT_BLOCKED, masked_by="no-internet")
    assert [one.code for one in differences(BAD, msgspec.structs.replace(BAD, findings=(masked,))).new] == []


def test_checks_with_another_outcome() -> None:
    less = msgspec.structs.replace(BAD, checks=BAD.checks[1:])
    changes = differences(GOOD, less).checks
    assert changes[0] == CheckChange("tcp.ctc-443", "Agent control centre, TCP 443", Status.PASS, Status.FAIL)
    assert changes[-1] == CheckChange("sign-in.example", "Wi-Fi sign-in, first operator", Status.PASS, None)


def test_the_text_says_before_and_after() -> None:
    shown = render_comparison(GOOD, BAD, GUIDES, Style())
    assert shown.startswith("It got worse.\nBefore  Healthy: ")
    assert "passed -> failed [tcp.ctc-443]" in shown
    assert render_comparison(BAD, GOOD, GUIDES, Style()).startswith("It got better.\n")


@pytest.mark.parametrize("value", hostile.TEXTS)
def test_hostile_values_fit(value: str) -> None:
    shown = render_comparison(GOOD, hostile.report(value), GUIDES, Style())
    assert max(columns(line) for line in shown.splitlines()) <= 80
    assert "\x1b" not in shown
