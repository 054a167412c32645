"""Runs again and again, one at a time, and tells what is otherwise than before. Keeps the last report, however long it goes on.

Owns the pace and the account of time. Must not decide what is news: ``report.news`` does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.model.pace import INTERVAL_S
from wssdiag.model.report import VerdictStatus
from wssdiag.report.news import as_known, news
from wssdiag.session.run import Run
from wssdiag.session.watch_event import Changed, RunMade, State, WatchEnded, WatchStarted

if TYPE_CHECKING:
    import threading

    from wssdiag.model.report import Report
    from wssdiag.session.equipment import Equipment
    from wssdiag.session.request import Request
    from wssdiag.session.run import Publish
    from wssdiag.session.watch_event import AnyWatchEvent

#: How often a wait looks at cancel, which must be seen within 200 ms.
_TICK_S = 0.1

#: A wait of one tick that took longer than this: the computer slept, and its clock went on meanwhile, as some do. Nobody watched then.
_ASLEEP_S = 5.0

PublishWatch = Callable[["AnyWatchEvent"], None]


@dataclass(frozen=True, slots=True)
class Pace:
    """How often, and how many times."""

    interval_s: float = INTERVAL_S  # from start to start; a run that takes longer is followed by the next at once
    count: int | None = None  # None: until it is cancelled


class Watch:
    """One watch. All of it happens in the calling thread, but for what the checks of a run do."""

    def __init__(self, equipment: Equipment, request: Request, pace: Pace, cancel: threading.Event) -> None:
        self._equipment = equipment
        self._request = request
        self._pace = pace
        self._cancel = cancel
        self._clock = equipment.clock
        self._began = equipment.clock.monotonic()
        self._account = _Account()
        self._known: Report | None = None
        self._runs = 0
        self._seq = 0

    def go(self, publish: PublishWatch, publish_run: Publish) -> Report | None:
        """Until cancelled, or as often as was asked for; the last report that came to its end. ``publish_run`` hears the runs' own events.

        Facts are read anew for each run.
        """
        last = None
        due = self._began
        self._tell(publish, WatchStarted, interval_s=self._pace.interval_s, count=self._pace.count)
        while self._runs != self._pace.count and self._wait(due):
            started = self._clock.monotonic()
            report = Run(self._equipment, self._request, publish_run, self._cancel).go()
            if report.cancelled:
                break
            last = report
            due = started + self._pace.interval_s
            self._runs += 1
            self._account.turn(report.verdict.status, started)
            self._note(report, publish)
        states = self._account.closed(self._clock.monotonic())
        self._tell(publish, WatchEnded, runs=self._runs, interrupted=self._runs != self._pace.count, states=states)
        return last

    def _note(self, report: Report, publish: PublishWatch) -> None:
        told = {"run_id": report.run_id, "started": report.started, "elapsed_ms": report.elapsed_ms}
        said = {"verdict": report.verdict, "method": report.mode.method, "network": report.network}
        self._tell(publish, RunMade, run=self._runs, **told, **said)
        known = report
        if self._known is not None:
            known = as_known(self._known, report)
            changes = news(self._known, known)
            if not changes.none:
                self._tell(publish, Changed, run=self._runs, changes=changes)
        self._known = known

    def _wait(self, due: float) -> bool:
        """Until then, on the monotonic clock; False as soon as it is cancelled. A computer that slept goes on waiting, or is late."""
        while not self._cancel.is_set():
            now = self._clock.monotonic()
            if now >= due:
                return True
            self._clock.sleep(min(due - now, _TICK_S))
            took = self._clock.monotonic() - now
            if took > _ASLEEP_S:
                self._account.leave_out(took)
        return False

    def _tell(self, publish: PublishWatch, kind: Callable[..., AnyWatchEvent], **fields: object) -> None:
        at = self._clock.now().astimezone().isoformat(timespec="seconds")
        publish(kind(seq=self._seq, offset_ms=(self._clock.monotonic() - self._began) * 1000, at=at, **fields))
        self._seq += 1


class _Account:
    """How long the verdict was which: from the start of each run that said so to the start of the next."""

    def __init__(self) -> None:
        self._seconds: dict[VerdictStatus, float] = {}
        self._status: VerdictStatus | None = None
        self._since = 0.0

    def turn(self, status: VerdictStatus, started: float) -> None:
        """A run that started then says so."""
        self._credit(started)
        self._status, self._since = status, started
        self._seconds.setdefault(status, 0.0)

    def leave_out(self, seconds: float) -> None:
        """So long nobody watched."""
        self._since += seconds

    def closed(self, now: float) -> tuple[State, ...]:
        """Every verdict that occurred, in the order of VerdictStatus."""
        self._credit(now)
        return tuple(State(status, self._seconds[status] * 1000) for status in VerdictStatus if status in self._seconds)

    def _credit(self, until: float) -> None:
        if self._status is not None:
            self._seconds[self._status] += until - self._since
