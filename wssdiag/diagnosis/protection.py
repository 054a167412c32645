"""Rules for protection, and the rule of last resort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.diagnosis.case import Case, Conclusion, check, fact
from wssdiag.diagnosis.leftover import failures_left
from wssdiag.model.finding import Certainty, Severity, Subject
from wssdiag.model.mode import Method
from wssdiag.model.report import Protected

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wssdiag.model.check import CheckResult


def not_protected(case: Case) -> Iterator[Conclusion]:
    """Web traffic leaves around the service, with no reason that makes it right."""
    expected = case.profile.expect.method
    silent = not case.mode.in_use and expected is None
    if case.network.protected is not Protected.NO or expected is Method.DIRECT or silent:
        return
    web = case.results.get("web.method")
    said = (fact("mode.method", str(case.mode.method)), fact("network.protected", str(case.network.protected)))
    evidence = (*said, *((check(web),) if web else ()))
    yield Conclusion("not-protected", Severity.MAJOR, Certainty.CERTAIN, evidence, values={"method": str(case.mode.method)})


def unexplained(case: Case, others: Sequence[Conclusion]) -> Iterator[Conclusion]:
    """A required check failed, or what it needs did, and no other rule holds for that: reported as seen."""
    matter = [row for row in others if row.severity is not Severity.NOTICE]
    left = failures_left(case, others)
    for result in left:
        if result.id == "web.method" and (matter or len(left) > 1):
            continue  # whatever stops the service or the network stops the web; only alone it is a matter of its own
        yield Conclusion(
            "unexplained",
            Severity.MAJOR,
            Certainty.POSSIBLE,
            (check(result),),
            (result.id,),
            _subject(result),
            {"check": result.title, "summary": result.summary},
        )


def _subject(result: CheckResult) -> Subject:
    """Where the check ended."""
    if not result.observations:
        return Subject(endpoint=result.endpoint)
    target = result.observations[-1].target
    return Subject(endpoint=result.endpoint, host=target.host, address=target.address, port=target.port, transport=target.transport)
