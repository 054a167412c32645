"""Which networks can belong to a service out in the internet, and which nobody is believed to own. Pure.

A list that is taken from outside says "this is ours"; what it may say so of is bounded here. Must not know what the list is.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

Network = IPv4Network | IPv6Network

#: The shortest prefixes: no organisation was given more than a /8, and an IPv6 registry's own block is not much larger than a /16.
_SHORTEST: Final = {4: 8, 6: 16}

#: What all networks of a list may cover together: one of the shortest. Without it, 224 rows of a /8 each would be the whole internet.
_MOST_ADDRESSES: Final = {4: 2 ** (32 - 8), 6: 2 ** (128 - 16)}

#: IANA's registry of special-purpose IPv4 addresses (RFC 6890), multicast (RFC 5771) and the reserved last sixteenth (RFC 1112).
_SPECIAL_4: Final = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)

#: Global unicast (RFC 4291 section 2.4), and what of it is special: protocol assignments with Teredo, documentation, 6to4, documentation.
_GLOBAL_6: Final = IPv6Network("2000::/3")
_SPECIAL_6: Final = tuple(IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))

#: The signs of a network; the rest is for the library. A zone ("%eth0") and a net mask are none of them.
_NETWORK = re.compile(r"[0-9A-Fa-f:.]{2,45}(?:/[0-9]{1,3})?")


def network_of(text: str) -> Network | None:
    """A network, or an address as the network of it alone; None for anything else. Bits behind the prefix are dropped."""
    if not _NETWORK.fullmatch(text):
        return None
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def disbelief(network: Network) -> str | None:
    """Why nobody out there can own this network, in one clause; None where somebody can."""
    if network.prefixlen < _SHORTEST[network.version]:
        return f"larger than a /{_SHORTEST[network.version]}"
    if isinstance(network, IPv6Network):
        special = not network.subnet_of(_GLOBAL_6) or any(network.overlaps(other) for other in _SPECIAL_6)
    else:
        special = any(network.overlaps(other) for other in _SPECIAL_4)
    return "private, local, multicast or reserved" if special else None


def cover_too_much(networks: Collection[Network]) -> bool:
    """Whether they hold more of the internet together than any one of them may. One that is listed twice counts once."""
    for version, most in _MOST_ADDRESSES.items():
        merged = collapse_addresses([row for row in networks if row.version == version])  # type: ignore[type-var]
        if sum(row.num_addresses for row in merged) > most:
            return True
    return False
