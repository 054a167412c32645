"""Two reports, before and after: what changed, and whether it got worse. ``differences`` is pure; the rest is its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.model.finding import Severity
from wssdiag.model.report import VerdictStatus
from wssdiag.remedy.outcome import key_of
from wssdiag.report import wording
from wssdiag.report.digest import made_line, title_of
from wssdiag.report.layout import Ink, Style
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.check import Status
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report

#: How bad a verdict is. Incomplete proves nothing, so it is not worse than healthy.
_BADNESS = {VerdictStatus.HEALTHY: 0, VerdictStatus.INCOMPLETE: 0, VerdictStatus.DEGRADED: 1, VerdictStatus.BROKEN: 2}


@dataclass(frozen=True)
class CheckChange:
    """A check with another outcome than before; None where it was not part of that run."""

    id: str
    title: str
    before: Status | None
    after: Status | None


@dataclass(frozen=True)
class Differences:
    """What is not the same in two reports."""

    checks: tuple[CheckChange, ...]  # in the order of the newer report, then those that only the older one has
    solved: tuple[Finding, ...]  # unmasked before, gone or masked now
    new: tuple[Finding, ...]  # unmasked now, absent or masked before
    stayed: tuple[Finding, ...]
    worse: bool

    @property
    def none(self) -> bool:
        """Whether nothing changed."""
        return not (self.checks or self.solved or self.new)


def differences(old: Report, new: Report) -> Differences:
    """What changed from ``old`` to ``new``. Findings are the same where cause and place are, whatever the address of the day."""
    before = {key_of(one): one for one in old.findings if one.masked_by is None}
    after = {key_of(one): one for one in new.findings if one.masked_by is None}
    solved = tuple(one for key, one in before.items() if key not in after)
    fresh = tuple(one for key, one in after.items() if key not in before)
    return Differences(
        checks=_changes(old, new),
        solved=solved,
        new=fresh,
        stayed=tuple(one for key, one in after.items() if key in before),
        worse=_is_worse(old, new, solved, fresh),
    )


def render_comparison(old: Report, new: Report, knowledge: Knowledge, style: Style) -> str:
    """The differences for a terminal, ending in a newline."""
    found = differences(old, new)
    blocks = (
        _verdicts(old, new, found, style),
        _findings(_("New"), found.new, knowledge, style),
        _findings(_("Solved"), found.solved, knowledge, style),
        _findings(_("As before"), found.stayed, knowledge, style),
        _checks(found, style),
    )
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _changes(old: Report, new: Report) -> tuple[CheckChange, ...]:
    before = {check.id: check for check in old.checks}
    after = {check.id: check for check in new.checks}
    changes = []
    for check_id in {**after, **before}:
        was, now = before.get(check_id), after.get(check_id)
        statuses = (was.status if was else None, now.status if now else None)
        shown = now or was
        if shown is not None and statuses[0] is not statuses[1]:
            changes.append(CheckChange(check_id, shown.title, *statuses))
    return tuple(changes)


def _is_worse(old: Report, new: Report, solved: tuple[Finding, ...], fresh: tuple[Finding, ...]) -> bool:
    change = _BADNESS[new.verdict.status] - _BADNESS[old.verdict.status]
    if change:
        return change > 0
    gained = [one.severity.rank for one in fresh if one.severity is not Severity.NOTICE]
    lost = [one.severity.rank for one in solved if one.severity is not Severity.NOTICE]
    return bool(gained) and (not lost or min(gained) < min(lost))


def _verdicts(old: Report, new: Report, found: Differences, style: Style) -> list[str]:
    inks: tuple[Ink, ...]
    if found.none:
        outcome, inks = _("Nothing changed."), (Ink.STRONG,)
    elif found.worse:
        outcome, inks = _("It got worse."), (Ink.STRONG, Ink.BROKEN)
    elif found.solved and not found.new:
        outcome, inks = _("It got better."), (Ink.STRONG, Ink.FINE)
    else:
        outcome, inks = _("It did not get worse."), (Ink.STRONG, Ink.FINE)
    lines = [style.ink(line, *inks) for line in style.wrap(outcome)]
    for label, report in ((_("Before"), old), (_("After"), new)):
        lines += style.wrap(f"{wording.verdict(report.verdict.status)}: {report.verdict.headline}", f"{label:<8}")
        lines += [style.ink(line, Ink.MUTED) for line in style.wrap(made_line(report), " " * 8)]
    return lines


def _findings(heading: str, findings: tuple[Finding, ...], knowledge: Knowledge, style: Style) -> list[str]:
    if not findings:
        return []
    lines = [style.ink(line, Ink.STRONG) for line in style.wrap(heading)]
    for one in findings:
        lines += style.wrap(f"{title_of(one, knowledge)} [{one.code}]", "  - ")
    return lines


def _checks(found: Differences, style: Style) -> list[str]:
    if not found.checks:
        return []
    lines = [style.ink(line, Ink.STRONG) for line in style.wrap(_("Checks with another outcome"))]
    for change in found.checks:
        lines += style.wrap(f"{change.title}: {_word(change.before)} -> {_word(change.after)} [{change.id}]", "  - ")
    return lines


def _word(status: Status | None) -> str:
    return wording.status(status) if status else _("not run")
