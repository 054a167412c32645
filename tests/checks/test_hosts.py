"""Nothing is contacted that was not listed: in healthy worlds and in broken ones."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.diagnosis.test_properties import FAULTS, METHODS, PROFILES, Fault, broken, few, name_rule
from tests.diagnosis.test_resolving import RULE_SERVER, nrpt, windows
from tests.fakes import FakeNetwork
from tests.world import CTC, PAC_URL, PORTAL, PROXY, RESOLVER, World, interfaces
from wssdiag.checks.hosts import contacts
from wssdiag.model.failure import Failure
from wssdiag.model.observation import ResolveDetail
from wssdiag.model.profile import Controls, Endpoints, Profile
from wssdiag.model.web_address import is_literal
from wssdiag.probes.network import Datagram, Echo, Journey, Question
from wssdiag.session import Request

if TYPE_CHECKING:
    from tests.fakes import Ask
    from wssdiag.model.report import Report


#: The ports of a row that gives a range.
DYNAMIC = range(49152, 65536)

#: ``only`` and ``skip`` of a request.
Limits = Mapping[str, tuple[str, ...]]
NO_LIMITS: Limits = MappingProxyType({})

#: What a person may leave over, or leave out: of every family, and of none.
PATTERNS = st.lists(
    st.sampled_from(
        (
            *(
                "*",
                "dns.*",
                "dns.server.*",
                "tcp.*",
                "t*",
                "tls.ctc-443",
                "control.*",
                "control.tcp.google-443",
                "control.udp.*",
                "direct.*",
            ),
            *("web.*", "web.method", "sign-in.*", "sign-in.apple", "clock.*", "c*", "proxy.*", "p*", "pac.file", "second-opinion.*", "s*"),
            *("name-policy.*", "ipv6.*", "again.*", "address.*", "other-name.*", "segments.*", "round-trip.*", "second-answer.*", "none"),
            *("connect.*", "http.*", "ldap.*", "rpc.*", "ep.*", "udp.*"),
        )
    ),
    max_size=3,
).map(tuple)


def listed(world: World, method: str | None, role: str = "client", limits: Limits = NO_LIMITS) -> set[tuple[str, int | None]]:
    request = msgspec.convert({"method": method, "role": role, **limits}, Request)
    return {(row.host, row.port) for row in contacts(world.session.planned(request)[0], request.only, request.skip)}


def answers_of(report: Report) -> dict[str, set[str]]:
    """Address -> the names for which somebody gave it: contacting it is contacting them."""
    found: dict[str, set[str]] = {}
    for row in report.checks:
        for seen in row.observations:
            if isinstance(seen.detail, ResolveDetail) and seen.target.host:
                for address in seen.detail.addresses:
                    found.setdefault(address, set()).add(seen.target.host)
    return found


def targets(ask: Ask, names: dict[str, set[str]]) -> list[tuple[str, int | None]]:
    """Whom a request contacts; any one of several names of an address is enough."""
    match ask:
        case str():
            return []  # resolved by this computer's own resolver, which is listed
        case Question():
            return [(ask.server, ask.port)]
        case Datagram():
            return [(ask.host or ask.address, ask.port)]
        case Echo():
            return [(ask.host or ask.address, None)]
        case Journey(proxy=None):
            return [(ask.host, ask.port)]
        case Journey():
            hop = ask.proxy
            assert hop is not None
            own = [name for name in names.get(hop.host, ()) if not is_literal(name)]
            return [(own[0] if len(own) == 1 else hop.host, hop.port)]


def unlisted(world: World, method: str | None, role: str = "client", limits: Limits = NO_LIMITS) -> set[object]:
    allowed = listed(world, method, role, limits)
    report = world.run(method, role=role, **limits)
    names = answers_of(report)
    asked = {target for ask in world.network.asked for target in targets(ask, names)}
    return {(host, port) for host, port in asked - allowed if not (port in DYNAMIC and (host, None) in allowed)}


@few
@given(
    profile=PROFILES,
    faults=st.lists(FAULTS, max_size=4),
    method=METHODS,
    agent=st.booleans(),
    role=st.sampled_from(("client", "auth-connector")),
    limits=st.fixed_dictionaries({"only": PATTERNS, "skip": PATTERNS}),
)
def test_whatever_is_broken_nobody_unlisted_is_asked(
    profile: Profile, faults: list[Fault], method: str | None, agent: bool, role: str, limits: Limits
) -> None:
    assert unlisted(broken(profile, faults, agent=agent), method, role, limits) == set()


def test_an_own_name_that_goes_around_a_proxy_may_have_a_rule_of_its_own() -> None:
    profile = Profile(endpoints=Endpoints(auth_connector="ac.example"))
    world = broken(profile, [name_rule(".")], agent=False)
    assert (RULE_SERVER, 53) in listed(world, "explicit-proxy")
    assert unlisted(world, "explicit-proxy") == set()


@pytest.mark.parametrize(
    ("limits", "there", "gone"),
    [
        ({"only": ("none",)}, set(), {RESOLVER, CTC, "www.google.com", "1.1.1.1", "captive.apple.com"}),
        ({"only": ("dns.*",)}, {RESOLVER}, {CTC, "www.google.com", "1.1.1.1", "captive.apple.com"}),
        ({"only": ("sign-in.apple",)}, {RESOLVER, "captive.apple.com"}, {CTC, "www.google.com", "1.1.1.1", "www.msftconnecttest.com"}),
        ({"only": ("tls.ctc-443",)}, {RESOLVER, CTC}, {"www.google.com", "captive.apple.com", PORTAL}),
        ({"only": ("tcp.*",)}, {RESOLVER, CTC, PORTAL}, {"www.google.com", "captive.apple.com"}),
        ({"only": ("tcp.*", "second-opinion.*")}, {RESOLVER, CTC, "1.1.1.1"}, {"captive.apple.com"}),
        ({"only": ("tcp.*", "a-later-idea.*")}, {RESOLVER, CTC, "www.google.com", "captive.apple.com", "1.1.1.1"}, set()),
        ({"skip": ("sign-in.*", "clock.*")}, {RESOLVER, CTC, "www.google.com"}, {"captive.apple.com", "www.msftconnecttest.com"}),
        ({"skip": ("second-opinion.*", "control.*", "web.*", "ipv6.*", "direct.*")}, {RESOLVER, CTC}, {"www.google.com", "8.8.8.8"}),
    ],
)
def test_what_is_left_out_is_not_listed(limits: Limits, there: set[str], gone: set[str]) -> None:
    hosts = {host for host, _ in listed(World(), "wss-agent", limits=limits)}
    assert there <= hosts
    assert not gone & hosts


def test_names_that_are_resolved_are_names_of_the_list() -> None:
    world = World()
    hosts = {host for host, _ in listed(world, "wss-agent")}
    world.run("wss-agent")
    assert {ask for ask in world.network.asked if isinstance(ask, str)} <= hosts


def test_listing_asks_nobody() -> None:
    world = World()
    listed(world, None)
    assert world.network.asked == []


def test_each_row_once_and_with_a_reason() -> None:
    world = World()
    rows = contacts(world.session.planned(Request())[0])
    keys = [(row.host, row.port, row.transport) for row in rows]
    assert len(keys) == len(set(keys))
    assert all(row.why for row in rows)


def test_what_is_listed() -> None:
    world = World()
    world.set_proxy()
    rows = listed(world, None)
    assert {(RESOLVER, 53), (PROXY, 3128), ("www.google.com", 443), ("1.1.1.1", 53), ("captive.apple.com", 80)} <= rows
    assert (CTC, 443) not in rows
    assert (CTC, 443) in listed(World(), "wss-agent")


def test_clocks_of_the_organisation_are_listed() -> None:
    world = World(profile=Profile(controls=Controls(urls=("http://time.example:8000/",))))
    assert ("time.example", 8000) in listed(world, None)
    assert unlisted(world, None) == set()


def test_controllers_that_dns_will_name_are_listed_by_the_domain_that_is_asked_for() -> None:
    world = World()
    world.join("corp.example")
    world.network.directory.servers["_ldap._tcp.dc._msdcs.corp.example"] = ("dc1.corp.example",)
    world.network.truth["dc1.corp.example"] = ("10.1.0.1",)
    assert ("(found by DNS for corp.example)", None) in listed(world, None, "auth-connector")
    assert not [host for host, _ in listed(world, None) if "corp.example" in host]
    found = unlisted(world, None, "auth-connector")
    assert found == {("dc1.corp.example", port) for port in (88, 135, 139, 389, 445, 3268, 49664)}, "what that row says, and no more"


def why(world: World, method: str | None, host: str) -> str:
    request = msgspec.convert({"method": method}, Request)
    return next(row.why for row in contacts(world.session.planned(request)[0]) if row.host == host)


def test_a_proxy_is_listed_as_the_one_that_it_is() -> None:
    """This computer's is its own only where its settings are the method."""
    named = World(profile=Profile(endpoints=Endpoints(proxies=(f"{PROXY}:3128",))))
    assert why(named, "proxy-forwarding", PROXY) == "the proxy that the profile names"
    named.set_proxy()
    assert why(named, "proxy-forwarding", PROXY) == "the proxy that the profile names"
    assert why(World(), "trans-proxy", "ep.threatpulse.net").startswith("the service's own proxy (the profile names none")
    own = World()
    own.set_proxy()
    assert why(own, None, PROXY) == "the proxy of this computer"


