"""The rows of the reference that stand beside a method, and what sets them apart. Pure.

A location that the organisation adds by itself belongs to every method, so it is none of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.merge import FROM_DNS, FROM_PROFILE
from wssdiag.model.web_address import bare_host, is_literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.model.location import Catalogue, Location

#: ``proxy.threatpulse.net``: a host, and a domain of two labels at least, which one organisation has to itself.
_LABELS_BEFORE_A_DOMAIN = 2

SAML = "saml"
DIRECTORY = "auth-connector-ad"
LOGON = "ac-logon"
AUTHENTICATION = "auth-connector"

TRANS_PROXY = "trans-proxy"
ROAMING = "roaming-captive-portal"

#: Ports of the service that are spoken to as to a proxy: plainly; inside TLS; with requests that were HTTPS before somebody decrypted them.
PLAIN_PROXY = "http-proxy"
TLS_PROXY = "https-proxy"
DECRYPTED_PROXY = "decrypted-https"
PROXY_PROTOCOLS = frozenset({PLAIN_PROXY, TLS_PROXY, DECRYPTED_PROXY})

_PAC_METHODS = frozenset({"pac-file", "sep-pac"})
#: The group of authentication addresses that the service's own list gives: one of them is enough.
PUBLISHED = "authentication"

_WITH_A_CAUSE = (SAML, DIRECTORY, LOGON)


def is_row(location: Location, row: str) -> bool:
    """Whether the location stands in this row, and in no other."""
    return location.methods == (row,)


def has_cause_of_its_own(location: Location) -> bool:
    """Whether a more specific cause stands in place of ``port-blocked`` for this location."""
    return any(is_row(location, row) for row in _WITH_A_CAUSE)


def is_of_the_organisation(location: Location) -> bool:
    """Whether the location is the organisation's own: its identity provider, its directory, its Auth Connector."""
    return has_cause_of_its_own(location) and any(origin in location.provenance.source for origin in (FROM_PROFILE, FROM_DNS))


def goes_direct(location: Location) -> bool:
    """Whether its program takes no notice of proxies, whatever method browsers use: the logon application, and who fetches PAC files."""
    return is_row(location, LOGON) or is_pac_host(location)


def is_pac_host(location: Location) -> bool:
    """Whether PAC files are fetched there. A browser does so directly: it does not know its proxy before."""
    return set(location.methods) <= _PAC_METHODS and location.protocol not in PROXY_PROTOCOLS


def only_inside(location: Location) -> bool:
    """Whether it exists in the organisation's own network alone: that it is not found elsewhere is no fault."""
    return is_row(location, LOGON)


def service_proxies(catalogue: Catalogue) -> tuple[Location, ...]:
    """The rows of the service's own proxies, out in the internet; an organisation's own from the profile is none."""
    return tuple(row for row in catalogue.location if row.protocol in PROXY_PROTOCOLS and FROM_PROFILE not in row.provenance.source)


def is_service_proxy(host: str, catalogue: Catalogue) -> bool:
    """Whether a host is one of the service's own proxies: by its name or address, or by a name beside theirs.

    The service numbers its proxies (``ep3.threatpulse.net``) and names each data centre's (``gcato2-vip1.threatpulse.net``): no list has
    them all, and nobody else names hosts in its domain.
    """
    return any(_is_at(row, host) or _is_beside(row, host) for row in service_proxies(catalogue))


def row_of_proxy(host: str, port: int, catalogue: Catalogue) -> Location | None:
    """The row that a proxy is: by name or address, an organisation's own too, else that of the service's proxies beside it. Or None."""
    rows = [row for row in catalogue.location if row.port == port and row.protocol in PROXY_PROTOCOLS]
    own = (row for row in service_proxies(catalogue) if row.port == port and _is_beside(row, host))
    return next((row for row in rows if _is_at(row, host)), None) or next(own, None)


def _is_at(row: Location, host: str) -> bool:
    return bare_host(host) in {row.host, *row.addresses}


def _is_beside(row: Location, host: str) -> bool:
    name = bare_host(host)
    apart = row.host is not None and row.host.count(".") >= _LABELS_BEFORE_A_DOMAIN and not is_literal(name)
    return apart and name.partition(".")[2] == (row.host or "").partition(".")[2]


def authentication(locations: Iterable[Location]) -> tuple[Location, ...]:
    """The service's authentication of role auth-connector, which stands there for web traffic: one of these must answer.

    The addresses of the service's own list, where one was taken; else the first of the row.
    """
    rows = tuple(row for row in locations if is_row(row, AUTHENTICATION))
    return tuple(row for row in rows if row.group == PUBLISHED) or rows[:1]
