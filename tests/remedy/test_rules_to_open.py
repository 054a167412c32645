"""What a network is asked for, on whole runs: the right request for each cause, and none that the run does not prove."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.diagnosis.test_certificates import OFFICE, TRUSTED_HERE
from tests.diagnosis.test_properties import FAULTS, METHODS, PROFILES, Fault, broken
from tests.diagnosis.test_sites import AC, HOWS, LOGON, SAML, SIGNED_IN
from tests.diagnosis.test_sites_directory import DC, SERVER
from tests.fakes import OWN_ADDRESS, Page, Peer
from tests.strategies import values
from tests.world import CTC, CTC_ADDRESS, DATACENTRE, PORTAL, RESOLVER, SERVICE_PROXY, World, codes
from wssdiag.detection.route_table import address_in
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Severity
from wssdiag.model.location import Need, Sureness
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Endpoints, Profile
from wssdiag.model.report import Report
from wssdiag.remedy.outcome import key_of
from wssdiag.remedy.rule_request import Ask, Origin, RuleRequest, Sender
from wssdiag.remedy.rules_to_open import rules_to_open

HERE = (OWN_ADDRESS, "eth0", "192.0.2.0/24")
TENANT = Profile(endpoints=Endpoints(datacentres=(DATACENTRE,)))
GATEWAY = "gw.example"
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def the(report: Report) -> RuleRequest:
    (request,) = rules_to_open(report)
    return request


def ends(request: RuleRequest) -> list[tuple[str, str]]:
    return [(line.source, line.address) for line in request.lines]


def blocked(host: str = CTC, port: int | None = 443, how: Failure = Failure.TIMED_OUT, profile: Profile | None = None) -> World:
    world = World(profile=profile or Profile())
    world.network.block(host, port, how)
    return world


@pytest.mark.parametrize(("how", "_kind"), HOWS)
def test_a_closed_port_is_asked_for_with_everything_that_a_rule_needs(how: Failure, _kind: str) -> None:
    report = blocked(how=how).run()
    request = the(report)
    (line,) = request.lines
    assert (line.source, line.interface, line.network) == HERE
    assert (line.address, line.origin) == (CTC_ADDRESS, Origin.REFERENCE)
    assert (request.ask, request.sender, request.host, request.ports, request.transport) == (
        Ask.ALLOW,
        Sender.THIS_COMPUTER,
        CTC,
        "443",
        Transport.TCP,
    )
    assert (request.need, request.protocol, request.provenance.certainty) == (Need.REQUIRED, "tls", Sureness.DOCUMENTED)
    assert request.purpose.startswith("Traffic controller")
    assert "KB 373521" in request.provenance.source
    assert request.concerns(key_of(report.findings[0]))


def test_the_evidence_is_the_check_that_failed_and_what_answered_beside_it() -> None:
    first, second = the(blocked().run()).proof
    assert (first.check, first.summary) == ("tcp.ctc-443", f"{CTC_ADDRESS}: no answer")
    assert second.check.startswith("control.")
    assert first.seen_at.startswith("2026-03-04 12:00:")


def test_a_wrong_clock_tells_no_time() -> None:
    """Who looks into the log of a firewall at a wrong time finds nothing."""
    world = blocked()
    world.network.skew = timedelta(hours=5)
    report = world.run()
    assert "clock-wrong" in codes(report)
    assert {proof.seen_at for proof in the(report).proof} == {""}


def test_a_start_that_nobody_can_read_tells_no_time() -> None:
    report = msgspec.structs.replace(blocked().run(), started="yesterday")
    assert {proof.seen_at for proof in the(report).proof} == {""}


def test_times_are_those_of_utc() -> None:
    report = msgspec.structs.replace(blocked().run(), started="2026-03-04T01:00:00+02:00")
    assert the(report).proof[0].seen_at.startswith("2026-03-03 23:00:")


def test_nothing_is_asked_for_where_nothing_is_wrong() -> None:
    assert rules_to_open(World().run()) == ()


@pytest.mark.parametrize("how", [Failure.RESET, Failure.TLS_EOF])
def test_what_opens_and_is_cut_is_to_be_left_alone(how: Failure) -> None:
    world = World()
    world.network.peers[CTC_ADDRESS, "*"] = Peer(cut=how)
    report = world.run()
    assert codes(report) == ["port-blocked"]
    assert the(report).ask is Ask.EXEMPT


def test_what_is_cut_for_its_name_is_to_be_left_alone() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(cut=Failure.RESET)
    report = world.run()
    assert codes(report) == ["tls-reset"]
    assert (the(report).ask, the(report).host) == (Ask.EXEMPT, CTC)


def test_what_is_opened_on_the_way_is_to_be_left_alone_and_the_reader_is_named() -> None:
    world = World()
    world.network.peers["*", CTC] = TRUSTED_HERE
    request = the(world.run())
    assert (request.code, request.ask, request.issuer) == ("tls-intercepted", Ask.EXEMPT, OFFICE)


def closed(world: World, host: str) -> None:
    """Nothing gets there: what still answers a datagram is not out of reach."""
    world.network.block(host)
    world.network.block(host, None, Failure.TIMED_OUT, Transport.UDP)


def test_a_service_out_of_reach_asks_for_what_is_required_and_no_more() -> None:
    world = World(profile=TENANT)
    for host in (CTC, DATACENTRE, PORTAL, "support.broadcom.com"):
        closed(world, host)
    report = world.run()
    assert codes(report) == ["service-unreachable"]
    requests = rules_to_open(report)
    assert [(row.host, row.ports, row.transport) for row in requests] == [(CTC, "443", "tcp"), (DATACENTRE, "443", "tcp")]
    for row in requests:
        assert row.proof[0].check.startswith("tcp.")
        assert [proof.check.partition(".")[0] for proof in row.proof[1:]] == ["control"]


def test_what_is_only_remembered_is_not_asked_for() -> None:
    """Of Unified Agent only the data centres are documented."""
    world = World(profile=TENANT)
    for host in {row.host for row in world.catalogue.location if "unified-agent" in row.methods and row.host}:
        closed(world, host)
    for host in (DATACENTRE, PORTAL, "support.broadcom.com"):
        closed(world, host)
    report = world.run("unified-agent")
    assert codes(report) == ["service-unreachable"]
    assert len(report.findings[0].evidence) > 3
    assert the(report).host == DATACENTRE


def test_udp_443_is_asked_for_where_the_agent_would_use_it() -> None:
    world = World(profile=TENANT)
    world.network.block(None, 443, Failure.TIMED_OUT, Transport.UDP)
    request = the(world.run())
    assert (request.host, request.ports, request.transport, request.need) == (DATACENTRE, "443", Transport.UDP, Need.OPTIONAL)
    assert [line.origin for line in request.lines] == [Origin.RUN]


def test_what_is_not_needed_is_not_asked_for() -> None:
    """The portal is for administrators; the support site is only remembered."""
    world = blocked(PORTAL)
    world.network.block("support.broadcom.com")
    report = world.run()
    assert {row.severity for row in report.findings} == {Severity.NOTICE}
    assert rules_to_open(report) == ()


def test_what_another_cause_explains_is_not_asked_for() -> None:
    world = blocked(SAML, None, profile=SIGNED_IN)
    world.network.hijack = Page(511)
    report = world.run()
    assert "saml-unreachable" in [row.code for row in report.findings]
    assert rules_to_open(report) == ()


def test_a_name_is_to_be_answered() -> None:
    world = World()
    world.network.says[CTC] = Failure.NAME_NOT_FOUND
    request = the(world.run())
    assert (request.ask, request.at, request.host) == (Ask.RESOLVE, RESOLVER, CTC)
    assert (request.ports, request.transport, request.protocol) == ("", None, "dns")
    assert ends(request) == [(OWN_ADDRESS, "")]


def test_a_wrong_answer_never_gets_into_a_rule() -> None:
    world = World()
    world.network.says[CTC] = ("10.66.6.6",)
    report = world.run()
    assert codes(report) == ["dns-wrong-answer"]
    request = the(report)
    assert request.ask is Ask.RESOLVE
    assert request.addresses == {}


@pytest.mark.parametrize(("how", "_kind"), HOWS)
def test_saml_is_asked_for(how: Failure, _kind: str) -> None:
    request = the(blocked(SAML, 8443, how, SIGNED_IN).run())
    assert (request.code, request.ask, request.host, request.ports) == ("saml-unreachable", Ask.ALLOW, SAML, "8443")


def test_a_directory_inside_has_private_addresses() -> None:
    world = World(profile=SERVER)
    world.network.truth[DC] = ("10.20.0.31",)
    world.network.block(DC, 445)
    request = the(world.run(None, role="auth-connector"))
    assert (request.host, request.ports) == (DC, "445")
    assert ends(request) == [(OWN_ADDRESS, "10.20.0.31")]


def test_the_dynamic_port_is_asked_for_as_its_range() -> None:
    world = World(profile=SERVER)
    world.network.block(DC, 49664)
    report = world.run(None, role="auth-connector")
    assert [row.subject.port for row in report.findings] == [49664]
    assert the(report).ports == "49152-65535"


def test_the_logon_server_is_asked_for() -> None:
    world = World(profile=LOGON)
    world.network.truth[AC] = ("10.20.0.20",)
    world.network.block(AC, 80)
    request = the(world.run())
    assert (request.code, request.host, request.ports) == ("ac-logon-blocked", AC, "80")


def test_a_tunnels_rule_is_for_the_firewall_that_holds_it() -> None:
    world = World(profile=Profile(endpoints=Endpoints(ike_gateways=(GATEWAY,))))
    address = world.network.truth[GATEWAY][0]
    world.network.block(address, 4500, Failure.REFUSED, Transport.UDP)
    request = the(world.run("ipsec"))
    assert (request.sender, request.host, request.ports, request.transport) == (Sender.SITE_FIREWALL, GATEWAY, "4500", Transport.UDP)
    assert ends(request) == [("", address)]
    assert request.tested_from == OWN_ADDRESS


def test_silence_of_a_gateway_asks_for_nothing() -> None:
    world = World(profile=Profile(endpoints=Endpoints(ike_gateways=(GATEWAY,))))
    for port in (500, 4500):
        world.network.block(world.network.truth[GATEWAY][0], port, Failure.IKE_NO_ANSWER, Transport.UDP)
    report = world.run("ipsec")
    assert "ike-no-answer" in [row.code for row in report.findings]
    assert rules_to_open(report) == ()


def test_forwarding_is_the_forwarding_proxys_rule() -> None:
    request = the(blocked(SERVICE_PROXY, 8443).run("proxy-forwarding"))
    assert (request.sender, request.ports, request.tested_from) == (Sender.FORWARDER, "8443", OWN_ADDRESS)
    assert [line.source for line in request.lines] == [""]


def test_a_second_family_is_asked_for_only_where_this_computer_has_it() -> None:
    world = World()
    world.network.truth[CTC] = (CTC_ADDRESS, "2606:4700::1")
    world.network.block(CTC, 443)
    assert set(the(world.run()).addresses) == {CTC_ADDRESS}


def test_two_findings_about_one_destination_ask_once() -> None:
    report = blocked().run()
    (finding,) = (row for row in report.findings if row.code == "port-blocked")
    other = msgspec.structs.replace(finding, code="tls-intercepted", values={"issuer": OFFICE})
    twice = msgspec.structs.replace(report, findings=(finding, other))
    request = the(twice)
    assert request.ask is Ask.EXEMPT
    assert request.findings == (key_of(finding), key_of(other))
    assert len(request.proof) == len(set(request.proof))


def holds(report: Report) -> None:
    """Everything that holds of what is asked for."""
    requests = rules_to_open(report)
    standing = {key_of(row) for row in report.findings if row.masked_by is None and row.severity is not Severity.NOTICE}
    assert len({row.destination for row in requests}) == len(requests)
    for row in requests:
        assert row.lines
        assert set(row.findings) <= standing
        assert row.provenance.certainty is not Sureness.UNVERIFIED
        assert row.proof
        for line in row.lines:
            ends = [address_in(end) for end in (line.source, line.address) if end]
            assert len({end.version for end in ends if end}) <= 1
            assert (line.origin is None) == (not line.address)


@few
@given(profile=PROFILES, faults=st.lists(FAULTS, max_size=5), agent=st.booleans(), method=METHODS)
def test_whatever_is_broken_nothing_is_asked_for_without_reason(
    profile: Profile, faults: list[Fault], agent: bool, method: str | None
) -> None:
    holds(broken(profile, faults, agent=agent).run(method))


@few
@given(values(Report))
def test_any_report_can_be_read(report: Report) -> None:
    holds(report)
