"""The screens beside the matter as pictures: earlier checks, watch, open from elsewhere, and the windows of stored reports."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QItemSelectionModel

from tests.gui.beside import Beside, beside, run_of
from tests.gui.spoken import guides
from tests.gui.test_watch_log import watched
from wssdiag.bundle.manifest import manifest_of
from wssdiag.bundle.read import Bundle
from wssdiag.gui.deeds import Deed
from wssdiag.gui.keeping import Listed
from wssdiag.gui.opening import NotElsewhere
from wssdiag.gui.stored import Stored, StoredWindow
from wssdiag.gui.words import refusal_of
from wssdiag.model.input_error import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.gui.scenes import Scenes
    from wssdiag.gui.theme import Theme
    from wssdiag.gui.window import MainWindow
    from wssdiag.model.report import Report


def refused() -> str:
    """What a person reads who opens a file that is none of ours."""
    problem = "is no report and no facts of wssdiag: no schema is named that this version reads"
    return refusal_of(Path("holiday.json"), InputError("holiday.json", "", problem))


def _beside(theme: Theme, scenes: Scenes, *runs: Report) -> Beside:
    made = beside(Path(mkdtemp()), guides(), theme, scenes.healthy)
    for day, report in enumerate(runs, 3):
        made.keep.keep(run_of(report, day))
    made.window._show_aside(made.history)
    made.history._take((Listed(made.keep.rows()),))
    return made


def _history(theme: Theme, scenes: Scenes, *, chosen: tuple[int, ...] = (), technician: bool = False) -> Beside:
    some = (scenes.no_network, scenes.sign_in, scenes.could_not_tell, scenes.healthy, scenes.two_matters)
    made = _beside(theme, scenes, *some, scenes.port_blocked, scenes.healthy, scenes.healthy)
    made.keep.path("20261111091500-0.json").write_bytes(b"{")
    made.history._take((Listed(made.keep.rows()),))
    made.window.header.depth_switch.setChecked(technician)
    for row in chosen:
        index = made.history.model.index(row, 0)
        made.history.table.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows)
    return made


def _history_question(theme: Theme, scenes: Scenes) -> MainWindow:
    made = _history(theme, scenes)
    made.window.do(Deed.CLEAR)
    return made.window


def _history_compared(theme: Theme, scenes: Scenes) -> MainWindow:
    made = _history(theme, scenes)
    made.history._fetched((run_of(scenes.port_blocked, 8), run_of(scenes.healthy, 10)))
    return made.window


def _opening(theme: Theme, scenes: Scenes, problem: str = "") -> MainWindow:
    made = _beside(theme, scenes)
    made.window._show_aside(made.opening)
    if problem:
        made.opening._take((NotElsewhere(problem),))
    return made.window


def _watch(theme: Theme, scenes: Scenes, *reports: Report, technician: bool = False) -> MainWindow:
    made = _beside(theme, scenes)
    made.window._show_aside(made.watch)
    made.window.header.depth_switch.setChecked(technician)
    if reports:
        made.watch._going = True
        made.watch._told(watched(*reports, knowledge=guides()))
    return made.window


def _watched_for_an_hour(scenes: Scenes) -> list[Report]:
    """Fine, then broken for a while, then slow for a moment."""
    reports = []
    for minute in range(60):
        report = scenes.port_blocked if 25 <= minute < 34 else scenes.slow if minute == 48 else scenes.healthy
        slow = 1.0 + (minute * 7 % 11) / 14 + (3.0 if minute in {12, 40, 41} else 0.0)
        reports.append(
            replace(
                report,
                checks=tuple(
                    replace(one, observations=tuple(replace(seen, elapsed_ms=seen.elapsed_ms * slow) for seen in one.observations))
                    for one in report.checks
                ),
            )
        )
    return reports


def _stored(
    theme: Theme, scenes: Scenes, report: Report, name: str, bundle: Bundle | None = None, *, technician: bool = False
) -> MainWindow:
    made = _beside(theme, scenes)
    save = None if name else made.make_export(theme, live=False)
    made.window.close()
    window = StoredWindow(
        Stored(report, guides(), name, bundle), made.window._work, made.relay, theme, choose=lambda _parent: None, save=save
    )
    window.header.depth_switch.setChecked(technician)
    if technician:
        window._show_details(None)
    window.show()
    return window


BESIDE: dict[str, Callable[[Theme, Scenes], MainWindow]] = {
    "history": lambda theme, scenes: _history(theme, scenes, chosen=(3,)).window,
    "history-two": lambda theme, scenes: _history(theme, scenes, chosen=(2, 5)).window,
    "history-technician": lambda theme, scenes: _history(theme, scenes, technician=True).window,
    "history-empty": lambda theme, scenes: _beside(theme, scenes).window,
    "history-question": _history_question,
    "history-compared": _history_compared,
    "watch": _watch,
    "watch-first": lambda theme, scenes: _watch(theme, scenes, scenes.healthy),
    "watch-hour": lambda theme, scenes: _watch(theme, scenes, *_watched_for_an_hour(scenes)),
    "watch-technician": lambda theme, scenes: _watch(theme, scenes, *_watched_for_an_hour(scenes), technician=True),
    "open": _opening,
    "open-problem": lambda theme, scenes: _opening(theme, scenes, refused()),
    "stored-elsewhere": lambda theme, scenes: _stored(theme, scenes, scenes.port_blocked, "from-anna.json"),
    "stored-bundle": lambda theme, scenes: _stored(
        theme, scenes, scenes.port_blocked, "from-anna.wssdiag", Bundle(manifest_of(scenes.contents, "0.1.0"), {}, was_encrypted=True)
    ),
    "stored-elsewhere-details": lambda theme, scenes: _stored(theme, scenes, scenes.port_blocked, "from-anna.json", technician=True),
    "stored-earlier": lambda theme, scenes: _stored(theme, scenes, scenes.healthy, ""),
}
