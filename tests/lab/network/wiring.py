"""Cables, addresses, routes and firewall of a scenario: laptop - router - internet, and the office beside it.

The router is the stage's own namespace. In the internet's namespace every address is local (a ``local`` default route), so that one
listener a port serves all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.network import ipv6
from tests.lab.network.namespaces import Namespace, new_namespace, run, start, wait
from tests.lab.network.relay import Condition, command
from tests.lab.network.zone import OFFICE
from tests.lab.plan import (
    ROUTER_ADDRESS,
    SECOND_ADDRESS,
    SECOND_RESOLVER,
    SECOND_ROUTER_ADDRESS,
    VPN_ADDRESS,
    VPN_ROUTER_ADDRESS,
)

if TYPE_CHECKING:
    from tests.lab.plan import Link, Packets, Vpn

#: Between router and internet.
_WAN_ROUTER = "45.90.0.1"
_WAN_INTERNET = "45.90.0.2"
_OFFICE_ROUTER = "10.20.0.1"

#: Of the router. The kernel sends few ICMP errors a second by default; a run asks often, and every one of its packets must be answered.
#: Nobody waits for the detection of duplicate addresses.
_SETTINGS = {
    "ipv4/ip_forward": "1",
    "ipv4/icmp_ratelimit": "0",
    "ipv6/conf/all/forwarding": "1",
    "ipv6/conf/default/accept_dad": "0",
    "ipv6/icmp/ratelimit": "0",
}


#: Of the laptop: who may send echoes without privileges. Everybody, as today's distributions set it; the kernel's own default is nobody.
#: The laptop's one group is all that an ordinary account's namespace knows.
_ECHO_GROUPS = "0 0"


@dataclass(frozen=True, slots=True)
class Network:
    """The namespaces of a scenario, beside the router's own."""

    laptop: Namespace
    internet: Namespace
    office: Namespace


def build(link: Link, packets: Packets) -> Network:
    """The whole network, without peers and without the firewall."""
    relays = [start(wire) for wire in _wires(link, packets)]  # they start while the rest is built
    network = Network(new_namespace(mounts=True), new_namespace(), new_namespace())
    for name, value in _SETTINGS.items():
        Path("/proc/sys/net", name).write_text(value, encoding="ascii")
    for relay in relays:
        wait(relay)
    _router(network, link, packets)
    _internet(network.internet)
    _office(network.office)
    _laptop(network.laptop, link)
    if link.vpn:
        _vpn(network.laptop, link.vpn)
    if link.second_route:
        _second_route(network.laptop)
    if link.ipv6:
        _ipv6(network, link)
    return network


def _wires(link: Link, packets: Packets) -> list[list[str]]:
    """The commands of the wires in user space: the line, where it is no plain cable, and the tunnel."""
    wires = [command("wan0", "up0", packets.line)] if packets.line else []
    if link.vpn:
        wires.append(command("vpn0", "tun0", [] if link.vpn.passes else [Condition(lose=1.0)]))
    return wires


def _router(network: Network, link: Link, packets: Packets) -> None:
    internet = network.internet.pid
    lines = [
        "link set lo up",
        f"link add lan0 type veth peer name eth0 netns {network.laptop.pid}",
        f"link set up0 netns {internet}" if packets.line else f"link add wan0 type veth peer name up0 netns {internet}",
        f"link add off0 type veth peer name off1 netns {network.office.pid}",
        f"addr add {ROUTER_ADDRESS}/24 dev lan0",
        f"addr add {SECOND_RESOLVER}/24 dev lan0",
        f"addr add {_WAN_ROUTER}/30 dev wan0",
        f"addr add {_OFFICE_ROUTER}/24 dev off0",
        f"link set lan0 arp {'on' if link.gateway_answers else 'off'} up",
        "link set wan0 up",
        "link set off0 up",
        f"route add default via {_WAN_INTERNET}",
    ]
    if link.vpn:
        lines += [f"link set tun0 netns {network.laptop.pid}", f"addr add {VPN_ROUTER_ADDRESS}/24 dev vpn0", "link set vpn0 up"]
    if link.second_route:
        lines += [f"link add lan1 type veth peer name eth1 netns {network.laptop.pid}", f"addr add {SECOND_ROUTER_ADDRESS}/24 dev lan1"]
        lines.append("link set lan1 up")
    _ip(lines)


def _ip(lines: list[str]) -> None:
    """A batch of ``ip`` commands on the router."""
    run(["ip", "-batch", "-"], "".join(f"{line}\n" for line in lines))


def _internet(internet: Namespace) -> None:
    internet.ip(
        "link set lo up",
        "link set up0 up",
        f"addr add {_WAN_INTERNET}/30 dev up0",
        f"route add 192.168.0.0/16 via {_WAN_ROUTER}",
        f"route add 10.0.0.0/8 via {_WAN_ROUTER}",
        "route add local 0.0.0.0/0 dev lo table main",
    )
    internet.run(["sh", "-c", "cd /proc/sys/net; echo 0 >ipv4/icmp_ratelimit; echo 0 >ipv6/icmp/ratelimit"])


