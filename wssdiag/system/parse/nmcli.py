"""``linux/nmcli.txt``: what ``nmcli --terse device show`` prints: ``FIELD:value`` a line, devices separated by an empty one."""

from __future__ import annotations

from wssdiag.model.facts import Resolver
from wssdiag.system.parse.address import ip_of, is_loopback
from wssdiag.system.parse.text import lines_of

#: Nobody has more.
_LIMIT = 100


def nmcli_resolvers(data: bytes) -> tuple[Resolver, ...]:
    """The DNS servers of all devices (``IP4.DNS[1]:...``; colons in values may be escaped)."""
    found: list[Resolver] = []
    device: str | None = None
    for line in lines_of(data):
        name, _, value = line.partition(":")
        value = value.replace("\\:", ":")
        if name == "GENERAL.DEVICE":
            device = value
        elif name.startswith(("IP4.DNS[", "IP6.DNS[")) and (address := ip_of(value)):
            found.append(Resolver(address=address, interface=device, source="networkmanager", stub=is_loopback(address)))
    return tuple(found[:_LIMIT])
