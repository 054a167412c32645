"""Which checks prove that a step worked. Pure: it names ids, the session runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.checks.plan import matches
from wssdiag.model.check import Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from wssdiag.model.report import Report
    from wssdiag.remedy.walk import Walk


def checks_to_run(walk: Walk, report: Report) -> frozenset[str]:
    """The ids to run again: what the step names (else the finding's own evidence), all that depends on it, and all that these need.

    Required checks that did not pass come along, and so does evidence that did not pass: it may have failed for the same reason without
    needing what is named, and its old result would stand in the merged report as a fault that is no more. Where nothing is named,
    everything runs.
    """
    ids = {check.id for check in report.checks}
    cited = {one.check for one in walk.view.finding.evidence} & ids
    named = {one for one in ids if matches(one, walk.step.recheck)} or cited
    if not named:
        return frozenset(ids)
    named |= {check.id for check in report.checks if check.status is not Status.PASS and (check.required or check.id in cited)}
    needs = {check.id: ids.intersection(check.needs) for check in report.checks}
    dependants = {one: {other for other in ids if one in needs[other]} for one in ids}
    return frozenset(_closure(_closure(named, dependants), needs))


def _closure(start: AbstractSet[str], edges: Mapping[str, AbstractSet[str]]) -> set[str]:
    reached = set(start)
    frontier = list(start)
    while frontier:
        new = edges[frontier.pop()] - reached
        reached |= new
        frontier += new
    return reached
