"""The rule for a network that announces IPv6 and does not carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.checks.ipv6 import preferred_ipv6
from wssdiag.diagnosis.case import Case, Conclusion, check, fact
from wssdiag.diagnosis.reaching import KINDS
from wssdiag.model.failure import PORT_CLOSED, Failure
from wssdiag.model.finding import Certainty, Kind, Severity, Subject
from wssdiag.model.observation import Observation, Step, Transport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.check import CheckResult

#: Unrelated names whose IPv6 connects fail, with which it is surely the network's.
_SURE_NAMES = 2


def ipv6_broken(case: Case) -> Iterator[Conclusion]:
    """AAAA is preferred here, and not one connect over IPv6 succeeds, while IPv4 to the same names works."""
    preferred = preferred_ipv6(case.facts)
    if preferred is None or case.by_proxy or case.mode.agent_captures or any(_opened(case, ipv6=True)):
        return
    opened = {seen.target.host: result for result, seen in _opened(case, ipv6=False)}
    failed = [(row, seen) for row in case.family("ipv6") if (seen := _refused_ipv6(row)) and seen.target.host in opened]
    if not failed:
        return
    interface, address = preferred
    seen = failed[0][1]
    host = seen.target.host or ""
    yield Conclusion(
        "ipv6-broken",
        Severity.MINOR,
        Certainty.CERTAIN if len(failed) >= _SURE_NAMES else Certainty.LIKELY,
        (
            *(check(row) for row, _ in failed),
            check(opened[host]),
            fact(f"interfaces[{interface.name}].addresses", address),
        ),
        tuple(row.id for row, _ in failed),
        Subject(host=host, address=seen.target.address, port=seen.target.port, transport=Transport.TCP, kind=_kind(seen)),
        {"host": host, "address": seen.target.address or "", "kind": _kind(seen)},
    )


def _opened(case: Case, *, ipv6: bool) -> Iterator[tuple[CheckResult, Observation]]:
    for result in case.results.values():
        for seen in result.observations:
            address = seen.target.address or ""
            if seen.step is Step.CONNECT and seen.ok and seen.target.host and address and (":" in address) is ipv6:
                yield result, seen


def _refused_ipv6(result: CheckResult) -> Observation | None:
    """The last connect, where every one of them got silence or a refusal from the network."""
    if not result.observations or any(seen.failure not in PORT_CLOSED for seen in result.observations):
        return None
    return result.observations[-1]


def _kind(seen: Observation) -> Kind:
    return KINDS.get(seen.failure or Failure.TIMED_OUT, Kind.DROPPED)
