"""A window with what stands beside the matter, on a session that needs no network and a folder that is handed in."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tests.gui import samples
from tests.gui.fakes import FakeBundling, FakeFolders, FakeMending, FakeSession, as_bundling, as_mending, as_session
from tests.world import World
from wssdiag.gui.export_screen import ExportScreen
from wssdiag.gui.exporting import Exporting
from wssdiag.gui.history import HistoryScreen
from wssdiag.gui.keeping import Keeping
from wssdiag.gui.opening import OpenScreen
from wssdiag.gui.relay import Relay
from wssdiag.gui.stored import StoredWindows
from wssdiag.gui.style import palette, sheet
from wssdiag.gui.watch import WatchScreen
from wssdiag.gui.window import MainWindow
from wssdiag.gui.work import Detected, Ended, Work
from wssdiag.history.history import History
from wssdiag.model.report import Report
from wssdiag.session.evidence import read_evidence, read_report, read_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wssdiag.bundle.read import Bundle
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.gui.theme import Theme

#: A watch that nobody ends, ends here.
_PATIENCE_S = 10.0


class KeptSession(FakeSession):
    """Reads real files."""

    def stored(self, path: Path) -> Report:
        """As it stands there, not judged again."""
        return read_report(path)

    def judged(self, path: Path) -> Report:
        """A report as it stands there, facts and captures by the real session."""
        evidence = read_evidence(path)
        return evidence if isinstance(evidence, Report) else World().session.judged(path)

    def opened(self, path: Path) -> tuple[Report, Bundle | None]:
        """The same, with the bundle."""
        return self.judged(path), read_whole(path).bundle


@dataclass
class Beside:
    """The window and its parts."""

    window: MainWindow
    relay: Relay
    session: KeptSession
    keep: History
    stored: StoredWindows
    history: HistoryScreen
    watch: WatchScreen
    opening: OpenScreen
    following: threading.Event  # a watch goes on
    failing: threading.Event  # it ends by a fault of ours
    intervals: list[float]  # of the watches that were started
    make_export: Callable[..., ExportScreen]
    bundling: FakeBundling
    chosen: list[Path]  # what the person will open, one each
    places: list[Path]  # where the person will save, one each

    def end(self, report: Report) -> None:
        """A run came to its end."""
        self.relay.batch.emit((Ended(self.window._work.run, report),))


def beside(folder: Path, knowledge: Knowledge, theme: Theme, computer: Report | None = None) -> Beside:
    """Shown, and this computer is known: by default the made-up one."""
    session = KeptSession(samples.healthy(), knowledge)
    relay = Relay()
    work = Work(lambda: as_session(session), relay, lambda _session: as_mending(FakeMending()))
    keep = History(folder)
    bundling = FakeBundling()
    chosen: list[Path] = []
    places: list[Path] = []

    def choose(_parent: object) -> Path | None:
        return chosen.pop(0) if chosen else None

    def export(theme: Theme, *, live: bool = True) -> ExportScreen:
        make, show = lambda _session: as_bundling(bundling), FakeFolders().show
        exporting = Exporting(work, relay, make, lambda report, _session: report.verdict.headline, show)
        return ExportScreen(exporting, relay, theme, lambda _parent, _name: places.pop(0) if places else None, live=live)

    stored = StoredWindows(theme, work.session, choose, partial(export, live=False))
    history = HistoryScreen(Keeping(work, keep), relay, theme, stored.show)
    opening = OpenScreen(work, relay, theme, choose=choose, show=stored.show)
    following, failing, intervals = threading.Event(), threading.Event(), list[float]()

    def follow(_session: object, interval_s: float, ended: threading.Event, _publish: object) -> None:
        intervals.append(interval_s)
        following.set()
        ended.wait(_PATIENCE_S)
        if failing.is_set():
            raise RuntimeError

    watch = WatchScreen(work, relay, theme, follow)
    asides = (history, watch, opening)
    window = MainWindow(work, relay, theme, choose=choose, save=export(theme), asides=asides)
    opening.take_from(window)
    window.setPalette(palette(theme))
    window.setStyleSheet(sheet(theme))
    window.show()
    known = computer or samples.healthy()
    relay.batch.emit((Detected(known.facts, known.mode, knowledge),))
    parts = (window, relay, session, keep, stored, history, watch, opening)
    return Beside(*parts, following, failing, intervals, export, bundling, chosen, places)


def run_of(report: Report, day: int, hour: int = 9) -> Report:
    """The report, as of a run of that day and hour."""
    return replace(report, started=f"2026-11-{day:02}T{hour:02}:15:00Z", run_id=f"{day * 100 + hour:032x}")
