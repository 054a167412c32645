from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes import FakeProxy, Page, Peer
from tests.world import CTC, SERVICE_PROXY, World, alarming, codes
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Finding, Severity
from wssdiag.model.profile import Endpoints, Profile

if TYPE_CHECKING:
    from wssdiag.model.report import Report

EP = "ep.threatpulse.net"
SAML = "saml.threatpulse.net"
IDP = "idp.example"
AC = "ac.example"
SIGNED_IN = Profile(endpoints=Endpoints(identity_provider=f"https://{IDP}/"))
LOGON = Profile(endpoints=Endpoints(auth_connector=AC))
HOWS = [(Failure.TIMED_OUT, "dropped"), (Failure.REFUSED, "refused"), (Failure.UNREACHABLE, "unreachable")]


def the(report: Report, code: str) -> Finding:
    (row,) = (row for row in report.findings if row.code == code)
    return row


@pytest.mark.parametrize(("how", "kind"), HOWS)
def test_trans_proxy_not_routed(how: Failure, kind: str) -> None:
    world = World()
    world.set_proxy(EP, 80)
    world.network.block(EP, 80, how)
    report = world.run(None)
    assert report.mode.method == "trans-proxy"
    assert codes(report) == ["trans-proxy-not-routed"]
    row = the(report, "trans-proxy-not-routed")
    assert (row.severity, row.subject.host, row.subject.port, row.subject.kind) == (Severity.BLOCKER, EP, 80, kind)
    assert row.values["control"]
    assert report.verdict.status == "broken"


def test_by_its_address_it_is_the_same_proxy() -> None:
    world = World()
    world.set_proxy("199.19.250.205", 80)
    world.network.block("199.19.250.205", 80)
    assert codes(world.run(None)) == ["trans-proxy-not-routed"]


def test_without_a_control_it_is_the_line() -> None:
    world = World()
    world.set_proxy(EP, 80)
    world.network.block()
    assert "trans-proxy-not-routed" not in [row.code for row in world.run(None).findings]


def test_the_organisations_own_proxy_is_not_the_tunnels_matter() -> None:
    world = World(profile=Profile(endpoints=Endpoints(proxies=("own.example:3128",))))
    world.network.block("own.example", 3128)
    assert codes(world.run("trans-proxy")) == ["proxy-unreachable"]


def test_an_explicit_proxy_is_not_either() -> None:
    world = World()
    world.set_proxy(SERVICE_PROXY, 8080)
    world.network.block(SERVICE_PROXY, 8080)
    assert codes(world.run(None)) == ["proxy-unreachable"]


def test_a_healthy_trans_proxy() -> None:
    world = World()
    world.set_proxy(EP, 80)
    report = world.run(None)
    assert codes(report) == []
    assert report.verdict.status == "healthy"
    assert report.network.protected == "yes"


# ---- SAML


@pytest.mark.parametrize(("how", "kind"), HOWS)
@pytest.mark.parametrize(("host", "port"), [(SAML, 8443), (IDP, 443)])
def test_saml_unreachable(how: Failure, kind: str, host: str, port: int) -> None:
    world = World(profile=SIGNED_IN)
    world.network.block(host, port, how)
    report = world.run()
    assert codes(report) == ["saml-unreachable"]
    row = alarming(report)[0]
    assert (row.severity, row.subject.host, row.subject.port, row.subject.kind) == (Severity.BLOCKER, host, port, kind)
    assert set(row.values) == {"purpose", "host", "address", "port", "kind", "control", "from"}


def test_saml_is_not_looked_at_where_nobody_signs_in_by_it() -> None:
    world = World()
    world.network.block(SAML)
    assert codes(world.run()) == []


def test_saml_that_is_cut_for_every_name() -> None:
    world = World(profile=SIGNED_IN)
    for address in world.network.truth[SAML]:
        world.network.peers[address, "*"] = Peer(cut=Failure.RESET)
    for name in (SAML, "www.cloudflare.com", "www.google.com", "www.microsoft.com"):
        world.network.peers[world.network.truth[SAML][0], name] = Peer(cut=Failure.RESET)
    report = world.run()
    assert codes(report) == ["saml-unreachable"]
    assert alarming(report)[0].subject.kind == "reset"


def test_saml_that_is_cut_by_its_name_alone_is_another_cause() -> None:
    world = World(profile=SIGNED_IN)
    world.network.peers["*", SAML] = Peer(cut=Failure.RESET)
    report = world.run()
    assert codes(report) == ["tls-reset"]
    assert "saml-unreachable" not in [row.code for row in report.findings]


