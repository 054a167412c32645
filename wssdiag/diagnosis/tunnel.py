"""Rules for the agent's way to the service: controller, sign-in, tunnel, and what happens without them. The rest of the fifth table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.detection.agent_log import AgentState, Controller, Tunnel
from wssdiag.diagnosis.agents import running
from wssdiag.diagnosis.case import Case, Conclusion, answered, check, fact
from wssdiag.diagnosis.leftover import failures_left
from wssdiag.model.check import Status, deepest
from wssdiag.model.finding import Certainty, Severity, Subject
from wssdiag.model.mode import AGENT_METHODS
from wssdiag.model.observation import TlsDetail
from wssdiag.model.report import Protected, SignIn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wssdiag.model.check import CheckResult
    from wssdiag.model.finding import Evidence

#: The traffic controller, by the catalogue's ids.
_CONTROLLERS = ("ctc-443", "ua-ctc-443")

#: The data centres of the organisation, by the start of their ids.
_DATACENTRES = ("datacentre-", "ua-datacentre-")


def agent_control_unreachable(case: Case, others: Sequence[Conclusion]) -> Iterator[Conclusion]:
    """The controller cannot be reached or verified, and no cause that stands before this one explains it."""
    if case.mode.method not in AGENT_METHODS or not (case.mode.in_use or case.profile.expect.method in AGENT_METHODS):
        return
    left = {result.id: result for result in failures_left(case, others)}
    for location in (case.locations[name] for name in _CONTROLLERS if name in case.locations):
        judged_by = deepest(case.results, location.id)
        needed = {judged_by.id, *case.needs_of(judged_by.id)} if judged_by else set()
        root = next((result for result in left.values() if result.id in needed), None)
        if root:
            target = root.observations[-1].target if root.observations else None
            yield Conclusion(
                "agent-control-unreachable",
                case.judged(location, Severity.MAJOR),
                Certainty.CERTAIN,
                (check(root),),
                (root.id,),
                Subject(
                    endpoint=location.id,
                    host=location.host,
                    address=target.address if target else None,
                    port=location.port,
                    transport=location.transport,
                ),
                {"host": location.host or "", "summary": root.summary},
            )


def agent_sign_in_needed(case: Case) -> Iterator[Conclusion]:
    """Its log says that authentication was refused or waits. Only the form of that line is established, so the finding is likely."""
    state = _state(case)
    if state and state.locked_out:
        evidence = (fact(f"files[{state.path}].tail", state.login_line),)
        values = {"login": str(state.login)}
        yield Conclusion("agent-sign-in-needed", Severity.BLOCKER, Certainty.LIKELY, evidence, values=values)


def agent_tunnel_down(case: Case) -> Iterator[Conclusion]:
    """The last state in its log is a failed or closed connection after an ACTIVE answer; or it was told to connect and web traffic is open.

    A connection that the run proves to be protected outdates the log.
    """
    state = _state(case)
    if state is None or state.controller is not Controller.ACTIVE or case.network.protected is Protected.YES:
        return
    if not state.down and case.network.protected is not Protected.NO:
        return
    lines = (state.controller_line, state.tunnel_line)
    evidence = tuple(fact(f"files[{state.path}].tail", line) for line in lines if line)
    web = case.results.get("web.method")
    failing = tuple(result for result in _datacentre_checks(case) if result.status is Status.FAIL)
    yield Conclusion(
        "agent-tunnel-down",
        Severity.BLOCKER,
        Certainty.CERTAIN if state.tunnel is Tunnel.FAILED else Certainty.LIKELY,  # a closed one is tried again by the agent itself
        (*evidence, *(check(result) for result in failing), *((check(web),) if web and not state.down else ())),
        tuple(result.id for result in failing),
        Subject(address=state.address or None),
        {"datacentre": state.datacentre, "address": state.address, "line": (state.tunnel_line or state.controller_line).rstrip(".")},
    )


def fail_closed(case: Case) -> Iterator[Conclusion]:
    """The agent is not connected, and web traffic is stopped, though something of the network still answers: bypasses get through."""
    state = _state(case)
    web = case.results.get("web.method")
    if state is None or not _unconnected(state) or web is None or web.status is not Status.FAIL:
        return
    control = case.answering_control()
    passing = _passing(case)
    if control or passing is None or case.network.sign_in is SignIn.REQUIRED:
        return
    evidence = (_not_connected(state), check(web), check(passing))
    yield Conclusion("fail-closed", Severity.BLOCKER, Certainty.LIKELY, evidence, ("web.method",))


def fail_open(case: Case) -> Iterator[Conclusion]:
    """The agent is not connected, and web sites show their own public certificates."""
    state = _state(case)
    web = case.results.get("web.method")
    if state is None or not _unconnected(state) or web is None or case.network.protected is Protected.YES:
        return
    if web.status is not Status.PASS or not answered(web):  # a page that came, not a check that merely says so
        return
    control = next((result for result in case.family("control.tls") if answered(result) and _publicly_signed(result)), None)
    if control:
        evidence = (_not_connected(state), check(web), check(control))
        yield Conclusion("fail-open", Severity.MAJOR, Certainty.LIKELY, evidence)


def agent_passive(case: Case) -> Iterator[Conclusion]:
    """Its log says PASSIVE; or it runs unconnected while web traffic is protected all the same."""
    rows = running(case)
    state = case.agent
    if not rows or not isinstance(state, AgentState):
        return
    if state.controller is Controller.PASSIVE:
        evidence: tuple[Evidence, ...] = (fact(f"files[{state.path}].tail", state.controller_line),)
        yield Conclusion("agent-passive", Severity.NOTICE, Certainty.CERTAIN, evidence)
    elif state.down and case.network.protected is Protected.YES:
        evidence = (_not_connected(state), fact("network.protected", str(case.network.protected)))
        yield Conclusion("agent-passive", Severity.NOTICE, Certainty.LIKELY, evidence)


def _state(case: Case) -> AgentState | None:
    """What the log says of an agent that runs, and is not told to stand aside."""
    state = case.agent
    if not isinstance(state, AgentState) or state.controller is Controller.PASSIVE or not running(case):
        return None
    return state


def _unconnected(state: AgentState) -> bool:
    return state.down or state.locked_out


def _not_connected(state: AgentState) -> Evidence:
    return fact(f"files[{state.path}].tail", state.tunnel_line if state.down else state.login_line)


def _datacentre_checks(case: Case) -> Iterator[CheckResult]:
    """The checks of the organisation's data centres."""
    for name in case.locations:
        if name.startswith(_DATACENTRES):
            yield from (result for family in ("tcp", "tls") if (result := case.results.get(f"{family}.{name}")))


def _passing(case: Case) -> CheckResult | None:
    """Something beyond the first hop that answered: a host of the service, or a plain page. The network is not dead."""
    pages = (result for name in ("sign-in", "clock") for result in case.family(name) if result.status is Status.PASS)
    return case.answering_location() or next(pages, None)


def _publicly_signed(result: CheckResult) -> bool:
    return any(isinstance(seen.detail, TlsDetail) and seen.ok and seen.detail.mozilla_code == 0 for seen in result.observations)
