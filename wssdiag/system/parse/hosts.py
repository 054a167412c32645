"""The hosts file -> its entries (hosts(5); the same format on every system)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.facts import HostsEntry
from wssdiag.system.parse.address import ip_of
from wssdiag.system.parse.rows import ABSENT
from wssdiag.system.parse.text import lines_of

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture
    from wssdiag.model.unknown import Unknown

#: A longer one is no host name (RFC 1035 section 2.3.4).
_NAME_LIMIT = 255

#: One line may map many names; a megabyte of them is no hosts file.
_LINE_LIMIT = 64 * 1024


def hosts_of(capture: Capture) -> tuple[HostsEntry, ...] | Unknown:
    """The lines that map names, in the file's order; names in lower case, without the root's dot. Other lines are left out."""
    data = capture.get("hosts.txt")
    if data is None:
        return ABSENT
    entries: list[HostsEntry] = []
    for line in lines_of(data):
        first, *rest = line[:_LINE_LIMIT].partition("#")[0].split() or [""]
        address = ip_of(first)
        names = tuple(name.lower().rstrip(".") for name in rest if len(name) <= _NAME_LIMIT)
        if address and names:
            entries.append(HostsEntry(address=address, names=names))
    return tuple(entries)
