from __future__ import annotations

import msgspec
import pytest

from tests.fakes import FakeProxy
from tests.world import PROXY, PROXY_ADDRESS, PROXY_PORT, SERVICE_PROXY, World, codes, neighbour
from wssdiag.diagnosis.diagnose import diagnosed
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Endpoints, Profile
from wssdiag.model.report import NetworkState, Protected, Report

NAME = f"{PROXY}:{PROXY_PORT}"


def test_proxy_name_not_found() -> None:
    world = World()
    world.set_proxy()
    world.network.says[PROXY] = Failure.NAME_NOT_FOUND
    report = world.run(None)
    assert codes(report) == ["proxy-name-not-found"]
    assert report.findings[0].confidence is Certainty.CERTAIN
    assert report.verdict.status == "broken"


def test_proxy_name_not_found_where_only_internal_names_resolve() -> None:
    world = World()
    world.set_proxy()
    world.network.says |= {"*": Failure.NAME_NOT_FOUND}
    report = world.run(None)
    assert codes(report) == ["proxy-name-not-found"]
    assert report.findings[0].confidence is Certainty.LIKELY


def test_a_proxy_name_with_dead_resolvers_is_the_resolvers_fault() -> None:
    world = World()
    world.set_proxy()
    world.network.says["*"] = Failure.DNS_TIMEOUT
    world.network.servers["192.0.2.53"] = Failure.DNS_TIMEOUT
    assert codes(world.run(None)) == ["dns-server-silent"]


@pytest.mark.parametrize("how", [Failure.TIMED_OUT, Failure.REFUSED, Failure.UNREACHABLE])
def test_proxy_unreachable(how: Failure) -> None:
    world = World()
    world.set_proxy()
    world.network.block(PROXY_ADDRESS, PROXY_PORT, how)
    report = world.run(None)
    assert codes(report) == ["proxy-unreachable"]
    assert report.findings[0].values["proxy"] == NAME
    assert report.verdict.status == "broken"


def test_a_proxy_that_is_an_address_and_refuses() -> None:
    world = World()
    world.set_proxy(PROXY_ADDRESS)
    world.network.block(PROXY_ADDRESS, PROXY_PORT, Failure.REFUSED)
    report = world.run(None)
    assert codes(report) == ["proxy-unreachable"]
    assert report.findings[0].values["proxy"] == f"{PROXY_ADDRESS}:{PROXY_PORT}"


def test_the_second_address_of_a_proxy_serves_as_well() -> None:
    world = World()
    world.network.truth[PROXY] = (PROXY_ADDRESS, "10.20.0.9")
    world.set_proxy()
    world.network.proxies["10.20.0.9", PROXY_PORT] = FakeProxy()
    world.network.block(PROXY_ADDRESS, PROXY_PORT)
    report = world.run(None)
    assert {row.id: row.status for row in report.checks}[f"proxy.connect.{PROXY}-{PROXY_PORT}"] == "pass"
    assert codes(report) == []
    assert report.verdict.status == "healthy"


@pytest.mark.parametrize("how", [Failure.PROXY_NOT_A_PROXY, Failure.TIMED_OUT, Failure.RESET])
def test_proxy_not_a_proxy(how: Failure) -> None:
    world = World()
    world.set_proxy(answer=FakeProxy(failure=how))
    report = world.run(None)
    assert codes(report) == ["proxy-not-a-proxy"]
    subject = report.findings[0].subject
    assert (subject.host, subject.address, subject.port) == (PROXY, PROXY_ADDRESS, PROXY_PORT)


def test_a_proxy_by_its_ipv6_address() -> None:
    world = World()
    world.set_proxy("2001:db8::8")
    world.system.files["environment.json"] = {"https_proxy": "http://[2001:db8::8]:3128"}
    world.network.block("2001:db8::8", PROXY_PORT, Failure.REFUSED)
    report = world.run(None)
    assert codes(report) == ["proxy-unreachable"]
    assert report.findings[0].values["proxy"] == "[2001:db8::8]:3128"
    assert report.findings[0].subject.host == "2001:db8::8"


@pytest.mark.parametrize("schemes", [("basic",), ("negotiate", "basic"), ("negotiate",), ()])
def test_the_normal_challenge_is_a_notice(schemes: tuple[str, ...]) -> None:
    world = World()
    world.set_proxy(answer=FakeProxy(407, schemes=schemes))
    del world.system.files["files.json"]
    report = world.run(None)
    assert [(row.code, row.severity) for row in report.findings] == [("proxy-auth-required", Severity.NOTICE)]
    assert report.verdict.status == "incomplete"
    assert {row.id: row.status for row in report.checks}["web.method"] == "unknown"


@pytest.mark.parametrize(("exists", "severity"), [(False, Severity.BLOCKER), (True, Severity.NOTICE)])
def test_a_challenge_that_needs_a_ticket(exists: bool, severity: Severity) -> None:
    world = World()
    world.set_proxy(answer=FakeProxy(407, schemes=("negotiate", "ntlm")))
    world.system.files["files.json"] = [{"path": "/tmp/krb5cc_1000", "exists": exists}]
    assert [(row.code, row.severity) for row in world.run(None).findings] == [("proxy-auth-required", severity)]


