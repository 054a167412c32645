"""Where the Auth Connector must reach the service: the data centre's own authentication addresses, by the service's own list. Pure.

The host that the reference once named is only remembered (``auth-443``); without the list the addresses are not established.
"""

from __future__ import annotations

from functools import partial
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import AUTHENTICATION, PUBLISHED
from wssdiag.catalogue.values import split_host
from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.situation import AUTH_CONNECTOR, Situation
from wssdiag.model.check import Status
from wssdiag.model.location import Location, Need, Provenance, Sureness
from wssdiag.model.observation import Transport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.service_list import ServiceList, Site
    from wssdiag.probes.network import Network

#: Addresses that are asked. Each of them stands for its data centre, and one is enough.
MOST_ADDRESSES = 8

_HTTPS = 443


def published_locations(situation: Situation) -> tuple[Location, ...]:
    """A row for each authentication address that is asked, as alternatives; none outside of the role, or without the list."""
    listed = situation.published
    if listed is None or situation.role != AUTH_CONNECTOR or not _is_asked(situation):
        return ()
    return tuple(_location(site, address, listed) for site, address in _addresses(situation, listed)[:MOST_ADDRESSES])


def list_check(situation: Situation) -> tuple[Check, ...]:
    """What the list says of authentication addresses, or that there is no list."""
    if situation.role != AUTH_CONNECTOR or not _is_asked(situation):
        return ()
    return (Check(id="auth.list", title="Authentication addresses of the service", run=partial(_says, situation=situation)),)


def _is_asked(situation: Situation) -> bool:
    """Whether the catalogue in force asks the authentication service at all: one that holds nothing contacts nobody."""
    return any(AUTHENTICATION in row.methods for row in situation.catalogue.location)


def _says(_network: Network, _results: Results, *, situation: Situation) -> Outcome:
    listed = situation.published
    if listed is None:
        return Outcome(Status.UNKNOWN, "not established: take the service's own list, which names the addresses of each data centre")
    everything = _addresses(situation, listed)
    if not everything:
        return Outcome(Status.UNKNOWN, "not established: the service's own list names no authentication address")
    where = ", ".join(dict.fromkeys(site.name for site, _ in everything[:MOST_ADDRESSES]))
    asked = min(len(everything), MOST_ADDRESSES)
    return Outcome(
        Status.PASS, f"{asked} of {len(everything)} addresses of the list of {listed.revised or listed.fetched} are asked: {where}"
    )


def _addresses(situation: Situation, listed: ServiceList) -> list[tuple[Site, str]]:
    """Of the profile's data centres where the list has them, else of all: the first address of each, then the second of each."""
    wanted = {_site_name(text) for text in situation.profile.endpoints.datacentres}
    own = [site for site in listed.sites if site.name.casefold() in wanted and site.authentication]
    sites = own or [site for site in listed.sites if site.authentication]
    turns = chain.from_iterable(zip_longest(*(_pairs(site) for site in sites)))
    return list({address: (site, address) for site, address in filter(None, turns)}.values())


def _pairs(site: Site) -> Iterator[tuple[Site, str]]:
    return ((site, address) for address in site.authentication)


def _site_name(text: str) -> str:
    """``gcato2`` of ``gcato2-vip1.threatpulse.net``."""
    host, _port = split_host(text, None)
    return host.partition(".")[0].partition("-")[0].casefold()


def _location(site: Site, address: str, listed: ServiceList) -> Location:
    return Location(
        id=f"auth-{_HTTPS}.{address.replace(':', '-')}",
        methods=(AUTHENTICATION,),
        addresses=(address,),
        port=_HTTPS,
        transport=Transport.TCP,
        protocol="tls",
        purpose=f"Authentication service of data centre {site.name}, asked by the Auth Connector",
        need=Need.ALTERNATIVE,
        group=PUBLISHED,
        when="Directly, not through the site's IPsec tunnel.",
        provenance=Provenance(source=f"the service's own list, {listed.source}", revised=listed.revised, certainty=Sureness.DOCUMENTED),
    )
