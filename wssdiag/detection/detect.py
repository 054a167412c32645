"""Facts alone -> the provisional mode. The policy is the order of the candidates, and is read from top to bottom in ``_CANDIDATES``.

An agent that runs carries the traffic whatever the proxy settings say; a PAC address stands before a fixed proxy; ``direct`` needs
knowledge: what runs and the proxy settings were read, and show no method. One weak trace alone never decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from wssdiag.detection.agent_log import AgentState, Controller, agent_state
from wssdiag.detection.sightings import SURE, Sighting, deciding, sightings
from wssdiag.model.facts import Facts, ProxyKind, ProxySetting, known
from wssdiag.model.location import Catalogue, Sureness
from wssdiag.model.mode import Confidence, Method, Mode, ModeEvidence
from wssdiag.model.unknown import Unknown
from wssdiag.model.web_address import bare_host, host_of, is_here

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.catalogue.footprint import Trace
    from wssdiag.model.profile import Profile

_AGENTS = (Method.WSS_AGENT, Method.UNIFIED_AGENT, Method.SEP_TUNNEL)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the candidates look at."""

    facts: Facts
    traces: tuple[Sighting, ...]
    settings: tuple[ProxySetting, ...]
    service_hosts: frozenset[str]  # hosts and addresses at which the service listens as a proxy, for trans-proxy


@dataclass(frozen=True, slots=True)
class _Candidate:
    method: Method
    confidence: Confidence
    evidence: tuple[ModeEvidence, ...]


def detect(facts: Facts, footprint: tuple[Trace, ...], catalogue: Catalogue, profile: Profile, asked: Method | None) -> Mode:
    """The mode by the facts.

    ``asked`` (or, where nothing is detected, the profile's expectation) names it instead; ``in_use`` tells whether this computer shows it.
    """
    seen = _Seen(facts, sightings(facts, footprint), known(facts.proxy_settings), _trans_proxies(catalogue))
    candidates = [candidate for look in _CANDIDATES if (candidate := look(seen))]
    mode = _mode(candidates, seen) if candidates else _none(facts)
    mode = msgspec.structs.replace(mode, agent_captures=any(_captures(method, seen) for method in _AGENTS))
    wanted = asked or (profile.expect.method if mode.method in {Method.DIRECT, Method.UNKNOWN} else None)
    if wanted in {None, Method.UNKNOWN, mode.method}:
        return mode
    by = "the organisation's profile" if wanted is profile.expect.method else "whoever started the check"
    named = ModeEvidence(fact="method", value=str(wanted), says=f"named by {by}; by itself this computer shows {mode.method}")
    return msgspec.structs.replace(
        mode, method=wanted, confidence=Confidence.HIGH, evidence=(named, *mode.evidence), rivals=(mode.method,), in_use=False
    )


def _mode(candidates: list[_Candidate], seen: _Seen) -> Mode:
    first, *others = candidates
    rivals = tuple(dict.fromkeys(row.method for row in others if row.method is not first.method))
    return Mode(
        method=first.method,
        confidence=first.confidence,
        evidence=first.evidence,
        rivals=rivals,
        contradictions=_contradictions(first, seen),
    )


def _none(facts: Facts) -> Mode:
    """Direct by knowledge, or unknown."""
    programs = not (isinstance(facts.processes, Unknown) and isinstance(facts.services, Unknown))
    if programs and not isinstance(facts.proxy_settings, Unknown):
        evidence = (
            ModeEvidence(
                fact="processes", value=len(known(facts.processes)), says="none of the running programs is an agent of the service"
            ),
            ModeEvidence(fact="proxy_settings", value=len(facts.proxy_settings), says="no proxy and no PAC file is set"),
        )
        return Mode(method=Method.DIRECT, confidence=Confidence.MEDIUM, evidence=evidence)
    unread = [name for name in ("processes", "services", "proxy_settings") if isinstance(getattr(facts, name), Unknown)]
    lines = tuple(ModeEvidence(fact=name, value=getattr(facts, name).unknown, says="could not be read") for name in unread)
    return Mode(method=Method.UNKNOWN, confidence=Confidence.LOW, evidence=lines)


def _running_agent(seen: _Seen) -> _Candidate | None:
    for method in _AGENTS:
        traces = [row for row in seen.traces if row.method is method]
        if deciding([row for row in traces if row.active]):
            return _Candidate(method, _confidence(traces), _lines(traces))
    return None


def _captures(method: Method, seen: _Seen) -> bool:
    """Whether an agent may answer connects itself: it runs, or it is here and nothing tells that it does not, nor that it stands aside."""
    traces = [row for row in seen.traces if row.method is method]
    if method is Method.WSS_AGENT and _stands_aside(seen.facts):
        return False
    at_rest = not isinstance(seen.facts.processes, Unknown) or any(row.idle for row in traces)
    return deciding([row for row in traces if row.active]) or (deciding(traces) and not at_rest)


