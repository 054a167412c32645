"""From the findings of a report to what to ask of those who run the network. Pure.

Asked for is only what is needed and proven: no notice, nothing that another cause explains, nothing whose host or port is only remembered.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from wssdiag.model.finding import Severity
from wssdiag.model.location import Need, Sureness
from wssdiag.remedy.outcome import key_of
from wssdiag.remedy.rule_ends import Ends
from wssdiag.remedy.rule_request import Proof, RuleRequest, joined
from wssdiag.remedy.rule_wishes import ASKERS, RunCase

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report
    from wssdiag.remedy.rule_wishes import Wish

#: What shows a request to be needed: the check that failed, and what answered beside it.
_PROOFS: Final = 4

_CLOCK_WRONG: Final = "clock-wrong"


def rules_to_open(report: Report) -> tuple[RuleRequest, ...]:
    """Everything to ask for, in the order of the findings; each destination once. Empty where nothing is to be let through."""
    case = RunCase(report, Ends.of(report), {row.id: row for row in (*report.proxies, *report.locations)})
    found: dict[object, RuleRequest] = {}
    for finding in report.findings:
        asker = ASKERS.get(finding.code)
        if asker is None or finding.masked_by is not None or finding.severity is Severity.NOTICE:
            continue
        for wish in asker(case, finding):
            if wish.location.provenance.certainty is Sureness.UNVERIFIED:
                continue
            request = _dressed(case, finding, wish)
            before = found.get(request.destination)
            found[request.destination] = joined(before, request) if before else request
    return tuple(found.values())


def _dressed(case: RunCase, finding: Finding, wish: Wish) -> RuleRequest:
    location = wish.location
    host = location.host or ""
    lines = case.ends.from_here(location, wish.proof[0]) if wish.lines is None else wish.lines
    ports = location.ports or "" if location.port is None else str(location.port)
    return RuleRequest(
        ask=wish.ask,
        code=finding.code,
        findings=(key_of(finding),),
        confidence=finding.confidence,
        sender=wish.sender,
        at=wish.at,
        host="" if any(line.address == host for line in lines) else host,
        lines=lines,
        ports="" if wish.name_only else ports,
        transport=None if wish.name_only else location.transport,
        protocol="dns" if wish.name_only else location.protocol,
        purpose=location.purpose,
        need=location.need,
        group=location.group or "" if location.need is Need.ALTERNATIVE else "",
        when=location.when or "",
        provenance=location.provenance,
        tested_from=case.ends.own_address(),
        issuer=finding.values.get("issuer", ""),
        proof=tuple(_proof(case.report, row) for row in wish.proof[:_PROOFS]),
    )


def _proof(report: Report, result: CheckResult) -> Proof:
    failed = [seen for seen in result.observations if seen.failure]
    last = next(reversed(failed or list(result.observations)), None)
    return Proof(result.id, result.title, result.summary, _when(report, last.offset_ms if last else 0.0))


def _when(report: Report, offset_ms: float) -> str:
    """The instant in UTC, to the second; empty where this computer's clock is wrong, or nobody can read when the run started.

    An administrator looks for it in the log of a firewall: a wrong time leads to the wrong lines.
    """
    if any(finding.code == _CLOCK_WRONG for finding in report.findings):
        return ""
    try:
        moment = datetime.fromisoformat(report.started) + timedelta(milliseconds=offset_ms)
        utc = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return ""
    return utc.isoformat(" ", "seconds").partition("+")[0]
