"""BER as LDAP uses it (RFC 4511 section 5.1): one-byte tags and definite lengths, strict and bounded. Pure; opens nothing."""

from __future__ import annotations

#: No message of a client that binds or asks for the root entry comes near it.
MAX_MESSAGE = 16 * 1024

#: A message, an operation, a filter: what is nested deeper is not read.
_MAX_LENGTH_BYTES = 4
_LONG_LENGTH = 0x80
_HIGH_TAG = 0x1F

INTEGER, OCTETS, ENUMERATED, SEQUENCE, SET, BOOLEAN = 0x02, 0x04, 0x0A, 0x30, 0x31, 0x01


class MalformedError(ValueError):
    """The bytes are not what LDAP allows."""


class IncompleteError(ValueError):
    """The bytes end before the element does."""


def element(data: bytes) -> tuple[int, bytes, bytes]:
    """The first element as its tag and content, and what follows it."""
    if len(data) < 2:
        raise IncompleteError
    tag, length, start = data[0], data[1], 2
    if tag & _HIGH_TAG == _HIGH_TAG:
        raise MalformedError
    if length >= _LONG_LENGTH:
        count = length - _LONG_LENGTH
        if not 0 < count <= _MAX_LENGTH_BYTES:  # 0x80 alone is the indefinite form, which LDAP forbids
            raise MalformedError
        start += count
        if len(data) < start:
            raise IncompleteError
        length = int.from_bytes(data[2:start], "big")
    if length > MAX_MESSAGE:
        raise MalformedError
    if len(data) < start + length:
        raise IncompleteError
    return tag, data[start : start + length], data[start + length :]


def expect(data: bytes, tag: int) -> tuple[bytes, bytes]:
    """The content of the first element, which must have this tag and be whole, and what follows it."""
    try:
        found, content, rest = element(data)
    except IncompleteError:
        raise MalformedError from None
    if found != tag:
        raise MalformedError
    return content, rest


def integer(data: bytes, tag: int = INTEGER) -> tuple[int, bytes]:
    """A number of at most four bytes, not negative, and what follows it."""
    content, rest = expect(data, tag)
    if not 0 < len(content) <= 4 or content[0] & 0x80:
        raise MalformedError
    return int.from_bytes(content, "big"), rest


def encoded(tag: int, *parts: bytes) -> bytes:
    """An element around its parts."""
    content = b"".join(parts)
    if len(content) < _LONG_LENGTH:
        return bytes([tag, len(content)]) + content
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, _LONG_LENGTH + len(size)]) + size + content


def number(value: int, tag: int = INTEGER) -> bytes:
    """A number that is not negative."""
    return encoded(tag, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def text(value: str, tag: int = OCTETS) -> bytes:
    """A string."""
    return encoded(tag, value.encode())
