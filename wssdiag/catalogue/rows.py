"""The rows of the reference that stand beside a method, and what sets them apart. Pure.

A location that the organisation adds by itself belongs to every method, so it is none of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.merge import FROM_DNS, FROM_PROFILE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.model.location import Location

SAML = "saml"
DIRECTORY = "auth-connector-ad"
LOGON = "ac-logon"
AUTHENTICATION = "auth-connector"

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
    """Whether its program takes no notice of proxies, whatever method browsers use: the logon application."""
    return is_row(location, LOGON)


def only_inside(location: Location) -> bool:
    """Whether it exists in the organisation's own network alone: that it is not found elsewhere is no fault."""
    return is_row(location, LOGON)


def authentication(locations: Iterable[Location]) -> tuple[Location, ...]:
    """The service's authentication of role auth-connector, which stands there for web traffic: one of these must answer.

    The addresses of the service's own list, where one was taken; else the first of the row.
    """
    rows = tuple(row for row in locations if is_row(row, AUTHENTICATION))
    return tuple(row for row in rows if row.group == PUBLISHED) or rows[:1]
