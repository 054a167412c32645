"""Two reports, before and after: what changed, and whether it got worse. Pure values that every face can show.

Owns the comparison. Must not lay it out: ``compare_text`` does for a terminal.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wssdiag.model.check import CheckResult, Status
from wssdiag.model.finding import Finding, Severity
from wssdiag.model.mode import Method
from wssdiag.model.report import Protected, Report, SignIn, VerdictStatus
from wssdiag.remedy.outcome import key_of, ruled_out

#: How bad a verdict is. Incomplete proves nothing, so it is not worse than healthy.
_BADNESS = {VerdictStatus.HEALTHY: 0, VerdictStatus.INCOMPLETE: 0, VerdictStatus.DEGRADED: 1, VerdictStatus.BROKEN: 2}


class Course(StrEnum):
    """Which way it went, in one word."""

    UNCHANGED = "unchanged"
    WORSE = "worse"
    BETTER = "better"
    UNSURE = "unsure"  # the newer run could not tell
    NOT_WORSE = "not-worse"


class CheckChange(msgspec.Struct, frozen=True):
    """One check, before and after; None where it was not part of that run."""

    id: str
    title: str
    before: Status | None
    after: Status | None
    before_summary: str | None = None
    after_summary: str | None = None
    before_ms: float | None = None  # how long it took
    after_ms: float | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a report says in short. Not its headline, whose words may hold numbers that differ from run to run."""

    status: VerdictStatus
    cause: str | None
    method: Method
    protected: Protected
    sign_in: SignIn


class Differences(msgspec.Struct, frozen=True, kw_only=True):
    """What is not the same in two reports."""

    checks: tuple[CheckChange, ...]  # with another status; in the order of the newer report, then those that only the older one has
    solved: tuple[Finding, ...]  # unmasked before, and ruled out now
    unseen: tuple[Finding, ...]  # unmasked before; now masked, or not ruled out because what would show it came to no outcome
    new: tuple[Finding, ...]  # unmasked now, absent or masked before
    stayed: tuple[Finding, ...]
    worse: bool
    before: Standing
    after: Standing

    @property
    def none(self) -> bool:
        """Whether nothing changed."""
        return not (self.checks or self.solved or self.unseen or self.new) and self.before == self.after

    @property
    def better(self) -> bool:
        """Whether something was solved and nothing came in its place, or the verdict is better and no mere "could not tell"."""
        if self.worse:
            return False
        milder = _BADNESS[self.after.status] < _BADNESS[self.before.status] and self.after.status is not VerdictStatus.INCOMPLETE
        return milder or bool(self.solved and not self.new)

    @property
    def course(self) -> Course:
        """Which way it went: the first that applies."""
        if self.none:
            return Course.UNCHANGED
        if self.worse:
            return Course.WORSE
        if self.better:
            return Course.BETTER
        untold = self.after.status is VerdictStatus.INCOMPLETE and self.before != self.after
        return Course.UNSURE if untold else Course.NOT_WORSE


def differences(old: Report, new: Report) -> Differences:
    """What changed from ``old`` to ``new``. Findings are the same where cause and place are, whatever the address of the day."""
    before = {key_of(one): one for one in old.findings if one.masked_by is None}
    after = {key_of(one): one for one in new.findings if one.masked_by is None}
    gone = tuple(one for key, one in before.items() if key not in after)
    fresh = tuple(one for key, one in after.items() if key not in before)
    return Differences(
        checks=tuple(row for row in check_rows(old, new) if row.before is not row.after),
        solved=tuple(one for one in gone if _is_solved(one, new)),
        unseen=tuple(one for one in gone if not _is_solved(one, new)),
        new=fresh,
        stayed=tuple(one for key, one in after.items() if key in before),
        worse=_is_worse(old, new, gone, fresh),
        before=standing(old),
        after=standing(new),
    )


def check_rows(old: Report, new: Report) -> tuple[CheckChange, ...]:
    """Every check of the two, changed or not: in the order of the newer report, then those that only the older one has."""
    before = {check.id: check for check in old.checks}
    after = {check.id: check for check in new.checks}
    shown = {**before, **after}
    return tuple(_row(shown[check_id], before.get(check_id), after.get(check_id)) for check_id in {**after, **before})


def standing(report: Report) -> Standing:
    """The report in short."""
    return Standing(
        status=report.verdict.status,
        cause=report.verdict.cause,
        method=report.mode.method,
        protected=report.network.protected,
        sign_in=report.network.sign_in,
    )


def is_asked_for(finding: Finding, report: Report) -> bool:
    """Whether a report looked where the finding was seen: one of the checks that it rests on is there, or it rests on facts alone."""
    cited = {row.check for row in finding.evidence if row.check}
    return not cited or any(check.id in cited for check in report.checks)


def _row(shown: CheckResult, was: CheckResult | None, now: CheckResult | None) -> CheckChange:
    return CheckChange(
        id=shown.id,
        title=shown.title,
        before=was.status if was else None,
        after=now.status if now else None,
        before_summary=was.summary if was else None,
        after_summary=now.summary if now else None,
        before_ms=was.elapsed_ms if was else None,
        after_ms=now.elapsed_ms if now else None,
    )


def _is_solved(finding: Finding, new: Report) -> bool:
    masked = any(key_of(one) == key_of(finding) for one in new.findings)
    return not masked and is_asked_for(finding, new) and ruled_out(finding, new)


def _is_worse(old: Report, new: Report, gone: tuple[Finding, ...], fresh: tuple[Finding, ...]) -> bool:
    change = _BADNESS[new.verdict.status] - _BADNESS[old.verdict.status]
    if change:
        return change > 0
    gained = [one.severity.rank for one in fresh if one.severity is not Severity.NOTICE]
    lost = [one.severity.rank for one in gone if one.severity is not Severity.NOTICE]
    return bool(gained) and (not lost or min(gained) < min(lost))
