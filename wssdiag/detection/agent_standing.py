"""How each agent of the service stands on this computer: one word, its version, and what its own log adds. Facts alone; pure.

Whether an agent that is down lets web traffic through or stops it, only the network shows: that is no standing but a finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from wssdiag.detection.agent_log import AgentState, Controller, Tunnel, agent_state
from wssdiag.detection.agent_switch import kept_back
from wssdiag.detection.agent_version import installed_version
from wssdiag.detection.sightings import deciding, sightings
from wssdiag.model.facts import Facts, known
from wssdiag.model.mode import AGENT_METHODS, Method
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wssdiag.catalogue.footprint import Trace
    from wssdiag.detection.sightings import Sighting

_DISABLED = "disabled"


class Standing(StrEnum):
    """What an agent does now, as far as the facts tell."""

    STOPPED = "stopped"
    DISABLED = "disabled"
    KEPT_BACK = "kept-back"  # macOS does not allow its extension or its profile
    PASSIVE = "passive"  # it stands aside by order: the network is protected in another way
    SIGN_IN = "sign-in"  # nobody is signed in where somebody should be
    CONNECTED = "connected"
    CONNECTING = "connecting"
    DOWN = "down"  # it runs, and its last attempt failed or its tunnel was closed
    RUNNING = "running"  # and nothing is known beyond that
    UNKNOWN = "unknown"  # whether it runs was not read


@dataclass(frozen=True, slots=True)
class AgentStanding:
    """One agent that is installed or runs here. ``log`` is WSS Agent's; Unknown with its reason where it says nothing."""

    method: Method
    standing: Standing
    version: str  # empty where no product entry tells
    log: AgentState | Unknown


def agent_standings(facts: Facts, footprint: tuple[Trace, ...]) -> tuple[AgentStanding, ...]:
    """Every agent that the facts show, in the order of the methods."""
    traces = sightings(facts, footprint)
    return tuple(_standings(facts, traces))


def _standings(facts: Facts, traces: tuple[Sighting, ...]) -> Iterator[AgentStanding]:
    for method in sorted(AGENT_METHODS, reverse=True):
        rows = tuple(row for row in traces if row.method is method)
        if not deciding(rows):
            continue
        log = agent_state(facts) if method is Method.WSS_AGENT else Unknown("the place of this agent's log is not established")
        installed = installed_version(traces, method)
        yield AgentStanding(method, _standing(facts, rows, log), str(installed.value) if installed else "", log)


def _standing(facts: Facts, rows: tuple[Sighting, ...], log: AgentState | Unknown) -> Standing:
    """Whether it runs comes first: the log of an agent that does not may be a year old."""
    if kept_back(facts, rows):
        return Standing.KEPT_BACK
    if not deciding([row for row in rows if row.active]):
        return _at_rest(facts, rows)
    if isinstance(log, Unknown):
        return Standing.RUNNING
    return next((standing for says, standing in _BY_LOG if says(log)), Standing.RUNNING)


def _at_rest(facts: Facts, rows: tuple[Sighting, ...]) -> Standing:
    named = {row.fact for row in rows}
    if any(row.start_type == _DISABLED for row in known(facts.services) if f"services[{row.name}].status" in named):
        return Standing.DISABLED
    unread = isinstance(facts.processes, Unknown) and not any(row.idle for row in rows)
    return Standing.UNKNOWN if unread else Standing.STOPPED


#: Read from top to bottom: the first that the end of the log fulfils.
_BY_LOG: tuple[tuple[Callable[[AgentState], bool], Standing], ...] = (
    (lambda log: log.controller is Controller.PASSIVE and not log.connected, Standing.PASSIVE),
    (lambda log: log.locked_out, Standing.SIGN_IN),  # the tunnel of the computer itself may stand all the same
    (lambda log: log.connected, Standing.CONNECTED),
    (lambda log: log.down, Standing.DOWN),
    (lambda log: log.tunnel is Tunnel.TRYING or log.controller is Controller.ACTIVE, Standing.CONNECTING),
)
