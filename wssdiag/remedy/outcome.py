"""What a re-check says about the finding that was worked on: solved, changed into another, still there, or not proven either way. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from wssdiag.model.finding import Severity
from wssdiag.model.report import VerdictStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.check import CheckResult
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report


class Outcome(StrEnum):
    """The four answers of a re-check."""

    SOLVED = "solved"
    CHANGED = "changed"
    STILL_THERE = "still-there"
    UNSURE = "unsure"


#: What makes two findings the same one. Not the address, the kind or the scope: a name may lead elsewhere today and fail in the same way.
Key = tuple[str, str | None, str | None, int | None, str | None, str | None]


def key_of(finding: Finding) -> Key:
    """The identity of a finding across runs."""
    subject = finding.subject
    return (finding.code, subject.endpoint, subject.host, subject.port, subject.transport, subject.app)


def judged(finding: Finding, before: Report, after: Report) -> tuple[Outcome, str | None]:
    """The outcome for ``finding``, with the cause to look at now where it is CHANGED."""
    key = key_of(finding)
    known = {key_of(one) for one in before.findings if one.masked_by is None}
    same = [one for one in after.findings if key_of(one) == key]
    headline = headline_of(after)
    # A new matter that outranks this one hides whether the step helped: it comes first.
    if headline is not None and key_of(headline) not in known and key_of(headline) != key:
        return Outcome.CHANGED, headline.code
    if any(one.masked_by is None for one in same):
        return Outcome.STILL_THERE, None
    if same:
        return Outcome.CHANGED, same[0].masked_by
    if not ruled_out(finding, after):
        return Outcome.UNSURE, None
    was_headline = (first := headline_of(before)) is not None and key_of(first) == key
    if headline is not None and was_headline:
        return Outcome.CHANGED, headline.code
    return Outcome.SOLVED, None


def headline_of(report: Report) -> Finding | None:
    """The finding of the verdict: the first that is not masked and more than a notice."""
    return next((one for one in report.findings if one.masked_by is None and one.severity is not Severity.NOTICE), None)


def ruled_out(finding: Finding, after: Report) -> bool:
    """Whether a finding that ``after`` lacks is proven gone. Not run is never pass.

    Each check of the evidence came to an outcome, and the run was neither cut short nor incomplete.
    """
    if after.cancelled or after.verdict.status is VerdictStatus.INCOMPLETE:
        return False
    return all(check.ran for check in _evidence(finding, after))


def _evidence(finding: Finding, report: Report) -> Iterator[CheckResult]:
    cited = {one.check for one in finding.evidence if one.check}
    return (check for check in report.checks if check.id in cited)
