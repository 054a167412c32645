"""Two reports side by side for a terminal of 80 columns: how it stands, what came and went, and the checks one by one.

Owns the layout. Must not decide what changed: ``compare`` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.check import Status
from wssdiag.report import wording
from wssdiag.report.compare import Course, differences
from wssdiag.report.digest import digest, made_line, run_line, title_of
from wssdiag.report.layout import Ink, Style, columns
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report
    from wssdiag.report.compare import CheckChange, Differences

_INDENT = "  "

#: A check that was not reached has nothing to show beside the other: its id is enough.
_NOT_REACHED = frozenset({Status.SKIPPED, Status.CANCELLED})

#: What proves something comes first; "not known" on one side follows.
_PROVES = frozenset({Status.PASS, Status.WARN, Status.FAIL})

_INKS = {Course.WORSE: (Ink.BROKEN,), Course.BETTER: (Ink.FINE,)}


def render_comparison(old: Report, new: Report, knowledge: Knowledge, style: Style) -> str:
    """The differences for a terminal, ending in a newline."""
    found = differences(old, new)
    blocks = (
        _outcome(found, style),
        _standings(old, new, knowledge, style),
        _findings(_("New"), found.new, knowledge, style),
        _findings(_("Solved"), found.solved, knowledge, style),
        _findings(_("Could not be looked at again"), found.unseen, knowledge, style),
        _findings(_("As before"), found.stayed, knowledge, style),
        _checks(found, style),
        _listed(_("Not reached in the newer run"), found, style, _only_before_reached),
        _listed(_("Not reached in the older run"), found, style, _only_now_reached),
        _listed(_("Only in the newer run"), found, style, lambda row: row.before is None),
        _listed(_("Only in the older run"), found, style, lambda row: row.after is None),
    )
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _outcome(found: Differences, style: Style) -> list[str]:
    outcome = {
        Course.UNCHANGED: _("Nothing changed."),
        Course.WORSE: _("It got worse."),
        Course.BETTER: _("It got better."),
        Course.UNSURE: _("We could not tell whether it got better."),
        Course.NOT_WORSE: _("It did not get worse."),
    }[found.course]
    return [style.ink(line, Ink.STRONG, *_INKS.get(found.course, ())) for line in style.wrap(outcome)]


def _standings(old: Report, new: Report, knowledge: Knowledge, style: Style) -> list[str]:
    rows = [("", _("Before"), _("After"))]
    for label, say in (
        (_("Verdict"), lambda one: f"{wording.verdict(one.verdict.status)}: {digest(one, knowledge).headline}"),
        (_("Connection"), lambda one: f"{wording.method(one.mode.method)} ({wording.confidence(one.mode.confidence)})"),
        (_("Protection"), lambda one: wording.protected(one.network.protected)),
        (_("Sign-in"), lambda one: wording.sign_in(one.network.sign_in)),
        (_("Run"), lambda one: run_line(one, digest(one, knowledge))),
        (_("Made"), made_line),
    ):
        rows.append((label, say(old), say(new)))
    width = max(columns(style.plain(label)) for label, _old, _new in rows) + len(_INDENT)
    lines = []
    for number, (label, left, right) in enumerate(rows):
        plain = style.plain(label)
        made = style.beside(left, right, plain + " " * (width - columns(plain)))
        lines += [style.ink(line, Ink.STRONG) for line in made] if number == 0 else made
    return lines


def _findings(heading: str, findings: tuple[Finding, ...], knowledge: Knowledge, style: Style) -> list[str]:
    if not findings:
        return []
    lines = _heading(heading, style)
    for one in findings:
        lines += style.wrap(f"{title_of(one, knowledge)} [{one.code}]", f"{_INDENT}- ")
    return lines


def _checks(found: Differences, style: Style) -> list[str]:
    """The checks that came to an outcome in both runs."""
    rows = [row for row in found.checks if row.before and row.after and not {row.before, row.after} & _NOT_REACHED]
    if not rows:
        return []
    rows.sort(key=lambda row: not {row.before, row.after} <= _PROVES)
    lines = _heading(_("Checks with another outcome"), style)
    for row in rows:
        lines += style.wrap(f"{retold(row.title)} [{row.id}]", _INDENT, _INDENT * 2)
        before = _told(row.before, row.before_ms, retold(row.before_summary or ""))
        lines += style.beside(before, _told(row.after, row.after_ms, retold(row.after_summary or "")), _INDENT * 2)
    return lines


def _told(status: Status | None, elapsed_ms: float | None, summary: str | None) -> str:
    word = wording.status(status) if status else _("not run")
    return f"{word}, {wording.duration(elapsed_ms or 0.0)}: {summary or ''}"


def _only_before_reached(row: CheckChange) -> bool:
    return row.before is not None and row.after in _NOT_REACHED


def _only_now_reached(row: CheckChange) -> bool:
    return row.before in _NOT_REACHED and row.after is not None and row.after not in _NOT_REACHED


def _listed(heading: str, found: Differences, style: Style, belongs: Callable[[CheckChange], bool]) -> list[str]:
    """Ids, by the one status that there is to tell."""
    rows = [(_only_status(row), row.id) for row in found.checks if belongs(row)]
    lines = _heading(heading, style) if rows else []
    for status in Status:
        if ids := [check_id for told, check_id in rows if told is status]:
            lines += style.wrap(f"{wording.status(status)}: {', '.join(ids)}", f"{_INDENT}- ")
    return lines


def _only_status(row: CheckChange) -> Status | None:
    return row.before if row.after is None or row.after in _NOT_REACHED else row.after


def _heading(text: str, style: Style) -> list[str]:
    return [style.ink(line, Ink.STRONG) for line in style.wrap(text)]
