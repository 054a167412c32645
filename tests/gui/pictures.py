"""Pictures of the window from sample reports. Nothing is sent; no display is needed.

``python -m tests.gui.pictures`` draws those that the documents show; ``python -m tests.gui.pictures FOLDER`` draws every screen there.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from functools import cache
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui import samples
from tests.gui.fakes import FakeSession, as_session
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.gui.deeds import Deed
from wssdiag.gui.progress import Progress
from wssdiag.gui.relay import Relay
from wssdiag.gui.style import palette, sheet
from wssdiag.gui.theme import DARK, LIGHT, Theme
from wssdiag.gui.window import MainWindow, Screen
from wssdiag.gui.work import Detected, Ended, Work
from wssdiag.report.path import Station

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.report import Report

#: Widths close to those of the system fonts of Windows and macOS.
FONTS = ("Inter", "DejaVu Sans Condensed")


@cache
def guides() -> Knowledge:
    """The real guides, read once."""
    return load_knowledge("en")


def window_with(report: Report | None, theme: Theme, after: Report | None = None) -> MainWindow:
    """A window that has just come to a report."""
    knowledge = guides()
    session = FakeSession(report or samples.healthy(), knowledge)
    relay = Relay()
    work = Work(lambda: as_session(session), relay)
    window = MainWindow(work, relay, theme, save=lambda _parent, _report, _knowledge: "")
    window.show()
    relay.batch.emit((Detected(samples.FACTS, samples.AGENT, knowledge),))
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


def _solved(theme: Theme) -> MainWindow:
    window = window_with(samples.port_blocked(), theme)
    window.do(Deed.SHOW_GUIDE)
    before = samples.port_blocked()
    window._guiding.done(before)
    window._before = before
    window._ended(samples.healthy())
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
    "guide-solved": _solved,
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


def main(folder: Path, wanted: tuple[tuple[str, Theme], ...]) -> int:
    """Draw them."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    app.setFont(QFont(next((one for one in FONTS if one in QFontDatabase.families()), "")))
    folder.mkdir(parents=True, exist_ok=True)
    for name, theme in wanted:
        app.setPalette(palette(theme))
        app.setStyleSheet(sheet(theme))
        window = SCREENS[name](theme)
        QTest.qWait(20)
        suffix = "" if theme is LIGHT else "-dark"
        small(window.grab().toImage(), theme).save(str(folder / f"{name}{suffix}.png"), quality=0)  # for PNG: the smallest file
        window.close()
    return 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1]), tuple((name, theme) for theme in (LIGHT, DARK) for name in SCREENS)))
    sys.exit(main(Path("docs/pictures"), SHOWN))