def _stands_aside(facts: Facts) -> bool:
    """Whether WSS Agent's log ends with the order to stand aside: then it carries nothing."""
    state = agent_state(facts)
    return isinstance(state, AgentState) and state.controller is Controller.PASSIVE and not state.connected


def _pac_of_sep(seen: _Seen) -> _Candidate | None:
    """A PAC address on this computer, beside SEP's local proxy."""
    traces = [row for row in seen.traces if row.method is Method.SEP_PAC]
    local = [row for row in _pac_settings(seen) if is_here(host_of(row.pac_url))]
    if not local:
        return None
    return _Candidate(Method.SEP_PAC, Confidence.HIGH if traces else Confidence.MEDIUM, (*_setting_lines(local), *_lines(traces)))


def _pac_file(seen: _Seen) -> _Candidate | None:
    rows = _pac_settings(seen)
    return _Candidate(Method.PAC_FILE, Confidence.HIGH, _setting_lines(rows)) if rows else None


def _trans_proxy(seen: _Seen) -> _Candidate | None:
    rows = [row for row in _manual_settings(seen) if any(bare_host(server.host) in seen.service_hosts for server in row.servers)]
    return _Candidate(Method.TRANS_PROXY, Confidence.HIGH, _setting_lines(rows)) if rows else None


def _explicit_proxy(seen: _Seen) -> _Candidate | None:
    rows = _manual_settings(seen)
    return _Candidate(Method.EXPLICIT_PROXY, Confidence.HIGH, _setting_lines(rows)) if rows else None


def _idle_agent(seen: _Seen) -> _Candidate | None:
    """An agent that is installed and not seen to run: the method that this computer is meant to use, as long as nothing else carries it."""
    for method in _AGENTS:
        traces = [row for row in seen.traces if row.method is method]
        if deciding(traces):
            return _Candidate(method, Confidence.LOW, _lines(traces))
    return None


#: The policy. Wi-Fi sign-in is no method: it is judged first, as a state of the network.
_CANDIDATES: tuple[Callable[[_Seen], _Candidate | None], ...] = (
    _running_agent,
    _pac_of_sep,
    _pac_file,
    _trans_proxy,
    _explicit_proxy,
    _idle_agent,
)


def _confidence(traces: list[Sighting]) -> Confidence:
    documented = {row.trace.value for row in traces if row.trace.certainty is Sureness.DOCUMENTED}
    if len(documented) >= SURE:
        return Confidence.HIGH
    return Confidence.MEDIUM if documented or len({row.trace.value for row in traces}) >= SURE else Confidence.LOW


def _contradictions(first: _Candidate, seen: _Seen) -> tuple[str, ...]:
    lines: list[str] = []
    idle = [row for row in seen.traces if row.idle and row.method in _AGENTS]
    lines += [f"{row.trace.method} is installed, but its service is {row.value}" for row in idle]
    if first.method in _AGENTS and (rows := (*_pac_settings(seen), *_manual_settings(seen))):
        lines += [f"{first.method} is in use, and {row.source} also sets {_says(row)}" for row in rows]
    return tuple(dict.fromkeys(lines))


def _pac_settings(seen: _Seen) -> list[ProxySetting]:
    """Settings that name a PAC file, and automatic detection that found one; detection that found none decides nothing."""
    return [row for row in seen.settings if row.kind in {ProxyKind.PAC, ProxyKind.AUTO_DETECT} and row.pac_url]


def _manual_settings(seen: _Seen) -> list[ProxySetting]:
    return [row for row in seen.settings if row.kind is ProxyKind.MANUAL and row.servers]


def _trans_proxies(catalogue: Catalogue) -> frozenset[str]:
    """The service's proxies that only a site's tunnel leads to; one that serves as an explicit proxy too decides nothing."""
    proxies = [row for row in catalogue.location if row.protocol == "http-proxy"]
    rows = [row for row in proxies if Method.TRANS_PROXY in row.methods and Method.EXPLICIT_PROXY not in row.methods]
    return frozenset(bare_host(name) for row in rows for name in (row.host, *row.addresses) if name)


def _lines(traces: list[Sighting]) -> tuple[ModeEvidence, ...]:
    """Each fact once for each thing that it says: several names of one product may match the same row."""
    return tuple(dict.fromkeys(row.evidence() for row in traces))


def _setting_lines(rows: list[ProxySetting]) -> tuple[ModeEvidence, ...]:
    return tuple(
        ModeEvidence(fact=f"proxy_settings[{row.source}].{row.kind}", value=_says(row), says=f"{row.source} sets it for {row.applies_to}")
        for row in rows
    )


def _says(row: ProxySetting) -> str:
    if row.pac_url:
        return row.pac_url
    return ", ".join(dict.fromkeys(f"{server.host}:{server.port}" for server in row.servers))
