"""The rule for the echo of full size, by which an agent is said to decide whether UDP is worth a try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.checks.large_packets import largest
from wssdiag.detection.agent_log import AgentState
from wssdiag.diagnosis.case import Case, Conclusion, check
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity, Subject
from wssdiag.model.mode import AGENT_METHODS
from wssdiag.model.observation import EchoDetail

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What becomes of an echo that the way does not carry, or that nobody answers. What this computer itself refuses is neither.
_LOST = frozenset({Failure.TIMED_OUT, Failure.UNREACHABLE})


def agent_udp_not_tried(case: Case) -> Iterator[Conclusion]:
    """No full echo comes back from any data centre (where none is known: from known-good addresses), though the network works.

    Likely where the way is shown not to carry it: small ones come back, or a router said what it carries. Nothing at all coming back is
    possible: a filter, or a server that is silent to everybody. Never certain: one of two editions of the vendor's article says so.
    """
    in_question = case.mode.in_use or case.profile.expect.method in AGENT_METHODS
    if case.mode.method not in AGENT_METHODS or case.by_proxy or not in_question or _by_udp(case):
        return
    controls = tuple(case.family("control.echo"))
    asked = tuple(case.family("echo")) or controls
    lost = tuple(result for result in asked if _is_lost(result))
    control = case.answering_control()
    if not lost or control is None or any(_got_through(result) for result in asked):
        return
    result = min(lost, key=lambda row: row.status is not Status.WARN)
    target = result.observations[0].target
    passes = largest(result.observations)
    yield Conclusion(
        "agent-udp-not-tried",
        Severity.NOTICE,
        Certainty.LIKELY if result.status is Status.WARN else Certainty.POSSIBLE,
        tuple(check(row) for row in dict.fromkeys(row.id for row in (*lost, *controls, control))),
        subject=Subject(endpoint=result.endpoint, host=target.host, address=target.address),
        values={"host": target.host or target.address or "", "largest": str(passes) if passes else "none"},
    )


def _by_udp(case: Case) -> bool:
    """Whether the agent's own log says that its tunnel goes by UDP: then it was tried."""
    return isinstance(case.agent, AgentState) and case.agent.connected and case.agent.transport == "udp"


def _is_lost(result: CheckResult) -> bool:
    """Whether the full echo was sent and did not come back, or could not even be sent whole."""
    first = result.observations[0] if result.ran and result.observations else None
    if first is None or not isinstance(first.detail, EchoDetail):
        return False
    return bool(first.detail.path_mtu) or first.failure in _LOST


def _got_through(result: CheckResult) -> bool:
    """Whether an answer to the full echo came, whole or shortened: its way there carries it."""
    first = result.observations[0] if result.observations else None
    return first is not None and isinstance(first.detail, EchoDetail) and first.detail.received_bytes is not None
