"""IP addresses as the captures spell them. Must not resolve anything."""

from __future__ import annotations

import ipaddress

#: The longest spelling of an IPv6 address (RFC 4291 section 2.2) is 45 characters; the rest is a zone.
_LENGTH_LIMIT = 128


def split_zone(text: str) -> tuple[str, str | None]:
    """``fe80::1%eth0`` -> ("fe80::1", "eth0") (RFC 4007 section 11); no zone: None."""
    address, _, zone = text.strip().partition("%")
    return address, zone or None


def ip_of(text: object) -> str | None:
    """The address in its shortest spelling, without a zone; None where it is none."""
    if not isinstance(text, str) or len(text) > _LENGTH_LIMIT:
        return None
    try:
        return str(ipaddress.ip_address(split_zone(text)[0]))
    except ValueError:
        return None


def network_of(text: object, gateway: str | None = None) -> str | None:
    """A destination in CIDR form; "default" takes the family of its gateway, IPv4 without one. None where it is none."""
    if not isinstance(text, str) or len(text) > _LENGTH_LIMIT:
        return None
    if text.strip() == "default":
        return "::/0" if gateway and ":" in gateway else "0.0.0.0/0"
    address, slash, prefix = text.partition("/")
    try:
        return str(ipaddress.ip_network(split_zone(address)[0] + slash + prefix, strict=False))
    except ValueError:
        return None


def is_loopback(address: str) -> bool:
    """Whether a valid address is one of this computer's own loopback (127.0.0.0/8, ::1)."""
    return ipaddress.ip_address(address).is_loopback
