"""What a domain controller says to a client that is not signed in: a bind, and its root entry (RFC 4511, RFC 4512 section 5.1). Pure."""

from __future__ import annotations

from tests.lab.servers.ber import BOOLEAN, ENUMERATED, OCTETS, SEQUENCE, SET, MalformedError, encoded, expect, integer, number, text

_BIND, _BIND_ANSWER = 0x60, 0x61
_UNBIND = 0x42
_SEARCH, _ENTRY, _SEARCH_DONE = 0x63, 0x64, 0x65
_ABANDON = 0x50
_EXTENDED_ANSWER = 0x78
_ANSWER_NAME = 0x8A
_SIMPLE, _SASL = 0x80, 0xA3
_PRESENT = 0x87

_VERSION = 3
_BASE_OBJECT = 0
_MAX_ID = 2**31 - 1

_SUCCESS, _OPERATIONS_ERROR, _PROTOCOL_ERROR, _AUTH_METHOD_NOT_SUPPORTED, _INVALID_CREDENTIALS = 0, 1, 2, 7, 49
_INSUFFICIENT_RIGHTS = 50

#: RFC 4511 section 4.4.1: what a server says of its own accord before it hangs up.
_DISCONNECTION = "1.3.6.1.4.1.1466.20036"


def answers(message: bytes, host: str) -> tuple[bytes, bool]:
    """The bytes that answer one whole message, and whether the connection goes on. What is no LDAP ends it with a notice."""
    try:
        return _answered(message, host)
    except MalformedError:
        notice = _result(_EXTENDED_ANSWER, _PROTOCOL_ERROR, "not understood", text(_DISCONNECTION, _ANSWER_NAME))
        return _message(0, notice), False


def refusals(message: bytes, host: str) -> tuple[bytes, bool]:
    """The same of a server that lets strangers read nothing, its root entry included."""
    try:
        identifier, operation = integer(expect(message, SEQUENCE)[0])
    except MalformedError:
        return answers(message, host)
    if operation[:1] != bytes([_SEARCH]):
        return answers(message, host)
    return _message(identifier, _result(_SEARCH_DONE, _INSUFFICIENT_RIGHTS, "sign in first")), True


def _answered(message: bytes, host: str) -> tuple[bytes, bool]:
    content, rest = expect(message, SEQUENCE)
    identifier, operation = integer(content)
    if rest or not 0 < identifier <= _MAX_ID or not operation:
        raise MalformedError
    kind = operation[0]
    body, _controls = expect(operation, kind)
    if kind == _BIND:
        return _message(identifier, _bind(body)), True
    if kind == _SEARCH:
        return b"".join(_message(identifier, part) for part in _search(body, host)), True
    if kind == _UNBIND:
        return b"", False
    if kind == _ABANDON:
        return b"", True
    raise MalformedError


def _bind(body: bytes) -> bytes:
    version, rest = integer(body)
    name, rest = expect(rest, OCTETS)
    if not rest:
        raise MalformedError
    if version != _VERSION:
        return _result(_BIND_ANSWER, _PROTOCOL_ERROR, "version 3 only")
    if rest[0] == _SASL:
        return _result(_BIND_ANSWER, _AUTH_METHOD_NOT_SUPPORTED, "no SASL here")
    password, _after = expect(rest, _SIMPLE)
    code = _SUCCESS if not name and not password else _INVALID_CREDENTIALS
    return _result(_BIND_ANSWER, code, "")


def _search(body: bytes, host: str) -> tuple[bytes, ...]:
    base, rest = expect(body, OCTETS)
    scope, rest = integer(rest, ENUMERATED)
    _aliases, rest = integer(rest, ENUMERATED)
    _size, rest = integer(rest)
    _seconds, rest = integer(rest)
    types_only, rest = expect(rest, BOOLEAN)
    if len(types_only) != 1 or not rest:
        raise MalformedError
    condition, rest = expect(rest, rest[0])
    wanted, _after = expect(rest, SEQUENCE)
    if base or scope != _BASE_OBJECT or condition.lower() != b"objectclass":
        return (_result(_SEARCH_DONE, _OPERATIONS_ERROR, "a successful bind must be completed first"),)
    names = _names(wanted)
    chosen = {key: values for key, values in _root_entry(host).items() if not names or names & {key.lower(), "*"}}
    attributes = (encoded(SEQUENCE, text(key), encoded(SET, *(text(value) for value in values))) for key, values in chosen.items())
    return encoded(_ENTRY, text(""), encoded(SEQUENCE, *attributes)), _result(_SEARCH_DONE, _SUCCESS, "")


def _names(wanted: bytes) -> frozenset[str]:
    found: set[str] = set()
    while wanted:
        name, wanted = expect(wanted, OCTETS)
        found.add(name.decode("utf-8", "replace").lower())
    return frozenset(found)


def _root_entry(host: str) -> dict[str, tuple[str, ...]]:
    domain = ",".join(f"DC={label}" for label in host.split(".")[1:])
    return {
        "defaultNamingContext": (domain,),
        "dnsHostName": (host,),
        "namingContexts": (domain, f"CN=Configuration,{domain}"),
        "supportedLDAPVersion": ("3", "2"),
    }


def _result(tag: int, code: int, said: str, *more: bytes) -> bytes:
    return encoded(tag, number(code, ENUMERATED), text(""), text(said), *more)


def _message(identifier: int, operation: bytes) -> bytes:
    return encoded(SEQUENCE, number(identifier), operation)
