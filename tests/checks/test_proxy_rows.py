"""The service's ports beside the proxy in use: by which path they are reached, and what counts as an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.checks.test_plan import situation
from tests.fakes import FakeProxy, Page, Peer
from tests.world import PROXY, PROXY_PORT, SERVICE_PROXY, UNTRUSTED, World, codes
from wssdiag.catalogue.rows import is_service_proxy
from wssdiag.checks.plan import locations
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Severity
from wssdiag.model.location import Catalogue
from wssdiag.model.observation import Step, Transport
from wssdiag.model.profile import Controls, Endpoints, Policy, Profile
from wssdiag.probes.network import Journey

if TYPE_CHECKING:
    from wssdiag.model.report import Report

SITE = "gcato2-vip1.threatpulse.net"
OWN = Profile(endpoints=Endpoints(proxies=(f"{PROXY}:{PROXY_PORT}",)))
NAMED = Profile(endpoints=Endpoints(datacentres=(SITE,)))

HOWS = [(Failure.TIMED_OUT, "dropped"), (Failure.REFUSED, "refused"), (Failure.UNREACHABLE, "unreachable")]


def result(report: Report, check_id: str) -> CheckResult:
    return next(row for row in report.checks if row.id == check_id)


def rows(world: World, method: str | None) -> set[str]:
    return {row.id for row in locations(situation(method, world))}


def forwarding(profile: Profile | None = None) -> World:
    return World(profile=profile or Profile())


def behind_own() -> World:
    world = forwarding(OWN)
    world.set_proxy()
    world.system.files["environment.json"] = {}  # it is the profile that names it
    return world


def address_of(world: World, host: str = SERVICE_PROXY) -> str:
    return world.network.truth[host][0]


def test_each_port_of_forwarding_is_spoken_to() -> None:
    report = forwarding().run("proxy-forwarding")
    answers = ("proxy.connect.proxy.threatpulse.net-8080", "tls.proxy-8443", "http.proxy-8084")
    assert [result(report, name).status for name in answers] == [Status.PASS] * 3
    assert report.verdict.status == "healthy"
    steps = [seen.step for seen in result(report, "tls.proxy-8443").observations]
    assert steps == [Step.CONNECT, Step.TLS, Step.HTTP]


def test_8443_is_asked_as_a_proxy_inside_tls_and_8084_for_a_page_that_was_secure() -> None:
    world = forwarding()
    world.run("proxy-forwarding")
    asks = {ask.port: ask for ask in world.network.asked if isinstance(ask, Journey) and ask.host == SERVICE_PROXY and ask.http}
    assert asks[8443].tls
    assert asks[8443].http is not None
    assert (asks[8443].http.url, asks[8443].http.absolute) == ("http://www.cloudflare.com/", True)
    assert asks[8084].http is not None
    assert (asks[8084].tls, asks[8084].http.url, asks[8084].http.absolute) == (None, "https://www.cloudflare.com/", True)


@pytest.mark.parametrize(("port", "severity"), [(8443, Severity.BLOCKER), (8084, Severity.NOTICE)])
@pytest.mark.parametrize(
    ("how", "kind"), [(Failure.TIMED_OUT, "dropped"), (Failure.REFUSED, "refused"), (Failure.UNREACHABLE, "unreachable")]
)
def test_a_closed_port_of_forwarding_is_said(port: int, severity: Severity, how: Failure, kind: str) -> None:
    world = forwarding()
    world.network.block(SERVICE_PROXY, port, how)
    report = world.run("proxy-forwarding")
    (row,) = (row for row in report.findings if row.code == "port-blocked")
    assert (row.severity, row.subject.port, row.subject.kind, row.subject.host) == (severity, port, kind, SERVICE_PROXY)
    assert row.masked_by is None


def test_a_closed_port_everywhere_has_the_port_as_its_scope() -> None:
    world = forwarding()
    world.network.block(port=8443)
    report = world.run("proxy-forwarding")
    (row,) = (row for row in report.findings if row.code == "port-blocked")
    assert row.subject.scope == "port"
    world = forwarding()
    world.network.block(SERVICE_PROXY, 8443)
    (row,) = (row for row in world.run("proxy-forwarding").findings if row.code == "port-blocked")
    assert row.subject.scope == "destination"


def test_where_the_whole_host_is_out_of_reach_the_proxy_is_named_once() -> None:
    world = forwarding()
    world.network.block(SERVICE_PROXY)
    assert codes(world.run("proxy-forwarding")) == ["proxy-unreachable"]


def test_named_sites_are_reached_on_their_own() -> None:
    world = forwarding(NAMED)
    world.network.peers["*", SITE] = Peer()
    report = world.run("proxy-forwarding")
    for family, port in (("connect", 8080), ("tls", 8443), ("http", 8084)):
        assert result(report, f"{family}.site-{port}.{SITE}").status is Status.PASS
    world = forwarding(NAMED)
    world.network.block(SITE, 8080)
    (row,) = (row for row in world.run("proxy-forwarding").findings if row.code == "port-blocked")
    assert (row.subject.host, row.subject.port, row.severity) == (SITE, 8080, Severity.BLOCKER)


def test_behind_a_proxy_of_its_own_that_one_is_asked_and_nothing_goes_around_it() -> None:
    world = behind_own()
    report = world.run("proxy-forwarding")
    assert result(report, "tls.proxy-8443").status is Status.PASS
    assert all(ask.proxy for ask in world.network.asked if isinstance(ask, Journey) and ask.host == SERVICE_PROXY)


def test_a_proxy_of_its_own_that_refuses_the_service_is_in_the_way() -> None:
    world = behind_own()
    world.network.proxies[world.network.truth[PROXY][0], PROXY_PORT] = FakeProxy(refuses={SERVICE_PROXY: 403})
    report = world.run("proxy-forwarding")
    assert result(report, "tcp.proxy-8443").status is Status.FAIL
    assert set(codes(report)) == {"proxy-denied"}


def test_a_proxy_of_its_own_that_cannot_get_there_says_so() -> None:
    world = behind_own()
    world.network.proxies[world.network.truth[PROXY][0], PROXY_PORT] = FakeProxy(refuses={SERVICE_PROXY: 504})
    assert "proxy-cannot-reach-service" in codes(world.run("proxy-forwarding"))


@pytest.mark.parametrize(("status", "outcome"), [(200, Status.PASS), (403, Status.PASS), (407, Status.PASS), (502, Status.WARN)])
def test_whatever_a_proxy_answers_it_has_answered(status: int, outcome: Status) -> None:
    world = forwarding(NAMED)
    world.network.proxies[address_of(world, SITE), 8080] = FakeProxy(status=status)
    assert result(world.run("proxy-forwarding"), f"connect.site-8080.{SITE}").status is outcome


@pytest.mark.parametrize("failure", [Failure.PROXY_NOT_A_PROXY, Failure.TIMED_OUT, Failure.RESET])
def test_who_does_not_speak_proxy_fails_and_is_told_as_seen(failure: Failure) -> None:
    world = forwarding(NAMED)
    world.network.proxies[address_of(world, SITE), 8080] = FakeProxy(failure=failure)
    report = world.run("proxy-forwarding")
    assert result(report, f"connect.site-8080.{SITE}").status is Status.FAIL
    assert codes(report) == ["unexplained"]


def test_a_certificate_that_nobody_documented_does_not_hide_the_answer() -> None:
    world = forwarding()
    world.network.peers["*", SERVICE_PROXY] = Peer(system=UNTRUSTED, mozilla=UNTRUSTED)
    found = result(world.run("proxy-forwarding"), "tls.proxy-8443")
    assert found.status is Status.WARN
    assert found.observations[-1].step is Step.HTTP
    assert found.observations[-1].ok


def test_what_takes_neither_form_on_8084_proves_nothing() -> None:
    world = forwarding()
    world.network.pages["https://www.cloudflare.com/"] = Failure.HTTP_MALFORMED
    found = result(world.run("proxy-forwarding"), "http.proxy-8084")
    assert found.status is Status.UNKNOWN
    assert [seen.step for seen in found.observations] == [Step.CONNECT, Step.HTTP, Step.CONNECT, Step.TLS, Step.HTTP]


def test_without_known_good_sites_a_host_of_the_service_is_asked_for() -> None:
    world = forwarding(Profile(policy=Policy(contact_hosts="service-only")))
    report = world.run("proxy-forwarding")
    assert result(report, "tls.proxy-8443").status is Status.PASS
    asks = [ask.http.url for ask in world.network.asked if isinstance(ask, Journey) and ask.http and ask.port == 8443]
    assert all(url.endswith((".threatpulse.com/", "broadcom.com/")) for url in asks)


def test_browsers_behind_another_proxy_have_no_business_at_the_service_s_ports() -> None:
    world = World()
    world.set_proxy()
    assert not {"proxy-8080", "explicit-8443", "roaming-8080", "roaming-8880"} & rows(world, None)


def test_browsers_of_the_service_s_own_proxy_may_take_its_other_port() -> None:
    world = World()
    world.set_proxy(SERVICE_PROXY, 8080)
    assert "explicit-8443" in rows(world, None)
    assert "proxy-8080" not in rows(world, None)  # the proxy in use has checks of its own
    report = world.run(None)
    assert result(report, "connect.explicit-8443").status is Status.PASS
    world.network.block(SERVICE_PROXY, 8443)
    report = world.run(None)
    assert (report.verdict.status, codes(report)) == ("healthy", [])
    assert [row.severity for row in report.findings if row.code == "port-blocked"] == [Severity.NOTICE]


def test_the_older_port_of_roaming_users_is_judged_with_its_own_file_alone() -> None:
    world = World()
    world.set_proxy(SERVICE_PROXY, 8080)
    assert "roaming-8880" not in rows(world, None)
    world.set_pac(
        'function FindProxyForURL(url, host) { return "PROXY proxy.threatpulse.net:8880"; }', "https://portal.threatpulse.com/roaming"
    )
    world.system.files["environment.json"] = {}
    assert "roaming-8880" in rows(world, None)
    report = world.run(None)
    assert result(report, "connect.roaming-8880").status is Status.PASS


def test_the_default_file_s_proxy_is_judged_with_the_default_file() -> None:
    script = 'function FindProxyForURL(url, host) { return "DIRECT"; }'
    world = World()
    world.set_pac(script, "https://portal.threatpulse.com/pac")
    assert "default-pac-8080" in rows(world, None)
    world.set_pac(script)
    assert "default-pac-8080" not in rows(world, None)


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("proxy.threatpulse.net", True),
        ("Proxy.ThreatPulse.net.", True),
        ("199.19.250.205", True),
        ("199.19.248.205", True),
        ("ep3.threatpulse.net", True),
        ("gcato2-vip1.threatpulse.net", True),
        ("threatpulse.net", False),
        ("proxy.threatpulse.net.example", False),
        ("evilthreatpulse.net", False),
        ("a.b.threatpulse.net", False),
        ("199.19.250.206", False),
        ("proxy.office.example", False),
        ("proxy", False),
        ("", False),
    ],
)
def test_whose_a_proxy_is(host: str, own: bool) -> None:
    assert is_service_proxy(host, World().catalogue) is own


def test_a_catalogue_of_bare_hosts_makes_nobody_the_service() -> None:
    catalogue = Catalogue(version="1")
    assert not is_service_proxy("localhost", catalogue)


def test_the_portal_and_the_support_site_answer_in_http() -> None:
    world = World()
    report = world.run()
    for name in ("tls.portal-443", "tls.support-443"):
        assert [seen.step for seen in result(report, name).observations] == [Step.CONNECT, Step.TLS, Step.HTTP]
    world.network.pages["https://support.broadcom.com/"] = Page(403)
    assert result(world.run(), "tls.support-443").status is Status.PASS


def test_controls_on_the_ports_of_the_rows_stand_beside_them() -> None:
    report = forwarding().run("proxy-forwarding")
    assert {row.id for row in report.checks if row.id.startswith("direct.")} >= {"direct.cloudflare-8443", "direct.one-one-443"}
    only = forwarding(Profile(controls=Controls(addresses=("203.0.113.9:443/tcp",))))
    beside = {row.id for row in only.run("proxy-forwarding").checks if row.id.startswith("direct.")}
    assert beside == {"direct.address-203.0.113.9-tcp-443", "direct.cloudflare-8443"}


def test_site_tunnels_are_not_this_computer_s() -> None:
    world = World(profile=Profile(endpoints=Endpoints(ike_gateways=("192.0.2.200",))))
    world.set_proxy("ep.threatpulse.net", 80)
    assert not [row for row in locations(situation(None, world)) if row.transport is Transport.UDP]
