"""Both ends of a rule: which addresses of a location, and from which of this computer's. Pure.

A wrong address in a firewall rule is worse than none: of a host that is out in the internet only public addresses count, and an address of
one family is asked for only where this computer sends by that family.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_network
from typing import TYPE_CHECKING, Final

from wssdiag.catalogue.merge import FROM_DNS, OWN
from wssdiag.detection.agent_ways import is_public
from wssdiag.detection.route_table import address_in, route_to, table_of
from wssdiag.model.facts import Interface, known
from wssdiag.model.observation import ConnectDetail, ResolveDetail, Step
from wssdiag.model.unknown import Unknown
from wssdiag.model.web_address import is_here, is_literal
from wssdiag.remedy.rule_request import Line, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wssdiag.detection.route_table import Table
    from wssdiag.model.check import CheckResult
    from wssdiag.model.location import Location
    from wssdiag.model.report import Report

#: Of one host. A DNS answer fits some thirty addresses in a datagram (RFC 1035 section 4.2.1); more are nobody's rule.
MOST_ADDRESSES: Final = 32

#: The look-ups whose answers a program here would use; a second opinion's it would not.
_LOOK_UPS: Final = ("dns", "proxy.dns")

_IPV6: Final = 6
_IPV6_BROKEN: Final = "ipv6-broken"


@dataclass(frozen=True, slots=True)
class Ends:
    """What a report tells of addresses."""

    report: Report
    results: Mapping[str, CheckResult]
    table: Table
    sources: tuple[str, ...]  # of connects by the routes in force, in the order of the report

    @classmethod
    def of(cls, report: Report) -> Ends:
        """Read once from a report."""
        sources = tuple(source for source in dict.fromkeys(_sources(report)) if not is_here(source))
        return cls(report, {row.id: row for row in report.checks}, table_of(report.facts), sources)

    def own_address(self) -> str:
        """This computer's address on its way out; empty where it is not known."""
        return next(iter(self.sources), "") or self._source_of_default_route()

    def from_here(self, location: Location, tried: CheckResult | None) -> tuple[Line, ...]:
        """From this computer to each address of a location that it has a way to."""
        places = self.places(location, tried)
        lines = tuple(self._line(address, origin) for address, origin in places.items())
        return tuple(line for line in lines if line.source and self._carries(line.address)) or lines or (self.to_name(),)

    def to_name(self) -> Line:
        """From this computer to a name whose addresses are not known, or do not matter."""
        return self._from(self.own_address())

    def from_others(self, location: Location, tried: CheckResult | None, senders: tuple[str, ...] = ()) -> tuple[Line, ...]:
        """From somebody else, at these addresses or at some that are not known here."""
        places = self.places(location, tried)
        if not senders:
            return tuple(Line(address=address, origin=origin) for address, origin in places.items()) or (Line(),)
        pairs = ((source, address) for source in senders for address in places if _family(source) == _family(address))
        return tuple(Line(source=source, address=address, origin=places[address]) for source, address in pairs) or tuple(
            Line(source=source) for source in senders
        )

    def places(self, location: Location, tried: CheckResult | None) -> dict[str, Origin]:
        """Address -> by what it is known, best first."""
        documented = (location.host, *location.addresses) if is_literal(location.host or "") else location.addresses
        found = {str(address): Origin.REFERENCE for address in documented if address_in(str(address))}
        for address in self._met(location, tried):
            if len(found) < MOST_ADDRESSES and (_is_inside(location) or is_public(address)):
                found.setdefault(address, Origin.RUN)
        return found

    def _met(self, location: Location, tried: CheckResult | None) -> Iterator[str]:
        """What this computer's DNS said of the host, and what was tried."""
        for family in _LOOK_UPS:
            result = self.results.get(f"{family}.{location.host}")
            for seen in result.observations if result else ():
                if seen.ok and isinstance(seen.detail, ResolveDetail):
                    yield from seen.detail.addresses
        for seen in tried.observations if tried else ():
            if seen.target.host == location.host and seen.target.address and seen.step is not Step.RESOLVE:
                yield seen.target.address

    def _carries(self, address: str) -> bool:
        """Whether this network carries the family at all: where its IPv6 leads nowhere, a rule for it opens nothing."""
        return _family(address) != _IPV6 or all(finding.code != _IPV6_BROKEN for finding in self.report.findings)

    def _line(self, address: str, origin: Origin) -> Line:
        here = self._from(self._source_to(address))
        return Line(source=here.source, interface=here.interface, network=here.network, address=address, origin=origin)

    def _from(self, source: str) -> Line:
        for row in known(self.report.facts.interfaces):
            for own in row.addresses:
                if own.address == source:
                    return Line(source=source, interface=row.name, network=_network(own.address, own.prefix))
        return Line(source=source)

    def _source_to(self, address: str) -> str:
        """By the routing table, and of several addresses there the one that a connect really had; empty where there is no way."""
        route = route_to(self.table, address)
        if route is None and not isinstance(self.report.facts.routes, Unknown):
            return ""
        seen = [row for row in self.sources if _family(row) == _family(address)]
        own = self._of_interface(route.interface if route else "", _family(address))
        return next((row for row in seen if row in own), "") or next(iter(own or seen), "")

    def _source_of_default_route(self) -> str:
        outward = [row.interface for network, row in self.table if network.prefixlen == 0]
        return next((address for name in outward for address in self._of_interface(name, None)), "")

    def _of_interface(self, name: str, family: int | None) -> list[str]:
        """The addresses that others can answer to, in the order of the interface."""
        rows: list[Interface] = [row for row in known(self.report.facts.interfaces) if row.name == name]
        found = [(own.address, address_in(own.address)) for row in rows for own in row.addresses]
        return [text for text, parsed in found if parsed and not parsed.is_link_local and family in {None, parsed.version}]


def _sources(report: Report) -> Iterator[str]:
    for result in report.checks:
        for seen in result.observations:
            source = seen.detail.source if isinstance(seen.detail, ConnectDetail) else None
            if source and seen.interface is None:
                yield source


def _is_inside(location: Location) -> bool:
    """Whether a location is the organisation's own, which may well lie in its own network."""
    return any(origin in location.provenance.source for origin in (OWN, FROM_DNS))


def _family(address: str) -> int | None:
    found = address_in(address)
    return found.version if found else None


def _network(address: str, prefix: int) -> str:
    try:
        return str(ip_network(f"{address.partition('%')[0]}/{prefix}", strict=False))
    except ValueError:
        return ""
