"""Pictures of the window from sample reports. Nothing is sent; no display is needed.

``python -m tests.gui.pictures`` draws those that the documents show; ``python -m tests.gui.pictures FOLDER`` draws every screen there,
``... FOLDER 1366x768`` in another size, ``... FOLDER 1024x700 de`` in another language (``qps``: the made-up one).
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui import samples
from tests.gui.fakes import FakeMending, FakeSession, as_mending, as_session
from tests.gui.pseudo import PSEUDO, pseudo_guides, write_translation
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.gui.deeds import Deed
from wssdiag.gui.frame import SIZE
from wssdiag.gui.progress import Progress
from wssdiag.gui.relay import Relay
from wssdiag.gui.screens import Screen
from wssdiag.gui.style import palette, sheet
from wssdiag.gui.theme import DARK, LIGHT, Theme
from wssdiag.gui.window import MainWindow
from wssdiag.gui.work import Detected, Ended, NotOpened, Work
from wssdiag.model.fix import Action, FixOutcome, FixResult
from wssdiag.model.profile import Helpdesk
from wssdiag.report.path import Station
from wssdiag.report.texts import speak

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.report import Report

#: Widths close to those of the system fonts of Windows and macOS.
FONTS = ("Inter", "DejaVu Sans Condensed")

#: When the second of two runs began.
LATER = "2026-11-23T09:24:30Z"

HELPDESK = Helpdesk(name="Example IT", phone="+44 20 7946 0000", email="help@example.com", url="https://help.example.com/")


class _Speaking:
    """The language of the pictures: texts are the process's own, and the guides go with them."""

    language = "en"


def say(language: str) -> None:
    """Make the next windows in this language; ``qps`` is the made-up one, from right to left."""
    _Speaking.language = language
    if language == PSEUDO:
        with TemporaryDirectory() as folder:
            write_translation(Path(folder))
            speak(PSEUDO, Path(folder))
    else:
        speak(language)
    direction = Qt.LayoutDirection.RightToLeft if language == PSEUDO else Qt.LayoutDirection.LeftToRight
    QGuiApplication.setLayoutDirection(direction)


@cache
def _read(language: str) -> Knowledge:
    return pseudo_guides(load_knowledge("en")) if language == PSEUDO else load_knowledge(language)


def guides() -> Knowledge:
    """The real guides in the language of the pictures, read once."""
    return _read(_Speaking.language)


def window_with(report: Report | None, theme: Theme, after: Report | None = None) -> MainWindow:
    """A window that has just come to a report."""
    knowledge = guides()
    session = FakeSession(report or samples.healthy(), knowledge)
    relay = Relay()
    work = Work(lambda: as_session(session), relay, lambda _session: as_mending(FakeMending()))
    window = MainWindow(work, relay, theme, save=lambda *_: "", choose=lambda _parent: None)
    window.show()
    relay.batch.emit((Detected(samples.FACTS, samples.AGENT, knowledge, helpdesk=HELPDESK, refuses=lambda _action, _facts: None),))
    if report is not None:
        relay.batch.emit((Ended(0, report),))
    return window


def _running(theme: Theme) -> MainWindow:
    window = window_with(None, theme)
    checks = samples.checks_fine()
    titles = tuple((one.id, one.title) for one in checks[22:27])
    window._progress = Progress(mode=samples.AGENT, planned=len(checks), under_way=titles, results=checks[:20])
    window._show(Screen.RUNNING)
    return window


def _guide(theme: Theme) -> MainWindow:
    window = window_with(samples.port_blocked(), theme)
    window.do(Deed.SHOW_GUIDE)
    window.do(Deed.CANNOT)
    return window


def _helped(theme: Theme, result: FixResult | None = None) -> MainWindow:
    """At a step that the tool can do; ``result`` is what came of it."""
    window = window_with(samples.no_network(), theme)
    window.do(Deed.SHOW_GUIDE)
    if result is not None:
        window._guiding.helping.ended(Action.OPEN_SETTINGS, result)
        window._show(Screen.GUIDE)
    return window


def _walked(theme: Theme, after: Report, *, technician: bool = False) -> MainWindow:
    """The first step was done; ``after`` is what the re-check brought."""
    window = window_with(samples.port_blocked(), theme)
    window.header.depth_switch.setChecked(technician)
    window.do(Deed.SHOW_GUIDE)
    window._guiding.done(samples.port_blocked())
    window._before = samples.port_blocked()
    window._ended(replace(after, started=LATER))
    return window


def _checking_again(theme: Theme) -> MainWindow:
    window = _running(theme)
    window._before = samples.port_blocked()
    window._show(Screen.RUNNING)
    return window


def _handed_over(theme: Theme, *, technician: bool = False) -> MainWindow:
    window = _walked(theme, samples.port_blocked(), technician=technician)
    window.do(Deed.ONWARD)
    window.do(Deed.NOT_ALLOWED)
    window.do(Deed.HAND_OVER)
    return window


def _last_step(theme: Theme) -> MainWindow:
    window = window_with(samples.sign_in_page(), theme)
    window.do(Deed.SHOW_GUIDE)
    while not window._guiding.walk or not window._guiding.walk.at_last:
        window.do(Deed.CANNOT)
    return window


def _changes(theme: Theme, before: Report, after: Report, *, technician: bool = False) -> MainWindow:
    window = window_with(before, theme)
    window.header.depth_switch.setChecked(technician)
    window._ended(replace(after, started=LATER))
    window.do(Deed.CHANGES)
    return window


