"""``linux/resolvectl.json``: systemd-resolved's configuration (``resolvectl --json=short status``).

Shape (systemd, src/shared/dns-configuration.c): a list of configurations, one a link and one for all, each with ``ifname`` and
``servers`` as ``{"address": [octets], "addressString", "port", ...}``. Versions before 258 print text: that is no answer.
"""

from __future__ import annotations

import ipaddress
from typing import Any

import msgspec

from wssdiag.model.facts import Resolver
from wssdiag.system.parse.address import ip_of, is_loopback

#: Nobody has more; what follows is not looked at.
_LIMIT = 100

#: Deeper than any configuration is; the reader's own limit of text is far above.
_TEXT_LIMIT = 1024 * 1024

_HIGHEST_PORT = 65_535

_DNS_PORT = 53


def resolvectl_resolvers(data: bytes) -> tuple[Resolver, ...]:
    """The servers of all links, each once; empty where the bytes are not of the shape."""
    if len(data) > _TEXT_LIMIT:
        return ()
    try:
        content = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ()
    found: dict[tuple[str, int, str | None], Resolver] = {}
    for link in (content if isinstance(content, list) else [content])[:_LIMIT]:
        if isinstance(link, dict) and isinstance(servers := link.get("servers"), list):
            for server in servers[:_LIMIT]:
                if isinstance(server, dict) and (row := _resolver(server, link.get("ifname"))):
                    found.setdefault((row.address, row.port, row.interface), row)
    return tuple(found.values())


def _resolver(server: dict[str, Any], interface: object) -> Resolver | None:
    address = ip_of(server.get("addressString")) or _of_octets(server.get("address"))
    if address is None:
        return None
    port = server.get("port")
    return Resolver(
        address=address,
        port=port if isinstance(port, int) and 0 < port <= _HIGHEST_PORT else _DNS_PORT,
        interface=interface if isinstance(interface, str) else None,
        source="resolvectl",
        stub=is_loopback(address),
    )


def _of_octets(value: object) -> str | None:
    try:
        return str(ipaddress.ip_address(bytes(value))) if isinstance(value, list) else None
    except (ValueError, TypeError):
        return None
