"""Rules that send some names to resolvers of their own: Windows' name resolution policy table (NRPT), macOS's resolvers for one domain.

Must not judge them: what a rule means for the service, the rules of diagnosis say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wssdiag.model.facts import NamePolicy
from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.address import ip_of
from wssdiag.system.parse.rows import ABSENT
from wssdiag.system.parse.scutil_dns import scutil_domains

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.capture import Capture
    from wssdiag.system.parse.registry import Registry

#: Where the rules stand (MS-GPNRPT section 2.2.2): those of group policy first, where they exist the local ones are not read.
_TABLES = (
    ("group-policy", r"hkey_local_machine\software\policies\microsoft\windows nt\dnsclient\dnspolicyconfig"),
    ("local-policy", r"hkey_local_machine\system\currentcontrolset\services\dnscache\parameters\dnspolicyconfig"),
)

#: The bit of ConfigOptions that gives GenericDNSServers a meaning (MS-GPNRPT section 2.2.2.5).
_GENERIC_SERVERS = 0x8

#: Nobody has more rules, names in a rule, or servers of one.
_LIMIT = 200

#: A name of the DNS has at most 253 characters (RFC 1035 section 2.3.4).
_NAME_LIMIT = 254

_SEPARATORS = re.compile(r"[;,\s]+")


def name_policies_of(capture: Capture, registry: Registry | None, os: str) -> tuple[NamePolicy, ...] | Unknown:
    """The rules, most of them first as the system lists them. Unknown where the system's own source is absent."""
    if os == "windows":
        return ABSENT if registry is None else _of_registry(registry)
    if os == "macos":
        data = capture.get("macos/scutil-dns.txt")
        return ABSENT if data is None else tuple(_of_scutil(data))[:_LIMIT]
    return Unknown("not read on this system")


def _of_registry(registry: Registry) -> tuple[NamePolicy, ...] | Unknown:
    for source, table in _TABLES:
        keys = [key for key in registry.keys if key == table or key.startswith(f"{table}\\")]
        if keys:
            return tuple(row for key in keys for row in _of_rule(registry, key, source))[:_LIMIT]
    return Unknown("windows/registry.reg: it ends in the middle of a line") if registry.cut else ()


def _of_rule(registry: Registry, key: str, source: str) -> Iterator[NamePolicy]:
    names = registry.values(key).get("name", ())
    options = registry.number(key, "ConfigOptions")
    counts = options is None or bool(options & _GENERIC_SERVERS)
    servers = _addresses(registry.text(key, "GenericDNSServers")) if counts else ()
    for name in ((names,) if isinstance(names, str) else names if isinstance(names, tuple) else ())[:_LIMIT]:
        if pattern := _pattern(name):
            yield NamePolicy(pattern=pattern, servers=servers, source=source)


def _of_scutil(data: bytes) -> Iterator[NamePolicy]:
    for domain, servers in scutil_domains(data):
        if pattern := _pattern(f".{domain}"):
            yield NamePolicy(pattern=pattern, servers=servers, source="scutil")


def _pattern(name: str) -> str:
    """A name as the fact spells it; empty for one that no name of the DNS can fit."""
    text = name.strip().lower()
    clean = text if text == "." else text.removesuffix(".")
    return clean if 0 < len(clean) <= _NAME_LIMIT and clean.isprintable() and " " not in clean else ""


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(address for part in _SEPARATORS.split(text[:4096])[:_LIMIT] if (address := ip_of(part)))
