"""The service's own published list of its hosts and addresses (servicepoints), as far as a run can use it.

Made from the vendor's JSON by :mod:`wssdiag.catalogue.servicepoints`, which is where its shape and its faults are known.
"""

from __future__ import annotations

from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final, Literal

import msgspec

#: Where the vendor publishes it.
LIST_URL: Final = "https://servicepoints.threatpulse.com/api/v2/full"

SERVICE_LIST_SCHEMA: Final = "wssdiag.service-list/1"


class ServiceHost(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the service's management hosts: the portal, the traffic controller, ..."""

    host: str  # lower case
    addresses: tuple[str, ...] = ()


class Site(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One data centre, with what of it is in force on the day of the list."""

    name: str  # "GCATO2"
    location: str = ""
    ingress: tuple[str, ...] = ()  # addresses of its listeners: agents' tunnels, IPsec, proxies
    ranges: tuple[str, ...] = ()  # networks: "203.0.113.0/24"
    authentication: tuple[str, ...] = ()  # addresses that an Auth Connector must reach


class ServiceList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """The whole list. An address in one of its networks is the service's; one in none of them is not, as long as the list is fresh."""

    schema: Literal["wssdiag.service-list/1"] = SERVICE_LIST_SCHEMA
    source: str  # the file or address that it was read from
    fetched: str  # UTC, ISO 8601
    revised: str  # the newest date that the list itself gives: "2026-09-12"; empty where it gives none
    hosts: tuple[ServiceHost, ...] = ()
    sites: tuple[Site, ...] = ()
    egress: tuple[str, ...] = ()  # networks from which traffic leaves, beside those of the sites
    left_out: tuple[str, ...] = ()  # entries that were not believed, each with its place and why; at most some twenty lines

    @property
    def networks(self) -> tuple[str, ...]:
        """The networks of all sites and of egress, each once."""
        return tuple(dict.fromkeys((*(row for site in self.sites for row in site.ranges), *self.egress)))

    @cached_property
    def _networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        return tuple(ip_network(text) for text in self.networks)

    def network_of(self, address: str) -> str | None:
        """The published network from which traffic with this address leaves; None where none holds it, or it is no address."""
        try:
            wanted = ip_address(address)
        except ValueError:
            return None
        return next((str(network) for network in self._networks if wanted.version == network.version and wanted in network), None)
