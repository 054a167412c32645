"""News as lines of a log: what is otherwise than before, one line each, the most important first. Times are the caller's.

Owns the words. Must not decide what is news: ``news`` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.remedy.outcome import headline_of, key_of
from wssdiag.report import wording
from wssdiag.report.digest import title_of
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report, VerdictStatus
    from wssdiag.report.compare import CheckChange, Differences

#: A network that goes away takes most checks along; the finding says it, and --format ndjson has them all.
_CHECKS_LISTED = 6


def verdict_line(report: Report, knowledge: Knowledge) -> str:
    """The verdict: ``"Healthy: This computer reaches everything that it needs"``, or the title and the code of its cause."""
    finding = headline_of(report)
    headline = f"{title_of(finding, knowledge)} [{finding.code}]" if finding else wording.headline(report.verdict)
    return f"{wording.verdict(report.verdict.status)}: {headline}"


def news_lines(found: Differences, report: Report, knowledge: Knowledge) -> list[str]:
    """What changed with ``report``, each in one line; none where nothing did."""
    before, after = found.before, found.after
    lines = []
    told: Finding | None = None
    if (before.status, before.cause) != (after.status, after.cause):
        lines.append(verdict_line(report, knowledge))
        told = headline_of(report)
    if before.method is not after.method:
        change = _("Connection: {before} -> {after}")
        lines.append(change.format(before=wording.method(before.method), after=wording.method(after.method)))
    if before.protected is not after.protected:
        lines.append(wording.protected(after.protected))
    if before.sign_in is not after.sign_in:
        lines.append(wording.sign_in(after.sign_in))
    fresh = [one for one in found.new if told is None or key_of(one) != key_of(told)]
    lines += [_("New: {title} [{code}]").format(title=title_of(one, knowledge), code=one.code) for one in fresh]
    lines += [_("Solved: {title} [{code}]").format(title=title_of(one, knowledge), code=one.code) for one in found.solved]
    gone = _("No longer looked at: {title} [{code}]")
    lines += [gone.format(title=title_of(one, knowledge), code=one.code) for one in found.unseen]
    return lines + _checks(found)


def watched_line(states: Iterable[tuple[VerdictStatus, float]], runs: int) -> str:
    """The end: ``"12 runs: Healthy for 10 min 2 s, Does not work for 61 s."``; times in milliseconds."""
    if not runs:
        return _("No run came to its end.")
    times = (_("{state} for {time}").format(state=wording.verdict(status), time=wording.duration(time)) for status, time in states)
    return ngettext("{runs} run: {times}.", "{runs} runs: {times}.", runs).format(runs=runs, times=", ".join(times))


def _checks(found: Differences) -> list[str]:
    """First those that a finding rests on."""
    cited = {row.check for one in (*found.new, *found.solved) for row in one.evidence}
    rows = sorted(found.checks, key=lambda row: row.id not in cited)
    lines = [_check(row) for row in rows[:_CHECKS_LISTED]]
    if (left := len(rows) - _CHECKS_LISTED) > 0:
        more = ngettext("{count} more check has another outcome", "{count} more checks have another outcome", left)
        lines.append(more.format(count=left))
    return lines


def _check(row: CheckChange) -> str:
    change = _("{title}: {before} -> {after}: {summary} [{id}]")
    before = wording.status(row.before) if row.before else _("not run")
    after = wording.status(row.after) if row.after else _("not run")
    return change.format(title=retold(row.title), before=before, after=after, summary=retold(row.after_summary or ""), id=row.id)