def _office(office: Namespace) -> None:
    addresses = (f"addr add {address}/24 dev off1" for address in OFFICE.values())
    office.ip("link set lo up", "link set off1 up", *addresses, f"route add default via {_OFFICE_ROUTER}")


def _laptop(laptop: Namespace, link: Link) -> None:
    lines = ["link set lo up"]
    if link.up:
        lines.append("link set eth0 up")
    if link.up and link.ipv6 != "only":
        lines.append(f"addr add {link.address}/{link.prefix} dev eth0")
        if link.default_route:
            lines.append(f"route add default via {ROUTER_ADDRESS}")
        lines += [f"route add {network} via {ROUTER_ADDRESS}" for network in link.routes]
    laptop.ip(*lines)
    laptop.run(["sh", "-c", f"echo '{_ECHO_GROUPS}' >/proc/sys/net/ipv4/ping_group_range"])
    if link.local_ports:
        laptop.run(["sh", "-c", f"echo '{link.local_ports[0]} {link.local_ports[1]}' >/proc/sys/net/ipv4/ip_local_port_range"])


def _vpn(laptop: Namespace, vpn: Vpn) -> None:
    """Tunnels have a smaller MTU than the cables below them."""
    up = ["link set tun0 mtu 1400 up", f"addr add {VPN_ADDRESS}/24 dev tun0"]
    laptop.ip(*up, *(f"route add {route} dev tun0" for route in vpn.routes if ":" not in route))


def _second_route(laptop: Namespace) -> None:
    """The metric is the one of a wireless interface beside a cable (NetworkManager's)."""
    route = f"route add default via {SECOND_ROUTER_ADDRESS} dev eth1 metric 600"
    laptop.ip("link set eth1 up", f"addr add {SECOND_ADDRESS}/24 dev eth1", route)


def _ipv6(network: Network, link: Link) -> None:
    """Addresses and routes of the other family."""
    router = [f"addr add {address} dev lan0" for address in (f"{ipv6.GATEWAY_6}/64", f"{ipv6.ROUTER_ADDRESS_6}/64")]
    router += [f"addr add {ipv6.WAN_ROUTER_6}/64 dev wan0", f"route add ::/0 via {ipv6.WAN_INTERNET_6}"]
    if link.vpn:
        router.append(f"addr add {ipv6.VPN_ROUTER_6}/64 dev vpn0")
    _ip(router)
    network.internet.ip(
        f"addr add {ipv6.WAN_INTERNET_6}/64 dev up0",
        f"route add {ipv6.SITE} via {ipv6.WAN_ROUTER_6}",
        "route add local ::/0 dev lo table main",
    )
    if link.up:
        lines = [f"addr add {ipv6.LAPTOP_ADDRESS_6}/64 dev eth0"]
        lines += [f"route add ::/0 via {ipv6.GATEWAY_6} dev eth0"] if link.default_route else []
        network.laptop.ip(*lines)
    if link.vpn:
        routes = (f"route add {route} dev tun0" for route in link.vpn.routes if ":" in route)
        network.laptop.ip(f"addr add {ipv6.VPN_LAPTOP_6}/64 dev tun0", *routes)


def firewall(packets: Packets) -> str:
    """The router's nft table as text."""
    return _table(
        ("forward", "filter hook forward priority filter", packets.forward),
        ("arriving", "filter hook input priority filter", packets.arriving),
        ("leaving", "filter hook output priority filter", packets.leaving),
        ("redirected", "nat hook prerouting priority dstnat", packets.redirect),
    )


def _table(*chains: tuple[str, str, list[str]]) -> str:
    body = "".join(f"chain {name} {{\ntype {kind};\n{''.join(f'{rule}{chr(10)}' for rule in rules)}}}\n" for name, kind, rules in chains)
    return f"table inet lab {{\n{body}}}\n"


def apply_firewall(network: Network, packets: Packets) -> None:
    """Load the tables: the router's, and the one at the far end of its line."""
    run(["nft", "-f", "-"], firewall(packets))
    if packets.here:
        network.laptop.run(["nft", "-f", "-"], _table(("here", "filter hook output priority filter", packets.here)))
    if packets.beyond or packets.beyond_redirect:
        beyond, redirect = ([f'iifname "up0" {rule}' for rule in rules] for rules in (packets.beyond, packets.beyond_redirect))
        chains = ("beyond", "filter hook prerouting priority raw", beyond), ("redirected", "nat hook prerouting priority dstnat", redirect)
        network.internet.run(["nft", "-f", "-"], _table(*chains))
