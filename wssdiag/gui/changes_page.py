"""What the comparison of two reports says, as values. Pure: which two are compared is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from wssdiag.gui.outcome import Tone, main_finding
from wssdiag.gui.words import plain
from wssdiag.model.report import Report, VerdictStatus
from wssdiag.remedy.before_after import before_after
from wssdiag.report import wording
from wssdiag.report.compare import Course, Differences, differences
from wssdiag.report.digest import title_of
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from datetime import tzinfo

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.finding import Finding
    from wssdiag.remedy.before_after import CheckRow

TONES = {
    VerdictStatus.HEALTHY: Tone.FINE,
    VerdictStatus.DEGRADED: Tone.ATTENTION,
    VerdictStatus.BROKEN: Tone.BROKEN,
    VerdictStatus.INCOMPLETE: Tone.UNKNOWN,
}


@dataclass(frozen=True)
class Named:
    """A report, and where it comes from in the reader's words."""

    report: Report
    source: str


@dataclass(frozen=True)
class Side:
    """One of the two reports in short."""

    label: str
    when: str
    source: str
    tone: Tone
    status: str
    headline: str
    computer: str


@dataclass(frozen=True)
class Group:
    """Findings that went the same way."""

    label: str
    titles: tuple[str, ...]


@dataclass(frozen=True)
class ChangesPage:
    """Every text of the comparison; an empty one is not shown."""

    headline: str
    lead: str = ""
    problem: str = ""  # why the file that was chosen could not be used
    sides: tuple[Side, ...] = ()  # the older one first
    groups: tuple[Group, ...] = ()
    rows: tuple[CheckRow, ...] = ()


def page_of_nothing(problem: str = "") -> ChangesPage:
    """There is only one report so far."""
    return ChangesPage(
        headline=_("There is nothing to compare with yet"),
        lead=_("Check again after something changed, or choose a report that was saved earlier."),
        problem=problem,
    )


def page_of(one: Named, other: Named, knowledge: Knowledge, zone: tzinfo | None = None, problem: str = "") -> ChangesPage:
    """The two beside each other, the older one as "before" whichever comes first. ``zone`` is that of the times; None: this computer's."""
    old, new = sorted((one, other), key=lambda named: _moment(named.report.started))
    found = differences(old.report, new.report)
    groups = (
        Group(_("New"), _titles(found.new, knowledge)),
        Group(_("Solved"), _titles(found.solved, knowledge)),
        Group(_("Could not be looked at again"), _titles(found.unseen, knowledge)),
        Group(_("As before"), _titles(found.stayed, knowledge)),
    )
    return ChangesPage(
        headline=_headline(found),
        lead=_lead(found, new.report),
        problem=problem,
        sides=(_side(_("Before"), old, knowledge, zone), _side(_("After"), new, knowledge, zone)),
        groups=tuple(group for group in groups if group.titles),
        rows=before_after(old.report, new.report, {change.id for change in found.checks}),
    )


def text_of(page: ChangesPage) -> str:
    """The comparison as text, for Ctrl+C."""
    lines = [page.headline, page.lead]
    lines += [f"{side.label}: {side.when}. {side.status}: {side.headline}" for side in page.sides]
    lines += [f"{group.label}: {title}" for group in page.groups for title in group.titles]
    lines += [
        f"{plain(retold(row.title))}: {wording.outcome(row.before)} -> {wording.outcome(row.after)} [{plain(row.id)}]" for row in page.rows
    ]
    return "\n".join(line for line in lines if line)


def when(started: str, zone: tzinfo | None = None) -> str:
    """A report's time with its distance from UTC: ``"2026-11-23 10:15:00 (UTC+01:00)"``. What is no time is shown as it is."""
    moment = _moment(started)
    if moment == _NEVER:
        return plain(started)
    local = moment.astimezone(zone)
    away = local.utcoffset() or timedelta()
    minutes = round(abs(away).total_seconds() / 60)
    sign = "-" if away < timedelta() else "+"
    offset = f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}" if minutes else "UTC"
    return f"{local:%Y-%m-%d %H:%M:%S} ({offset})"


#: What stands for a time that cannot be read: before all others.
_NEVER = datetime.min.replace(tzinfo=UTC)


def _moment(started: str) -> datetime:
    try:
        moment = datetime.fromisoformat(started)
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return _NEVER


def _headline(found: Differences) -> str:
    return {
        Course.UNCHANGED: _("Nothing changed"),
        Course.WORSE: _("It got worse"),
        Course.BETTER: _("It got better"),
        Course.UNSURE: _("We could not tell whether it got better"),
        Course.NOT_WORSE: _("It did not get worse"),
    }[found.course]


def _lead(found: Differences, new: Report) -> str:
    changed = len(found.checks)
    if not changed:
        count = len(new.checks)
        text = ngettext("The one check came out as before.", "All {count} checks came out as before.", count)
        return text.format(count=count)
    return ngettext("{count} check came out differently.", "{count} checks came out differently.", changed).format(count=changed)


def _side(label: str, named: Named, knowledge: Knowledge, zone: tzinfo | None) -> Side:
    report = named.report
    main = main_finding(report)
    system = f"{wording.system(report.facts.os)} {report.facts.os_version}".strip()
    return Side(
        label=label,
        when=when(report.started, zone),
        source=named.source,
        tone=TONES[report.verdict.status],
        status=wording.verdict(report.verdict.status),
        headline=plain(title_of(main, knowledge) if main is not None else wording.headline(report.verdict)),
        computer=plain(f"{system}, {wording.method(report.mode.method)}"),
    )


def _titles(findings: tuple[Finding, ...], knowledge: Knowledge) -> tuple[str, ...]:
    return tuple(plain(title_of(one, knowledge)) for one in findings)
