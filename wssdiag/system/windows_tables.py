"""The IP Helper API's tables as rows. Pure: bytes in, rows out. Layouts from netioapi.h (64-bit and 32-bit are alike)."""

from __future__ import annotations

import ipaddress
import struct
from typing import TYPE_CHECKING

from wssdiag.model.facts import InterfaceType, Neighbour, Route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: As many rows as the parsers take.
_ROW_LIMIT = 20_000

#: Both tables: a count, then rows aligned to 8 bytes.
_COUNT = struct.Struct("<I")
_FIRST_ROW = 8

#: MIB_IPFORWARD_ROW2: interface LUID, destination SOCKADDR_INET and prefix length, next hop, metric.
FORWARD_ROW_BYTES = 104
_DESTINATION, _PREFIX, _NEXT_HOP, _METRIC, _LOOPBACK = 12, 40, 44, 84, 92

#: MIB_IPNET_ROW2: address SOCKADDR_INET, interface LUID, hardware address and its length, state.
NEIGHBOUR_ROW_BYTES = 88
_NEIGHBOUR_LUID, _HARDWARE, _HARDWARE_LENGTH, _STATE = 32, 40, 72, 76
_MAC_LENGTH = 6

_LUID_BYTES = 8

#: winsock2.h, ws2def.h
_AF_INET, _AF_INET6 = 2, 23

#: NL_NEIGHBOR_STATE (nldef.h) in the words of RFC 4861.
_STATES = ("failed", "incomplete", "probe", "delay", "stale", "reachable", "permanent")

#: IANA ifType: what an adapter says it is. 53 is what virtual adapters of VPN drivers call themselves.
_TYPES = {
    6: InterfaceType.ETHERNET,
    23: InterfaceType.TUNNEL,
    24: InterfaceType.LOOPBACK,
    53: InterfaceType.TUNNEL,
    71: InterfaceType.WIFI,
    131: InterfaceType.TUNNEL,
    243: InterfaceType.CELLULAR,
    244: InterfaceType.CELLULAR,
}

#: Descriptions of adapters that call themselves ethernet and are not: virtual machines' switches, and VPN drivers.
_VIRTUAL = (
    (("hyper-v virtual", "virtualbox", "vmware virtual", "npcap loopback", "bluetooth"), InterfaceType.OTHER),
    (("tap-windows", "vpn", "wireguard", "wintun", "anyconnect", "pangp", "fortinet", "zscaler"), InterfaceType.TUNNEL),
)


def forward_rows(table: bytes, alias: Callable[[bytes], str]) -> tuple[Route, ...]:
    """MIB_IPFORWARD_TABLE2 without loopback and multicast rows; ``metric`` is the route's own, without its interface's."""
    found: list[Route] = []
    for row in _rows(table, FORWARD_ROW_BYTES):
        destination = socket_address(row[_DESTINATION:])
        hop = socket_address(row[_NEXT_HOP:])
        if destination is None or row[_LOOPBACK] or destination.is_multicast or row[_PREFIX] > destination.max_prefixlen:
            continue
        network = ipaddress.ip_network(f"{destination}/{row[_PREFIX]}", strict=False)
        (metric,) = _COUNT.unpack_from(row, _METRIC)
        gateway = str(hop) if hop is not None and int(hop) else None
        found.append(Route(destination=str(network), gateway=gateway, interface=alias(row[:_LUID_BYTES]), metric=metric))
    return tuple(found)


def neighbour_rows(table: bytes, alias: Callable[[bytes], str]) -> tuple[Neighbour, ...]:
    """MIB_IPNET_TABLE2 without multicast rows."""
    found: list[Neighbour] = []
    for row in _rows(table, NEIGHBOUR_ROW_BYTES):
        address = socket_address(row)
        (length,) = _COUNT.unpack_from(row, _HARDWARE_LENGTH)
        (state,) = _COUNT.unpack_from(row, _STATE)
        if address is None or address.is_multicast or state >= len(_STATES):
            continue
        mac = row[_HARDWARE : _HARDWARE + _MAC_LENGTH].hex(":") if length == _MAC_LENGTH else None
        luid = row[_NEIGHBOUR_LUID : _NEIGHBOUR_LUID + _LUID_BYTES]
        found.append(Neighbour(address=str(address), mac=mac, interface=alias(luid), state=_STATES[state]))
    return tuple(found)


def socket_address(data: bytes) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address of a SOCKADDR_INET; None for another family or too few bytes."""
    family = int.from_bytes(data[:2], "little")
    if family == _AF_INET and len(data) >= 8:  # noqa: PLR2004 - family, port, four octets
        return ipaddress.IPv4Address(data[4:8])
    if family == _AF_INET6 and len(data) >= 24:  # noqa: PLR2004 - family, port, flow, sixteen octets
        return ipaddress.IPv6Address(data[8:24])
    return None


def adapter_type(if_type: int, description: str) -> InterfaceType:
    """The kind of an adapter, from its ifType and, where that is ethernet, its driver's own (untranslated) description."""
    kind = _TYPES.get(if_type, InterfaceType.OTHER)
    if kind is InterfaceType.ETHERNET:
        for words, other in _VIRTUAL:
            if any(word in description.lower() for word in words):
                return other
    return kind


def _rows(table: bytes, size: int) -> Iterator[bytes]:
    if len(table) < _FIRST_ROW:
        return
    (count,) = _COUNT.unpack_from(table)
    for number in range(min(count, _ROW_LIMIT)):
        row = table[_FIRST_ROW + number * size : _FIRST_ROW + (number + 1) * size]
        if len(row) == size:
            yield row
