"""Which row of the routing table decides for an address. Pure; a destination that is none is left out."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from wssdiag.model.facts import Route, known

if TYPE_CHECKING:
    from wssdiag.model.facts import Facts

#: A routing table with its destinations as networks.
Table = tuple[tuple[IPv4Network | IPv6Network, Route], ...]


def table_of(facts: Facts) -> Table:
    """The routing table, each destination read once."""
    rows = ((_network(row.destination), row) for row in known(facts.routes))
    return tuple((network, row) for network, row in rows if network)


def route_to(table: Table, address: str) -> Route | None:
    """The row of the table that decides: the longest prefix (RFC 1812 section 5.2.4.3), then the lowest metric."""
    target = address_in(address)
    fitting = [
        (network.prefixlen, -row.metric, row)
        for network, row in table
        if target and target.version == network.version and target in network
    ]
    return max(fitting, key=lambda row: row[:2])[2] if fitting else None


def address_in(text: str) -> IPv4Address | IPv6Address | None:
    """The address without its zone; None for a text that is none."""
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None


def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None
