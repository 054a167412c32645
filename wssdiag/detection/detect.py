"""Facts alone -> the provisional mode. The policy is the order of the candidates, and is read from top to bottom in ``_CANDIDATES``.

An agent that runs carries the traffic whatever the proxy settings say; what the whole computer follows stands before what one program
follows, and a PAC address before a fixed proxy; ``direct`` needs knowledge: what runs and the proxy settings were read, and show no
method. One weak trace alone never decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from wssdiag.catalogue.rows import PLAIN_PROXY, is_service_proxy
from wssdiag.detection.agent_log import AgentState, Controller, agent_state
from wssdiag.detection.agent_switch import kept_back
from wssdiag.detection.settings import contradictions, is_narrow, setting_lines
from wssdiag.detection.sightings import SURE, Sighting, deciding, sightings
from wssdiag.model.facts import Facts, ProxyKind, ProxyServer, ProxySetting, known
from wssdiag.model.location import Catalogue, Sureness
from wssdiag.model.mode import Confidence, Method, Mode, ModeEvidence
from wssdiag.model.unknown import Unknown
from wssdiag.model.web_address import bare_host, host_of, is_here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wssdiag.catalogue.footprint import Trace
    from wssdiag.model.profile import Profile

_AGENTS = (Method.WSS_AGENT, Method.UNIFIED_AGENT, Method.SEP_TUNNEL)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the candidates look at."""

    facts: Facts
    traces: tuple[Sighting, ...]
    settings: tuple[ProxySetting, ...]
    catalogue: Catalogue  # whose proxies tell trans-proxy


@dataclass(frozen=True, slots=True)
class _Candidate:
    method: Method
    confidence: Confidence
    evidence: tuple[ModeEvidence, ...]
    narrow: bool = False  # some programs alone follow it; the rest goes directly


