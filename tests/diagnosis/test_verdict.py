from __future__ import annotations

import msgspec
import pytest

from tests.world import World, builtin
from wssdiag.diagnosis.verdict import HEADLINES, verdict_of
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.finding import Certainty, Finding, Severity
from wssdiag.model.location import Need
from wssdiag.model.report import Report, VerdictStatus


def check(check_id: str, status: Status, *, required: bool = True) -> CheckResult:
    return CheckResult(id=check_id, title=check_id, status=status, required=required, summary="")


def finding(severity: Severity, masked_by: str | None = None) -> Finding:
    return Finding(
        code="port-blocked",
        severity=severity,
        confidence=Certainty.CERTAIN,
        title="The port",
        values={},
        evidence=(),
        masked_by=masked_by,
        who=(),
    )


@pytest.fixture(scope="module")
def report() -> Report:
    return World().run(only=("none",))


def status(report: Report, findings: list[Finding], *checks: CheckResult) -> str:
    return str(verdict_of(msgspec.structs.replace(report, checks=checks), findings).status)


@pytest.mark.parametrize(
    ("web", "severity", "expected"),
    [
        (Status.PASS, Severity.BLOCKER, "degraded"),
        (Status.WARN, Severity.MAJOR, "degraded"),
        (Status.PASS, Severity.MINOR, "degraded"),
        (Status.FAIL, Severity.BLOCKER, "broken"),
        (Status.FAIL, Severity.MINOR, "broken"),
        (Status.UNKNOWN, Severity.BLOCKER, "broken"),
        (Status.UNKNOWN, Severity.MAJOR, "degraded"),
        (Status.ERROR, Severity.MAJOR, "degraded"),  # a bug of ours does not prove that the web fails
        (Status.CANCELLED, Severity.BLOCKER, "broken"),
        (None, Severity.BLOCKER, "broken"),
        (None, Severity.MAJOR, "degraded"),
    ],
)
def test_a_finding_that_stands(report: Report, web: Status | None, severity: Severity, expected: str) -> None:
    checks = (check("web.method", web),) if web else (check("tcp.x", Status.FAIL),)
    assert status(report, [finding(severity)], *checks) == expected


@pytest.mark.parametrize("rest", [[], [finding(Severity.NOTICE)], [finding(Severity.BLOCKER, "no-internet")]])
def test_healthy(report: Report, rest: list[Finding]) -> None:
    assert status(report, rest, check("web.method", Status.PASS), check("x", Status.UNKNOWN, required=False)) == "healthy"
    assert verdict_of(report, ()).headline == HEADLINES[VerdictStatus.INCOMPLETE]


@pytest.mark.parametrize("missing", [Status.ERROR, Status.UNKNOWN, Status.CANCELLED, Status.SKIPPED])
def test_incomplete(report: Report, missing: Status) -> None:
    assert status(report, [], check("web.method", Status.PASS), check("tls.x", missing)) == "incomplete"
    assert status(report, [], check("web.method", missing)) == "incomplete"
    assert status(report, [finding(Severity.NOTICE)], check("tls.x", missing)) == "incomplete"


def test_nothing_run_is_incomplete(report: Report) -> None:
    assert status(report, []) == "incomplete"


def test_the_first_that_stands_is_the_cause(report: Report) -> None:
    rows = [finding(Severity.BLOCKER, "no-internet"), finding(Severity.NOTICE), finding(Severity.MINOR)]
    rows[2] = msgspec.structs.replace(rows[2], code="dns-slow", title="Slow names")
    verdict = verdict_of(report, rows)
    assert (verdict.cause, verdict.headline) == ("dns-slow", "Slow names")


def group_of(report: Report, *names: str) -> Report:
    """The report of a run in which one of these locations is enough."""
    row = builtin()[0].location[0]
    rows = tuple(msgspec.structs.replace(row, id=name, need=Need.ALTERNATIVE, group="either") for name in names)
    return msgspec.structs.replace(report, locations=rows)


@pytest.mark.parametrize("family", ["tls", "http", "ldap", "rpc", "connect"])
def test_of_alternatives_the_answers_count_and_not_the_connects(report: Report, family: str) -> None:
    group = group_of(report, "a", "b")
    rows = [check("web.method", Status.PASS), *(check(f"tcp.{name}", Status.PASS, required=False) for name in ("a", "b"))]
    answers = [check(f"{family}.{name}", Status.UNKNOWN, required=False) for name in ("a", "b")]
    assert status(group, [], *rows, *answers) == "incomplete"
    assert status(group, [], *rows, answers[0], check(f"{family}.b", Status.PASS, required=False)) == "healthy"


@pytest.mark.parametrize("rest", [[], [finding(Severity.NOTICE)], [finding(Severity.BLOCKER, "no-internet")]])
def test_web_traffic_that_fails_is_never_healthy(report: Report, rest: list[Finding]) -> None:
    assert status(report, rest, check("web.method", Status.FAIL), check("tcp.x", Status.PASS)) == "incomplete"
