"""The kernel's own tables in /proc/net as rows: routes of both families, the ARP table. Pure: bytes in, rows out."""

from __future__ import annotations

import ipaddress

from wssdiag.model.facts import Neighbour, Route

#: As many rows as the parsers take.
_ROW_LIMIT = 20_000

#: include/uapi/linux/route.h: in use; an "unreachable" entry. include/uapi/linux/ipv6_route.h: cached; anycast; local.
_UP, _REJECT = 0x0001, 0x0200
_IPV6_UNUSABLE = _REJECT | 0x01000000 | 0x00100000 | 0x80000000

#: include/uapi/linux/if_arp.h: the entry is complete.
_COMPLETE = 0x2

_IPV4_COLUMNS, _IPV6_COLUMNS, _ARP_COLUMNS = 8, 10, 6


def ipv4_routes(table: bytes) -> tuple[Route, ...]:
    """/proc/net/route: the main table. Numbers are hexadecimal, addresses in the byte order of the machine (little endian)."""
    found: list[Route] = []
    for columns in _rows(table, _IPV4_COLUMNS):
        interface, destination, gateway, flags, _, _, metric, mask = columns[:_IPV4_COLUMNS]
        try:
            if not int(flags, 16) & _UP or int(flags, 16) & _REJECT:
                continue
            network = ipaddress.ip_network(f"{_ipv4(destination)}/{int(mask, 16).bit_count()}", strict=False)
            hop = _ipv4(gateway)
            number = int(metric)
        except ValueError:
            continue  # the heading, or what no kernel writes
        found.append(Route(destination=str(network), gateway=str(hop) if int(hop) else None, interface=interface, metric=number))
    return tuple(found)


def ipv6_routes(table: bytes) -> tuple[Route, ...]:
    """/proc/net/ipv6_route: all tables, without local, anycast, cached and "unreachable" entries, and without multicast."""
    found: list[Route] = []
    for columns in _rows(table, _IPV6_COLUMNS):
        try:
            if not int(columns[8], 16) & _UP or int(columns[8], 16) & _IPV6_UNUSABLE:
                continue
            network = ipaddress.IPv6Network((int(columns[0], 16), int(columns[1], 16)), strict=False)
            hop = ipaddress.IPv6Address(int(columns[4], 16))
            metric = int(columns[5], 16)
        except ValueError:
            continue
        if not network.is_multicast:
            found.append(Route(destination=str(network), gateway=str(hop) if int(hop) else None, interface=columns[9], metric=metric))
    return tuple(found)


def arp_neighbours(table: bytes) -> tuple[Neighbour, ...]:
    """/proc/net/arp: IPv4 only, and no state but "complete": that is "stale" here, since nothing says when it was last confirmed."""
    found: list[Neighbour] = []
    for columns in _rows(table, _ARP_COLUMNS):
        address, _, flags, mac, _, interface = columns[:_ARP_COLUMNS]  # the heading has more words
        try:
            complete = bool(int(flags, 16) & _COMPLETE)
            number = ipaddress.IPv4Address(address)
        except ValueError:
            continue
        state = "stale" if complete else "incomplete"
        found.append(Neighbour(address=str(number), mac=mac if complete else None, interface=interface, state=state))
    return tuple(found)


def _rows(table: bytes, columns: int) -> list[list[str]]:
    lines = table.decode("ascii", errors="replace").split("\n", _ROW_LIMIT)[:_ROW_LIMIT]
    return [words for line in lines if len(words := line.split()) >= columns]


def _ipv4(text: str) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(text, 16).to_bytes(4, "little"))
