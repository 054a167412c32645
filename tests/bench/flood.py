"""How long the window takes for what a large run tells, beside as many bare Qt signals. Run by :mod:`tests.bench.window`, offscreen.

``python -m tests.bench.flood ROUNDS``; prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import deque
from itertools import cycle, islice
from typing import TYPE_CHECKING, cast

import msgspec
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from tests.world import CTC_ADDRESS, World
from wssdiag.gui.appearance import Appearance
from wssdiag.gui.deeds import Deed
from wssdiag.gui.relay import Relay
from wssdiag.gui.window import MainWindow
from wssdiag.gui.work import Ended, Work
from wssdiag.model.event import AnyEvent, CheckFinished, CheckStarted, FindingMade, ModeKnown, ReportMade, RunStarted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wssdiag.model.check import CheckResult
    from wssdiag.model.report import Report
    from wssdiag.session import Request, Session
    from wssdiag.session.mending import Mending

_EVENTS = 5000

#: As many checks of a run are under way at once.
_AT_ONCE = 64

#: The end of a bench that hangs.
_LIMIT_MS = 60_000


class Flood:
    """A session whose run tells everything at once, as soon as the gate opens. ``told`` is when it began."""

    def __init__(self, events: tuple[AnyEvent, ...], report: Report) -> None:
        self._events = events
        self._report = report
        self.gate = threading.Event()
        self.told = 0.0

    def run(self, _request: Request, publish: Callable[[AnyEvent], None], _cancel: threading.Event) -> Report:
        """As fast as one thread can."""
        self.gate.wait()
        self.gate.clear()
        self.told = time.monotonic()
        for event in self._events:
            publish(event)
        return self._report


class Bare(QObject):
    """What Qt itself takes for as many signals from one thread to another."""

    came = Signal(object)

    def __init__(self, events: tuple[AnyEvent, ...], loop: QEventLoop) -> None:
        super().__init__()
        self._events = events
        self._left = len(events)
        self._loop = loop
        self.came.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def seconds(self) -> float:
        """From the first to the last."""
        begun = time.monotonic()
        threading.Thread(target=self._tell, daemon=True).start()
        self._loop.exec()
        return time.monotonic() - begun

    def _tell(self) -> None:
        for event in self._events:
            self.came.emit(event)

    def _take(self, _event: object) -> None:
        self._left -= 1
        if not self._left:
            self._loop.quit()


def a_large_run() -> tuple[tuple[AnyEvent, ...], Report]:
    """Its events and its report: a blocked service, with the checks of a whole run over and over again under other names."""
    world = World()
    world.network.block(CTC_ADDRESS)
    small = world.run()
    rest = _EVENTS - 4 - len(small.findings)
    again = islice(cycle(small.checks), rest // 2)
    checks = tuple(msgspec.structs.replace(check, id=f"{check.id}-{number}") for number, check in enumerate(again))
    report = msgspec.structs.replace(small, checks=checks)
    return tuple(msgspec.structs.replace(event, seq=seq) for seq, event in enumerate(_told(report))), report


def _told(report: Report) -> Iterator[AnyEvent]:
    yield RunStarted(seq=0, offset_ms=0.0, run_id=report.run_id)
    yield ModeKnown(seq=0, offset_ms=0.0, mode=report.mode, planned=len(report.checks))
    under_way: deque[CheckResult] = deque()
    for check in report.checks:
        if len(under_way) == _AT_ONCE:
            yield CheckFinished(seq=0, offset_ms=0.0, result=under_way.popleft())
        yield CheckStarted(seq=0, offset_ms=0.0, id=check.id, title=check.title)
        under_way.append(check)
    for check in under_way:
        yield CheckFinished(seq=0, offset_ms=0.0, result=check)
    yield ModeKnown(seq=0, offset_ms=0.0, mode=report.mode, planned=len(report.checks))
    for finding in report.findings:
        yield FindingMade(seq=0, offset_ms=0.0, finding=finding)
    yield ReportMade(seq=0, offset_ms=0.0, report=report)


def main(arguments: list[str]) -> None:
    """Print the figures."""
    events, report = a_large_run()
    app = QApplication([])
    flood = Flood(events, report)
    relay = Relay()
    work = Work(lambda: cast("Session", flood), relay, lambda _session: cast("Mending", None))
    appearance = Appearance(app)
    window = MainWindow(work, relay, appearance.theme, save=lambda *_: "", choose=lambda _: None)
    appearance.dress()
    window.show()
    loop = QEventLoop()
    QTimer.singleShot(_LIMIT_MS * int(arguments[0]), app.exit)
    over: list[Ended] = []
    relay.batch.connect(lambda batch: over.extend(message for message in batch if isinstance(message, Ended)))
    QAbstractEventDispatcher.instance().aboutToBlock.connect(lambda: loop.quit() if over else None)
    views = {"the running screen": None, "the table of checks": 0, "the timings": 1, "the certificates": 2}
    seconds: dict[str, list[float]] = {"bare": [], **{name: [] for name in views}}
    for _ in range(int(arguments[0])):
        over.clear()
        seconds["bare"].append(Bare(events, loop).seconds())
        for name, view in views.items():
            over.clear()
            window.do(Deed.CHECK)
            if view is not None:
                window.path.chosen.emit(None)
                window.details.views.choose(view)
            flood.gate.set()
            loop.exec()
            seconds[name].append(time.monotonic() - flood.told)
    print(json.dumps({"events": len(events), "checks": len(report.checks), "seconds": seconds}))


if __name__ == "__main__":
    main(sys.argv[1:])
