"""What failed and nobody has explained yet: the material of the rules that stand last. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.check import Status
from wssdiag.model.finding import Severity
from wssdiag.model.location import Sureness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.diagnosis.case import Case, Conclusion
    from wssdiag.model.check import CheckResult


def failures_left(case: Case, others: Sequence[Conclusion]) -> list[CheckResult]:
    """The checks that failed, each once, behind the required ones, and which no conclusion of more than a notice is about."""
    matter = [row for row in others if row.severity is not Severity.NOTICE]
    explained = {step for row in matter for step in (*row.steps, *(one.check for one in row.evidence))}
    required = [result for result in case.results.values() if result.required and not _is_remembered(case, result)]
    failures = {root.id: root for result in required if (root := failure_behind(case, result)) and not _passed_again(case, root)}
    return [root for root in failures.values() if not {root.id, *case.needs_of(root.id)} & explained]


def _passed_again(case: Case, result: CheckResult) -> bool:
    """Whether the same handshake was done when it was tried once more: one cut connection blames nobody."""
    family, _, location = result.id.partition(".")
    repeated = case.results.get(f"again.{location}") if family == "tls" else None
    return repeated is not None and repeated.status is Status.PASS


def _is_remembered(case: Case, result: CheckResult) -> bool:
    """Whether a check is about a place that nobody confirmed: an unverified fact never convicts."""
    location = case.location_of(result)
    return location is not None and location.provenance.certainty is Sureness.UNVERIFIED


def failure_behind(case: Case, result: CheckResult) -> CheckResult | None:
    """The check that failed: this one, or the one for which it was not run. None where nothing failed."""
    seen: set[str] = set()
    while result.status is Status.SKIPPED and result.id not in seen and (blocker := case.results.get(result.blocked_by or "")):
        seen.add(result.id)
        result = blocker
    return result if result.status is Status.FAIL else None
