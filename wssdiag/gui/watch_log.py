"""What a watch has seen, as values: points of the plot, lines of news, a summary in words. Pure; bounded, however long it goes on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Final

from wssdiag.gui.changes_page import when
from wssdiag.gui.words import plain
from wssdiag.model.check import Status
from wssdiag.model.observation import Step
from wssdiag.model.report import Report, VerdictStatus
from wssdiag.report import wording
from wssdiag.report.news_text import news_lines, verdict_line
from wssdiag.report.path import Station, station_of_check
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.session.watch_event import Changed, RunMade

#: Eight hours of a check a minute; the plot has about as many pixels.
MOST_POINTS: Final = 480

#: More news than anybody scrolls through.
MOST_LINES: Final = 200

#: Of a time of day: "2026-11-23 10:15:00" without the date.
_TIME = slice(11, 19)


@dataclass(frozen=True)
class Point:
    """One run. ``connect_ms`` is how long a connection to the service took, None where none was made."""

    at: str  # local time, HH:MM:SS
    offset_ms: float  # since the watch started
    status: VerdictStatus
    connect_ms: float | None


@dataclass(frozen=True)
class Log:
    """``lines`` are the news, the latest first."""

    points: tuple[Point, ...] = ()
    lines: tuple[str, ...] = ()

    def with_run(self, event: RunMade, report: Report, knowledge: Knowledge) -> Log:
        """With a run that came to its end with this report. The first one tells how it stands."""
        point = Point(_time(event.at), event.offset_ms, event.verdict.status, connect_ms(report))
        more = replace(self, points=(*self.points, point)[-MOST_POINTS:])
        return more.with_lines(event.at, [verdict_line(report, knowledge)]) if event.run == 1 else more

    def with_change(self, event: Changed, report: Report, knowledge: Knowledge) -> Log:
        """With what is otherwise than before in the run of this report."""
        return self.with_lines(event.at, news_lines(event.changes, report, knowledge))

    def with_lines(self, at: str, lines: list[str]) -> Log:
        """With news of that time, the most important one first."""
        return replace(self, lines=(*(f"{_time(at)}  {plain(line)}" for line in lines), *self.lines)[:MOST_LINES])

    def summary(self) -> str:
        """The plot in words, also for a screen reader."""
        if not self.points:
            return _("No check has come to its end yet.")
        last = self.points[-1]
        known = [point.connect_ms for point in self.points if point.connect_ms is not None]
        counted = Counter(point.status for point in self.points)
        states = ", ".join(
            _("{verdict} {count}").format(verdict=wording.verdict(status), count=counted[status])
            for status in VerdictStatus
            if counted[status]
        )
        count = len(self.points)
        runs = ngettext("{count} check: {states}.", "{count} checks: {states}.", count).format(count=count, states=states)
        now = _("Last at {time}: {state}.").format(time=last.at, state=wording.verdict(last.status))
        if not known:
            return f"{runs} {now}"
        middle, least, most = (wording.duration(time) for time in (median(known), min(known), max(known)))
        if least == most:
            times = _("A connection to the service takes {middle}.").format(middle=middle)
        else:
            text = _("A connection to the service takes {middle}, {least} to {most}.")
            times = text.format(middle=middle, least=least, most=most)
        return f"{runs} {now} {times}"


def _time(at: str) -> str:
    return when(at)[_TIME]


def connect_ms(report: Report) -> float | None:
    """The median of the connections to the service, or to the proxy that stands before it; None where none was made.

    How long the whole run took stands for nothing here: it grows with what is tried.
    """
    for wanted in (_to_service, _to_proxy):
        times = list(wanted(report))
        if times:
            return median(times)
    return None


def _to_service(report: Report) -> Iterator[float]:
    return _connects(report, {check.id for check in report.checks if station_of_check(check.id) is Station.SERVICE})


def _to_proxy(report: Report) -> Iterator[float]:
    return _connects(report, {check.id for check in report.checks if check.id.startswith("proxy.")})


def _connects(report: Report, ids: set[str]) -> Iterator[float]:
    for check in report.checks:
        if check.id in ids and check.status is Status.PASS:
            yield from (seen.elapsed_ms for seen in check.observations if seen.step is Step.CONNECT and seen.ok)
