"""``macos/scutil-dns.txt``: the resolvers of macOS (``scutil --dns``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wssdiag.model.facts import Resolver
from wssdiag.system.parse.address import ip_of, is_loopback, split_zone
from wssdiag.system.parse.text import VALUE_LIMIT, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

#: ``if_index : 6 (en0)``
_INTERFACE = re.compile(r"\d{1,10} \(([^)]{1,64})\)")

#: Nobody has more.
_LIMIT = 100

_HIGHEST_PORT = 65_535

_DNS_PORT = 53


def scutil_resolvers(data: bytes) -> tuple[Resolver, ...]:
    """The servers that any name may be asked of, each once: default resolvers, without those for one domain or for scoped queries."""
    found: dict[tuple[str, int], Resolver] = {}
    for block, servers in _blocks(data):
        for row in _resolvers(block, servers):
            found.setdefault((row.address, row.port), row)
    return tuple(found.values())[:_LIMIT]


def scutil_domains(data: bytes) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The domains that have resolvers of their own, each with their addresses; those without a server (multicast DNS) are left out."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for block, servers in _blocks(data):
        addresses = tuple(address for server in servers[:_LIMIT] if (address := ip_of(server)))
        if addresses and "domain" in block:
            found.append((block["domain"], addresses))
    return tuple(found[:_LIMIT])


def _blocks(data: bytes) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Each resolver before those for scoped and service-specific queries: its keys, and its servers."""
    block: dict[str, str] = {}
    servers: list[str] = []
    for line in [*lines_of(data), "resolver #end"]:
        if line.startswith(("resolver #", "DNS configuration")):
            yield block, servers
            block, servers = {}, []
            if line.startswith("DNS configuration (for "):
                break
        elif " : " in line and len(line) <= VALUE_LIMIT:
            key, _, value = line.partition(" : ")
            if key.startswith("nameserver["):
                servers.append(value.strip())
            else:
                block[key.strip()] = value.strip()


def _resolvers(block: dict[str, str], servers: list[str]) -> list[Resolver]:
    if "domain" in block:
        return []
    match = _INTERFACE.match(block.get("if_index", ""))
    port = block.get("port", "")
    number = int(port) if port.isascii() and port.isdigit() and len(port) <= len(str(_HIGHEST_PORT)) else _DNS_PORT
    return [
        Resolver(
            address=address,
            port=number if 0 < number <= _HIGHEST_PORT else _DNS_PORT,
            interface=match[1] if match else split_zone(server)[1],
            source="scutil",
            stub=is_loopback(address),
        )
        for server in servers[:_LIMIT]
        if (address := ip_of(server))
    ]
