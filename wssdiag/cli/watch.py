"""``wssdiag watch``: checks again and again, and tells what changed, each change in a line with its local time."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING

from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.output import deliver, say_warnings
from wssdiag.cli.progress import Progress
from wssdiag.cli.rendering import style_of
from wssdiag.cli.verdict_code import exit_of
from wssdiag.model.codec import encode
from wssdiag.model.event import ReportMade
from wssdiag.report.news_text import news_lines, verdict_line, watched_line
from wssdiag.report.texts import gettext as _
from wssdiag.session import Pace, Request, Watch, local_session
from wssdiag.session.watch_event import Changed, RunMade, WatchEnded

if TYPE_CHECKING:
    import argparse

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.event import AnyEvent
    from wssdiag.model.report import Report
    from wssdiag.session import Session
    from wssdiag.session.watch_event import AnyWatchEvent


def watch(options: argparse.Namespace) -> Exit:
    """Watch until Ctrl+C, or as often as was asked for; then the exit code is that of the last check."""
    session = local_session(catalogue_file=options.catalogue, profile_file=options.profile, language=options.lang)
    say_warnings(session.warnings)
    request = Request(
        method=options.method,
        role=options.role,
        only=options.only,
        skip=options.skip,
        deadline_s=options.deadline,
    )
    cancel = threading.Event()
    before = signal.signal(signal.SIGINT, lambda _number, _frame: cancel.set())
    try:
        return follow(session, request, Pace(options.interval, options.count), cancel, as_lines=options.format == "ndjson")
    finally:
        signal.signal(signal.SIGINT, before)


def follow(session: Session, request: Request, pace: Pace, cancel: threading.Event, *, as_lines: bool) -> Exit:
    """Watch with what was handed in, and tell on standard output: as events if ``as_lines``, else as text."""
    progress = Progress(sys.stderr, sys.stderr.isatty())
    told = Told(session.knowledge, progress, as_lines=as_lines)
    try:
        last = Watch(session, request, pace, cancel).go(told.tell, told.hear)
    finally:
        progress.clear()
    return exit_of(last) if last is not None and not told.interrupted else Exit.INTERRUPTED


class Told:
    """What is printed of a watch. Keeps the report of the run that is told, and no other."""

    def __init__(self, knowledge: Knowledge, progress: Progress, *, as_lines: bool) -> None:
        self._knowledge = knowledge
        self._progress = progress
        self._as_lines = as_lines
        self._report: Report | None = None
        self.interrupted = False

    def hear(self, event: AnyEvent) -> None:
        """An event of a run."""
        self._progress.show(event)
        if isinstance(event, ReportMade):
            self._report = event.report

    def tell(self, event: AnyWatchEvent) -> None:
        """An event of the watch."""
        if isinstance(event, WatchEnded):
            self.interrupted = event.interrupted
        if self._as_lines:
            self._progress.clear()
            deliver(encode(event) + b"\n", None)
        elif lines := self._lines(event):
            style = style_of(None)
            self._progress.clear()
            deliver("".join(f"{_shown(event.at)} {style.plain(line)}\n" for line in lines), None)
        if isinstance(event, RunMade):
            self._progress.say(_("Last check at {time}. Ctrl+C ends the watch.").format(time=_shown(event.at)))

    def _lines(self, event: AnyWatchEvent) -> list[str]:
        if isinstance(event, WatchEnded):
            return [watched_line(((state.status, state.elapsed_ms) for state in event.states), event.runs)]
        if self._report is None:
            return []
        if isinstance(event, RunMade) and event.run == 1:
            return [verdict_line(self._report, self._knowledge)]
        return news_lines(event.changes, self._report, self._knowledge) if isinstance(event, Changed) else []


def _shown(at: str) -> str:
    return at.replace("T", " ")
