"""The one entry: a report in, findings and verdict out. Pure, so that a report of last month gets today's diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wssdiag.diagnosis.case import Case, Conclusion
from wssdiag.diagnosis.causes import CAUSES, ORDER
from wssdiag.diagnosis.masking import masked_by
from wssdiag.diagnosis.protection import unexplained
from wssdiag.diagnosis.rules import LATE_RULES, RULES
from wssdiag.diagnosis.verdict import verdict_of
from wssdiag.model.finding import Finding, Who

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.diagnosis.background import Background
    from wssdiag.model.report import Report

_WHO = {cause.code: cause.who for cause in CAUSES}

#: Who acts somewhere else than at this computer, and so is told where it stands.
_ELSEWHERE = {Who.NETWORK, Who.VENDOR}


def diagnosed(report: Report, background: Background) -> Report:
    """The same report with the findings and the verdict that its checks and facts prove today."""
    findings = findings_of(report, background)
    return msgspec.structs.replace(report, findings=findings, verdict=verdict_of(report, findings))


def findings_of(report: Report, background: Background) -> tuple[Finding, ...]:
    """The findings in the order of the causes: the worst severity first, then the list, then the surest."""
    case = Case.of(report, background)
    named = [row for rule in RULES for row in rule(case)]
    named += [row for rule in LATE_RULES for row in rule(case, tuple(named))]
    conclusions = _distinct([*named, *unexplained(case, named)])
    conclusions.sort(key=lambda row: (row.severity.rank, ORDER[row.code], row.certainty.rank))
    sender = {"from": case.own_address()}
    return tuple(_finding(row, masked_by(row, conclusions, case), background.knowledge, sender) for row in conclusions)


def _distinct(conclusions: list[Conclusion]) -> list[Conclusion]:
    """One finding for each code and subject: the first that a rule gave."""
    return list({(row.code, row.subject): row for row in reversed(conclusions)}.values())[::-1]


def _finding(row: Conclusion, masked: str | None, knowledge: Knowledge, sender: Mapping[str, str]) -> Finding:
    values = {**row.values, **(sender if _ELSEWHERE & set(_WHO[row.code]) else {})}
    guide = knowledge.get(row.code)
    return Finding(
        code=row.code,
        severity=row.severity,
        confidence=row.certainty,
        title=guide.title.format_map(values) if guide else row.code,
        subject=row.subject,
        values=values,
        evidence=row.evidence,
        masked_by=masked,
        who=_WHO[row.code],
    )
