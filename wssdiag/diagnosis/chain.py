"""The chain of evidence of a finding: what was seen, what worked, what it is not, and what follows from it. Pure.

Every part cites a check of the report with its steps, or a fact with its value. Nothing is told from memory: the chain is drawn from the
report and the finding alone, so that a report of last month is explained by today's table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from wssdiag.diagnosis.background import Background
from wssdiag.diagnosis.case import ANSWERED, Case, answered, check, spoke_tls
from wssdiag.diagnosis.causes import ORDER
from wssdiag.diagnosis.lookalikes import LOOKALIKES, ROWS, Lookalike
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.observation import TlsDetail
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wssdiag.diagnosis.disproofs import Disproof
    from wssdiag.model.finding import Evidence, Finding
    from wssdiag.model.observation import Observation
    from wssdiag.model.report import Report

#: Checks named for what stays open: enough to know where to look.
_OPEN_NAMED = 2


class Standing(StrEnum):
    """What a report says of another explanation."""

    RULED_OUT = "ruled-out"
    LEFT_OPEN = "left-open"  # it was looked at, and the outcome does not rule it out
    NOT_CHECKED = "not-checked"  # nothing in the report looked at it
    ALIKE = "alike"  # nothing that this computer can see tells the two apart


@dataclass(frozen=True, slots=True)
class Cited:
    """A check of the report with the steps that matter, or (``check`` is None) a fact with its value."""

    evidence: Evidence
    check: CheckResult | None = None
    steps: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Another explanation. Ruled out it cites what disproves it; left open, what was looked at."""

    lookalike: Lookalike
    standing: Standing
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything that stands behind one finding."""

    finding: Finding
    seen: tuple[Cited, ...]  # what shows the fault
    controls: tuple[Cited, ...]  # what worked, and so tells the fault from a dead network
    exclusions: tuple[Exclusion, ...]
    explains: tuple[Finding, ...]  # what the finding masks
    explained_by: Finding | None  # what masks the finding


_WEB = ("control.tls.", "proxy.connect.")
_ELSEWHERE = ("control.", "direct.")

#: Cause -> the beginnings of the check ids that may be its control, where a check that passed may as well be the accusation.
#: Of every other cause each check that worked is a control.
_MAY_BE_CONTROLS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "wifi-sign-in",
                "clock-wrong",
                "dns-slow",
                "tls-intercepted",
                "certificate-expired",
                "certificate-name",
                "certificate-untrusted",
                "blocked-by-policy",
                "proxy-auth-required",
                "proxy-not-the-service",
                *(code for code in ORDER if code.startswith("pac-")),
                "agent-control-unreachable",
                "agent-tunnel-down",
                "fail-open",
                "vpn-carries-service",
                "other-gateway-client",
                "not-protected",
                "double-interception",
                "service-root-missing",
                "roaming-sign-in",
                "unexplained",
            ),
            (),
        ),
        **dict.fromkeys(("path-slow", "service-error", "agent-udp-not-tried", "tls-handshake-failed"), _ELSEWHERE),
        "mtu-blackhole": ("segments.", "control."),
        "dns-wrong-answer": ("address.",),
        "hosts-file-override": ("tls.", "http.", "address.", "again."),
        "ipv6-leak": _WEB,
        "quic-leak": _WEB,
        "pac-internal-only": ("control.dns.", "dns.server."),
        "fail-closed": ("tls.", "http.", "tcp.", "udp.", "sign-in.", "clock."),
    }
)


def chain_of(finding: Finding, report: Report) -> Chain:
    """The chain of one of the report's findings; evidence that the report does not hold is left out."""
    case = Case.of(report, Background())
    cited = tuple(_cited(case, finding.evidence))
    controls = [row for row in cited if _is_control(finding, row)]
    return Chain(
        finding=finding,
        seen=tuple(row for row in cited if row not in controls),
        controls=tuple(Cited(row.evidence, row.check, _working(row.check) if row.check else ()) for row in controls),
        exclusions=tuple(_exclusions(case, finding, frozenset(row.code for row in report.findings))),
        explains=tuple(row for row in report.findings if row.masked_by == finding.code),
        explained_by=_explained_by(finding, report),
    )


