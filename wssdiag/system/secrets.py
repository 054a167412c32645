"""Takes credentials out of what is read, before it goes anywhere. Owns what counts as one in a proxy's address."""

from __future__ import annotations

import re

#: What stands for them.
_MASK = "***@"

#: Behind ``//`` up to the last "@" before the path (RFC 3986 section 3.2.1); a password may hold an unescaped "@".
_USERINFO = re.compile(r"(?<=://)[^/\s'\"]*@")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}://")

#: The same in the bytes of a settings blob, also at the start of a text (behind the zero that ends its length) or of an entry in a list.
_USERINFO_BYTES = re.compile(rb"(?<=://)[^/\s'\"\0]+@|(?<=[\0=;\s])[^/\s'\"\0=;]+@")

_ENTRY = re.compile(r"[^=;\s]+")


def without_credentials(text: str) -> str:
    """Addresses inside a text without user names and passwords."""
    return _USERINFO.sub(_MASK, text)


def server_without_credentials(value: str) -> str:
    """A proxy's address alone, with or without a scheme: everything up to the last "@" goes, since a password may hold a "/" too."""
    match = _SCHEME.match(value)
    start = match.end() if match else 0
    userinfo, at, server = value[start:].rpartition("@")
    return value[:start] + _MASK + server if at and userinfo else value


def servers_without_credentials(value: str) -> str:
    """Proxies in a list (``http=a:80;https=b:80``), each as :func:`server_without_credentials` leaves it."""
    return _ENTRY.sub(lambda match: server_without_credentials(match[0]), value)


def blob_without_credentials(data: bytes) -> bytes:
    """Bytes with texts in them, each user name and password as stars of the same length: the lengths beside the texts stay right."""
    return _USERINFO_BYTES.sub(lambda match: b"*" * (len(match[0]) - 1) + b"@", data)
