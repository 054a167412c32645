"""The first bytes of a connection: is it TLS, and for which server name (RFC 8446 section 4.1.2, RFC 6066 section 3). Pure.

And the two answers that end a handshake at its beginning.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

_ALERT = 21
_HANDSHAKE = 22
_CLIENT_HELLO = 1
_SERVER_HELLO = 2
_FATAL = 2
_TLS_1_0 = b"\x03\x01"
_TLS_1_2 = b"\x03\x03"
_AES_128_CBC_SHA = b"\x00\x2f"  # what every server of that age knows (RFC 2246 section 9, RFC 3268)
_RECORD_HEADER = 5
_SERVER_NAME = 0
_HOST_NAME = 0


class Incomplete(Exception):  # noqa: N818 - a state of reading, no error
    """More bytes are needed."""


@dataclass(slots=True)
class _Reader:
    data: bytes
    at: int = 0

    def take(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            raise Incomplete
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def block(self, size: int) -> bytes:
        return self.take(self.number(size))

    @property
    def left(self) -> bool:
        return self.at < len(self.data)


def is_tls(first: bytes) -> bool:
    """Whether a connection begins with a TLS handshake record."""
    return first[:1] == bytes([_HANDSHAKE])


def server_name(data: bytes) -> str | None:
    """The name in a ClientHello, lower case, or None where it has none. :class:`Incomplete` while bytes are missing."""
    hello = _Reader(_handshake(data))
    if hello.number(1) != _CLIENT_HELLO:
        return None
    body = _Reader(hello.block(3))
    body.take(2 + 32)
    for size in (1, 2, 1):  # session id, cipher suites, compression methods
        body.block(size)
    if not body.left:
        return None
    extensions = _Reader(body.block(2))
    while extensions.left:
        kind = extensions.number(2)
        content = extensions.block(2)
        if kind == _SERVER_NAME:
            names = _Reader(_Reader(content).block(2))
            if names.number(1) == _HOST_NAME:
                return names.block(2).decode("ascii", "replace").lower()
    return None


def alert(number: int) -> bytes:
    """A record with a fatal alert (RFC 8446 section 6)."""
    return _record(_ALERT, _TLS_1_2, bytes([_FATAL, number]))


def old_server_hello() -> bytes:
    """The ServerHello of a server that knows nothing newer than TLS 1.0 (RFC 2246 section 7.4.1.3), without extensions."""
    body = _TLS_1_0 + os.urandom(32) + b"\x00" + _AES_128_CBC_SHA + b"\x00"
    return _record(_HANDSHAKE, _TLS_1_0, bytes([_SERVER_HELLO]) + len(body).to_bytes(3, "big") + body)


def _record(kind: int, version: bytes, content: bytes) -> bytes:
    return bytes([kind]) + version + len(content).to_bytes(2, "big") + content


def _handshake(data: bytes) -> bytes:
    """The handshake messages of the records so far, joined."""
    reader = _Reader(data)
    joined = b""
    while reader.left and len(joined) < _needed(joined):
        reader.take(_RECORD_HEADER - 2)
        joined += reader.block(2)
    if len(joined) < _needed(joined):
        raise Incomplete
    return joined


def _needed(joined: bytes) -> int:
    header = 4
    return header if len(joined) < header else header + int.from_bytes(joined[1:header], "big")
