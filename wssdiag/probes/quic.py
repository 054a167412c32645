"""QUIC's version negotiation: builds the packet that every QUIC server answers, and reads the answer strictly. Needs no cryptography.

RFC 8999 sections 5.1 and 6; RFC 9000 sections 6, 14.1, 15, 17.2.1. Opens nothing itself: ``udp`` carries the bytes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

#: RFC 9000 section 14.1: a server ignores a first packet in a smaller datagram.
PACKET_BYTES = 1200

_CONNECTION_ID_BYTES = 8

#: A version of the form 0x?a?a?a?a is reserved to force the negotiation (RFC 9000 section 15).
_RESERVED_MASK = 0x0F0F0F0F
_RESERVED = 0x0A0A0A0A

_LONG_HEADER = 0x80
_FIXED_BIT = 0x40

#: First byte, version, two length bytes and their connection ids.
_SHORTEST_ANSWER = 1 + 4 + 2 + 2 * _CONNECTION_ID_BYTES + 4

#: Versions by the number of their RFC: 9000 and 9369.
_NAMES = {0x00000001: "1", 0x6B3343CF: "2"}

#: Servers list a handful; the rest of a longer list is not shown.
_MOST_VERSIONS = 16


@dataclass(frozen=True, slots=True)
class Initial:
    """The packet of one exchange, with what its answer must repeat."""

    destination: bytes
    source: bytes
    data: bytes


def build() -> Initial:
    """A long-header packet of a reserved version with random ids, padded to :data:`PACKET_BYTES`."""
    destination, source = secrets.token_bytes(_CONNECTION_ID_BYTES), secrets.token_bytes(_CONNECTION_ID_BYTES)
    version = (secrets.randbits(32) & ~_RESERVED_MASK & 0xFFFFFFFF) | _RESERVED
    first = _LONG_HEADER | _FIXED_BIT | secrets.randbits(4)
    header = bytes([first]) + version.to_bytes(4, "big")
    header += bytes([len(destination)]) + destination + bytes([len(source)]) + source
    return Initial(destination, source, header.ljust(PACKET_BYTES, b"\0"))


def read(initial: Initial, answer: bytes) -> tuple[int, ...] | None:
    """The versions that the server speaks, reserved ones left out; None where this is no version negotiation for our packet."""
    ids = bytes([len(initial.source)]) + initial.source + bytes([len(initial.destination)]) + initial.destination
    versions = answer[5 + len(ids) :]
    if len(answer) < _SHORTEST_ANSWER or not answer[0] & _LONG_HEADER or answer[1:5] != bytes(4):
        return None
    if answer[5 : 5 + len(ids)] != ids or len(versions) % 4:
        return None
    numbers = [int.from_bytes(versions[start : start + 4], "big") for start in range(0, len(versions), 4)]
    return tuple(number for number in numbers if number & _RESERVED_MASK != _RESERVED)


def describe(versions: tuple[int, ...]) -> str:
    """The answer in words: ``"version negotiation: 1, 2"``, versions without an RFC as hexadecimal numbers."""
    return "version negotiation: " + ", ".join(_NAMES.get(version, f"{version:#010x}") for version in versions[:_MOST_VERSIONS])
