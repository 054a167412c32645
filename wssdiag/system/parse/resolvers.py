"""The configured DNS servers: resolv.conf with the upstreams of a local stub, Windows' interfaces, macOS's ``scutil --dns``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wssdiag.model.facts import Resolver
from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.address import ip_of, is_loopback, split_zone
from wssdiag.system.parse.interfaces import interfaces_of
from wssdiag.system.parse.nmcli import nmcli_resolvers
from wssdiag.system.parse.resolvectl import resolvectl_resolvers
from wssdiag.system.parse.rows import ABSENT, json_of
from wssdiag.system.parse.scutil_dns import scutil_resolvers
from wssdiag.system.parse.text import lines_of

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture

#: A search of the whole file is bounded; nobody has more servers than this.
_SERVER_LIMIT = 100


def resolvers_of(capture: Capture, os: str) -> tuple[Resolver, ...] | Unknown:
    """The resolvers in the order in which they are asked; none configured is an empty tuple. The upstreams follow their stub."""
    if os == "windows":
        return _of_interfaces(capture)
    if os == "macos" and (data := capture.get("macos/scutil-dns.txt")) is not None:
        found = scutil_resolvers(data)
        return found if found or b"DNS configuration" in data else Unknown("macos/scutil-dns.txt: no DNS configuration in it")
    data = capture.get("linux/resolv.conf")
    if data is not None:
        configured = _of_resolv_conf(data, "resolv.conf")
        return configured + _upstreams(capture) if any(row.stub for row in configured) else configured
    # On Windows alone does an interface's empty list say that there is none.
    return (_of_interfaces(capture) or ABSENT) if os == "macos" else ABSENT


def _of_resolv_conf(data: bytes, source: str) -> tuple[Resolver, ...]:
    """``nameserver`` lines (resolv.conf(5)); an address on the loopback is a forwarder on this computer."""
    found: list[Resolver] = []
    for line in lines_of(data):
        words = line.split(None, 2)
        if len(words) > 1 and words[0] == "nameserver" and (address := ip_of(words[1])):
            found.append(Resolver(address=address, interface=split_zone(words[1])[1], source=source, stub=is_loopback(address)))
    return tuple(found[:_SERVER_LIMIT])


def _upstreams(capture: Capture) -> tuple[Resolver, ...]:
    """What the stub asks: from the first source that knows any. A broken source is as good as an absent one: the stub stays listed."""
    found: tuple[Resolver, ...] = ()
    if (data := capture.get("linux/resolvectl.json")) is not None:
        found = resolvectl_resolvers(data)
    if not found and (data := capture.get("linux/systemd-resolv.conf")) is not None:
        found = _of_resolv_conf(data, "systemd-resolved")
    if not found and (data := capture.get("linux/nmcli.txt")) is not None:
        found = nmcli_resolvers(data)
    return tuple(row for row in found if not row.stub)


def _of_interfaces(capture: Capture) -> tuple[Resolver, ...] | Unknown:
    interfaces = interfaces_of(capture)
    if isinstance(interfaces, Unknown):
        return interfaces
    raw = json_of(capture, "interfaces.json", list[Any])
    if not isinstance(raw, Unknown) and not any(isinstance(row, dict) and isinstance(row.get("dns_servers"), list) for row in raw):
        return Unknown("interfaces.json: no lists of DNS servers in it")
    return tuple(
        Resolver(address=address, interface=interface.name, source="interfaces", stub=is_loopback(address))
        for interface in interfaces
        if interface.up
        for address in interface.dns_servers
    )
