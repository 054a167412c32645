"""The catalogue as the service's own list has it: addresses from the list, remembered hosts that it names, and where the two differ. Pure.

The list speaks of hosts and addresses alone, so it lifts no other doubt: where some row of the catalogue documents a host already, another
row that is unverified doubts that its agent or its port belongs to this host, and stays unverified.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

import msgspec

from wssdiag.model.location import Sureness
from wssdiag.model.web_address import bare_host

if TYPE_CHECKING:
    from wssdiag.model.location import Catalogue, Location, Provenance
    from wssdiag.model.service_list import ServiceHost, ServiceList


class Difference(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A location for which the catalogue and the list give other addresses. The list's are used."""

    location: str
    host: str
    catalogue: tuple[str, ...]
    published: tuple[str, ...]


def applied(catalogue: Catalogue, service_list: ServiceList | None) -> Catalogue:
    """The catalogue with what the list says. Without a list, and applied again, nothing changes; only locations can."""
    if service_list is None:
        return catalogue
    hosts = _by_host(service_list)
    documented = {row.host for row in catalogue.location if row.provenance.certainty is not Sureness.UNVERIFIED}
    told = f"the service's own list{f' of {service_list.revised}' if service_list.revised else ''}"
    rows = tuple(_row(row, hosts.get(bare_host(row.host or "")), told, row.host in documented) for row in catalogue.location)
    return msgspec.structs.replace(catalogue, location=rows)


def differences(catalogue: Catalogue, service_list: ServiceList | None) -> tuple[Difference, ...]:
    """Locations whose addresses in the catalogue are not those of the list, in the order of the catalogue; it must not be applied yet."""
    hosts = _by_host(service_list) if service_list else {}
    found = ((row, hosts.get(bare_host(row.host or ""))) for row in catalogue.location)
    return tuple(
        Difference(location=row.id, host=host.host, catalogue=row.addresses, published=host.addresses)
        for row, host in found
        if host and row.addresses and host.addresses and not same_addresses(row.addresses, host.addresses)
    )


def same_addresses(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether they are the same, in whatever order and spelling."""
    return {ip_address(text) for text in one} == {ip_address(text) for text in other}


def _row(row: Location, host: ServiceHost | None, told: str, documented: bool) -> Location:  # noqa: FBT001 - one fact of the row's host
    if host is None:
        return row
    promoted = row.provenance.certainty is Sureness.UNVERIFIED and not documented
    addresses = row.addresses if not host.addresses or same_addresses(row.addresses, host.addresses) else host.addresses
    if not promoted and addresses == row.addresses:
        return row
    return msgspec.structs.replace(row, addresses=addresses, provenance=_provenance(row.provenance, told, promoted=promoted))


def _provenance(before: Provenance, told: str, *, promoted: bool) -> Provenance:
    certainty = Sureness.DOCUMENTED if promoted else before.certainty
    return msgspec.structs.replace(before, source=f"{before.source}; {told}", certainty=certainty)


def _by_host(service_list: ServiceList) -> dict[str, ServiceHost]:
    return {host.host: host for host in service_list.hosts}
