"""The ends of an agent's tunnel, as the agent itself shows them: by its connections, and by its log. Pure.

An agent that scans this computer too talks to more than its tunnel, and any agent to its controller and its updates: a connection is taken
for a way only where nothing else is known of the address and it stands. That it is one, only the service's own list, the log or the
organisation prove: one that nothing else names stays unproven.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from wssdiag.catalogue.footprint import Kind, matching
from wssdiag.catalogue.values import split_host
from wssdiag.detection.agent_log import AgentState, agent_state
from wssdiag.model.facts import Facts, known
from wssdiag.model.location import Sureness
from wssdiag.model.mode import Method

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.catalogue.footprint import Trace
    from wssdiag.model.facts import Connection
    from wssdiag.model.location import Catalogue, Location
    from wssdiag.model.service_list import ServiceHost, ServiceList

#: The port of the tunnel, by TCP and by UDP.
_PORT: Final = 443

_ESTABLISHED: Final = "established"

_CONNECTION: Final = "a connection of the agent"

#: Their programs do nothing but this service's work; Endpoint Protection's also fetch updates and report.
_SINGLE_PURPOSE: Final = frozenset({Method.WSS_AGENT, Method.UNIFIED_AGENT})

#: Agents whose log is the one that :mod:`wssdiag.detection.agent_log` knows.
_LOGGING: Final = frozenset({Method.WSS_AGENT})


@dataclass(frozen=True, slots=True)
class Way:
    """One end of an agent's tunnel."""

    address: str
    said: str  # by what it is known, for a reader: "named by the agent's log"
    stands: bool = False  # the tunnel to it stands now, as far as the facts tell
    proven: bool = True  # False: nothing but a connection tells it, and that may be the agent's other business


def agent_ways(
    facts: Facts, traces: tuple[Trace, ...], method: Method, catalogue: Catalogue, published: ServiceList | None
) -> tuple[Way, ...]:
    """The ends that an agent's connections and log show: those that are proven first, and of them the one in use."""
    elsewhere = _elsewhere(catalogue, published)
    found: dict[str, Way] = {}
    for way in (*_by_connection(facts, traces, method, elsewhere, published), *_by_log(facts, traces, method)):
        before = found.get(way.address)
        found[way.address] = _joined(before, way) if before else way
    return tuple(sorted(found.values(), key=lambda way: (not way.proven, not way.stands)))


def agent_runs(facts: Facts, traces: tuple[Trace, ...], method: Method) -> bool:
    """Whether a process of the agent runs."""
    return bool(_pids(facts, traces, method))


def is_public(address: str) -> bool:
    """Whether it is the address of one host that anybody may have in the internet."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return found.is_global and not found.is_multicast


def _elsewhere(catalogue: Catalogue, published: ServiceList | None) -> frozenset[str]:
    """Addresses that are known to be something else: documented, or of a management host of the list, which may lie in a site's range."""
    rows: tuple[Location | ServiceHost, ...] = (*catalogue.location, *(published.hosts if published else ()))
    return frozenset(address for row in rows for address in row.addresses)


def _joined(one: Way, other: Way) -> Way:
    """Two words on one address: it stands by either, and what proves it is what a reader is told."""
    first, second = sorted((one, other), key=lambda way: (not way.proven, not way.stands))
    return replace(first, stands=first.stands or second.stands)


def _by_connection(
    facts: Facts, traces: tuple[Trace, ...], method: Method, elsewhere: frozenset[str], published: ServiceList | None
) -> Iterator[Way]:
    pids = _pids(facts, traces, method)
    for row in known(facts.connections):
        address = _far_end(row)
        if row.pid not in pids or address is None or address in elsewhere:
            continue
        stands = row.status.casefold() == _ESTABLISHED
        if published:
            if published.network_of(address):
                yield Way(address, _CONNECTION, stands)
        elif stands and method in _SINGLE_PURPOSE:  # one that only begins may be an attempt at anything
            yield Way(address, _CONNECTION, stands, proven=False)


def _by_log(facts: Facts, traces: tuple[Trace, ...], method: Method) -> Iterator[Way]:
    state = agent_state(facts)
    if method not in _LOGGING or not isinstance(state, AgentState):
        return
    stands = state.connected and agent_runs(facts, traces, method)
    for address in filter(is_public, dict.fromkeys((state.address, *state.offered))):
        yield Way(address, "named by the agent's log", stands and address == state.address)


def _pids(facts: Facts, traces: tuple[Trace, ...], method: Method) -> frozenset[int | None]:
    """The processes of the agent; a name that nobody confirmed is none."""
    sure = tuple(row for row in traces if row.method is method and row.certainty is not Sureness.UNVERIFIED)
    named = (
        row.pid
        for row in known(facts.processes)
        if matching(sure, facts.os, Kind.PROCESS, row.name) or (row.exe and matching(sure, facts.os, Kind.IMAGE, row.exe))
    )
    return frozenset(named)


def _far_end(row: Connection) -> str | None:
    """The public address at the other end of a connection to the tunnel's port."""
    address, port = split_host(row.remote or "")
    return address if port == _PORT and row.transport == "tcp" and is_public(address) else None
