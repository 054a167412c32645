"""Owns what an address literal is to a socket, and which answers of a resolver are a sinkhole's. Opens nothing, resolves nothing."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING

from wssdiag.model.web_address import is_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: What Python hands to ``connect`` for IPv4 and IPv6.
SocketAddress = tuple[str, int] | tuple[str, int, int, int]

_HIGHEST_PORT = 65535


class NoAddressError(OSError):
    """What was given is no address and port. An ``OSError`` without a number: where sockets are opened it is one more way to fail."""


def is_ipv6(address: str) -> bool:
    """Whether a literal is of IPv6."""
    return ":" in address


def socket_address(address: str, port: int) -> tuple[socket.AddressFamily, SocketAddress]:
    """Family and socket address of a literal, its zone as the interface's number. Raises :class:`NoAddressError` where it is none."""
    if not is_literal(address) or not 0 < port <= _HIGHEST_PORT:
        raise NoAddressError
    if not is_ipv6(address):
        return socket.AF_INET, (address, port)
    literal, _, zone = address.partition("%")
    return socket.AF_INET6, (literal, port, 0, _zone_number(zone))


def _zone_number(zone: str) -> int:
    if not zone or zone.isdecimal():
        return int(zone or 0)
    try:
        return socket.if_nametoindex(zone)
    except OSError as error:
        raise NoAddressError from error


def ordered(addresses: Iterable[str]) -> tuple[str, ...]:
    """IPv4 first, then IPv6, each in the order of the answer and once."""
    unique = tuple(dict.fromkeys(addresses))
    return tuple(sorted(unique, key=is_ipv6))


def interleaved(addresses: Sequence[str]) -> tuple[str, ...]:
    """The families in turn, beginning with the first address's own (RFC 8305 section 4)."""
    if not addresses:
        return ()
    first = [address for address in addresses if is_ipv6(address) == is_ipv6(addresses[0])]
    second = [address for address in addresses if is_ipv6(address) != is_ipv6(addresses[0])]
    turns = [address for pair in zip(first, second, strict=False) for address in pair]
    rest = first[len(second) :] or second[len(first) :]
    return tuple(dict.fromkeys([*turns, *rest]))


def is_bogus(host: str, addresses: Sequence[str]) -> bool:
    """Whether an answer names only this computer or nobody (0.0.0.0, ::, loopback) for a host that is not this computer."""
    name = host.rstrip(".").lower()
    if not addresses or is_literal(host) or name == "localhost" or name.endswith(".localhost"):
        return False
    parsed = [ip_address(address) for address in addresses]
    mapped = [getattr(address, "ipv4_mapped", None) or address for address in parsed]
    return all(address.is_loopback or address.is_unspecified for address in mapped)
