"""The lab's IPv6 on paper: what every address is, and which IPv4 address of the internet it stands for. Pure.

An IPv6 address of the lab's internet is a prefix of 96 bits with the IPv4 address behind it (RFC 6052 section 2.2), so whoever knows
a host by its IPv4 address knows it by the other.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Public names have their addresses here: invented, and public-looking for the same reason as the IPv4 ones.
_PUBLIC = "2a0e:1ab0:6464::"

#: What a resolver makes up where only IPv6 is spoken: the well-known prefix (RFC 6052 section 2.1).
_TRANSLATED = "64:ff9b::"

#: The lab's own networks; the far end finds its way back by the first one.
SITE = "2a0e:1ab0::/48"
LAPTOP_ADDRESS_6 = "2a0e:1ab0:0:7::23"
ROUTER_ADDRESS_6 = "2a0e:1ab0:0:7::1"
GATEWAY_6 = "fe80::1"  # the first hop is link-local, as router advertisements give it
VPN_LAPTOP_6 = "2a0e:1ab0:0:8::2"
VPN_ROUTER_6 = "2a0e:1ab0:0:8::1"
WAN_ROUTER_6 = "2a0e:1ab0:0:ff::1"
WAN_INTERNET_6 = "2a0e:1ab0:0:ff::2"

_LOW_32 = 0xFFFFFFFF


def beside(addresses: Iterable[str], how: str) -> tuple[str, ...]:
    """The IPv6 addresses that stand for IPv4 ones, by the ``how`` of the word ipv6; what is IPv6 already stays as it is."""
    prefix = int(IPv6Address(_TRANSLATED if how == "only" else _PUBLIC))
    return tuple(address if ":" in address else str(IPv6Address(prefix | int(IPv4Address(address)))) for address in addresses)


def ipv4_of(address: str) -> str:
    """The IPv4 address that an address of the lab's internet stands for (mapped ones too, RFC 4291 section 2.5.5.2); any other as it is."""
    value = ip_address(address.partition("%")[0])
    if isinstance(value, IPv4Address):
        return address
    if value.ipv4_mapped:
        return str(value.ipv4_mapped)
    number = int(value)
    if number & ~_LOW_32 in {int(IPv6Address(prefix)) for prefix in (_PUBLIC, _TRANSLATED)}:
        return str(IPv4Address(number & _LOW_32))
    return address
