"""The ends of an agent's tunnel, as the agent itself shows them: by its connections, and by its log. Pure.

An agent that scans this computer too talks to more than its tunnel, and any agent to its controller and its updates: a connection is taken
for a way only where nothing else is known of the address. That it is one, only the service's own list, the log or the organisation prove.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from wssdiag.catalogue.footprint import Kind, matching
from wssdiag.catalogue.values import split_host
from wssdiag.detection.agent_log import AgentState, agent_state
from wssdiag.model.facts import Facts, known
from wssdiag.model.location import Sureness
from wssdiag.model.mode import Method

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from wssdiag.catalogue.footprint import Trace
    from wssdiag.model.facts import Connection
    from wssdiag.model.service_list import ServiceList

#: The port of the tunnel, by TCP and by UDP.
_PORT: Final = 443

_ESTABLISHED: Final = "established"

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


def agent_ways(
    facts: Facts, traces: tuple[Trace, ...], method: Method, elsewhere: Collection[str], published: ServiceList | None
) -> tuple[Way, ...]:
    """The ends that an agent's connections and log show, the one in use first. ``elsewhere``: addresses known to be something else."""
    found: dict[str, Way] = {}
    for way in (*_by_connection(facts, traces, method, elsewhere, published), *_by_log(facts, traces, method)):
        if way.address not in found or (way.stands and not found[way.address].stands):
            found[way.address] = way
    return tuple(sorted(found.values(), key=lambda way: not way.stands))


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


def _by_connection(
    facts: Facts, traces: tuple[Trace, ...], method: Method, elsewhere: Collection[str], published: ServiceList | None
) -> Iterator[Way]:
    pids = _pids(facts, traces, method)
    for row in known(facts.connections):
        address = _far_end(row)
        if row.pid not in pids or address is None or address in elsewhere:
            continue
        listed = published.network_of(address) is not None if published else method in _SINGLE_PURPOSE
        if listed:
            yield Way(address, "a connection of the agent", row.status.casefold() == _ESTABLISHED)


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
