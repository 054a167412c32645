"""The verdict: one status, one cause, one headline. The first status that applies stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import authentication
from wssdiag.model.check import CheckResult, Status, deepest
from wssdiag.model.finding import Finding, Severity
from wssdiag.model.location import Need, Sureness
from wssdiag.model.report import Report, Verdict, VerdictStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What is said where no cause gives the headline.
HEADLINES = {
    VerdictStatus.HEALTHY: "This computer reaches everything that it needs",
    VerdictStatus.INCOMPLETE: "We could not tell whether everything works",
}

_NOT_SETTLED = frozenset({Status.ERROR, Status.UNKNOWN, Status.CANCELLED, Status.SKIPPED})


def verdict_of(report: Report, findings: Sequence[Finding]) -> Verdict:
    """The verdict on a report with these findings."""
    matter = [row for row in findings if row.masked_by is None and row.severity is not Severity.NOTICE]
    if matter:
        first = matter[0]
        broken = _web_fails(report, matter)
        return Verdict(status=VerdictStatus.BROKEN if broken else VerdictStatus.DEGRADED, cause=first.code, headline=first.title)
    status = VerdictStatus.INCOMPLETE if _unsettled(report) else VerdictStatus.HEALTHY
    return Verdict(status=status, cause=None, headline=HEADLINES[status])


def _web_fails(report: Report, matter: Sequence[Finding]) -> bool:
    """Whether web traffic fails. Where that could not be tried, or came to no outcome, a blocker stands for it."""
    web = _web(report)
    if web is None or web.status in _NOT_SETTLED:
        return any(row.severity is Severity.BLOCKER for row in matter)
    return web.status not in {Status.PASS, Status.WARN}


def _web(report: Report) -> CheckResult | None:
    """``web.method``, or in role auth-connector the service's authentication by its deepest check: of several addresses one that works."""
    if report.role == "client":
        return next((result for result in report.checks if result.id == "web.method"), None)
    tried = [result for row in authentication(report.locations) if (result := _tried(report, row.id))]
    return next((result for result in tried if result.status in {Status.PASS, Status.WARN}), next(iter(tried), None))


def _tried(report: Report, location: str) -> CheckResult | None:
    """The deepest check; the connect where that one failed, since nothing that is deeper was run then."""
    by_id = {result.id: result for result in report.checks}
    connect = by_id.get(f"tcp.{location}")
    return connect if connect and connect.status is Status.FAIL else deepest(by_id, location)


def _unsettled(report: Report) -> bool:
    """Whether a required check came to no outcome, or nothing was asked at all. Not run is never pass.

    Web traffic that fails is no health either, whoever explains it: what does may be masked, or a notice alone. The authentication check
    is required though its host is only remembered: where it fails nobody is blamed, and nobody can tell. Of several addresses one must
    answer.
    """
    required = [result for result in report.checks if result.required]
    if not any(result.ran for result in report.checks) or any(result.status in _NOT_SETTLED for result in required):
        return True
    if any(all(result.status in _NOT_SETTLED for result in group) for group in _alternatives(report)):
        return True
    web = _web(report)
    return web is not None and web.status not in {Status.PASS, Status.WARN}


def _alternatives(report: Report) -> tuple[tuple[CheckResult, ...], ...]:
    """The deepest checks of each group of alternatives that was asked for: one of them is enough, and none of them is required alone."""
    groups: dict[str, list[CheckResult]] = {}
    results = {result.id: result for result in report.checks}
    for location in report.locations:
        result = deepest(results, location.id)
        if location.need is Need.ALTERNATIVE and location.provenance.certainty is not Sureness.UNVERIFIED and result:
            groups.setdefault(location.group or location.id, []).append(result)
    return tuple(tuple(rows) for rows in groups.values())
