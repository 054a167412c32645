"""The rule for IKE, on answers, refusals and silence of the two ports."""

from __future__ import annotations

import pytest

from tests.world import World, codes
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Endpoints, Profile

GATEWAY = "gw.example"
SITE = Profile(endpoints=Endpoints(ike_gateways=(GATEWAY,)))


def world(**ports: Failure) -> World:
    """``p500`` and ``p4500``: what the ports do in place of answering."""
    made = World(profile=SITE)
    address = made.network.truth[GATEWAY][0]
    for name, how in ports.items():
        made.network.block(address, int(name[1:]), how, Transport.UDP)
    return made


def test_two_answers_are_healthy() -> None:
    report = world().run("ipsec")
    assert codes(report) == []
    assert report.verdict.status == "healthy"


@pytest.mark.parametrize(("how", "kind"), [(Failure.REFUSED, "refused"), (Failure.UNREACHABLE, "unreachable")])
def test_a_refusal_is_certain(how: Failure, kind: str) -> None:
    report = world(p500=how, p4500=how).run("ipsec")
    assert set(codes(report)) == {"ike-no-answer"}
    row = next(row for row in report.findings if row.code == "ike-no-answer")
    assert (row.severity, row.confidence, row.subject.kind, row.subject.host) == (Severity.BLOCKER, Certainty.CERTAIN, kind, GATEWAY)


@pytest.mark.parametrize(("silent", "port"), [("p4500", 4500), ("p500", 500)])
def test_one_silent_port_beside_one_that_answers(silent: str, port: int) -> None:
    report = world(**{silent: Failure.IKE_NO_ANSWER}).run("ipsec")
    assert codes(report) == ["ike-no-answer"]
    (row,) = (row for row in report.findings if row.code == "ike-no-answer")
    assert (row.severity, row.subject.port, row.subject.kind) == (Severity.BLOCKER, port, "dropped")
    assert len(row.evidence) == 2


def test_silence_on_both_is_a_doubt() -> None:
    report = world(p500=Failure.IKE_NO_ANSWER, p4500=Failure.IKE_NO_ANSWER).run("ipsec")
    assert codes(report) == []
    assert report.verdict.status == "incomplete"
    (row,) = (row for row in report.findings if row.code == "ike-no-answer")
    assert (row.severity, row.confidence) == (Severity.NOTICE, Certainty.POSSIBLE)


def test_a_gateway_that_is_only_remembered_never_convicts() -> None:
    made = World()
    host = "mobility.threatpulse.com"
    for port in (500, 4500):
        made.network.block(made.network.truth[host][0], port, Failure.REFUSED, Transport.UDP)
    report = made.run("mobile")
    assert codes(report) == []
    assert {row.severity for row in report.findings if row.code == "ike-no-answer"} == {Severity.NOTICE}