def detect(facts: Facts, footprint: tuple[Trace, ...], catalogue: Catalogue, profile: Profile, asked: Method | None) -> Mode:
    """The mode by the facts.

    ``asked`` (or, where nothing is detected, the profile's expectation) names it instead; ``in_use`` tells whether this computer shows it.
    """
    seen = _Seen(facts, sightings(facts, footprint), known(facts.proxy_settings), catalogue)
    candidates = [candidate for look in _CANDIDATES for candidate in look(seen)]
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
    alone = (Method.DIRECT,) if first.narrow else ()
    rivals = tuple(dict.fromkeys(method for method in (*(row.method for row in others), *alone) if method is not first.method))
    return Mode(
        method=first.method,
        confidence=first.confidence,
        evidence=first.evidence,
        rivals=rivals,
        contradictions=contradictions(first.method, seen.traces, seen.settings, narrow=first.narrow),
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


def _running_agents(seen: _Seen) -> Iterator[_Candidate]:
    for method in _AGENTS:
        traces = [row for row in seen.traces if row.method is method]
        if deciding([row for row in traces if row.active]) and not kept_back(seen.facts, traces):
            yield _Candidate(method, _confidence(traces), _lines(traces))


def _captures(method: Method, seen: _Seen) -> bool:
    """Whether an agent may answer connects itself: it runs, or it is here and nothing tells that it does not, nor that it may not."""
    traces = [row for row in seen.traces if row.method is method]
    if (method is Method.WSS_AGENT and _stands_aside(seen.facts)) or kept_back(seen.facts, traces):
        return False
    at_rest = not isinstance(seen.facts.processes, Unknown) or any(row.idle for row in traces)
    return deciding([row for row in traces if row.active]) or (deciding(traces) and not at_rest)


def _stands_aside(facts: Facts) -> bool:
    """Whether WSS Agent's log ends with the order to stand aside: then it carries nothing."""
    state = agent_state(facts)
    return isinstance(state, AgentState) and state.controller is Controller.PASSIVE and not state.connected


def _pac_of_sep(seen: _Seen) -> Iterator[_Candidate]:
    """A PAC address on this computer, beside SEP's local proxy."""
    traces = _local_proxy(seen)
    if local := _local_pacs(seen):
        evidence = (*setting_lines(local), *_lines(traces))
        yield _Candidate(Method.SEP_PAC, Confidence.HIGH if traces else Confidence.MEDIUM, evidence)


def _settings(seen: _Seen, *, narrow: bool) -> Iterator[_Candidate]:
    """What the settings name, those that the whole computer follows or the others. Detection that found none decides nothing."""
    rows = [row for row in seen.settings if is_narrow(row, seen.settings, seen.facts.os) is narrow]
    sure = Confidence.MEDIUM if narrow else Confidence.HIGH
    if pacs := [row for row in rows if row.pac_url]:
        # What detection found last may have been another network's.
        found = sure if any(row.kind is ProxyKind.PAC for row in pacs) else Confidence.MEDIUM
        yield _Candidate(Method.PAC_FILE, found, setting_lines(pacs), narrow)
    manual = [row for row in rows if row.kind is ProxyKind.MANUAL and row.servers]
    if tunnelled := [row for row in manual if any(_is_trans_proxy(server, seen.catalogue) for server in row.servers)]:
        yield _Candidate(Method.TRANS_PROXY, sure, setting_lines(tunnelled), narrow)
    if manual:
        yield _Candidate(Method.EXPLICIT_PROXY, sure, setting_lines(manual), narrow)


def _idle_agents(seen: _Seen) -> Iterator[_Candidate]:
    """An agent that is installed and not seen to run: the method that this computer is meant to use, as long as nothing else carries it."""
    for method in _AGENTS:
        traces = [row for row in seen.traces if row.method is method]
        if deciding(traces):
            yield _Candidate(method, Confidence.LOW, _lines(traces))


def _redirection_of_sep(seen: _Seen) -> Iterator[_Candidate]:
    """SEP with the part that redirects web traffic (its local proxy's service belongs to that), and no PAC address of it: by its tunnel."""
    traces = [*_local_proxy(seen), *(row for row in seen.traces if row.method is Method.SEP_TUNNEL)]
    if _local_proxy(seen) and not _local_pacs(seen) and any(row.active for row in traces):
        yield _Candidate(Method.SEP_TUNNEL, Confidence.LOW, _lines(traces))
        yield _Candidate(Method.SEP_PAC, Confidence.LOW, _lines(traces))


#: The policy. Wi-Fi sign-in is no method: it is judged first, as a state of the network.
_CANDIDATES: tuple[Callable[[_Seen], Iterator[_Candidate]], ...] = (
    _running_agents,
    _pac_of_sep,
    partial(_settings, narrow=False),
    partial(_settings, narrow=True),
    _idle_agents,
    _redirection_of_sep,
)


def _confidence(traces: list[Sighting]) -> Confidence:
    """Sure: two traces from documents, or one that two other kinds of traces support."""
    sure = [row.trace for row in traces if row.trace.certainty is not Sureness.UNVERIFIED]
    documented = {trace.value for trace in sure if trace.certainty is Sureness.DOCUMENTED}
    if len(documented) >= SURE or (documented and len({trace.kind for trace in sure}) > SURE):
        return Confidence.HIGH
    return Confidence.MEDIUM if documented or len({row.trace.value for row in traces}) >= SURE else Confidence.LOW


def _local_proxy(seen: _Seen) -> list[Sighting]:
    return [row for row in seen.traces if row.method is Method.SEP_PAC]


def _local_pacs(seen: _Seen) -> list[ProxySetting]:
    return [row for row in seen.settings if row.pac_url and is_here(host_of(row.pac_url))]


def _is_trans_proxy(server: ProxyServer, catalogue: Catalogue) -> bool:
    """Whether it is a proxy of the service that only a site's tunnel leads to; one that serves as an explicit proxy too decides nothing.

    By name or address, or as another number of such a name (``ep3`` beside ``ep``) on its port: no list has them all.
    """
    proxies = [row for row in catalogue.location if row.protocol == PLAIN_PROXY]
    rows = [row for row in proxies if Method.TRANS_PROXY in row.methods and Method.EXPLICIT_PROXY not in row.methods]
    host = bare_host(server.host)
    if any(host in {bare_host(name) for name in (row.host, *row.addresses) if name} for row in rows):
        return True
    numbered = (_without_number(host), server.port) in {(_without_number(row.host), row.port) for row in rows if row.host}
    return numbered and is_service_proxy(host, catalogue)


def _without_number(host: str) -> str:
    label, dot, domain = bare_host(host).partition(".")
    return label.rstrip("0123456789") + dot + domain


def _lines(traces: list[Sighting]) -> tuple[ModeEvidence, ...]:
    """Each fact once for each thing that it says: several names of one product may match the same row."""
    return tuple(dict.fromkeys(row.evidence() for row in traces))
