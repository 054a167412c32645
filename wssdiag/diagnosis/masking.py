"""A cause masks its consequences: one headline, not nine. What is masked stays in the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.diagnosis.causes import BY_CODE, CAUSES, ORDER, Table
from wssdiag.model.check import Status
from wssdiag.model.finding import Certainty, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.diagnosis.case import Case, Conclusion

#: Nothing gets out: each masks those after it, and all the tables that follow but the agents' local states.
_NOTHING_GETS_OUT = ("no-network", "no-address", "no-default-route", "gateway-silent", "no-internet")

_AGENT_LOCAL_STATES = frozenset({"agent-missing", "agents-conflict", "agent-disabled", "agent-stopped", "agent-too-old", "agent-legacy"})


def _codes(*tables: Table) -> frozenset[str]:
    return frozenset(cause.code for cause in CAUSES if cause.table in tables)


def _starting(prefix: str) -> frozenset[str]:
    return frozenset(cause.code for cause in CAUSES if cause.code.startswith(prefix))


_FOLLOWING_TABLES = _codes(*(table for table in Table if table is not Table.COMPUTER)) - _AGENT_LOCAL_STATES

_AGENT_OFF = frozenset({"agent-tunnel-down", "fail-open", "fail-closed", "not-protected"})
#: States of an agent that cannot get out: a sign-in page in its way brings them about.
_BY_A_DEAD_WAY = frozenset({"agent-control-unreachable", "agent-tunnel-down", "fail-open", "fail-closed"})

_PAC_STOPS = frozenset(
    {"pac-unreachable", "pac-internal-only", "pac-http-error", "pac-not-script", "pac-syntax-error", "pac-runtime-error"}
)

#: Cause -> the codes that it masks wherever they are, beside those whose checks need its own.
MASKS: dict[str, frozenset[str]] = {
    **{code: _FOLLOWING_TABLES | frozenset(_NOTHING_GETS_OUT[row + 1 :]) for row, code in enumerate(_NOTHING_GETS_OUT)},
    "wifi-sign-in": _codes(Table.NAMES, Table.REACHING, Table.PROXY, Table.PROTECTION, Table.SITES, Table.OTHER)
    | _BY_A_DEAD_WAY
    | {"no-default-route", "mtu-blackhole", "ipv6-broken", "path-slow"},
    "clock-wrong": _starting("certificate-"),
    "service-unreachable": frozenset({"port-blocked", "udp-443-blocked"}),
    "tls-intercepted": _starting("certificate-"),
    **dict.fromkeys(("agent-stopped", "agent-disabled", "agent-sign-in-needed"), _AGENT_OFF),
    **dict.fromkeys((*_PAC_STOPS, "pac-runaway", "pac-too-large"), frozenset({"pac-dead-proxy", "pac-goes-direct", "not-protected"})),
    **dict.fromkeys(("proxy-not-the-service", "pac-goes-direct", "pac-dead-proxy", "pac-file-scheme"), frozenset({"not-protected"})),
    "agent-tunnel-down": frozenset({"fail-open", "fail-closed", "not-protected"}),
    "sep-local-proxy-stopped": frozenset({"pac-unreachable", "pac-dead-proxy", "pac-goes-direct", "not-protected"}),
    "fail-open": frozenset({"not-protected"}),
    "blocked-by-policy": frozenset({"proxy-denied"}),
    "roaming-sign-in": frozenset({"proxy-denied"}),
}


def masked_by(row: Conclusion, others: Sequence[Conclusion], case: Case) -> str | None:
    """The code of the first other conclusion that masks this one, or None. Of two that would mask each other the earlier one stands."""
    for other in sorted(others, key=lambda candidate: ORDER[candidate.code]):
        if other is row or other.code == row.code or not _masks(other, row, case):
            continue
        if ORDER[row.code] < ORDER[other.code] and _masks(row, other, case):
            continue
        return other.code
    return None


def _masks(other: Conclusion, row: Conclusion, case: Case) -> bool:
    """A notice masks only where its cause is never more than one, it is sure, and the table says so: a doubt must not hide what is sure."""
    slight = other.severity is Severity.NOTICE
    if slight and (BY_CODE[other.code].severity is not Severity.NOTICE or other.certainty is Certainty.POSSIBLE):
        return False
    return row.code in MASKS.get(other.code, frozenset()) or (not slight and _follows_from(row, other, case))


def _follows_from(row: Conclusion, other: Conclusion, case: Case) -> bool:
    """Whether a check of ``row`` needs a check of ``other``; for the very same check the earlier cause of the list stands.

    What passed in spite of what it needs did not fail for it: a clock that a proxy's answer shows to be wrong is wrong behind any proxy.
    """
    own = set(other.steps)
    if any(case.needs_of(step) & own for step in row.steps if not _passed(case, step)):
        return True
    return bool(own & set(row.steps)) and ORDER[other.code] < ORDER[row.code]


def _passed(case: Case, step: str) -> bool:
    result = case.results.get(step)
    return result is not None and result.status is Status.PASS
