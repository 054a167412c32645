from __future__ import annotations

import msgspec
import pytest

from tests.world import PROXY, World
from wssdiag.checks.situation import (
    Situation,
    configured_proxy,
    is_of_the_service,
    parse_hop,
    proxy_in_use,
    proxy_of_setting,
    resolvers_to_ask,
    web_controls,
)
from wssdiag.model.facts import Facts, ProxyKind, ProxyServer, ProxySetting, Resolver
from wssdiag.model.location import Catalogue, Control
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Endpoints, Profile
from wssdiag.model.unknown import Unknown
from wssdiag.probes.network import ProxyHop
from wssdiag.session import Request


def facts(**fields: object) -> Facts:
    return msgspec.structs.replace(World().session.detect()[0], **fields)


def situation(world: World, method: str | None) -> Situation:
    return world.session.planned(msgspec.convert({"method": method}, Request))[0]


def setting(*servers: tuple[str, str], kind: ProxyKind = ProxyKind.MANUAL) -> ProxySetting:
    rows = tuple(ProxyServer(scheme=scheme, host=host, port=8080) for scheme, host in servers)
    return ProxySetting(source="environment", applies_to="command-line", kind=kind, servers=rows)


def test_the_proxy_of_https_comes_first() -> None:
    assert proxy_of_setting(setting(("http", "a"), ("https", "b"), ("all", "c"))) == ProxyHop(host="b", port=8080)
    assert proxy_of_setting(setting(("http", "a"), ("all", "c"))) == ProxyHop(host="c", port=8080)
    assert proxy_of_setting(setting(("http", "a"))) == ProxyHop(host="a", port=8080)
    assert proxy_of_setting(setting(("socks", "a"))) is None
    assert proxy_of_setting(setting()) is None


def test_the_first_source_with_a_proxy_counts() -> None:
    rows = (setting(kind=ProxyKind.DIRECT), setting(("socks", "s")), setting(("all", "a")), setting(("all", "b")))
    assert configured_proxy(facts(proxy_settings=rows)) == ProxyHop(host="a", port=8080)
    assert configured_proxy(facts(proxy_settings=Unknown("not read"))) is None


def test_a_method_that_is_named_takes_the_profiles_proxy_before_the_services() -> None:
    declared = World(profile=Profile(endpoints=Endpoints(proxies=("[2001:db8::8]:3128",))))
    assert proxy_in_use(situation(declared, "explicit-proxy")) == ProxyHop(host="2001:db8::8", port=3128)
    assert proxy_in_use(situation(World(), "explicit-proxy")) == ProxyHop(host="proxy.threatpulse.net", port=8080)
    assert proxy_in_use(situation(World(), "trans-proxy")) == ProxyHop(host="ep.threatpulse.net", port=80)
    assert proxy_in_use(situation(World(), "wss-agent")) is None


def test_this_computers_own_proxy_comes_first() -> None:
    world = World(profile=Profile(endpoints=Endpoints(proxies=("other.example:1",))))
    world.set_proxy()
    assert proxy_in_use(situation(world, None)) == ProxyHop(host=PROXY, port=3128)


def test_whose_proxy_it_is() -> None:
    world = World(profile=Profile(endpoints=Endpoints(proxies=(f"{PROXY}:3128",))))
    catalogue = world.session.catalogue
    assert is_of_the_service(ProxyHop(host="proxy.threatpulse.net", port=8080), catalogue)
    assert is_of_the_service(ProxyHop(host="199.19.250.205", port=80), catalogue)
    assert not is_of_the_service(ProxyHop(host=PROXY, port=3128), catalogue)


def test_hosts_and_ports() -> None:
    assert parse_hop("proxy.example:8080") == ProxyHop(host="proxy.example", port=8080)
    assert parse_hop("[2001:db8::1]:8080") == ProxyHop(host="2001:db8::1", port=8080)


def test_upstreams_are_asked_in_place_of_the_stub() -> None:
    stub = Resolver(address="127.0.0.53", source="resolv.conf", stub=True)
    one, two = Resolver(address="192.0.2.1", source="a"), Resolver(address="192.0.2.2", source="a")
    assert resolvers_to_ask(facts(resolvers=(stub, one, two, one))) == (one, two)
    assert resolvers_to_ask(facts(resolvers=(stub,))) == (stub,)
    assert resolvers_to_ask(facts(resolvers=Unknown("not read"))) == ()


@pytest.mark.parametrize(
    ("address", "interface", "asked"),
    [
        ("fe80::1", "eth0", "fe80::1%eth0"),
        ("fe80::1%eth1", "eth0", "fe80::1%eth1"),
        ("fe80::1", None, "fe80::1"),
        ("2001:db8::1", "eth0", "2001:db8::1"),
        ("169.254.1.1", "eth0", "169.254.1.1"),
        ("no address", "eth0", "no address"),
    ],
)
def test_a_link_local_resolver_is_asked_by_its_interface(address: str, interface: str | None, asked: str) -> None:
    row = Resolver(address=address, interface=interface, source="a")
    assert [found.address for found in resolvers_to_ask(facts(resolvers=(row,)))] == [asked]


def test_one_site_an_operator() -> None:
    operators = [row.operator for row in web_controls(World().catalogue)]
    assert len(operators) == len(set(operators)) >= 3
    assert {row.port for row in web_controls(World().catalogue)} == {443}


def test_who_captures() -> None:
    world = World()
    assert not situation(world, "wss-agent").mode.agent_captures
    world.run_agent()
    assert situation(world, None).mode.agent_captures
    assert situation(world, "explicit-proxy").mode.agent_captures, "whatever method is named, the agent runs"
    assert not situation(World(), "explicit-proxy").mode.agent_captures


def test_where_there_is_no_https_by_name_the_next_best_stands() -> None:
    """An organisation's own controls may be addresses alone, or listen elsewhere."""

    def rows(*places: tuple[str, int]) -> Catalogue:
        controls = tuple(
            Control(id=f"{host}-{port}", host=host, port=port, transport=Transport.TCP, operator=f"{host}-{port}") for host, port in places
        )
        return Catalogue(version="1", control=controls)

    def order(*places: tuple[str, int]) -> list[tuple[str, int]]:
        return [(row.host, row.port) for row in web_controls(rows(*places))]

    assert order(("a.example", 4433), ("192.0.2.1", 443), ("a.example", 80)) == [("192.0.2.1", 443), ("a.example", 80), ("a.example", 4433)]
    assert order(("192.0.2.1", 443), ("a.example", 443)) == [("a.example", 443), ("192.0.2.1", 443)]