def test_behind_an_agent_the_handshake_decides() -> None:
    world = World(profile=SIGNED_IN)
    world.run_agent()
    world.network.peers["*", SAML] = Peer(cut=Failure.TIMED_OUT)
    report = world.run(None)
    assert "saml-unreachable" in codes(report)


@pytest.mark.parametrize(("status", "kind"), [(502, "unreachable"), (503, "unreachable"), (504, "dropped")])
def test_saml_by_the_proxy(status: int, kind: str) -> None:
    world = World(profile=SIGNED_IN)
    world.set_proxy(answer=FakeProxy(refuses={SAML: status}))
    report = world.run(None)
    assert codes(report) == ["saml-unreachable"]
    assert alarming(report)[0].subject.kind == kind
    assert report.verdict.status == "degraded"


def test_a_proxy_that_refuses_saml_is_named() -> None:
    world = World(profile=SIGNED_IN)
    world.set_proxy(answer=FakeProxy(refuses={SAML: 403}))
    assert codes(world.run(None)) == ["proxy-denied"]


def test_a_proxy_that_reaches_nothing_is_named() -> None:
    world = World(profile=SIGNED_IN)
    world.set_proxy(answer=FakeProxy(502))
    assert codes(world.run(None)) == ["proxy-cannot-reach-service"]


def test_without_a_control_nobody_is_blamed() -> None:
    world = World(profile=SIGNED_IN)
    world.network.block()
    assert "saml-unreachable" not in [row.code for row in world.run().findings]


def test_a_service_that_is_away_is_away_whoever_signs_in() -> None:
    world = World(profile=SIGNED_IN)
    for host in (CTC, SAML, "portal.threatpulse.com", "support.broadcom.com"):
        world.network.block(host)
    report = world.run()
    assert codes(report) == ["service-unreachable"]
    assert the(report, "saml-unreachable").masked_by == "service-unreachable"


def test_a_sign_in_page_closes_saml_too() -> None:
    world = World(profile=SIGNED_IN)
    world.network.hijack = Page(511)
    world.network.block(SAML)
    report = world.run()
    assert codes(report) == ["wifi-sign-in"]
    assert the(report, "saml-unreachable").masked_by == "wifi-sign-in"


# ---- The logon application


@pytest.mark.parametrize(("how", "kind"), HOWS)
@pytest.mark.parametrize("proxy", [False, True])
def test_ac_logon_blocked(how: Failure, kind: str, proxy: bool) -> None:
    world = World(profile=LOGON)
    if proxy:
        world.set_proxy()
    world.network.block(AC, 80, how)
    report = world.run(None if proxy else "wss-agent")
    assert codes(report) == ["ac-logon-blocked"]
    row = alarming(report)[0]
    assert (row.severity, row.subject.host, row.subject.port, row.subject.kind) == (Severity.MAJOR, AC, 80, kind)


def test_outside_the_company_its_name_is_not_known() -> None:
    world = World(profile=LOGON)
    world.network.says[AC] = Failure.NAME_NOT_FOUND
    report = world.run()
    assert codes(report) == []
    assert report.verdict.status == "healthy"


@pytest.mark.parametrize("status", [200, 403, 500])
def test_any_answer_of_the_server_will_do(status: int) -> None:
    world = World(profile=LOGON)
    world.network.pages[f"http://{AC}/"] = Page(status)
    assert codes(world.run()) == []


few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PLACES = ((SAML, 8443), (IDP, 443), (AC, 80))


@few
@given(
    closed=st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from([how for how, _ in HOWS])), max_size=3),
    proxy=st.booleans(),
)
def test_a_specific_cause_stands_in_place_of_the_general_one(closed: list[tuple[tuple[str, int], Failure]], proxy: bool) -> None:
    world = World(profile=Profile(endpoints=Endpoints(identity_provider=f"https://{IDP}/", auth_connector=AC)))
    if proxy:
        world.set_proxy()
    for (host, port), how in closed:
        world.network.block(host, port, how)
    report = world.run(None if proxy else "wss-agent")
    ours = {host for host, _ in PLACES}
    assert not [row for row in report.findings if row.code == "port-blocked" and row.subject.host in ours]
    assert all(row.subject.kind for row in report.findings if row.code in {"saml-unreachable", "ac-logon-blocked"})
    assert {row.code for row in alarming(report)} <= {"saml-unreachable", "ac-logon-blocked"}
