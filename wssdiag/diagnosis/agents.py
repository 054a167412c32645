"""Rules for the agents on this computer that facts alone prove: the part of the fifth table that needs no log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.detection.sightings import deciding
from wssdiag.diagnosis.case import Case, Conclusion, fact
from wssdiag.model.facts import known
from wssdiag.model.finding import Certainty, Severity
from wssdiag.model.mode import AGENT_METHODS
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.detection.sightings import Sighting

_DISABLED = "disabled"


def agent_missing(case: Case) -> Iterator[Conclusion]:
    """The profile expects an agent; programs and services were read, and there is no trace of one."""
    expected = case.profile.expect.method
    looked = (("processes", case.facts.processes), ("services", case.facts.services))
    evidence = tuple(fact(name, len(rows)) for name, rows in looked if not isinstance(rows, Unknown))
    if expected not in AGENT_METHODS or not evidence or any(row.method is expected for row in case.traces):
        return
    yield Conclusion("agent-missing", Severity.BLOCKER, Certainty.CERTAIN, evidence)


def agent_disabled(case: Case) -> Iterator[Conclusion]:
    """Installed, and the start type of its service is disabled."""
    for row in _at_rest(case):
        service = next((entry for entry in known(case.facts.services) if row.fact == f"services[{entry.name}].status"), None)
        if service and service.start_type == _DISABLED:
            evidence = (fact(f"services[{service.name}].start_type", service.start_type),)
            yield Conclusion("agent-disabled", Severity.BLOCKER, Certainty.CERTAIN, evidence)
            return


def agent_stopped(case: Case) -> Iterator[Conclusion]:
    """Installed; neither its service nor its process runs. Processes or services must have been read to say so."""
    rows = _at_rest(case)
    unread = isinstance(case.facts.processes, Unknown) and not any(row.idle for row in rows)
    if not rows or unread or any(agent_disabled(case)):
        return
    yield Conclusion("agent-stopped", Severity.BLOCKER, Certainty.CERTAIN, tuple(fact(row.fact, row.value) for row in rows))


def _at_rest(case: Case) -> tuple[Sighting, ...]:
    """The traces of the agent that this computer is meant to use, where none of them shows that it runs."""
    if case.mode.method not in AGENT_METHODS or not case.mode.in_use:
        return ()
    rows = tuple(row for row in case.traces if row.method is case.mode.method)
    return () if any(row.active for row in rows) or not deciding(rows) else rows
