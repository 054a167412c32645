"""A watch in a worker thread, and what it tells the window. No widget."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.model.event import ReportMade

if TYPE_CHECKING:
    from wssdiag.model.event import AnyEvent
    from wssdiag.model.report import Report
    from wssdiag.session import Session
    from wssdiag.session.watch_event import AnyWatchEvent, Changed, RunMade


@dataclass(frozen=True)
class RunWatched:
    """A run of the watch came to this report."""

    event: RunMade
    report: Report


@dataclass(frozen=True)
class ChangeWatched:
    """Something is otherwise than before in the run of this report."""

    event: Changed
    report: Report


@dataclass(frozen=True)
class WatchOver:
    """The watch came to its end, well or not."""


#: Goes on until it is ended: the session, seconds from start to start, what ends it, how it publishes.
Follow = Callable[["Session", float, threading.Event, Callable[[object], None]], None]


def follow(session: Session, interval_s: float, ended: threading.Event, publish: Callable[[object], None]) -> None:
    """Watch until it is ended; what it tells is published as the messages above."""
    from wssdiag.session import Pace, Request, Watch  # noqa: PLC0415 - the session's imports must not hold up the first window
    from wssdiag.session.watch_event import Changed, RunMade  # noqa: PLC0415 - as above

    reports: list[Report] = []  # the last one: its events follow it

    def hear(event: AnyEvent) -> None:
        if isinstance(event, ReportMade):
            reports[:] = [event.report]

    def tell(event: AnyWatchEvent) -> None:
        if isinstance(event, RunMade):
            publish(RunWatched(event, reports[0]))
        elif isinstance(event, Changed):
            publish(ChangeWatched(event, reports[0]))

    Watch(session, Request(), Pace(interval_s), ended).go(tell, hear)
