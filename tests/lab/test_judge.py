"""The comparison: what counts as right, and what does not."""

from __future__ import annotations

import msgspec
import pytest

from tests.lab.judge import judge
from tests.lab.outcome import NotRun, Outcome, outcome_of
from tests.lab.scenario import Scenario
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.codec import encode
from wssdiag.model.facts import Facts
from wssdiag.model.finding import Certainty, Evidence, Finding, Kind, Severity, Subject, Who
from wssdiag.model.mode import Confidence, Method, Mode
from wssdiag.model.report import NetworkState, Report, Verdict, VerdictStatus

_READ = {"schema", "os", "os_version", "collected_at", "user"}
FACTS = msgspec.convert({"os": "linux", **{name: {"unknown": "-"} for name in Facts.__struct_fields__ if name not in _READ}}, Facts)
EXPECTED = Scenario(title="t", cause="port-blocked", status="broken", exit=1, subject={"port": 443, "kind": "dropped"})


def finding(code: str, severity: Severity = Severity.BLOCKER, masked_by: str | None = None) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        confidence=Certainty.CERTAIN,
        title=code,
        subject=Subject(port=443, kind=Kind.DROPPED),
        values={},
        evidence=(Evidence(check="tcp.ctc-443"),),
        masked_by=masked_by,
        who=(Who.NETWORK,),
    )


def outcome(
    *findings: Finding,
    cause: str | None = "port-blocked",
    status: str = "broken",
    exit_code: int = 1,
    seconds: float = 1.0,
    checks: tuple[CheckResult, ...] = (),
) -> Outcome:
    report = Report(
        run_id="1",
        tool_version="0",
        catalogue_version="0",
        started="2026-01-01T00:00:00Z",
        elapsed_ms=1.0,
        verdict=Verdict(status=VerdictStatus(status), cause=cause, headline=""),
        mode=Mode(method=Method.DIRECT, confidence=Confidence.HIGH),
        network=NetworkState(),
        checks=checks,
        findings=findings,
        locations=(),
        facts=FACTS,
    )
    return Outcome(exit=exit_code, seconds=seconds, stdout=encode(report).decode(), stderr="")


def test_what_was_expected_is_right() -> None:
    row = judge("one", EXPECTED, outcome(finding("port-blocked"), finding("wpad-in-use", Severity.NOTICE)))
    assert row.right
    assert (row.expected, row.found) == ("port-blocked", "port-blocked")


@pytest.mark.parametrize(
    ("seen", "fault"),
    [
        (outcome(cause="no-internet"), "cause no-internet"),
        (outcome(finding("port-blocked"), status="degraded"), "status degraded"),
        (outcome(finding("port-blocked"), exit_code=0), "exit 0"),
        (outcome(finding("port-blocked"), seconds=99.0), "took 99.0 s"),
        (outcome(finding("port-blocked"), finding("dns-slow", Severity.MINOR)), "also says dns-slow"),
        (outcome(finding("port-blocked", masked_by="no-internet")), "subject"),
        (Outcome(exit=1, seconds=1.0, stdout="{}", stderr="boom"), "boom"),
        ("no network", "no network"),
    ],
)
def test_every_difference_is_told(seen: Outcome | str, fault: str) -> None:
    row = judge("one", EXPECTED, seen)
    assert not row.right
    assert any(fault in text for text in row.faults)


def test_a_masked_consequence_is_no_false_alarm_unless_the_scenario_says_so() -> None:
    seen = outcome(finding("port-blocked"), finding("not-protected", masked_by="port-blocked"))
    assert judge("one", EXPECTED, seen).right
    assert not judge("one", msgspec.structs.replace(EXPECTED, masked_ok=()), seen).right
    assert judge("one", msgspec.structs.replace(EXPECTED, masked_ok=("not-protected",)), seen).right
    assert not judge("one", msgspec.structs.replace(EXPECTED, never=("not-protected",)), seen).right


def test_what_may_stand_beside_the_cause_is_named() -> None:
    seen = outcome(finding("port-blocked"), finding("dns-slow", Severity.MINOR))
    row = judge("one", EXPECTED, seen)
    assert row.false_alarms == ("dns-slow",)
    assert judge("one", msgspec.structs.replace(EXPECTED, also=("dns-slow",)), seen).right


def test_what_could_not_be_played_here_is_neither_right_nor_a_fault() -> None:
    row = judge("one", EXPECTED, NotRun("needs root (squid)"))
    assert (row.right, row.faults, row.not_run) == (False, (), "needs root (squid)")


KNOWN = msgspec.structs.replace(EXPECTED, known="not there yet")


def test_a_known_difference_is_right_until_it_is_gone() -> None:
    assert judge("one", KNOWN, outcome(cause="no-internet")).right
    assert not judge("one", KNOWN, outcome(finding("port-blocked"))).right
    assert not judge("one", KNOWN, outcome(cause="no-internet", seconds=99.0)).right
    assert judge("one", KNOWN, "no network").known


@pytest.mark.parametrize("text", ["", "[]", "{}", '"x"', "not json"])
def test_a_stage_that_says_nonsense_is_told(text: str) -> None:
    assert isinstance(outcome_of(text), str)


def test_a_stage_that_cannot_play_here_says_why() -> None:
    assert outcome_of('{"not_run": "needs root (squid)"}') == NotRun("needs root (squid)")


def test_a_stage_that_failed_says_why() -> None:
    assert outcome_of('{"error": "nft: no"}') == "nft: no"


def test_a_check_must_have_the_status_that_is_named() -> None:
    seen = CheckResult(id="tcp.ua-portal-80", title="", status=Status.FAIL, required=False, summary="", elapsed_ms=1.0)
    there = outcome(finding("port-blocked"), checks=(seen,))
    for checks, faults in (
        ({"tcp.ua-portal-80": Status.FAIL}, ()),
        ({"tcp.ua-portal-80": Status.PASS}, ("check tcp.ua-portal-80 is fail, not pass",)),
        ({"tcp.ua-portal-443": Status.FAIL}, ("check tcp.ua-portal-443 is not in the run, not fail",)),
    ):
        assert judge("one", msgspec.structs.replace(EXPECTED, checks=checks), there).faults == faults
