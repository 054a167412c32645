"""Proxy settings as evidence: who follows them, in which words, and what contradicts a method. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.footprint import Kind
from wssdiag.detection.sightings import deciding
from wssdiag.model.facts import ProxyKind, ProxySetting
from wssdiag.model.mode import AGENT_METHODS, Method, ModeEvidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wssdiag.detection.sightings import Sighting

_SYSTEM = "system"

_COMMAND_LINE = "command-line"

#: One of several of a kind is enough: an update leaves the former extension in the list, and of two profiles one is connected.
_ONE_IS_ENOUGH = frozenset({Kind.EXTENSION, Kind.VPN})


def is_narrow(row: ProxySetting, settings: Sequence[ProxySetting], os: str) -> bool:
    """Whether some programs alone follow a setting. Where no desktop says anything the environment is all that Linux has."""
    if row.applies_to == _SYSTEM:
        return False
    desktop = any(other.applies_to == _SYSTEM for other in settings)
    return desktop or os != "linux" or row.applies_to != _COMMAND_LINE


def setting_lines(rows: Sequence[ProxySetting]) -> tuple[ModeEvidence, ...]:
    """One line a setting, that a person can check."""
    return tuple(
        ModeEvidence(fact=f"proxy_settings[{row.source}].{row.kind}", value=_says(row), says=f"{row.source} sets it for {row.applies_to}")
        for row in rows
    )


def contradictions(method: Method, traces: Sequence[Sighting], settings: Sequence[ProxySetting], *, narrow: bool) -> tuple[str, ...]:
    """What speaks against a method that the facts show, in sentences. ``narrow``: some programs alone follow it."""
    lines = [f"{row.method} is installed, but its service is {row.value}" for row in _at_rest(traces)]
    named = [row for row in settings if row.pac_url or (row.kind is ProxyKind.MANUAL and row.servers)]
    if method in AGENT_METHODS:
        lines += [f"{method} is in use, and {other} runs as well" for other in _running(traces) if other is not method]
        lines += [f"{method} is in use, and {row.source} also sets {_says(row)}" for row in named]
    elif narrow:
        lines += [f"{row.source} sets {_says(row)} for {row.applies_to} alone, and everything else goes directly" for row in named]
    return tuple(dict.fromkeys(lines))


def _at_rest(traces: Sequence[Sighting]) -> Iterator[Sighting]:
    """What is known not to run, of traces that name a method; not where the same is there once more, and runs."""
    running = {row.trace for row in traces if row.active}
    kinds = {(trace.method, trace.kind) for trace in running if trace.kind in _ONE_IS_ENOUGH}
    for row in traces:
        if row.idle and row.trace.alone and row.trace not in running and (row.method, row.trace.kind) not in kinds:
            yield row


def _running(traces: Sequence[Sighting]) -> Iterator[Method]:
    """The agents of which something decisive runs."""
    for method in dict.fromkeys(row.method for row in traces):
        if method in AGENT_METHODS and deciding([row for row in traces if row.method is method and row.active]):
            yield method


def _says(row: ProxySetting) -> str:
    if row.pac_url:
        return row.pac_url
    return ", ".join(dict.fromkeys(f"{server.host}:{server.port}" for server in row.servers))