def _nothing_to_compare(theme: Theme, problem: str = "") -> MainWindow:
    window = window_with(samples.port_blocked(), theme)
    window._comparing.read(NotOpened(problem))
    window.do(Deed.CHANGES)
    return window


def _two_runs(theme: Theme) -> MainWindow:
    window = window_with(samples.healthy(), theme)
    window._ended(replace(samples.port_and_name_blocked(), started=LATER))
    return window


def _technician(theme: Theme) -> MainWindow:
    window = window_with(samples.port_and_name_blocked(), theme)
    window.header.depth_switch.setChecked(True)
    return window


def _details(theme: Theme) -> MainWindow:
    window = window_with(samples.sign_in_page(), theme)
    window._show_details(None)
    window.details.findings.setCurrentRow(0)
    return window


def _details_of_station(theme: Theme) -> MainWindow:
    window = window_with(samples.port_blocked(), theme)
    window._show_details(Station.SERVICE)
    return window


SCREENS: dict[str, Callable[[Theme], MainWindow]] = {
    "start": lambda theme: window_with(None, theme),
    "running": _running,
    "verdict-port-blocked": lambda theme: window_with(samples.port_blocked(), theme),
    "verdict-healthy": lambda theme: window_with(samples.healthy(), theme),
    "verdict-sign-in": lambda theme: window_with(samples.sign_in_page(), theme),
    "verdict-stopped": lambda theme: window_with(samples.cancelled(), theme),
    "verdict-could-not-tell": lambda theme: window_with(samples.could_not_tell(), theme),
    "verdict-no-network": lambda theme: window_with(samples.no_network(), theme),
    "technician": _technician,
    "guide": _guide,
    "guide-help": _helped,
    "guide-help-opened": lambda theme: _helped(theme, FixResult(FixOutcome.DONE)),
    "guide-help-failed": lambda theme: _helped(theme, FixResult(FixOutcome.FAILED, "nobody agreed")),
    "guide-checking": _checking_again,
    "guide-solved": lambda theme: _walked(theme, samples.healthy()),
    "guide-changed": lambda theme: _walked(theme, samples.sign_in_page()),
    "guide-still-there": lambda theme: _walked(theme, samples.port_blocked()),
    "guide-unsure": lambda theme: _walked(theme, samples.cancelled()),
    "guide-handed-over": _handed_over,
    "guide-handed-over-technician": lambda theme: _handed_over(theme, technician=True),
    "guide-last-step": _last_step,
    "verdict-second-run": _two_runs,
    "changes-better": lambda theme: _changes(theme, samples.port_blocked(), samples.healthy()),
    "changes-many": lambda theme: _changes(theme, samples.healthy(), samples.no_network()),
    "changes-technician": lambda theme: _changes(theme, samples.port_and_name_blocked(), samples.sign_in_page(), technician=True),
    "changes-none": lambda theme: _changes(theme, samples.port_blocked(), samples.port_blocked()),
    "changes-nothing-to-compare": _nothing_to_compare,
    "changes-no-report": lambda theme: _nothing_to_compare(theme, "holiday.json: is no report and no facts of wssdiag"),
    "details": _details,
    "details-station": _details_of_station,
}


#: Those that the documents show.
SHOWN = (
    ("verdict-port-blocked", LIGHT),
    ("verdict-port-blocked", DARK),
    ("running", LIGHT),
    ("guide", LIGHT),
    ("technician", DARK),
    ("details-station", LIGHT),
)


def small(image: QImage, theme: Theme) -> QImage:
    """The picture with the 256 colours that it uses most: a fifth of the size, and no difference to the eye."""
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(flat.constBits()).cast("I")
    # Those of the roles first: a small shape must not lose its colour to the shades of the letters.
    roles = [QColor(getattr(theme, name)).rgb() for name in Theme.__dataclass_fields__ if name != "name"]
    colours = list(dict.fromkeys((*roles, *(colour for colour, _count in Counter(pixels).most_common(256)))))[:256]
    return flat.convertToFormat(QImage.Format.Format_Indexed8, colours, Qt.ImageConversionFlag.ThresholdDither)


def main(folder: Path, wanted: tuple[tuple[str, Theme], ...], size: tuple[int, int] = SIZE, language: str = "en") -> int:
    """Draw them."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    app.setFont(QFont(next((one for one in FONTS if one in QFontDatabase.families()), "")))
    folder.mkdir(parents=True, exist_ok=True)
    say(language)
    for name, theme in wanted:
        app.setPalette(palette(theme))
        app.setStyleSheet(sheet(theme))
        window = SCREENS[name](theme)
        window.resize(*size)
        QTest.qWait(20)
        suffix = ("" if language == "en" else f"-{language}") + ("" if theme is LIGHT else "-dark")
        small(window.grab().toImage(), theme).save(str(folder / f"{name}{suffix}.png"), quality=0)  # for PNG: the smallest file
        window.close()
    return 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        width, height = map(int, sys.argv[2].split("x")) if len(sys.argv) > 2 else SIZE
        every = tuple((name, theme) for theme in (LIGHT, DARK) for name in SCREENS)
        sys.exit(main(Path(sys.argv[1]), every, (width, height), sys.argv[3] if len(sys.argv) > 3 else "en"))
    sys.exit(main(Path("docs/pictures"), SHOWN))
