"""Owns the form of an ICMP echo (RFC 792, RFC 4443 section 4): builds the request, and reads an answer strictly. Opens nothing.

The identifier is left to the system, which puts its own in its place for ordinary programs; the body tells ours from everybody else's.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

#: Type, code, checksum, identifier, sequence.
_HEAD_BYTES = 8

#: Random bytes at the beginning of the body: fewer of them coming back would prove nothing.
_TOKEN_BYTES = 16

_REQUEST, _REQUEST_6 = 8, 128
_ANSWER, _ANSWER_6 = 0, 129

#: The header of IP before the message, by family.
_IP_BYTES, _IPV6_BYTES = 20, 40

#: The first byte of an IPv4 header has this in its upper half; no echo's answer begins so.
_IPV4 = 4

#: The smallest whole packet of either family that carries a token.
SMALLEST_BYTES = _IPV6_BYTES + _HEAD_BYTES + _TOKEN_BYTES


@dataclass(frozen=True, slots=True)
class Request:
    """One echo request; ``body`` is what must come back."""

    ipv6: bool
    body: bytes

    @property
    def message(self) -> bytes:
        """The ICMP message. Where the system makes the checksum itself, this one is not looked at."""
        head = bytes([_REQUEST_6 if self.ipv6 else _REQUEST, 0, 0, 0, 0, 0, 0, 1])
        return head[:2] + _checksum(head + self.body) + head[4:] + self.body


def build(size: int, *, ipv6: bool) -> Request:
    """A request that makes a whole packet of ``size`` bytes, and no smaller one than can be told from others."""
    body = max(size, SMALLEST_BYTES) - (_IPV6_BYTES if ipv6 else _IP_BYTES) - _HEAD_BYTES
    return Request(ipv6, secrets.token_bytes(body))


def read(request: Request, data: bytes) -> int | None:
    """The size of the whole packet that answers the request; None where it answers another one, or is no answer.

    An answer may be shorter than its request: some servers shorten theirs. Some systems hand over the IPv4 header before it.
    """
    if data and data[0] >> 4 == _IPV4:
        data = data[(data[0] & 0x0F) * 4 :]
    kind = _ANSWER_6 if request.ipv6 else _ANSWER
    body = data[_HEAD_BYTES:]
    if len(body) < _TOKEN_BYTES or data[0] != kind or data[1] or data[6:8] != request.message[6:8]:
        return None
    if body != request.body[: len(body)]:
        return None
    return (_IPV6_BYTES if request.ipv6 else _IP_BYTES) + len(data)


def _checksum(data: bytes) -> bytes:
    """RFC 1071: the complement of the sum of all 16-bit words, its carries added."""
    total = sum(int.from_bytes(data[at : at + 2].ljust(2, b"\0"), "big") for at in range(0, len(data), 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return (~total & 0xFFFF).to_bytes(2, "big")
