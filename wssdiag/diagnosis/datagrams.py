"""The rule for the faster, UDP way to the data centres. Silence of UDP alone proves nothing: servers may ignore strangers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.detection.agent_log import AgentState
from wssdiag.diagnosis.agents import running
from wssdiag.diagnosis.case import Case, Conclusion, check, spoke_tls
from wssdiag.diagnosis.reaching import KINDS
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import DATAGRAM_SILENT, PORT_CLOSED, Failure
from wssdiag.model.finding import Certainty, Kind, Scope, Severity, Subject
from wssdiag.model.mode import AGENT_METHODS
from wssdiag.model.observation import Observation, Transport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.location import Location

_HTTPS = 443

#: Known-good sites that must get nothing as well.
_CONTROLS = 2

_NOTHING = PORT_CLOSED | DATAGRAM_SILENT


def udp_443_blocked(case: Case) -> Iterator[Conclusion]:
    """UDP 443 to a data centre gets nothing, TCP 443 to the same place answers, and UDP 443 to two controls gets nothing either.

    Not where the agent's own tunnel stands by UDP: it keeps the datagrams of other programs back.
    """
    controls = tuple(result for result in case.family("control.udp") if result.ran)
    closed = tuple(result for result in controls if _got_nothing(result))
    if case.mode.method not in AGENT_METHODS or case.by_proxy or _stands_by_udp(case):
        return
    if len(closed) < _CONTROLS or len(closed) < len(controls):
        return
    for location in case.locations.values():
        result = case.results.get(f"udp.{location.id}")
        seen = _got_nothing(result)
        answer = _tcp_answer(case, location)
        if location.port != _HTTPS or result is None or seen is None or answer is None:
            continue
        kind = KINDS.get(seen.failure or Failure.TIMED_OUT, Kind.DROPPED)
        host = location.host or seen.target.address or ""
        yield Conclusion(
            "udp-443-blocked",
            case.judged(location, Severity.MINOR),
            # An agent that runs may itself keep datagrams of other programs back.
            Certainty.LIKELY if case.mode.agent_captures else Certainty.CERTAIN,
            tuple(check(row) for row in (result, answer, *closed)),
            (result.id,),
            Subject(
                endpoint=location.id,
                host=location.host,
                address=seen.target.address,
                port=location.port,
                transport=Transport.UDP,
                kind=kind,
                scope=Scope.PORT,
            ),
            {
                "host": host,
                "address": seen.target.address or host,
                "kind": kind,
                "controls": ", ".join(_names(closed)),
            },
        )


def _stands_by_udp(case: Case) -> bool:
    """Whether the log of an agent that runs ends with a tunnel by UDP."""
    state = case.agent
    return isinstance(state, AgentState) and state.connected and state.transport == "udp" and bool(running(case))


def _got_nothing(result: CheckResult | None) -> Observation | None:
    """The last try, where every one of them was in vain and left this computer."""
    if result is None or result.status is Status.PASS or not result.observations:
        return None
    return None if any(seen.failure not in _NOTHING for seen in result.observations) else result.observations[-1]


def _tcp_answer(case: Case, location: Location) -> CheckResult | None:
    """The check that got an answer in TLS from the same host and port by TCP."""
    for row in case.locations.values():
        if (row.host, row.port, row.transport) == (location.host, location.port, Transport.TCP):
            result = case.results.get(f"tls.{row.id}")
            if result and spoke_tls(result):
                return result
    return None


def _names(controls: tuple[CheckResult, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.observations[-1].target.host or row.observations[-1].target.address or row.id for row in controls))
