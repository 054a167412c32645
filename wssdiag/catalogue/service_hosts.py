"""The management hosts of the service's own list. No document tells the shape of this section, so it is read for what it names. Pure.

A table that names one host owns the addresses in it; a key that is a host name owns those behind it. Where it is not plain whose an
address is, nobody gets it. Whatever is neither a host nor an address is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wssdiag.catalogue import values
from wssdiag.catalogue.public_networks import network_of
from wssdiag.catalogue.service_reader import MOST_LEVELS
from wssdiag.model.service_list import ServiceHost
from wssdiag.model.shown import shown
from wssdiag.model.web_address import bare_host, host_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.catalogue.service_reader import Reader

#: Addresses of one host; a check may try them all.
_MOST_ADDRESSES: Final = 64

_KEY_CHARACTERS: Final = 40

#: A key that says that a host stands behind it: it counts before others that hold something like one ("docs": "https://...").
_NAMES_A_HOST = re.compile(r"host|fqdn|domain|dns", re.IGNORECASE)

#: The last label of a name out in the internet is never a number, and has no digit unless it is an international one.
_TOP_LABEL = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")


@dataclass(frozen=True, slots=True)
class _Found:
    """What one part holds: hosts that are settled, and names and addresses for which the table around it has to say whose they are."""

    hosts: tuple[ServiceHost, ...] = ()
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def hosts_of(reader: Reader, section: object, place: str) -> tuple[ServiceHost, ...]:
    """Every host of the section once, with its addresses in force. ``InputError`` where the section is neither a list nor a table."""
    if section is None:
        return ()
    if not isinstance(section, dict | list):
        reader.table(section, place)
    found = _part(reader, section, place, MOST_LEVELS)
    owned: dict[str, dict[str, None]] = {}
    for row in (*found.hosts, *(ServiceHost(host=name) for name in found.names)):
        owned.setdefault(row.host, {}).update(dict.fromkeys(row.addresses))
    for host, addresses in owned.items():
        if len(addresses) > _MOST_ADDRESSES:
            reader.fail(place, f"{host} has more than {_MOST_ADDRESSES} addresses")
    return tuple(ServiceHost(host=host, addresses=tuple(addresses)) for host, addresses in owned.items())


def host_name(text: str) -> str | None:
    """The host that a text names, alone, with a port, or in a web address; None for addresses and for anything else."""
    name = host_of(text) if "://" in text else bare_host(values.split_host(text)[0])
    if "." not in name or values.host(name) or not values.address(name) or not _TOP_LABEL.fullmatch(name.rpartition(".")[2]):
        return None
    return name


def _part(reader: Reader, value: object, place: str, levels: int) -> _Found:
    if levels == 0:
        reader.fail(place, "nested too deeply")
    if isinstance(value, str):
        if network_of(value):
            return _Found(addresses=reader.addresses_among(value, place))
        name = _counted(reader, value, place)
        return _Found(names=(name,) if name else ())
    if isinstance(value, list):
        return _joined(_part(reader, entry, at, levels - 1) for entry, at in reader.rows(value, place))
    return _table(reader, value, place, levels) if isinstance(value, dict) and reader.in_force(value) else _Found()


def _table(reader: Reader, table: dict[str, Any], place: str, levels: int) -> _Found:
    """A table settles whose its names and addresses are; addresses without a name are left for the table around it."""
    parts = {key: _part(reader, value, f"{place}.{shown(key, _KEY_CHARACTERS)}", levels - 1) for key, value in table.items()}
    keyed = [ServiceHost(host=name, addresses=part.addresses) for key, part in parts.items() if (name := _counted(reader, key, place))]
    rest = _joined(part for key, part in parts.items() if not host_name(key))
    named = [name for key, part in parts.items() if _NAMES_A_HOST.search(key) for name in part.names] or list(rest.names)
    names = dict.fromkeys(named)
    hosts = (*rest.hosts, *(host for key, part in parts.items() if host_name(key) for host in part.hosts), *keyed)
    if not names:
        return _Found(hosts, addresses=rest.addresses)
    own = rest.addresses if len(names) == 1 else ()
    return _Found((*hosts, *(ServiceHost(host=name, addresses=own) for name in names)))


def _counted(reader: Reader, text: str, place: str) -> str | None:
    """The host that a text names, counted at once: a flood must end before it is sorted out."""
    name = host_name(text)
    if name:
        reader.count(place)
    return name


def _joined(parts: Iterable[_Found]) -> _Found:
    listed = list(parts)
    return _Found(
        tuple(row for part in listed for row in part.hosts),
        tuple(row for part in listed for row in part.names),
        tuple(row for part in listed for row in part.addresses),
    )
