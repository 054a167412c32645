"""LDAP's search for the root entry as bytes: the question, and a strict and bounded reader of whatever answers it. Opens nothing.

RFC 4511 sections 4.1.1 (message), 4.1.9 (result), 4.4.1 (notice of disconnection), 4.5 (search) and 5.1 (the subset of BER: one-byte tags,
definite lengths); the root entry is RFC 4512's (section 5.1), its first two attributes are Active Directory's (MS-ADTS section 3.1.1.3.2).
"""

from __future__ import annotations

from wssdiag.probes.dialogue import NotThisProtocolError

_BOOLEAN, _INTEGER, _OCTETS, _ENUMERATED, _SEQUENCE, _SET = 0x01, 0x02, 0x04, 0x0A, 0x30, 0x31
_SEARCH, _ENTRY, _DONE, _REFERENCE, _EXTENDED, _INTERMEDIATE = 0x63, 0x64, 0x65, 0x73, 0x78, 0x79
_PRESENT = 0x87
_CONTROLS = 0xA0

_ATTRIBUTES = (b"defaultNamingContext", b"dnsHostName", b"supportedLDAPVersion")

#: Our only message on a connection of its own; 0 is for what a server says unasked.
_OUR_ID = 1
_UNASKED = 0

#: An answer with three attributes has some hundred bytes. Servers write lengths in four bytes whatever they are.
_MOST_BYTES = 64 * 1024
_MOST_MESSAGES = 16
_MOST_ATTRIBUTES = 64
_MOST_VALUES = 64
_LENGTH_BYTES = 4
_NUMBER_BYTES = 4

_LONG_LENGTH = 0x80
_LONG_TAG = 0x1F


class NotLdapError(NotThisProtocolError):
    """What came is no LDAP, or no answer to our message."""


def _element(tag: int, *parts: bytes) -> bytes:
    """An element around its parts: all of ours are short, or take one byte of length more."""
    content = b"".join(parts)
    head = bytes([tag, len(content)]) if len(content) < _LONG_LENGTH else bytes([tag, _LONG_LENGTH + 1, len(content)])
    return head + content


#: Base "", scope base object, aliases never followed, no limits of size and time, values wanted, filter (objectClass=*).
QUESTION = _element(
    _SEQUENCE,
    _element(_INTEGER, bytes([_OUR_ID])),
    _element(
        _SEARCH,
        _element(_OCTETS),
        _element(_ENUMERATED, b"\x00"),
        _element(_ENUMERATED, b"\x00"),
        _element(_INTEGER, b"\x00"),
        _element(_INTEGER, b"\x00"),
        _element(_BOOLEAN, b"\x00"),
        _element(_PRESENT, b"objectClass"),
        _element(_SEQUENCE, *(_element(_OCTETS, name) for name in _ATTRIBUTES)),
    ),
)


class RootEntry:
    """The answer to :data:`QUESTION` as it comes: entries, references, and the result that ends it."""

    def __init__(self) -> None:
        """Nothing has come yet."""
        self.answered = False
        self.done = False
        self.result: int | None = None
        self._values: dict[str, tuple[str, ...]] = {}
        self._data = b""
        self._messages = 0

    def take(self, data: bytes) -> bytes:
        """Read all whole messages; nothing is ever sent after the question. Raises :class:`NotLdapError`."""
        self._data += data
        while not self.done and (found := self._next_message()):
            self._messages += 1
            if self._messages > _MOST_MESSAGES:
                raise NotLdapError
            self._message(found)
            self.answered = True
        return b""

    def values(self, attribute: str) -> tuple[str, ...]:
        """The values of an attribute (lower case), as text; none where it did not come."""
        return self._values.get(attribute, ())

    def first(self, attribute: str) -> str:
        """The first value, or nothing."""
        return next(iter(self.values(attribute)), "")

    def _next_message(self) -> bytes | None:
        """What the first whole message holds; None while there is none. Its first byte tells other protocols without waiting for more."""
        if self._data[:1] not in {b"", bytes([_SEQUENCE])}:
            raise NotLdapError
        found = _next(self._data)
        if found is None:
            return None
        _tag, content, self._data = found
        return content

    def _message(self, content: bytes) -> None:
        identifier, rest = _number(content, _INTEGER)
        tag, body, rest = _whole(rest)
        if rest and (_whole(rest)[0] != _CONTROLS or _whole(rest)[2]):
            raise NotLdapError
        if identifier == _UNASKED and tag == _EXTENDED:
            self._end(body)  # a notice of disconnection: the server speaks LDAP, and hangs up
        elif identifier != _OUR_ID:
            raise NotLdapError
        elif tag == _ENTRY:
            self._entry(body)
        elif tag == _DONE:
            self._end(body)
        elif tag not in {_REFERENCE, _INTERMEDIATE}:
            raise NotLdapError

    def _end(self, body: bytes) -> None:
        """A result: its code, the matched name and a text, which is not shown; what may follow must be elements."""
        code, rest = _number(body, _ENUMERATED)
        _name, rest = _expect(rest, _OCTETS)
        _text, rest = _expect(rest, _OCTETS)
        while rest:
            _tag, _content, rest = _whole(rest)
        self.result, self.done = code, True

    def _entry(self, body: bytes) -> None:
        _name, rest = _expect(body, _OCTETS)
        attributes, rest = _expect(rest, _SEQUENCE)
        if rest:
            raise NotLdapError
        for _ in range(_MOST_ATTRIBUTES):
            if not attributes:
                return
            attribute, attributes = _expect(attributes, _SEQUENCE)
            kind, rest = _expect(attribute, _OCTETS)
            values, rest = _expect(rest, _SET)
            if rest:
                raise NotLdapError
            self._values.setdefault(kind.decode("utf-8", "replace").lower(), tuple(_texts(values)))
        raise NotLdapError


def _texts(values: bytes) -> list[str]:
    found: list[str] = []
    while values:
        value, values = _expect(values, _OCTETS)
        found.append(value.decode("utf-8", "replace"))
        if len(found) > _MOST_VALUES:
            raise NotLdapError
    return found


def _next(data: bytes) -> tuple[int, bytes, bytes] | None:
    """Tag and content of the first element and what follows it; None while it is not whole."""
    if len(data) < 2:  # noqa: PLR2004 - a tag and a length
        return None
    tag, length, start = data[0], data[1], 2
    if tag & _LONG_TAG == _LONG_TAG:
        raise NotLdapError
    if length >= _LONG_LENGTH:
        size = length - _LONG_LENGTH
        if not 0 < size <= _LENGTH_BYTES:  # 0x80 alone is the indefinite form, which LDAP forbids
            raise NotLdapError
        start += size
        if len(data) < start:
            return None
        length = int.from_bytes(data[2:start], "big")
    if length > _MOST_BYTES:
        raise NotLdapError
    return (tag, data[start : start + length], data[start + length :]) if len(data) >= start + length else None


def _whole(data: bytes) -> tuple[int, bytes, bytes]:
    """The same inside a message, where nothing can be missing."""
    found = _next(data)
    if found is None:
        raise NotLdapError
    return found


def _expect(data: bytes, tag: int) -> tuple[bytes, bytes]:
    found, content, rest = _whole(data)
    if found != tag:
        raise NotLdapError
    return content, rest


def _number(data: bytes, tag: int) -> tuple[int, bytes]:
    """A number that is not negative (message ids and result codes are none that are), and what follows it."""
    content, rest = _expect(data, tag)
    if not 0 < len(content) <= _NUMBER_BYTES or content[0] & 0x80:
        raise NotLdapError
    return int.from_bytes(content, "big"), rest
