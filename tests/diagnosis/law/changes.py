"""Random changes to a report: each leaves it a report that some run, or some bundle, might hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import msgspec

from tests.diagnosis.law.making import Shown
from tests.diagnosis.law.steps import another, outcome
from tests.diagnosis.law.worlds import corpus
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import Facts
from wssdiag.model.observation import TlsDetail
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.model.failure import Failure
    from wssdiag.model.observation import AnyDetail

Change = Callable[[Random, Shown], Shown]

_FAMILIES = (
    *("control.tcp.", "control.tls.", "control.dns.", "control.udp.", "direct.", "sign-in.", "clock.", "second-opinion."),
    *("dns.", "tcp.", "tls.", "udp.", "http.", "again.", "proxy."),
)

#: Who and when is no matter of a diagnosis; the rest may be another computer's, or unread.
_FACTS = tuple(name for name in Facts.__struct_fields__ if name not in {"schema", "os", "os_version", "collected_at", "user"})


def another_course(chance: Random, shown: Shown) -> Shown:
    """Some steps of a check go otherwise; its status follows them, or does not."""
    return _another(chance, shown, chance.choice(shown.report.checks))


def what_was_cited_goes_otherwise(chance: Random, shown: Shown) -> Shown:
    """The same for a check on which a finding stood."""
    cited = {line.check for finding in shown.report.findings for line in finding.evidence}
    rows = [row for row in shown.report.checks if row.id in cited]
    return _another(chance, shown, chance.choice(rows)) if rows else shown


def _another(chance: Random, shown: Shown, row: CheckResult) -> Shown:
    seen = tuple(another(chance, one) if chance.random() < 0.5 else one for one in row.observations)
    if row.id.startswith("sign-in.") and chance.random() < 0.2:
        seen = tuple(msgspec.structs.replace(one, interface="wlan0") for one in seen)  # only those are asked by an interface
    followed = Status.FAIL if seen and seen[-1].failure else Status.PASS
    status = chance.choice((followed, followed, row.status, *Status))
    if status in {Status.SKIPPED, Status.ERROR}:
        seen = ()  # what was not run, or broke down, saw nothing
    return _exchanged(shown, [msgspec.structs.replace(row, observations=seen, status=status)])


def the_same_everywhere(chance: Random, shown: Shown) -> Shown:
    """A whole family of checks ends in one way."""
    family = chance.choice(_FAMILIES)
    rows = [row for row in shown.report.checks if row.id.startswith(family) and row.observations]
    if not rows:
        return shown
    failure, detail = outcome(chance, rows[0].observations[-1])
    return _exchanged(shown, [_with_end(row, failure, detail) for row in rows])


def _with_end(row: CheckResult, failure: Failure | None, detail: AnyDetail) -> CheckResult:
    """Where it ends by a detail of another kind, it goes on as it went."""
    end = row.observations[-1]
    if type(end.detail) is not type(detail):
        return row
    if isinstance(detail, TlsDetail) and isinstance(end.detail, TlsDetail):
        detail = msgspec.structs.replace(detail, server_name=end.detail.server_name)
    end = msgspec.structs.replace(end, failure=failure, detail=detail)
    return msgspec.structs.replace(row, status=Status.FAIL if failure else Status.PASS, observations=(*row.observations[:-1], end))


def from_another_report(chance: Random, shown: Shown) -> Shown:
    """Some checks as another report has them; those that are not here are added."""
    other = chance.choice(corpus()).report
    taken = chance.sample(other.checks, min(len(other.checks), chance.randint(1, 4)))
    places = {row.id: row for row in (*other.locations, *shown.report.locations)}
    added = {row.id: row for row in (*shown.report.checks, *taken)}
    return _with(shown, checks=tuple(added.values()), locations=tuple(places.values()))


def left_out(chance: Random, shown: Shown) -> Shown:
    """Checks that were not run, as where somebody chose some of them."""
    gone = chance.sample(shown.report.checks, min(len(shown.report.checks) - 1, chance.randint(1, 3)))
    return _with(shown, checks=tuple(row for row in shown.report.checks if row not in gone))


def a_family_left_out(chance: Random, shown: Shown) -> Shown:
    """A whole family that was not run."""
    family = chance.choice(_FAMILIES)
    return _with(shown, checks=tuple(row for row in shown.report.checks if not row.id.startswith(family)) or shown.report.checks)


def other_facts(chance: Random, shown: Shown) -> Shown:
    """A fact of another computer, or one that could not be read."""
    name = chance.choice(_FACTS)
    value = chance.choice((getattr(chance.choice(corpus()).report.facts, name), Unknown("not read")))
    return _with(shown, facts=msgspec.structs.replace(shown.report.facts, **{name: value}))


def another_organisation(chance: Random, shown: Shown) -> Shown:
    """Another profile, and what else is known beside a report."""
    return replace(shown, session=chance.choice(corpus()).session)


def _with(shown: Shown, **fields: object) -> Shown:
    return replace(shown, report=msgspec.structs.replace(shown.report, **fields))


def _exchanged(shown: Shown, rows: Iterable[CheckResult]) -> Shown:
    changed = {row.id: row for row in rows}
    return _with(shown, checks=tuple(changed.get(row.id, row) for row in shown.report.checks))


CHANGES: tuple[Change, ...] = (
    another_course,
    what_was_cited_goes_otherwise,
    what_was_cited_goes_otherwise,
    what_was_cited_goes_otherwise,
    the_same_everywhere,
    from_another_report,
    left_out,
    a_family_left_out,
    other_facts,
    other_facts,
    another_organisation,
)


def broken(start: int, seeds: Iterable[int]) -> Shown:
    """A report of the corpus after one change for each seed."""
    shown = corpus()[start]
    for seed in seeds:
        chance = Random(seed)
        if shown.report.checks:
            shown = chance.choice(CHANGES)(chance, shown)
    return shown
