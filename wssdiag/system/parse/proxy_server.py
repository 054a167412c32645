"""A proxy server as the sources spell it: ``host:port``, a URL, Windows' ``http=...;https=...`` list. Must not resolve anything."""

from __future__ import annotations

import re

from wssdiag.model.facts import ProxyServer
from wssdiag.system.parse.text import VALUE_LIMIT

#: A longer one is no host name (RFC 1035 section 2.3.4).
_HOST_LIMIT = 253

_HIGHEST_PORT = 65_535

#: ``scheme://`` of RFC 3986 section 3.1.
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,20})://")

#: What stands in no host name and no address: spaces, controls, delimiters of URLs and lists.
_NO_HOST = re.compile(r"[\s\x00-\x1f\x7f/\\@?#,;=<>\"'\[\]]")

#: How many entries a list of servers or exceptions may have.
LIST_LIMIT = 1_000


def proxy_server(text: str, *, scheme: str, default_port: int) -> ProxyServer | None:
    """The server, for traffic of ``scheme`` ("socks" where the text says so); None where the text names none.

    User name and password are dropped. ``default_port`` (1-65535) where the text has no port.
    """
    rest = text.strip()
    if len(rest) > VALUE_LIMIT:
        return None
    if match := _SCHEME.match(rest):
        scheme = "socks" if match[1].lower().startswith("socks") else scheme
        rest = rest[match.end() :]
    rest = rest.rpartition("@")[2].partition("/")[0]
    host, port = _split(rest)
    if not host or len(host) > _HOST_LIMIT or _NO_HOST.search(host):
        return None
    number = default_port if not port else int(port) if port.isascii() and port.isdigit() and len(port) <= len(str(_HIGHEST_PORT)) else 0
    if not 0 < number <= _HIGHEST_PORT:
        return None
    return ProxyServer(scheme=scheme, host=host.lower(), port=number)


def _split(text: str) -> tuple[str, str]:
    """Host and port; an IPv6 address in brackets or bare (then without a port)."""
    if text.startswith("["):
        host, end, port = text[1:].partition("]")
        return (host, port.removeprefix(":")) if end else ("", "")
    if text.count(":") > 1:
        return text, ""
    host, _, port = text.partition(":")
    return host, port


def windows_servers(text: str) -> tuple[ProxyServer, ...]:
    """``host:port`` for everything, or ``http=host:port;https=...;socks=...`` (semicolons or spaces), as WinINET reads it."""
    found: list[ProxyServer] = []
    for entry in re.split(r"[;\s]+", text[:VALUE_LIMIT])[:LIST_LIMIT]:
        name, equals, server = entry.partition("=")
        scheme = name.lower() if equals else "all"
        if parsed := proxy_server(server if equals else entry, scheme=scheme, default_port=80):
            found.append(parsed)
    return tuple(found)


def listed(text: str, separators: str) -> tuple[str, ...]:
    """The entries of a bypass list, without empty ones."""
    return tuple(entry for entry in re.split(f"[{re.escape(separators)}]+", text[: LIST_LIMIT * _HOST_LIMIT])[:LIST_LIMIT] if entry)