def chains_of(report: Report, code: str | None = None) -> tuple[Chain, ...]:
    """The chains of the findings with this code; without one, of all that stand."""
    chosen = (row for row in report.findings if (row.code == code if code else row.masked_by is None))
    return tuple(chain_of(row, report) for row in chosen)


def _cited(case: Case, rows: tuple[Evidence, ...]) -> Iterator[Cited]:
    for row in rows:
        result = case.results.get(row.check)
        if result:
            yield Cited(row, result, _telling(result))
        elif row.fact:
            yield Cited(row)


def _telling(result: CheckResult) -> tuple[Observation, ...]:
    """The steps that say how a check ended: each way in which it failed once; where it worked, the last that did."""
    failures = {
        (seen.step, seen.target.address, seen.target.port, seen.failure, seen.interface): seen
        for seen in reversed(result.observations)
        if not seen.ok
    }
    if result.status is Status.PASS or not failures:
        return _working(result) or result.observations[-1:]
    return tuple(failures.values())[::-1]


def _working(result: CheckResult) -> tuple[Observation, ...]:
    """The last step that got an answer."""
    return tuple(seen for seen in result.observations if seen.ok or (isinstance(seen.detail, TlsDetail) and seen.detail.chain))[-1:]


def _is_control(finding: Finding, row: Cited) -> bool:
    if row.check is None:
        return row.evidence.fact.startswith("neighbours[") and row.evidence.value in ANSWERED
    families = _MAY_BE_CONTROLS.get(finding.code)
    return _worked(row.check) and (families is None or row.check.id.startswith(families))


def _worked(result: CheckResult) -> bool:
    """Whether the other side answered to the last step. A handshake is an answer, whatever its certificate is worth."""
    to_the_end = answered(result) and result.observations[-1].ok
    return result.status is Status.PASS or to_the_end or (result.ran and spoke_tls(result))


def _explained_by(finding: Finding, report: Report) -> Finding | None:
    maskers = [row for row in report.findings if finding.masked_by and row.code == finding.masked_by]
    return min(maskers, key=lambda row: row.masked_by is not None, default=None)


def _exclusions(case: Case, finding: Finding, found: frozenset[str]) -> Iterator[Exclusion]:
    """In the order of the table. What the report itself names is told there, and is neither ruled out nor open here."""
    for name in LOOKALIKES.get(finding.code, ()):
        row = ROWS[name]
        if found & {*row.codes}:
            continue
        if row.disproof is None:
            yield Exclusion(name, Standing.ALIKE)
            continue
        answer = row.disproof.ask(case, finding)
        if answer:
            yield Exclusion(name, Standing.RULED_OUT, tuple(_cited(case, answer)))
        elif answer is not None:
            yield _open(case, finding, name, row.disproof)


def _open(case: Case, finding: Finding, name: Lookalike, disproof: Disproof) -> Exclusion:
    """Why something is not ruled out: nobody looked, or what was seen does not do it."""
    if disproof.fact:
        known = not isinstance(getattr(case.facts, disproof.fact), Unknown)
        return Exclusion(name, Standing.LEFT_OPEN if known else Standing.NOT_CHECKED)
    subject = finding.subject
    places = tuple(text.format(host=subject.host, endpoint=subject.endpoint) for text in disproof.checks)
    own = {row.check for row in finding.evidence}
    looked = [row for row in case.results.values() if row.ran and row.id not in own and row.id.startswith(places)]
    cited = tuple(Cited(check(row), row, _telling(row)) for row in looked[:_OPEN_NAMED])
    return Exclusion(name, Standing.LEFT_OPEN if looked else Standing.NOT_CHECKED, cited)
