from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import FakeNetwork, Page
from tests.world import GATEWAY, World, codes
from wssdiag.model.failure import Failure
from wssdiag.probes.network import Journey, Question

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult
    from wssdiag.model.report import Report

HOTEL = Page(302, headers=(("location", "http://wifi.hotel.example/login"),))
OWN_RESOLVER = "192.168.9.1"


def interface(name: str, kind: str = "wifi", *, up: bool = True, address: str = "192.168.9.7", description: str = "") -> dict[str, object]:
    addresses = [{"address": address, "prefix": 24}] if address else []
    return {
        "name": name,
        "type": kind,
        "up": up,
        "addresses": addresses,
        "description": description,
        "dns_servers": [OWN_RESOLVER],
    }


def in_a_dead_vpn(*interfaces: dict[str, object]) -> World:
    """A tunnel takes everything, and nothing comes out of it; other interfaces beside it."""
    world = World()
    tunnel = interface("tun0", "tunnel", address="10.8.0.2")
    world.system.files["interfaces.json"] = [tunnel, *(interfaces or (interface("wlan0"),))]
    world.system.files["routes.json"] = [
        {"destination": "0.0.0.0/1", "gateway": None, "interface": "tun0", "metric": 0},
        {"destination": "128.0.0.0/1", "gateway": None, "interface": "tun0", "metric": 0},
        {"destination": "0.0.0.0/0", "gateway": GATEWAY, "interface": "wlan0", "metric": 0},
    ]
    world.network.block()
    return world


def behind(world: World, page: Page | None = HOTEL) -> FakeNetwork:
    """A network of its own behind an interface, in which a page stands in the place of every other."""
    return FakeNetwork(truth=world.network.truth, pages=world.network.pages, hijack=page)


def bound(report: Report) -> dict[str, CheckResult]:
    return {row.id: row for row in report.checks if row.id.startswith("sign-in.") and row.id.count(".") > 1}


def test_a_page_that_a_dead_tunnel_hides() -> None:
    world = in_a_dead_vpn()
    world.network.beyond["wlan0"] = behind(world)
    report = world.run()
    checks = bound(report)
    assert list(checks) == [f"sign-in.{name}.wlan0" for name in ("microsoft", "apple", "google", "mozilla", "debian")]
    assert {row.status for row in checks.values()} == {"warn"}
    assert {seen.interface for row in checks.values() for seen in row.observations} == {"wlan0"}
    assert (report.verdict.cause, report.network.sign_in_url) == ("wifi-sign-in", "http://wifi.hotel.example/login")


def test_no_page_behind_it_leaves_what_the_default_way_says() -> None:
    world = in_a_dead_vpn()
    world.network.beyond["wlan0"] = behind(world, None)
    report = world.run()
    assert {row.status for row in bound(report).values()} == {"pass"}
    assert report.network.sign_in == "none"
    assert report.verdict.cause == "no-internet"


def test_a_right_answer_by_default_asks_no_further() -> None:
    world = World()
    world.system.files["interfaces.json"] = [interface("eth0", "ethernet"), interface("wlan0")]
    world.network.beyond["wlan0"] = behind(world)
    assert bound(world.run()) == {}


def test_a_page_in_the_default_way_asks_no_further() -> None:
    world = World()
    world.system.files["interfaces.json"] = [interface("eth0", "ethernet"), interface("wlan0")]
    world.network.hijack = HOTEL
    report = world.run()
    assert (bound(report), report.verdict.cause) == ({}, "wifi-sign-in")


def test_the_interface_of_the_default_way_was_asked_already() -> None:
    world = World()
    world.network.block()
    assert bound(world.run()) == {}


def test_where_there_is_no_route_every_interface_is_asked() -> None:
    """As on macOS before the sign-in."""
    world = in_a_dead_vpn()
    world.system.files["routes.json"] = []
    world.network.beyond["wlan0"] = behind(world)
    assert world.run().verdict.cause == "wifi-sign-in"


@pytest.mark.parametrize(
    "row",
    [
        interface("wlan0", up=False),
        interface("wlan0", address=""),
        interface("wlan0", address="169.254.7.7"),
        interface("wlan0", "other"),
        interface("wg0", "ethernet"),
        interface("docker0", "ethernet"),
        interface("vEthernet (Default Switch)", "ethernet"),
        interface("Ethernet 3", "ethernet", description="TAP-Windows Adapter V9"),
    ],
    ids=lambda row: f"{row['name']} {row['type']} {row['description']}",
)
def test_what_is_no_physical_way_out(row: dict[str, object]) -> None:
    assert bound(in_a_dead_vpn(row).run()) == {}


def test_three_interfaces_at_most() -> None:
    rows = [interface(f"eth{number}", "ethernet") for number in range(5)]
    assert {row.rpartition(".")[2] for row in bound(in_a_dead_vpn(*rows).run())} == {"eth0", "eth1", "eth2"}


def test_each_interface_is_judged_by_itself() -> None:
    """One wrong answer behind each of two interfaces is no proof of anything."""
    world = in_a_dead_vpn(interface("eth1", "ethernet"), interface("wlan0"))
    first, second = (behind(world, None) for _ in range(2))
    probes = [probe.url for probe in world.catalogue.sign_in_probe]
    first.pages = {url: HOTEL if url == probes[0] else Failure.TIMED_OUT for url in probes}
    second.pages = {url: HOTEL if url == probes[1] else Failure.TIMED_OUT for url in probes}
    world.network.beyond |= {"eth1": first, "wlan0": second}
    assert world.run().network.sign_in == "unknown"
    second.pages = {url: HOTEL if url in probes[1:3] else Failure.TIMED_OUT for url in probes}
    assert world.run().network.sign_in == "required"


def test_a_system_that_lets_nobody_choose() -> None:
    world = in_a_dead_vpn()
    world.network.binds = False
    report = world.run()
    assert {(row.status, row.summary) for row in bound(report).values()} == {
        ("unknown", "this system does not let a program choose the interface")
    }
    assert "local-firewall" not in codes(report)


def test_where_names_fail_the_interfaces_own_server_is_asked() -> None:
    world = in_a_dead_vpn()
    world.network.says["*"] = Failure.TIMED_OUT
    world.network.beyond["wlan0"] = behind(world)
    assert world.run().verdict.cause == "wifi-sign-in"
    asked = {(ask.server, ask.interface) for ask in world.network.asked if isinstance(ask, Question) and ask.interface}
    assert asked == {(OWN_RESOLVER, "wlan0")}
    named = [ask for ask in world.network.asked if isinstance(ask, Journey) and ask.interface]
    assert all(ask.addresses for ask in named)


def test_without_an_address_nothing_is_asked() -> None:
    row = interface("wlan0")
    row["dns_servers"] = []
    world = in_a_dead_vpn(row)
    world.network.says["*"] = Failure.TIMED_OUT
    found = bound(world.run())
    assert {check.summary for check in found.values()} == {"its name is not found, and no DNS server of the interface is known"}


def test_an_interface_with_a_name_for_people() -> None:
    world = in_a_dead_vpn(interface("Wi-Fi 2"))
    world.network.beyond["Wi-Fi 2"] = behind(world)
    report = world.run()
    assert "sign-in.apple.wi-fi-2" in bound(report)
    assert report.verdict.cause == "wifi-sign-in"
