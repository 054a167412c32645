"""IKEv2's first message as bytes: builds an IKE_SA_INIT request, and reads whatever answers it strictly. Needs no cryptography.

RFC 7296 sections 1.2, 2.6, 2.21.1, 3.1 to 3.10; the marker of port 4500 is RFC 3948's (section 2.2). Opens nothing.
"""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass

#: Before every IKE message on UDP 4500, where ESP would stand without it.
NON_ESP_MARKER = bytes(4)

_SPI_BYTES = 8
_HEADER = struct.Struct("!8s8sBBBBII")
_VERSION_2 = 0x20
_IKE_SA_INIT = 34
_INITIATOR = 0x08
_RESPONSE = 0x20

# payload types (section 3.2)
_NONE, _SA, _KE, _NONCE, _NOTIFY = 0, 33, 34, 40, 41

_COOKIE = 16390
_COOKIE_BYTES = range(1, 65)  # section 2.6

#: Any number below the prime is a public value of this group (RFC 3526 section 3): the answer is never used.
_MODP_2048 = 14
_MODP_2048_BYTES = 256
_NONCE_BYTES = 32

#: Transform type and number (section 3.3.2): what gateways of the last twenty years take, with the key's bits where there are some.
_TRANSFORMS: tuple[tuple[int, int, int | None], ...] = (
    (1, 12, 256),  # ENCR_AES_CBC
    (1, 12, 128),
    (1, 3, None),  # ENCR_3DES
    (2, 5, None),  # PRF_HMAC_SHA2_256
    (2, 2, None),  # PRF_HMAC_SHA1
    (3, 12, None),  # AUTH_HMAC_SHA2_256_128
    (3, 2, None),  # AUTH_HMAC_SHA1_96
    (4, _MODP_2048, None),
)
_KEY_LENGTH = 0x800E

#: Notifies of a first answer, by the names of section 3.10.1.
_NOTIFIES = {
    1: "UNSUPPORTED_CRITICAL_PAYLOAD",
    5: "INVALID_MAJOR_VERSION",
    7: "INVALID_SYNTAX",
    14: "NO_PROPOSAL_CHOSEN",
    17: "INVALID_KE_PAYLOAD",
    _COOKIE: "COOKIE",
}
_PAYLOADS = {_SA: "SA", _KE: "KE", _NONCE: "Nonce"}

#: Payloads of one message: a first answer has a dozen at most.
_MOST_PAYLOADS = 32


@dataclass(frozen=True, slots=True)
class Request:
    """One first message, with what its answer must repeat."""

    spi: bytes
    body: bytes  # the payloads after a cookie
    first: int  # type of the body's first payload

    def message(self, cookie: bytes = b"") -> bytes:
        """The whole message; with a cookie, that notify stands first (section 2.6)."""
        body, first = self.body, self.first
        if cookie:
            notify = struct.pack("!BBH", 0, 0, _COOKIE) + cookie
            body, first = _payload(first, notify) + body, _NOTIFY
        length = _HEADER.size + len(body)
        return _HEADER.pack(self.spi, bytes(_SPI_BYTES), first, _VERSION_2, _IKE_SA_INIT, _INITIATOR, 0, length) + body


@dataclass(frozen=True, slots=True)
class Answer:
    """What a responder said."""

    says: tuple[str, ...]  # payloads and notifies by name: ("SA", "KE", "Nonce"), ("NO_PROPOSAL_CHOSEN",)
    cookie: bytes = b""


def build() -> Request:
    """An IKE_SA_INIT with a random SPI, nonce and public value."""
    exchange = struct.pack("!HH", _MODP_2048, 0) + b"\x00" + secrets.token_bytes(_MODP_2048_BYTES - 1)
    body = _payload(_KE, _proposal()) + _payload(_NONCE, exchange) + _payload(_NONE, secrets.token_bytes(_NONCE_BYTES))
    return Request(b"\x01" + secrets.token_bytes(_SPI_BYTES - 1), body, _SA)


def read(request: Request, data: bytes) -> Answer | None:
    """The answer to our message; None for what is none. An IKEv1 responder that knows our SPI answers too."""
    if len(data) < _HEADER.size:
        return None
    spi, _own, first, version, exchange, flags, message_id, length = _HEADER.unpack_from(data)
    if spi != request.spi or length != len(data):
        return None
    if version >> 4 == 1:
        return Answer(("IKEv1",))
    if version >> 4 != _VERSION_2 >> 4 or exchange != _IKE_SA_INIT or not flags & _RESPONSE or message_id:
        return None
    return _payloads(first, data[_HEADER.size :])


def _payloads(kind: int, data: bytes) -> Answer | None:
    says: list[str] = []
    cookie = b""
    for _ in range(_MOST_PAYLOADS):
        if kind == _NONE:
            return Answer(tuple(says), cookie) if not data else None
        if len(data) < 4:  # noqa: PLR2004 - the generic payload header
            return None
        length = int.from_bytes(data[2:4], "big")
        if not 4 <= length <= len(data):  # noqa: PLR2004
            return None
        body = data[4:length]
        if kind == _NOTIFY:
            if len(body) < 4 or len(body) < 4 + body[1]:  # noqa: PLR2004 - protocol, SPI size, type
                return None
            number = int.from_bytes(body[2:4], "big")
            content = body[4 + body[1] :]
            if number == _COOKIE and len(content) in _COOKIE_BYTES:
                cookie = content
            if number in _NOTIFIES:
                says.append(_NOTIFIES[number])
        elif kind in _PAYLOADS:
            says.append(_PAYLOADS[kind])
        kind, data = data[0], data[length:]
    return None


def _payload(following: int, body: bytes) -> bytes:
    """Generic header and body (section 3.2)."""
    return struct.pack("!BBH", following, 0, 4 + len(body)) + body


def _proposal() -> bytes:
    """One proposal of all transforms (section 3.3)."""
    transforms = b""
    for number, (kind, identifier, bits) in enumerate(_TRANSFORMS, 1):
        attribute = b"" if bits is None else struct.pack("!HH", _KEY_LENGTH, bits)
        more = 0 if number == len(_TRANSFORMS) else 3
        transforms += struct.pack("!BBHBBH", more, 0, 8 + len(attribute), kind, 0, identifier) + attribute
    return struct.pack("!BBHBBBB", 0, 0, 8 + len(transforms), 1, 1, 0, len(_TRANSFORMS)) + transforms
