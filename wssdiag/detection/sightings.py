"""The agents' footprint in the facts: which traces are here, and whether they show that something runs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.catalogue.footprint import Finder, Kind, Trace
from wssdiag.model.facts import Facts, known
from wssdiag.model.location import Sureness
from wssdiag.model.mode import FactValue, Method, ModeEvidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_RUNNING = "running"

#: Two traces that were read in public documents agree: as sure as facts alone can be.
SURE = 2


@dataclass(frozen=True, slots=True)
class Sighting:
    """One trace that was found. ``active`` tells that it runs now, ``idle`` that it is known not to."""

    trace: Trace
    fact: str
    value: FactValue
    active: bool = False
    idle: bool = False

    @property
    def method(self) -> Method:
        """The method that the trace speaks for."""
        return self.trace.method

    def evidence(self) -> ModeEvidence:
        """The line that a person can check."""
        return ModeEvidence(fact=self.fact, value=self.value, says=self.trace.says)


def sightings(facts: Facts, traces: tuple[Trace, ...]) -> tuple[Sighting, ...]:
    """Every trace that the facts show, strongest kind of evidence first: what runs, then what is installed."""
    finder = Finder(traces, facts.os)
    found = (
        *_processes(facts, finder),
        *_services(facts, finder),
        *_products(facts, finder),
        *_files(facts, finder),
        *_interfaces(facts, finder),
    )
    return tuple(sorted(found, key=lambda row: not row.active))


def _processes(facts: Facts, finder: Finder[Trace]) -> Iterator[Sighting]:
    for row in known(facts.processes):
        for trace in finder.find(Kind.PROCESS, row.name):
            yield Sighting(trace, f"processes[{row.pid}].name", row.name, active=True)
        if row.exe:
            for trace in finder.find(Kind.IMAGE, row.exe):
                yield Sighting(trace, f"processes[{row.pid}].exe", row.exe, active=True)


def _services(facts: Facts, finder: Finder[Trace]) -> Iterator[Sighting]:
    for row in known(facts.services):
        state = {"active": row.status == _RUNNING, "idle": row.status != _RUNNING}
        spelled = (
            (row.name, Kind.SERVICE),
            (row.display_name, Kind.SERVICE),
            (row.binpath, Kind.IMAGE),
            (row.name, Kind.EXTENSION),  # macOS lists its extensions and VPN profiles among the services
            (row.display_name, Kind.VPN),
        )
        for text, kind in spelled:
            for trace in finder.find(kind, text) if text else ():
                yield Sighting(trace, f"services[{row.name}].status", row.status, **state)


def _products(facts: Facts, finder: Finder[Trace]) -> Iterator[Sighting]:
    for row in known(facts.products):
        for trace in finder.find(Kind.PRODUCT, row.name):
            yield Sighting(trace, f"products[{row.name}]", row.version)


def _files(facts: Facts, finder: Finder[Trace]) -> Iterator[Sighting]:
    for row in known(facts.files):
        for trace in finder.find(Kind.FILE, row.path) if row.exists else ():
            yield Sighting(trace, f"files[{row.path}].exists", value=True)


def _interfaces(facts: Facts, finder: Finder[Trace]) -> Iterator[Sighting]:
    for row in known(facts.interfaces):
        for text in (row.name, row.description):
            for trace in finder.find(Kind.INTERFACE, text) if text else ():
                yield Sighting(trace, f"interfaces[{row.name}].description", text, active=row.up)


def deciding(traces: Sequence[Sighting]) -> bool:
    """One trace from a document is enough; of those that nobody confirmed two are needed, by two facts. A mere condition is none."""
    naming = [row for row in traces if row.trace.alone]
    verified = [row for row in naming if row.trace.certainty is not Sureness.UNVERIFIED]
    return bool(verified) or min(len({row.trace.value for row in naming}), len({row.fact for row in naming})) >= SURE
