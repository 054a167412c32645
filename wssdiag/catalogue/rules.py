"""What a catalogue may say: the values of its rows, one function a kind of row. Pure.

Gives each problem with the key path of its place. Must not read files, nor raise for what a row says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue import values
from wssdiag.model.location import Need
from wssdiag.model.observation import Transport

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wssdiag.catalogue.values import Problem
    from wssdiag.model.location import Catalogue, ClockSource, Control, Location, PublicResolver, SignInProbe

#: What the profile fills, each by the key of that name in its ``[endpoints]``; the last is filled by nobody.
PLACEHOLDERS = (
    "datacentres",
    "proxies",
    "ike_gateways",
    "domain_controllers",
    "auth_connector",
    "identity_provider",
    "pac_url",
    "not_established",  # no public document names the host: the row is listed, and never checked
)

#: RFC 9110 section 15.
_STATUS = range(100, 600)


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    """All that is wrong with the values of a catalogue, in the order of its parts."""
    yield from _found("version", values.line_of_text(catalogue.version))
    for index, location in enumerate(catalogue.location):
        yield from _under(f"location[{index}]", _location(location))
    for index, control in enumerate(catalogue.control):
        yield from _under(f"control[{index}]", _control(control))
    for index, probe in enumerate(catalogue.sign_in_probe):
        yield from _under(f"sign_in_probe[{index}]", sign_in_probe(probe))
    for index, resolver in enumerate(catalogue.resolver):
        yield from _under(f"resolver[{index}]", _resolver(resolver))
    for index, source in enumerate(catalogue.clock_source):
        yield from _under(f"clock_source[{index}]", _clock_source(source))
    yield from _duplicates(catalogue)


def sign_in_probe(probe: SignInProbe) -> Iterator[Problem]:
    """A sign-in probe, of the catalogue or of a profile: plain HTTP, since a sign-in page cannot answer for a certificate."""
    yield from _found("url", values.web_address(probe.url, ("http",)))
    if probe.status not in _STATUS:
        yield "status", f"{probe.status} is not an HTTP status (100 to 599)"
    if probe.body:
        yield from _found("body", values.line_of_text(probe.body))
    if probe.operator:
        yield from _found("operator", values.line_of_text(probe.operator))


def _location(row: Location) -> Iterator[Problem]:
    yield from _found("id", values.identifier(row.id))
    if not row.methods:
        yield "methods", "empty"
    yield from values.each("methods", row.methods, values.method_word)
    yield from _target(row)
    yield from _ports(row)
    yield from _found("protocol", values.protocol_word(row.protocol))
    yield from _found("purpose", values.line_of_text(row.purpose))
    if row.path is not None and not (row.path.startswith("/") and row.path.isascii() and row.path.isprintable() and " " not in row.path):
        yield "path", "a path begins with '/' and holds no blank"
    if row.need is Need.ALTERNATIVE and not row.group:
        yield "group", "missing: an alternative belongs to a group"
    if row.group is not None:
        yield from _found("group", values.identifier(row.group))
    if row.when is not None:
        yield from _found("when", values.line_of_text(row.when))
    yield from _found("provenance.source", values.line_of_text(row.provenance.source))
    if row.provenance.revised:
        yield from _found("provenance.revised", values.line_of_text(row.provenance.revised))


def _target(row: Location) -> Iterator[Problem]:
    if row.host is None and row.placeholder is None:
        yield "host", "missing: a location has a host or a placeholder"
    elif row.host is not None and row.placeholder is not None:
        yield "placeholder", "a location has a host or a placeholder, not both"
    elif row.host is not None:
        yield from _found("host", values.host(row.host))
    elif row.placeholder is not None:
        yield from _found("placeholder", values.word_of(row.placeholder, PLACEHOLDERS))
    yield from values.each("addresses", row.addresses, values.address)
    yield from values.repeated("addresses", row.addresses)


def _ports(row: Location) -> Iterator[Problem]:
    if row.port is not None:
        yield from _found("port", values.port_number(row.port))
    if row.ports is not None:
        yield from _found("ports", values.port_range(row.ports))
    if row.port is not None and row.ports is not None:
        yield "ports", "a location has a port or a range of ports, not both"
    portless = row.transport is Transport.IP or row.protocol == "esp"
    if portless and (row.port is not None or row.ports is not None):
        yield "port", f"{row.protocol} has no ports"
    if not portless and row.port is None and row.ports is None:
        yield "port", "missing: a location has a port or a range of ports"


def _control(row: Control) -> Iterator[Problem]:
    yield from _found("id", values.identifier(row.id))
    yield from _found("host", values.host(row.host))
    yield from values.each("addresses", row.addresses, values.address)
    yield from values.repeated("addresses", row.addresses)
    yield from _found("port", values.port_number(row.port))
    yield from _found("transport", values.word_of(row.transport, ("tcp", "udp")))
    yield from _found("operator", values.line_of_text(row.operator))


def _resolver(row: PublicResolver) -> Iterator[Problem]:
    yield from _found("id", values.identifier(row.id))
    yield from _found("address", values.address(row.address))
    yield from _found("port", values.port_number(row.port))
    yield from _found("operator", values.line_of_text(row.operator))


def _clock_source(row: ClockSource) -> Iterator[Problem]:
    yield from _found("id", values.identifier(row.id))
    yield from _found("url", values.web_address(row.url))
    yield from _found("operator", values.line_of_text(row.operator))


def _duplicates(catalogue: Catalogue) -> Iterator[Problem]:
    kinds: tuple[tuple[str, Iterable[Location | Control | PublicResolver | ClockSource]], ...] = (
        ("location", catalogue.location),
        ("control", catalogue.control),
        ("resolver", catalogue.resolver),
        ("clock_source", catalogue.clock_source),
    )
    for kind, rows in kinds:
        for place, problem in values.repeated(kind, (row.id for row in rows)):
            yield f"{place}.id", problem


def _under(place: str, found: Iterable[Problem]) -> Iterator[Problem]:
    return ((f"{place}.{inner}", problem) for inner, problem in found)


def _found(place: str, problem: str | None) -> Iterator[Problem]:
    if problem:
        yield place, problem
