from __future__ import annotations

from dataclasses import replace

import msgspec

from tests.report import samples
from wssdiag.catalogue.knowledge import Risk
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.finding import Evidence, Finding, Who
from wssdiag.model.report import Report, VerdictStatus
from wssdiag.remedy.guide import GuideView, StepView
from wssdiag.remedy.recheck import checks_to_run
from wssdiag.remedy.walk import Walk


def report(*checks: CheckResult) -> Report:
    return samples.report((), VerdictStatus.HEALTHY, checks)


def walk(*patterns: str, finding: Finding = samples.PORT_BLOCKED) -> Walk:
    step = StepView(id="a", who=Who.USER, do="do", minutes=1, risk=Risk.NONE, action=None, message=None, recheck=patterns)
    return Walk(GuideView(finding=finding, title="t", means="m", seen="s", steps=(step, replace(step, id="b"))))


CHAIN = report(samples.CONTROL_DNS, samples.CONTROL, samples.DNS, samples.TCP, samples.TLS)


def test_dependants_and_needs_come_along() -> None:
    assert checks_to_run(walk("tcp.*"), CHAIN) == {"dns.ctc.threatpulse.com", "tcp.ctc-443", "tls.ctc-443"}


def test_what_the_dependants_need_comes_too() -> None:
    second = samples.check("tls.both", "Needs both", needs=("tcp.ctc-443", samples.CONTROL.id))
    chain = msgspec.structs.replace(CHAIN, checks=(*CHAIN.checks, second))
    assert {samples.CONTROL.id, samples.CONTROL_DNS.id, "tls.both"} <= checks_to_run(walk("tcp.ctc-443"), chain)


def test_without_patterns_the_evidence_of_the_finding_runs() -> None:
    assert checks_to_run(walk(), CHAIN) == {one.id for one in CHAIN.checks}
    alone = msgspec.structs.replace(samples.PORT_BLOCKED, evidence=(Evidence(check="tls.ctc-443"),))
    assert samples.CONTROL.id not in checks_to_run(walk(finding=alone), CHAIN)


def test_a_required_check_that_did_not_pass_runs_again() -> None:
    web = msgspec.structs.replace(samples.WEB, status=Status.FAIL)
    chain = msgspec.structs.replace(CHAIN, checks=(*CHAIN.checks, web))
    assert "web.method" in checks_to_run(walk("tls.*"), chain)
    passed = msgspec.structs.replace(CHAIN, checks=(*CHAIN.checks, samples.WEB))
    assert "web.method" not in checks_to_run(walk("tls.*"), passed)


def test_evidence_that_did_not_pass_runs_again() -> None:
    """Else its old failure would stand beside the new results, and no step could ever solve the matter."""
    failed = msgspec.structs.replace(samples.TCP, status=Status.FAIL, required=False)
    chain = msgspec.structs.replace(CHAIN, checks=(*(one for one in CHAIN.checks if one.id != failed.id), failed, samples.WEB))
    again = checks_to_run(walk("web.method"), chain)
    assert failed.id in again
    assert samples.CONTROL.id not in again, "a control that passed proves what it proved"


def test_where_nothing_is_named_everything_runs() -> None:
    facts_only = msgspec.structs.replace(samples.PORT_BLOCKED, evidence=(Evidence(fact="interfaces", value="none"),))
    assert checks_to_run(walk("pac.*", finding=facts_only), CHAIN) == {one.id for one in CHAIN.checks}


def test_a_need_outside_of_the_report_is_left_out() -> None:
    lonely = report(samples.TLS)
    assert checks_to_run(walk("tls.*"), lonely) == {"tls.ctc-443"}


def test_a_circle_of_needs_ends() -> None:
    one = samples.check("a.1", "One", needs=("a.2",))
    two = samples.check("a.2", "Two", needs=("a.1",))
    assert checks_to_run(walk("a.1"), report(one, two)) == {"a.1", "a.2"}
