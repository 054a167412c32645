"""The paragraph of the contract on ``protected``, clause by clause; each row without one of its parts is a row of its own."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from tests.detection.test_agent_log import ACTIVE, CONNECTED, FAILED, LOG
from tests.fakes import Page, Peer
from tests.world import DATACENTRE, PROXY, SERVICE_PROXY, UNTRUSTED, World, codes
from wssdiag.model.profile import Controls, Endpoints, Expect, Profile, Signatures
from wssdiag.model.service_list import ServiceHost, ServiceList, Site

ROOT = "ab" * 32
OUTSIDE, INSIDE = "45.99.1.1", "45.88.1.1"
HOST = "egress.example"
PROFILE = Profile(controls=Controls(egress_url=f"https://{HOST}/"))
LIST = ServiceList(source="t", fetched="2026-03-04T11:00:00Z", revised="", sites=(Site(name="S", ranges=("45.88.0.0/16",)),))
OLD = ServiceList(source="t", fetched="2025-03-04T11:00:00Z", revised="", sites=LIST.sites)
OLD_FILE = msgspec.structs.replace(LIST, revised="2025-03-04")
NO_RANGES = ServiceList(source="t", fetched=LIST.fetched, revised="", sites=(Site(name="S", ingress=("45.88.1.2",)),))
WITH_HOST = msgspec.structs.replace(LIST, hosts=(ServiceHost(host="notify.threatpulse.com", addresses=(INSIDE,)),))

Change = Callable[[World], None]


def egress(address: str) -> Change:
    def change(world: World) -> None:
        world.profile = PROFILE
        world.network.truth[HOST] = ("45.77.1.1",)
        world.network.pages[f"https://{HOST}/"] = Page(body=address)

    return change


def kept(published: ServiceList) -> Change:
    def change(world: World) -> None:
        world.published = published

    return change


def agent(*lines: str) -> Change:
    def change(world: World) -> None:
        world.run_agent()
        world.system.files["files.json"] = [{"path": LOG, "exists": True, "tail": "\n".join(lines)}] if lines else []

    return change


def connected_to(address: str, status: str = "ESTABLISHED", pid: int = 8) -> Change:
    def change(world: World) -> None:
        world.run_agent()
        world.network.strangers |= {address}
        world.system.files["connections.json"] = [
            {"pid": pid, "process": "wssad.exe", "local": "192.0.2.17:50000", "remote": f"{address}:443", "status": status}
        ]

    return change


def profile(made: Profile) -> Change:
    def change(world: World) -> None:
        world.profile = made

    return change


def proxy(host: str = PROXY, port: int = 3128) -> Change:
    return lambda world: world.set_proxy(host, port)


def re_signed(world: World) -> None:
    world.network.peers["*", "*"] = Peer(mozilla=UNTRUSTED, issuer="CN=The service", sha256=ROOT)


def own_file(world: World) -> None:
    world.system.files["certificates.json"] = [{"path": "C:\\ca.pem", "sha256": ROOT, "subject": "", "not_after": ""}]


def pac(answer: str) -> Change:
    return lambda world: world.set_pac(f"function FindProxyForURL(url, host) {{ return '{answer}'; }}")


def office(world: World) -> None:
    """A proxy of the organisation, which nothing but a PAC file names."""
    world.set_proxy()
    world.system.files["environment.json"] = {}


def no_web(world: World) -> None:
    for site in ("www.microsoft.com", "www.cloudflare.com"):
        world.network.truth.pop(site, None)
    world.network.block()


def proxy_in_the_list(world: World) -> None:
    world.network.truth["pop.example"] = (INSIDE,)
    world.set_proxy("pop.example", 8080)


SERVICE_NAMED = Profile(endpoints=Endpoints(proxies=(f"{DATACENTRE}:8080",)))
PROXY_NAMED = Profile(endpoints=Endpoints(proxies=(f"{PROXY}:3128",)))
NAMED = profile(Profile(endpoints=Endpoints(datacentres=(INSIDE,))))

TABLE: dict[str, tuple[tuple[Change, ...], str]] = {
    "the log shows a tunnel": ((agent(ACTIVE, CONNECTED),), "yes"),
    "a connection to a data centre of the list": ((connected_to(INSIDE), kept(LIST)), "yes"),
    "a connection to a data centre of the profile": ((connected_to(INSIDE), NAMED), "yes"),
    "a connection to nobody knows whom": ((connected_to(INSIDE),), "unknown"),
    "a connection outside the list": ((connected_to(OUTSIDE), kept(LIST)), "unknown"),
    "a connection to a management host inside a site's range": ((connected_to(INSIDE), kept(WITH_HOST)), "unknown"),
    "a connection that is not open yet": ((connected_to(INSIDE, "SYN_SENT"), kept(LIST)), "unknown"),
    "a connection of another program": ((connected_to(INSIDE, pid=99), kept(LIST)), "unknown"),
    "a connection, and a log that says no": ((connected_to(INSIDE), kept(LIST), agent(ACTIVE, FAILED)), "no"),
    "the service's proxy is the one that a PAC file names first": ((pac(f"PROXY {SERVICE_PROXY}:8080; PROXY {PROXY}:3128"),), "yes"),
    "the service's proxy answers, another is taken": (
        (office, pac(f"PROXY {PROXY}:3128; PROXY {SERVICE_PROXY}:8080")),
        "unknown",
    ),
    "CONNECT through the service": ((proxy(SERVICE_PROXY, 8080),), "yes"),
    "CONNECT through a data centre's name": ((proxy(DATACENTRE, 8080),), "yes"),
    "CONNECT through a numbered name in the site's tunnel": ((proxy("ep3.threatpulse.net", 80),), "yes"),
    "CONNECT through the service, named by the profile": ((profile(SERVICE_NAMED), proxy(DATACENTRE, 8080)), "yes"),
    "CONNECT through a proxy that the profile names": ((profile(PROXY_NAMED), proxy()), "unknown"),
    "CONNECT through a name that only looks like it": ((proxy("proxy.threatpulse.net.example", 8080),), "unknown"),
    "CONNECT through an address of the list": ((proxy_in_the_list, kept(LIST)), "yes"),
    "the same without a list": ((proxy_in_the_list,), "unknown"),
    "CONNECT through the organisation's proxy": ((proxy(),), "unknown"),
    "the declared root": ((profile(Profile(expect=Expect(root_ca_sha256=(ROOT,)))), re_signed, proxy()), "yes"),
    "the agent's own CA file": ((agent(), own_file, re_signed), "yes"),
    "another root": ((profile(Profile(expect=Expect(root_ca_sha256=("cd" * 32,)))), re_signed, proxy()), "unknown"),
    "a declared name": ((profile(Profile(signatures=Signatures(interception_issuers=("The service",)))), re_signed), "unknown"),
    "egress in the ranges": ((egress(INSIDE), kept(LIST), proxy()), "yes"),
    "egress in the ranges of an old list": ((egress(INSIDE), kept(OLD), proxy()), "yes"),
    "egress in the ranges, no method": ((egress(INSIDE), kept(LIST)), "yes"),
    "egress in another range": ((egress(OUTSIDE), kept(LIST), proxy()), "no"),
    "egress in another range, an old list": ((egress(OUTSIDE), kept(OLD), proxy()), "unknown"),
    "egress in another range, an old file that was read today": ((egress(OUTSIDE), kept(OLD_FILE), proxy()), "unknown"),
    "egress in another range, a list without ranges": ((egress(OUTSIDE), kept(NO_RANGES), proxy()), "unknown"),
    "egress without a list": ((egress(OUTSIDE), proxy()), "unknown"),
    "no egress": ((egress("<html>"), kept(LIST), proxy()), "unknown"),
    "an egress outside, and a tunnel by the log": ((egress(OUTSIDE), kept(LIST), agent(ACTIVE, CONNECTED)), "yes"),
    "the PAC file says DIRECT": ((pac("DIRECT"),), "no"),
    "the PAC file says DIRECT, and nothing connects": ((pac("DIRECT"), no_web), "unknown"),
    "the PAC file says DIRECT, and the office's tunnel carries it": ((pac("DIRECT"), egress(INSIDE), kept(LIST)), "yes"),
    "the log says no": ((agent(ACTIVE, FAILED),), "no"),
    "the log says no, and nothing is reached": ((agent(ACTIVE, FAILED), no_web), "unknown"),
    "no method": ((), "no"),
    "no method, and nothing is reached": ((no_web,), "unknown"),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_paragraph_of_the_contract(name: str) -> None:
    changes, expected = TABLE[name]
    world = World()
    for change in changes:
        change(world)
    report = made(world, changes).run(None)
    assert (report.network.protected, bool(report.network.protected_evidence)) == (expected, True)


def made(world: World, changes: tuple[Change, ...]) -> World:
    """The world once more, so that what a changed profile adds to the catalogue is reachable too."""
    again = World(profile=world.profile, published=world.published)
    for change in changes:
        change(again)
    return again


def evidence(*changes: Change) -> tuple[str, ...]:
    world = World()
    for change in changes:
        change(world)
    report = made(world, changes).run(None)
    assert report.network.protected == "yes"
    return report.network.protected_evidence


@pytest.mark.parametrize("tunnel", [agent(ACTIVE, CONNECTED), connected_to(INSIDE)], ids=["log", "connection"])
def test_an_egress_outside_is_told_beside_a_tunnel(tunnel: Change) -> None:
    said = evidence(egress(OUTSIDE), kept(LIST), tunnel)
    assert len(said) == 2
    assert said[1].startswith("but this speaks against it: web traffic leaves from 45.99.1.1")


@pytest.mark.parametrize(
    "changes",
    [
        (egress(INSIDE), kept(LIST), agent(ACTIVE, CONNECTED)),
        (egress(OUTSIDE), kept(OLD), agent(ACTIVE, CONNECTED)),
        (egress(OUTSIDE), agent(ACTIVE, CONNECTED)),
        (egress(OUTSIDE), kept(LIST), proxy(SERVICE_PROXY, 8080)),
    ],
    ids=["inside", "an old list", "no list", "no tunnel"],
)
def test_nothing_else_speaks_against_it(changes: tuple[Change, ...]) -> None:
    assert len(evidence(*changes)) == 1


def test_a_method_that_is_not_in_use_is_not_judged() -> None:
    world = World(published=LIST)
    egress(INSIDE)(world)
    world.set_proxy()
    assert world.run("pac-file").network.protected == "unknown"


def test_the_sentence_names_the_network() -> None:
    world = World(published=LIST)
    egress(INSIDE)(world)
    assert "45.88.0.0/16" in world.run(None).network.protected_evidence[0]


def not_the_service() -> World:
    world = World(published=LIST)
    egress(OUTSIDE)(world)
    return world


def test_a_proxy_that_leads_elsewhere() -> None:
    world = not_the_service()
    world.set_proxy()
    report = world.run(None)
    assert codes(report) == ["proxy-not-the-service"]
    assert report.findings[0].values == {"proxy": f"{PROXY}:3128", "host": PROXY}


def test_a_proxy_of_a_pac_file_that_leads_elsewhere() -> None:
    world = not_the_service()
    world.set_proxy()
    world.system.files["environment.json"] = {}
    world.set_pac(f"function FindProxyForURL(url, host) {{ return 'PROXY {PROXY}:3128'; }}")
    assert codes(world.run(None)) == ["proxy-not-the-service"]


def test_a_declared_proxy_that_leads_elsewhere_is_not_named() -> None:
    world = not_the_service()
    world.set_proxy()
    world.profile = Profile(controls=PROFILE.controls, endpoints=Endpoints(proxies=(f"{PROXY}:3128",)))
    assert codes(world.run(None)) == ["not-protected"]


def test_the_address_alone_tells_an_office_tunnel() -> None:
    world = World(published=LIST)
    egress(INSIDE)(world)
    report = world.run(None)
    assert report.mode.method == "ipsec"
    assert codes(report) == []


@pytest.mark.parametrize(("line", "protected"), [("", "yes"), (f"45.99.99.99 {SERVICE_PROXY}\n", "unknown")])
def test_a_name_of_the_service_s_proxy_that_the_hosts_file_gives_away_proves_nothing(line: str, protected: str) -> None:
    world = World()
    world.system.files["hosts.txt"] = line
    world.set_proxy(SERVICE_PROXY, 8080)
    assert world.run(None).network.protected == protected


@pytest.mark.parametrize("tunnel", [agent(ACTIVE, CONNECTED), connected_to(INSIDE)], ids=["log", "connection"])
@pytest.mark.parametrize(
    ("page", "web_fails", "expected"), [(True, True, "unknown"), (True, False, "yes"), (False, True, "yes")], ids=["both", "page", "web"]
)
def test_a_sign_in_page_that_stops_web_traffic_outdates_a_tunnel(tunnel: Change, page: bool, web_fails: bool, expected: str) -> None:
    world = World(published=LIST)
    tunnel(world)
    if page:
        world.network.hijack = Page(body="Welcome to the hotel. Please sign in.")
    if web_fails:
        world.network.block(port=443)
    report = world.run(None)
    web = next(row for row in report.checks if row.id == "web.method")
    assert (report.network.sign_in == "required", web.status == "fail") == (page, web_fails)
    assert report.network.protected == expected
    assert ("outdates" in report.network.protected_evidence[0]) is (expected == "unknown")
