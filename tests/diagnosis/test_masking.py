from __future__ import annotations

from dataclasses import replace

import pytest

from tests.world import CTC, World
from wssdiag.diagnosis.background import Background
from wssdiag.diagnosis.case import Case, Conclusion
from wssdiag.diagnosis.causes import BY_CODE, CAUSES, ORDER, Table
from wssdiag.diagnosis.masking import MASKS, masked_by
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity

DEAD = ["no-network", "no-address", "no-default-route", "gateway-silent", "no-internet"]
LOCAL_STATES = {"agent-missing", "agents-conflict", "agent-disabled", "agent-stopped", "agent-too-old", "agent-legacy"}


@pytest.fixture(scope="module")
def case() -> Case:
    return Case.of(World().run(only=("none",)), Background())


def row(code: str, *steps: str, severity: Severity = Severity.MAJOR) -> Conclusion:
    return Conclusion(code, BY_CODE[code].severity or severity, Certainty.CERTAIN, (), steps)


def masker(case: Case, masked: Conclusion, *others: Conclusion) -> str | None:
    return masked_by(masked, (*others, masked), case)


@pytest.mark.parametrize("code", DEAD)
def test_a_dead_network_masks_all_tables_that_follow_but_local_states(case: Case, code: str) -> None:
    following = [cause.code for cause in CAUSES if cause.table is not Table.COMPUTER]
    masked = {other for other in following if masker(case, row(other), row(code)) == code}
    assert set(following) - masked == LOCAL_STATES & set(following)
    assert masker(case, row("clock-wrong"), row(code)) is None
    assert masker(case, row("wifi-sign-in"), row(code)) is None


@pytest.mark.parametrize(
    ("code", "masked"),
    [
        ("agent-stopped", ["agent-tunnel-down", "fail-open", "fail-closed", "not-protected"]),
        ("agent-disabled", ["agent-tunnel-down", "fail-open", "fail-closed", "not-protected"]),
        ("agent-sign-in-needed", ["agent-tunnel-down", "fail-open", "fail-closed", "not-protected"]),
        ("service-unreachable", ["port-blocked", "udp-443-blocked"]),
        ("pac-unreachable", ["pac-dead-proxy", "pac-goes-direct", "not-protected"]),
        ("pac-internal-only", ["pac-dead-proxy", "pac-goes-direct", "not-protected"]),
        ("pac-http-error", ["pac-dead-proxy", "pac-goes-direct", "not-protected"]),
        ("pac-not-script", ["pac-dead-proxy", "pac-goes-direct", "not-protected"]),
        ("pac-syntax-error", ["pac-dead-proxy", "pac-goes-direct", "not-protected"]),
        ("pac-runtime-error", ["pac-dead-proxy", "pac-goes-direct", "not-protected"]),
        ("pac-runaway", ["pac-dead-proxy", "pac-goes-direct", "not-protected"]),
        ("pac-goes-direct", ["not-protected"]),
        ("blocked-by-policy", ["proxy-denied"]),
        ("roaming-sign-in", ["proxy-denied"]),
        ("tls-intercepted", ["certificate-expired", "certificate-name", "certificate-untrusted"]),
        ("clock-wrong", ["certificate-expired", "certificate-name", "certificate-untrusted"]),
        ("wifi-sign-in", ["no-default-route", "dns-name-blocked", "port-blocked", "proxy-denied", "not-protected", "unexplained"]),
    ],
)
def test_the_table(case: Case, code: str, masked: list[str]) -> None:
    assert [masker(case, row(other), row(code)) for other in masked] == [code] * len(masked)
    assert set(masked) <= MASKS[code]


@pytest.mark.parametrize("code", ["local-firewall", "clock-wrong", "no-local-port", "agent-stopped"])
def test_what_a_sign_in_page_cannot_imitate(case: Case, code: str) -> None:
    assert masker(case, row(code), row("wifi-sign-in")) is None


def test_what_needs_a_step_of_a_cause_is_its_consequence() -> None:
    world = World()
    world.network.says[CTC] = Failure.NAME_NOT_FOUND
    case = Case.of(world.run(), Background())
    name, port = row("dns-name-blocked", "dns.ctc.threatpulse.com"), row("certificate-name", "tls.ctc-443")
    assert masker(case, port, name) == "dns-name-blocked"
    assert masker(case, name, port) is None
    assert masker(case, row("certificate-name", "tls.portal-443"), name) is None


def test_of_one_step_the_earlier_cause_of_the_list_stands(case: Case) -> None:
    first, second = row("tls-reset", "tls.x"), row("certificate-name", "tls.x")
    assert masker(case, second, first) == "tls-reset"
    assert masker(case, first, second) is None


def test_a_notice_masks_nothing_that_is_more(case: Case) -> None:
    doubtful = Conclusion("tls-intercepted", Severity.NOTICE, Certainty.POSSIBLE, (), ("tls.x",))
    assert masker(case, row("certificate-expired", "tls.x"), doubtful) is None


def test_a_cause_does_not_mask_its_like(case: Case) -> None:
    one, other = row("port-blocked", "tcp.x"), row("port-blocked", "tcp.x", "tcp.y")
    assert masker(case, one, other) is None


def test_no_chain_of_the_table_is_a_circle() -> None:
    def reaches(code: str, goal: str, seen: set[str]) -> bool:
        following = MASKS.get(code, frozenset()) - seen
        return goal in following or any(reaches(other, goal, seen | following) for other in following)

    assert [code for code in MASKS if reaches(code, code, set())] == []


def test_every_code_of_the_table_is_a_cause() -> None:
    assert {code for codes in MASKS.values() for code in codes} | set(MASKS) <= set(ORDER)


def test_two_that_would_mask_each_other_leave_one(case: Case) -> None:
    """The later of the list masks by the table, the earlier by its step: both gone would be a verdict of healthy."""
    early, late = row("dns-wrong-answer", "tls.a"), row("tls-intercepted", "tls.a")
    table_says = row("pac-unreachable", "pac.file"), row("sep-local-proxy-stopped", "pac.file")
    for one, other in ((early, late), table_says):
        hidden = [masker(case, one, other), masker(case, other, one)]
        assert hidden.count(None) == 1


@pytest.mark.parametrize(
    ("clock", "masker_of_it"), [("pass", None), ("unknown", "proxy-auth-required"), ("skipped", "proxy-auth-required")]
)
def test_what_passed_is_the_consequence_of_no_failure(case: Case, clock: str, masker_of_it: str | None) -> None:
    """A proxy that asks who is there lets some sites through without: what their answers say of the clock holds all the same."""
    results = (
        CheckResult(id="proxy.connect.x", title="", status=Status.UNKNOWN, summary=""),
        CheckResult(id="clock.one", title="", status=Status(clock), summary="", needs=("proxy.connect.x",)),
        CheckResult(id="clock.two", title="", status=Status.PASS, summary="", needs=("proxy.connect.x",)),
    )
    seen = replace(case, results={result.id: result for result in results})
    auth = row("proxy-auth-required", "proxy.connect.x", severity=Severity.BLOCKER)
    assert masker(seen, row("clock-wrong", "clock.one", "clock.two"), auth) == masker_of_it
