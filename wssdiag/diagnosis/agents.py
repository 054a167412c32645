"""Rules for the agents on this computer that facts alone prove: the part of the fifth table that needs no log, and an agent's age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.detection.agent_log import AgentState, Controller
from wssdiag.detection.agent_switch import kept_back
from wssdiag.detection.agent_version import installed_version, older
from wssdiag.detection.sightings import deciding
from wssdiag.diagnosis.case import Case, Conclusion, fact
from wssdiag.model.facts import known
from wssdiag.model.finding import Certainty, Severity
from wssdiag.model.mode import AGENT_METHODS, Method
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.detection.sightings import Sighting

_DISABLED = "disabled"

_AGENTS = (Method.WSS_AGENT, Method.UNIFIED_AGENT, Method.SEP_TUNNEL)

#: Agents below this version are refused where the organisation blocks legacy communication with the controller (KB 259189).
_LEGACY_BELOW = "8.3.1"


def agent_missing(case: Case) -> Iterator[Conclusion]:
    """The profile expects an agent; programs and services were read, and there is no trace of one."""
    expected = case.profile.expect.method
    looked = (("processes", case.facts.processes), ("services", case.facts.services))
    evidence = tuple(fact(name, len(rows)) for name, rows in looked if not isinstance(rows, Unknown))
    if expected not in AGENT_METHODS or not evidence or any(row.method is expected for row in case.traces):
        return
    yield Conclusion("agent-missing", Severity.BLOCKER, Certainty.CERTAIN, evidence)


def agents_conflict(case: Case) -> Iterator[Conclusion]:
    """Two agents run together. Endpoint protection counts where the method is known to be its tunnel: by itself it may redirect nothing."""
    if not (case.mode.in_use or case.profile.expect.method in AGENT_METHODS):
        return
    tunnel_is_meant = Method.SEP_TUNNEL in {case.mode.method, case.profile.expect.method}
    found: dict[Method, Sighting] = {}
    for method in _AGENTS:
        rows = [row for row in case.traces if row.method is method and row.active]
        if deciding(rows) or (rows and method is Method.SEP_TUNNEL and tunnel_is_meant):
            found[method] = rows[0]
    if len(found) > 1:
        first, second, *_ = found
        evidence = tuple(fact(row.fact, row.value) for row in found.values())
        values = {"first": str(first), "second": str(second)}
        yield Conclusion("agents-conflict", Severity.MAJOR, Certainty.CERTAIN, evidence, values=values)


def agent_disabled(case: Case) -> Iterator[Conclusion]:
    """Installed, and the start type of its service is disabled; or macOS keeps its extension or its VPN profile back."""
    facts = {row.fact for row in _at_rest(case)}
    resting = (row for row in known(case.facts.services) if f"services[{row.name}].status" in facts and row.start_type == _DISABLED)
    service = next(resting, None) or kept_back(case.facts, _installed(case))
    if service:
        evidence = (fact(f"services[{service.name}].start_type", service.start_type),)
        yield Conclusion("agent-disabled", Severity.BLOCKER, Certainty.CERTAIN, evidence)


def agent_stopped(case: Case) -> Iterator[Conclusion]:
    """Installed; neither its service nor its process runs. Processes or services must have been read to say so."""
    rows = _at_rest(case)
    unread = isinstance(case.facts.processes, Unknown) and not any(row.idle for row in rows)
    if not rows or unread or any(agent_disabled(case)):
        return
    yield Conclusion("agent-stopped", Severity.BLOCKER, Certainty.CERTAIN, tuple(dict.fromkeys(fact(row.fact, row.value) for row in rows)))


def agent_too_old(case: Case) -> Iterator[Conclusion]:
    """Below the profile's minimum; or of the years before 8.3.1, and the controller's answer is neither to connect nor to stand aside."""
    installed = installed_version(case.traces, case.mode.method)
    if installed is None or not (case.mode.in_use or case.profile.expect.method is case.mode.method):
        return
    version, evidence = str(installed.value), fact(installed.fact, installed.value)
    minimum = case.profile.expect.agent_minimum_version if case.profile.expect.method in {None, case.mode.method} else None
    if minimum and older(version, minimum):
        values = {"version": version, "minimum": minimum}
        yield Conclusion("agent-too-old", Severity.MAJOR, Certainty.CERTAIN, (evidence,), values=values)
    elif isinstance(case.agent, AgentState) and case.agent.controller is Controller.OTHER and older(version, _LEGACY_BELOW):
        said = fact(f"files[{case.agent.path}].tail", case.agent.controller_line)
        values = {"version": version, "minimum": _LEGACY_BELOW}
        yield Conclusion("agent-too-old", Severity.MAJOR, Certainty.LIKELY, (evidence, said), values=values)


def agent_legacy(case: Case) -> Iterator[Conclusion]:
    """Unified Agent is the agent in use."""
    rows = running(case)
    if case.mode.method is Method.UNIFIED_AGENT and rows:
        evidence = tuple(fact(row.fact, row.value) for row in rows)
        installed = installed_version(case.traces, case.mode.method)
        values = {"version": str(installed.value) if installed else ""}
        yield Conclusion("agent-legacy", Severity.MINOR, Certainty.CERTAIN, evidence, values=values)


def running(case: Case) -> tuple[Sighting, ...]:
    """What shows that the agent that carries this computer's traffic runs now; nothing where another method is judged."""
    rows = tuple(row for row in case.traces if row.method is case.mode.method and row.active)
    return rows if case.mode.method in AGENT_METHODS and case.mode.in_use and deciding(rows) else ()


def _at_rest(case: Case) -> tuple[Sighting, ...]:
    """The traces of the agent that this computer is meant to use, where none of them shows that it runs."""
    rows = _installed(case)
    return () if any(row.active and row.trace.alone for row in rows) else rows


def _installed(case: Case) -> tuple[Sighting, ...]:
    """The traces of the agent that this computer shows, or that the organisation expects here beside another method."""
    shown = case.mode.method in AGENT_METHODS and case.mode.in_use
    method = case.mode.method if shown else case.profile.expect.method
    rows = tuple(row for row in case.traces if row.method is method)
    return rows if method in AGENT_METHODS and deciding(rows) else ()