@pytest.mark.parametrize("status", [400, 403, 405])
def test_proxy_denied(status: int) -> None:
    world = World()
    world.set_proxy(answer=FakeProxy(status))
    report = world.run(None)
    assert codes(report) == ["proxy-denied"]
    assert report.findings[0].values["status"] == str(status)


def test_one_site_that_the_proxy_refuses_is_its_policy() -> None:
    world = World()
    world.set_proxy(answer=FakeProxy(refuses={"www.cloudflare.com": 403}))
    assert codes(world.run(None)) == []


@pytest.mark.parametrize("status", [502, 503, 504])
def test_proxy_cannot_reach_service(status: int) -> None:
    world = World()
    world.set_proxy(answer=FakeProxy(status))
    report = world.run(None)
    assert codes(report) == ["proxy-cannot-reach-service"]
    assert report.verdict.status == "broken"


def test_the_services_own_proxy_protects() -> None:
    world = World()
    world.set_proxy(SERVICE_PROXY, 8080)
    report = world.run(None)
    assert report.mode.method == "explicit-proxy"
    assert report.network.protected == "yes"
    assert report.verdict.status == "healthy"


def test_the_services_proxy_is_known_by_any_spelling() -> None:
    world = World()
    world.network.truth["Proxy.ThreatPulse.net."] = world.network.truth[SERVICE_PROXY]
    world.set_proxy("Proxy.ThreatPulse.net.", 8080)
    world.network.truth["proxy.threatpulse.net."] = world.network.truth[SERVICE_PROXY]
    assert world.run(None).network.protected == "yes"


def test_another_proxy_is_not_known_to_protect() -> None:
    world = World()
    world.set_proxy()
    assert world.run(None).network.protected == "unknown"


def around_the_service(report: Report, world: World) -> Report:
    """The same report where the network is known to let web traffic leave without the service."""
    network = NetworkState(protected=Protected.NO, protected_evidence=("web traffic leaves from another address",))
    return diagnosed(msgspec.structs.replace(report, network=network), world.session.background)


def test_proxy_not_the_service() -> None:
    world = World()
    world.set_proxy()
    report = around_the_service(world.run(None), world)
    assert codes(report) == ["proxy-not-the-service"]
    row = next(row for row in report.findings if row.code == "proxy-not-the-service")
    assert (row.severity, row.subject.host, row.subject.port) == (Severity.MAJOR, PROXY, PROXY_PORT)
    assert row.values == {"proxy": NAME, "host": PROXY}
    assert {row.code: row.masked_by for row in report.findings}["not-protected"] == "proxy-not-the-service"


def test_a_declared_proxy_is_right() -> None:
    world = World(profile=Profile(endpoints=Endpoints(proxies=(NAME,))))
    world.set_proxy()
    assert "proxy-not-the-service" not in codes(around_the_service(world.run(None), world))


@pytest.mark.parametrize(
    ("host", "port"), [(SERVICE_PROXY, 8080), ("199.19.250.205", 80), ("ep.threatpulse.net", 80), ("gcato2-vip1.threatpulse.net", 8080)]
)
def test_the_services_own_proxy_is_right(host: str, port: int) -> None:
    world = World()
    world.set_proxy(host, port)
    assert "proxy-not-the-service" not in codes(around_the_service(world.run(None), world))


def test_a_proxy_that_carries_nothing_is_another_matter() -> None:
    world = World()
    world.set_proxy(answer=FakeProxy(403))
    assert "proxy-not-the-service" not in codes(around_the_service(world.run(None), world))
    assert "proxy-not-the-service" not in codes(world.run(None)), "nothing says where traffic leaves"


def test_a_proxy_that_web_traffic_does_not_take_is_not_blamed() -> None:
    """Where settings send web traffic out directly, a proxy that they name beside it carries nothing."""
    world = World()
    world.set_proxy()
    report = world.run(None)
    direct = World().run(None)
    web = next(row for row in direct.checks if row.id == "web.method")
    checks = tuple(web if row.id == "web.method" else row for row in report.checks)
    assert codes(around_the_service(msgspec.structs.replace(report, checks=checks), world)) == ["not-protected"]


def test_a_proxy_behind_a_silent_gateway_is_no_missing_route() -> None:
    world = World()
    world.set_proxy(PROXY_ADDRESS)
    world.network.block(how=Failure.NO_ROUTE)
    world.network.block(how=Failure.NO_ROUTE, transport=Transport.UDP)
    world.network.says["*"] = Failure.DNS_TIMEOUT
    world.system.later = [neighbour("failed")]
    assert codes(world.run(None)) == ["gateway-silent"]


def test_a_proxy_that_is_gone_from_this_very_network_is_no_missing_route() -> None:
    world = World()
    world.set_proxy(PROXY_ADDRESS)
    world.network.block(PROXY_ADDRESS, how=Failure.NO_ROUTE)
    world.system.later = [neighbour("reachable"), neighbour("failed", PROXY_ADDRESS)]
    report = world.run(None)
    assert codes(report) == ["proxy-unreachable"]
    assert report.findings[0].subject.kind == "unreachable"
