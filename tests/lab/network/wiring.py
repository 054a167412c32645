"""Cables, addresses, routes and firewall of a scenario: laptop - router - internet, and the office beside it.

The router is the stage's own namespace. In the internet's namespace every address is local (a ``local`` default route), so that one
listener a port serves all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.network.namespaces import Namespace, new_namespace, run
from tests.lab.network.zone import OFFICE
from tests.lab.plan import ROUTER_ADDRESS, SECOND_RESOLVER

if TYPE_CHECKING:
    from tests.lab.plan import Link, Packets

#: Between router and internet.
_WAN_ROUTER = "45.90.0.1"
_WAN_INTERNET = "45.90.0.2"
_OFFICE_ROUTER = "10.20.0.1"

#: The kernel sends few ICMP errors a second by default; a run asks often, and every one of its packets must be answered.
_UNLIMITED = {"icmp_ratelimit": "0"}


@dataclass(frozen=True, slots=True)
class Network:
    """The namespaces of a scenario, beside the router's own."""

    laptop: Namespace
    internet: Namespace
    office: Namespace


def build(link: Link) -> Network:
    """The whole network, without peers and without the firewall."""
    network = Network(new_namespace(mounts=True), new_namespace(), new_namespace())
    for name, value in {"ip_forward": "1", **_UNLIMITED}.items():
        Path("/proc/sys/net/ipv4", name).write_text(value, encoding="ascii")
    _router(network, link)
    _internet(network.internet)
    _office(network.office)
    _laptop(network.laptop, link)
    return network


def _router(network: Network, link: Link) -> None:
    lines = [
        "link set lo up",
        f"link add lan0 type veth peer name eth0 netns {network.laptop.pid}",
        f"link add wan0 type veth peer name up0 netns {network.internet.pid}",
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
    internet.run(["sh", "-c", "echo 0 >/proc/sys/net/ipv4/icmp_ratelimit"])


def _office(office: Namespace) -> None:
    addresses = (f"addr add {address}/24 dev off1" for address in OFFICE.values())
    office.ip("link set lo up", "link set off1 up", *addresses, f"route add default via {_OFFICE_ROUTER}")


def _laptop(laptop: Namespace, link: Link) -> None:
    lines = ["link set lo up"]
    if link.up:
        lines += ["link set eth0 up", f"addr add {link.address}/{link.prefix} dev eth0"]
        if link.default_route:
            lines.append(f"route add default via {ROUTER_ADDRESS}")
        lines += [f"route add {network} via {ROUTER_ADDRESS}" for network in link.routes]
    laptop.ip(*lines)


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
    if packets.beyond:
        beyond = [f'iifname "up0" {rule}' for rule in packets.beyond]
        network.internet.run(["nft", "-f", "-"], _table(("beyond", "filter hook prerouting priority raw", beyond)))
