"""What a newer list of the service changes, compared with the one that is kept; and which of the two is the older. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wssdiag.catalogue.published import applied, same_addresses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.model.location import Catalogue
    from wssdiag.model.service_list import ServiceList


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Names that came, that went, and that stand for something else than before."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


class RowChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A location of the catalogue that gets other addresses."""

    location: str
    host: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class Changes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of it. A change of site or host is one of its addresses; networks are those of sites and of egress together."""

    sites: Change = Change()
    hosts: Change = Change()
    networks: Change = Change()
    locations: tuple[RowChange, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the two say the same."""
        return self == Changes()


def changes(catalogue: Catalogue, kept: ServiceList | None, new: ServiceList) -> Changes:
    """From the kept list, or from none, to the new one; the catalogue is the one to which they are applied."""
    return Changes(
        sites=_change(_sites(kept), _sites(new)),
        hosts=_change(_hosts(kept), _hosts(new)),
        networks=_change(_networks(kept), _networks(new)),
        locations=_locations(applied(catalogue, kept), applied(catalogue, new)),
    )


def is_older(new: ServiceList, kept: ServiceList | None) -> bool:
    """Whether taking the new list would go back. One that gives no date is taken for older than one that does."""
    return kept is not None and new.revised < kept.revised  # ISO 8601 days stand in the order of time, the empty text before all


def _change(before: dict[str, frozenset[str]], after: dict[str, frozenset[str]]) -> Change:
    return Change(
        added=_sorted(after.keys() - before.keys()),
        removed=_sorted(before.keys() - after.keys()),
        changed=_sorted(name for name in before.keys() & after.keys() if before[name] != after[name]),
    )


def _sites(service_list: ServiceList | None) -> dict[str, frozenset[str]]:
    """Networks are compared by themselves: a site is what can be connected to."""
    found: dict[str, frozenset[str]] = {}
    for site in service_list.sites if service_list else ():
        found[site.name] = found.get(site.name, frozenset()) | {*site.ingress, *site.authentication}
    return found


def _hosts(service_list: ServiceList | None) -> dict[str, frozenset[str]]:
    return {host.host: frozenset(host.addresses) for host in (service_list.hosts if service_list else ())}


def _networks(service_list: ServiceList | None) -> dict[str, frozenset[str]]:
    return dict.fromkeys(service_list.networks if service_list else (), frozenset())


def _locations(before: Catalogue, after: Catalogue) -> tuple[RowChange, ...]:
    pairs = zip(before.location, after.location, strict=True)
    return tuple(
        RowChange(location=new.id, host=new.host or "", before=old.addresses, after=new.addresses)
        for old, new in pairs
        if not same_addresses(old.addresses, new.addresses)
    )


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))
