"""The ends of the agents' and the sites' tunnels in this run, where the profile names none. Pure.

Best source first: the organisation's profile (which :mod:`wssdiag.catalogue.merge` fills in), the agent's own connections and log, the
service's own list. Which site of the list an agent, or a firewall, would take is not known: its sites are alternatives.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

import msgspec

from wssdiag.catalogue.merge import placed
from wssdiag.catalogue.rows import PROXY_PROTOCOLS
from wssdiag.detection.agent_version import installed_version, older
from wssdiag.detection.agent_ways import Way, agent_ways, is_public
from wssdiag.detection.sightings import sightings
from wssdiag.model.location import Need, Sureness
from wssdiag.model.mode import AGENT_METHODS, Method
from wssdiag.model.observation import Transport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.catalogue.footprint import Trace
    from wssdiag.model.facts import Facts
    from wssdiag.model.location import Catalogue, Location
    from wssdiag.model.service_list import ServiceList

#: Of each source: the controller names three sites (KB 238326), and more would be a scan.
_MOST: Final = 3

_TUNNELS: Final = "datacentres"
_GATEWAYS: Final = "ike_gateways"

#: Unified Agent uses UDP from this version on (the reference, row Unified Agent).
_UDP_FROM: Final = "4.9.1"


def located(catalogue: Catalogue, facts: Facts, traces: tuple[Trace, ...], published: ServiceList | None) -> Catalogue:
    """The catalogue for this computer: open rows filled from facts and list, and without those that its agent is too old for."""
    without_udp = _is_before_udp(facts, traces)
    rows: list[Location] = []
    for row in catalogue.location:
        if without_udp and row.methods == (Method.UNIFIED_AGENT,) and row.transport is Transport.UDP:
            continue
        if row.protocol in PROXY_PROTOCOLS:  # whom a proxy on site forwards to, its organisation alone knows
            rows.append(row)
            continue
        rows += _filled(row, _ways(row, facts, traces, catalogue, published), published)
    return msgspec.structs.replace(catalogue, location=tuple(rows))


def _is_before_udp(facts: Facts, traces: tuple[Trace, ...]) -> bool:
    """Whether an installed Unified Agent is known to be too old for UDP."""
    installed = installed_version(sightings(facts, traces), Method.UNIFIED_AGENT)
    return installed is not None and older(str(installed.value), _UDP_FROM)


def _ways(row: Location, facts: Facts, traces: tuple[Trace, ...], catalogue: Catalogue, published: ServiceList | None) -> tuple[Way, ...]:
    if row.placeholder != _TUNNELS:
        return ()
    methods = [method for method in AGENT_METHODS if method in row.methods]
    ways = {way.address: way for method in sorted(methods) for way in agent_ways(facts, traces, method, catalogue, published)}
    return tuple(islice(ways.values(), _MOST))


def _filled(template: Location, ways: tuple[Way, ...], published: ServiceList | None) -> Iterator[Location]:
    if template.placeholder not in {_TUNNELS, _GATEWAYS} or template.host:
        yield template
    elif ways:
        need = Need.OPTIONAL if any(way.stands for way in ways) else Need.ALTERNATIVE if len(ways) > 1 else template.need
        for way in ways:
            yield _placed(template, way.address, way.said, need, Sureness.INFERRED if way.proven else Sureness.UNVERIFIED)
    elif sites := tuple(_sites(published)):
        for address, said in sites:
            yield _placed(template, address, said, Need.ALTERNATIVE)
    else:
        yield template


def _sites(published: ServiceList | None) -> Iterator[tuple[str, str]]:
    """One listener of each of the first sites of the list, IPv4 before IPv6."""
    usable: dict[str, str] = {}
    for site in published.sites if published else ():
        for address in sorted(filter(is_public, site.ingress), key=lambda row: ":" in row)[:1]:
            usable.setdefault(address, site.name)
    for address, name in islice(usable.items(), _MOST):
        yield address, f"site {name} of the service's own list"


def _placed(template: Location, address: str, said: str, need: Need, most: Sureness = Sureness.INFERRED) -> Location:
    """What is optional stays so. Nobody wrote down that this address serves the row: it follows, or (``most``) is not even that sure."""
    row = placed(template, address, template.port, said)
    least = template.need if template.need is Need.OPTIONAL else need
    sure = row.provenance.certainty
    return msgspec.structs.replace(
        row,
        need=least,
        group=template.id if least is Need.ALTERNATIVE else template.group,
        provenance=msgspec.structs.replace(row.provenance, certainty=most if sure is not Sureness.UNVERIFIED else sure),
    )
