"""What a value of a catalogue or a profile may be: one function a kind, each gives the problem in one clause, or None.

Owns the grammar of hosts, addresses, ports and web addresses in input files. Pure; must not know where in a file a value stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from wssdiag.model.fix import Action
from wssdiag.model.mode import Method
from wssdiag.model.private import Kind
from wssdiag.model.shown import shown

#: RFC 1123 section 2.1: labels of letters, digits and inner hyphens, up to 63 each. A-labels of RFC 5890 are such labels.
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)

#: RFC 1035 section 2.3.4, without the final dot.
_HOST_LENGTH = 253

#: Ids are parts of check ids, which are matched by patterns: no sign of a pattern, no blank.
#: A filled location's id holds a whole host name.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,299}")

_WORD = re.compile(r"[a-z][a-z0-9-]{0,31}")

#: Rows of the reference that are checked beside a method, where they apply or by role.
BESIDE_METHODS = ("portal", "auth-connector", "auth-connector-ad", "ac-logon", "saml", "roaming-captive-portal")

#: What may stand in ``methods``.
METHOD_WORDS = (*(str(method) for method in Method), *BESIDE_METHODS)

#: The fixes of the contract.
ACTIONS = tuple(str(action) for action in Action)

#: What an organisation may keep in its bundles.
KINDS = tuple(str(kind) for kind in Kind)

#: What is wrong, and where: the key path inside the file.
Problem = tuple[str, str]

#: A value -> its problem, or None.
Check = Callable[[str], str | None]


def first(problems: Iterable[str | None]) -> str | None:
    """The first problem, or None."""
    return next((problem for problem in problems if problem), None)


def each(place: str, values: Iterable[str], check: Check) -> Iterator[Problem]:
    """The problems of a list, each with its index."""
    for index, value in enumerate(values):
        if problem := check(value):
            yield f"{place}[{index}]", problem


def repeated(place: str, values: Iterable[str]) -> Iterator[Problem]:
    """A value that a list holds twice."""
    seen: dict[str, int] = {}
    for index, value in enumerate(values):
        if value in seen:
            yield f"{place}[{index}]", f"'{shown(value)}' stands here already, at [{seen[value]}]"
        seen.setdefault(value, index)


def not_one_of(value: str, words: Collection[str]) -> str:
    """The problem of a word that is in no closed list."""
    return f"'{shown(value)}' is not one of: {', '.join(words)}" if words else f"'{shown(value)}' is none of the words that stand here"


def word_of(value: str, words: Collection[str]) -> str | None:
    """A word of a closed list."""
    return None if value in words else not_one_of(value, words)


def method_word(value: str) -> str | None:
    """A method, or a row beside the methods."""
    return word_of(value, METHOD_WORDS)


def action_word(value: str) -> str | None:
    """A fix of the contract."""
    return word_of(value, ACTIONS)


def kind_word(value: str) -> str | None:
    """A kind of what is private, which a bundle may keep."""
    return word_of(value, KINDS)


def identifier(value: str) -> str | None:
    """An id: a part of the id of a check."""
    return None if _ID.fullmatch(value) else f"'{shown(value)}' is not an id (letters, digits, '.', '_', '-', at most 300)"


def protocol_word(value: str) -> str | None:
    """The name of a protocol; the list is open."""
    return None if _WORD.fullmatch(value) else f"'{shown(value)}' is not the name of a protocol (small letters, digits, '-')"


def line_of_text(value: str) -> str | None:
    """A text on one line that a person can read: not empty, no control or hidden characters."""
    if not value.strip():
        return "empty"
    return None if shown(value, len(value) + 3) == value else "holds a line break or a hidden character"


def port_number(value: int) -> str | None:
    """A port of TCP or UDP."""
    return None if 1 <= value <= 65535 else f"{value} is not a port (1 to 65535)"  # noqa: PLR2004 - 16 bits, without 0


def port_range(value: str) -> str | None:
    """Two ports, the smaller first: ``49152-65535``."""
    found = re.fullmatch(r"([0-9]{1,5})-([0-9]{1,5})", value)
    if not found:
        return f"'{shown(value)}' is not a range of ports (49152-65535)"
    low, high = int(found[1]), int(found[2])
    return port_number(low) or port_number(high) or (None if low < high else f"{value} does not go upwards")


def address(value: str) -> str | None:
    """A literal IPv4 or IPv6 address, without a zone."""
    try:
        if not (isinstance(found := ip_address(value), IPv6Address) and found.scope_id):
            return None
    except ValueError:
        pass
    return f"'{shown(value)}' is not an IP address"


def host(value: str) -> str | None:
    """A host name (RFC 1123; an international one in its ASCII form) or a literal address."""
    if not address(value):
        return None
    labels = value.split(".")
    right = len(value) <= _HOST_LENGTH and all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    return None if right else f"'{shown(value)}' is not a host name"


def split_host(value: str, default: int | None = None) -> tuple[str, int | None]:
    """``host:port``, ``[v6]:port``, or a host alone with the default port. What is no such text comes back as it is: check it first."""
    if not address(value):
        return value, default
    name, colon, port = value.rpartition(":")
    if colon and port.isascii() and port.isdigit():
        return name.removeprefix("[").removesuffix("]"), int(port)
    return value, default


def host_and_port(value: str) -> str | None:
    """``proxy.example:8080``, ``[2001:db8::1]:8080``."""
    name, port = split_host(value)
    if port is None:
        return host(value) or f"'{shown(value)}' has no port (host:port)"
    if (":" in name) != value.startswith("["):
        return f"'{shown(value)}' is not host:port (an IPv6 address stands in brackets)"
    return host(name) or port_number(port)


def host_or_port(value: str) -> str | None:
    """A host, with or without a port."""
    return host(value) if split_host(value)[1] is None else host_and_port(value)


def socket_address(value: str) -> str | None:
    """``203.0.113.9:443/tcp``, or a bare address."""
    if not address(value):
        return None
    target, slash, transport = value.rpartition("/")
    if not slash or transport not in {"tcp", "udp"} or address(split_host(target)[0]):
        return f"'{shown(value)}' is not an address, nor address:port/tcp or address:port/udp"
    return host_and_port(target)


def web_address(value: str, schemes: tuple[str, ...] = ("http", "https")) -> str | None:
    """A web address with a host, and without user name and password."""
    wrong = f"'{shown(value)}' is not a web address ({', '.join(scheme + '://' for scheme in schemes)})"
    if not value.isascii() or not value.isprintable() or " " in value:
        return wrong
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return wrong
    if parts.scheme not in schemes:
        return wrong
    if parts.scheme == "file":
        return None
    if parts.username is not None or parts.password is not None:
        return "a web address with a user name or password does not belong into a file"
    return first((host(parts.hostname or ""), None if port is None else port_number(port)))


def sha256_hex(value: str) -> str | None:
    """The SHA-256 of a certificate in hex."""
    return None if re.fullmatch(r"[0-9a-fA-F]{64}", value) else f"'{shown(value)}' is not a SHA-256 (64 hex digits)"


def version_number(value: str) -> str | None:
    """``9.7.1``."""
    return None if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9}){0,4}", value) else f"'{shown(value)}' is not a version (9.7.1)"


def age_recipient(value: str) -> str | None:
    """The public key for which a bundle is encrypted (the age format, "age1..."); its check sum is for the encryption to judge."""
    return None if re.fullmatch(r"age1[0-9a-z]{4,2000}", value) else f"'{shown(value)}' is not an age recipient (age1...)"