def test_a_pac_file_is_listed_as_the_one_that_it_is() -> None:
    host = "pac.office.example"
    named = World(profile=Profile(endpoints=Endpoints(pac_url=PAC_URL)))
    assert why(named, "pac-file", host).startswith("the PAC file that the profile names")
    own = World()
    own.set_pac("function FindProxyForURL(url, host) { return 'DIRECT'; }")
    assert why(own, None, host).startswith("the PAC file of this computer")


@pytest.mark.parametrize("pattern", [".corp.example", "dc1.corp.example", "."])
def test_a_rule_for_controllers_that_dns_will_name_is_listed(pattern: str) -> None:
    world = World()
    windows(world, nrpt(pattern))
    world.join("corp.example")
    world.network.directory.servers["_ldap._tcp.dc._msdcs.corp.example"] = ("dc1.corp.example",)
    world.network.truth["dc1.corp.example"] = ("10.1.0.1",)
    world.network.says["dc1.corp.example"] = Failure.NAME_NOT_FOUND
    assert (RULE_SERVER, 53) in listed(world, None, "auth-connector")
    assert (RULE_SERVER, 53) not in unlisted(world, None, "auth-connector")
    assert any(isinstance(ask, Question) and ask.server == RULE_SERVER for ask in world.network.asked)


def test_the_dns_servers_of_each_interface_are_listed() -> None:
    """Where no name is found, the sign-in probes are looked up by those of the Wi-Fi, behind which a sign-in page may stand."""
    world = World()
    loopback, wire = interfaces()
    row = {**wire, "name": "wlan0", "type": "wifi", "dns_servers": ["192.168.9.1"], "addresses": [{"address": "192.168.9.7", "prefix": 24}]}
    world.system.files["interfaces.json"] = [loopback, wire, row]
    world.network.says |= {"*": Failure.NAME_NOT_FOUND}
    world.network.beyond["wlan0"] = FakeNetwork(truth=dict(world.network.truth))
    assert ("192.168.9.1", 53) in listed(world, None)
    assert unlisted(world, None) == set()
    asked = [ask for ask in world.network.beyond["wlan0"].asked if isinstance(ask, Question)]
    assert {ask.server for ask in asked} == {"192.168.9.1"}
