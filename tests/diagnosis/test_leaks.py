from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes import Peer
from tests.world import UNTRUSTED, World, codes
from wssdiag.diagnosis.diagnose import diagnosed
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity
from wssdiag.model.mode import Confidence, Method, Mode
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Expect, Profile
from wssdiag.model.report import NetworkState, Protected

ROOT = "ab" * 32
DECLARED = Profile(expect=Expect(root_ca_sha256=(ROOT,)))
SERVICE = Peer(mozilla=UNTRUSTED, issuer="CN=Service CA", sha256=ROOT)
SITES = ("www.cloudflare.com", "www.google.com", "www.microsoft.com")
QUIC_SITES = ("one.one.one.one", "dns.google")
V6 = {site: f"2001:db8::{number}" for number, site in enumerate(SITES, 1)}


def office(*, ipv6: Peer | None = None, quic: bool = False, profile: Profile = DECLARED) -> World:
    """A computer with no method, in an office whose tunnel carries IPv4 TCP; ``ipv6``: how the sites answer by IPv6."""
    world = World(profile=profile)
    world.network.peers |= {("*", site): SERVICE for site in (*SITES, *QUIC_SITES)}
    if ipv6:
        for site in SITES:
            world.network.truth[site] = (*world.network.truth[site], V6[site])
            world.network.peers[V6[site], site] = ipv6
    if not quic:
        world.network.block(port=443, transport=Transport.UDP)
    return world


def test_a_protected_office_without_side_roads() -> None:
    report = office().run(None)
    assert report.mode.method == "ipsec"
    assert report.network.protected == "yes"
    assert codes(report) == []
    assert report.verdict.status == "healthy"
    assert not [row.id for row in report.checks if row.id.startswith("web.ipv6")]


def test_ipv6_leak() -> None:
    report = office(ipv6=Peer()).run(None)
    assert codes(report) == ["ipv6-leak"]
    (row,) = (one for one in report.findings if one.code == "ipv6-leak")
    assert (row.severity, row.confidence) == (Severity.MINOR, Certainty.CERTAIN)
    assert row.values == {"host": SITES[0], "address": V6[SITES[0]]}
    assert report.verdict.status == "degraded"


def test_a_service_that_carries_ipv6_too() -> None:
    report = office(ipv6=SERVICE).run(None)
    assert codes(report) == []
    assert [row.status for row in report.checks if row.id.startswith("web.ipv6")] == ["pass", "pass"]


def test_somebody_elses_certificate_by_ipv6_is_no_proof() -> None:
    assert "ipv6-leak" not in codes(office(ipv6=Peer(mozilla=UNTRUSTED, issuer="CN=Stranger", sha256="cd")).run(None))


def test_ipv6_that_goes_nowhere_leaks_nothing() -> None:
    world = office(ipv6=Peer())
    for address in V6.values():
        world.network.block(address)
    assert codes(world.run(None)) == []


def test_without_re_signing_nobody_can_tell() -> None:
    world = World()
    world.run_agent()
    for site in SITES:
        world.network.truth[site] = (*world.network.truth[site], V6[site])
    report = world.run(None)
    assert "ipv6-leak" not in codes(report)
    assert not [row.id for row in report.checks if row.id.startswith("web.")][1:]


def test_by_an_agent() -> None:
    world = office(ipv6=Peer())
    world.run_agent()
    assert codes(world.run(None)) == ["ipv6-leak"]


def test_quic_leak_in_an_office() -> None:
    report = office(quic=True).run(None)
    assert codes(report) == ["quic-leak"]
    (row,) = (one for one in report.findings if one.code == "quic-leak")
    assert (row.severity, row.confidence) == (Severity.MINOR, Certainty.LIKELY)
    assert row.values["host"] in QUIC_SITES


def test_behind_an_agent_nobody_can_tell_who_carries_quic() -> None:
    world = office(quic=True)
    world.run_agent()
    report = world.run(None)
    assert codes(report) == []
    (row,) = (one for one in report.findings if one.code == "quic-leak")
    assert (row.severity, row.confidence) == (Severity.NOTICE, Certainty.POSSIBLE)


def test_by_trans_proxy_it_is_a_notice() -> None:
    world = World()
    world.set_proxy("ep.threatpulse.net", 80)
    report = world.run(None)
    assert [(row.code, row.severity) for row in report.findings] == [("quic-leak", Severity.NOTICE)]
    assert report.verdict.status == "healthy"


@pytest.mark.parametrize("proxy", ["proxy.threatpulse.net", "proxy.office.example"])
def test_other_proxies_hold_no_udp_back(proxy: str) -> None:
    world = World()
    world.set_proxy(proxy, 8080)
    report = world.run(None)
    assert [row.code for row in report.findings] == []
    assert not [row.id for row in report.checks if row.id.startswith("web.quic")]


def test_a_method_that_is_only_named_has_no_traffic_here() -> None:
    report = office(ipv6=Peer(), quic=True).run("wss-agent")
    assert not {"ipv6-leak", "quic-leak"} & {row.code for row in report.findings}


def test_unprotected_traffic_does_not_leak() -> None:
    report = office(ipv6=Peer(), quic=True, profile=Profile()).run(None)
    assert report.network.protected == "no"
    assert not {"ipv6-leak", "quic-leak"} & {row.code for row in report.findings}


@pytest.mark.parametrize(
    "changed",
    [
        {"network": NetworkState(protected=Protected.UNKNOWN)},
        {"mode": Mode(method=Method.IPSEC, confidence=Confidence.HIGH, in_use=False)},
        {"mode": Mode(method=Method.EXPLICIT_PROXY, confidence=Confidence.HIGH)},
        {"role": "auth-connector"},
    ],
)
def test_a_report_is_judged_by_what_it_says_of_the_computer(changed: dict[str, object]) -> None:
    world = office(ipv6=Peer(), quic=True)
    report = world.run(None)
    assert {"ipv6-leak", "quic-leak"} <= set(codes(report))
    again = diagnosed(msgspec.structs.replace(report, **changed), world.session.background)
    assert not {"ipv6-leak", "quic-leak"} & {row.code for row in again.findings}


few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(
    ipv6=st.sampled_from((None, Peer(), SERVICE, Peer(cut=Failure.RESET))),
    quic=st.booleans(),
    agent=st.booleans(),
    profile=st.sampled_from((Profile(), DECLARED)),
    method=st.sampled_from((None, "wss-agent", "explicit-proxy")),
)
def test_only_protected_traffic_leaks(ipv6: Peer | None, quic: bool, agent: bool, profile: Profile, method: str | None) -> None:
    world = office(ipv6=ipv6, quic=quic, profile=profile)
    if agent:
        world.run_agent()
    report = world.run(method)
    leaks = {row.code for row in report.findings} & {"ipv6-leak", "quic-leak"}
    assert not leaks or report.network.protected == "yes"
    assert ("ipv6-leak" in leaks) <= (ipv6 == Peer())
    assert ("quic-leak" in leaks) <= quic
