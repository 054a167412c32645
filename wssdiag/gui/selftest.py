"""The window's part of ``--self-test``: the real window is shown, drawn and closed; nothing is asked of the session."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from wssdiag.gui.app import load_texts_of_qt
from wssdiag.gui.appearance import Appearance
from wssdiag.gui.help import HelpScreen
from wssdiag.gui.icons import pixmap
from wssdiag.gui.relay import Relay
from wssdiag.gui.window import MainWindow
from wssdiag.gui.work import Work
from wssdiag.selftest.part import Part, expect
from wssdiag.session import local_mending, local_session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage

#: The first frame is drawn long before; on a screen it must not stay in a person's way.
_SHOWN_MS = 200

#: What Qt warns of besides is the computer's (its locale, its fonts, a screen that it lacks), and no part of the program.
_FAULTS = frozenset({QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg})

#: An empty picture has one colour; text alone brings dozens.
_FEWEST_COLOURS = 8

#: A grid is looked at, not every pixel.
_LOOKS = 200


def part(arguments: Sequence[str]) -> Part:
    """``arguments`` are Qt's own (``-platform offscreen``)."""
    return Part("window", partial(_window, arguments))


def _window(arguments: Sequence[str]) -> None:
    faults: list[str] = []
    qInstallMessageHandler(lambda kind, _context, text: faults.append(text) if kind in _FAULTS else None)
    app = QApplication([sys.argv[0], *arguments])
    expect(load_texts_of_qt(app, "de"), "Qt's own texts are missing")
    appearance = Appearance(app)
    theme = appearance.theme
    expect(colours(pixmap("wssdiag", "#000000", 64).toImage()) > 1, "the icons are not drawn")
    relay = Relay()
    work = Work(local_session, relay, local_mending)
    window = MainWindow(work, relay, theme, choose=lambda _parent: None, asides=(HelpScreen(theme),))
    appearance.dress()
    window.show()
    pictures: list[QImage] = []

    def look() -> None:
        pictures.append(window.grab().toImage())
        window.close()
        app.quit()

    QTimer.singleShot(_SHOWN_MS, look)
    app.exec()
    expect(pictures and colours(pictures[0]) >= _FEWEST_COLOURS, "the window is empty")
    expect(not faults, faults)


def colours(image: QImage) -> int:
    """How many different colours a picture has, roughly."""
    across, down = max(image.width() // _LOOKS, 1), max(image.height() // _LOOKS, 1)
    return len({image.pixel(x, y) for x in range(0, image.width(), across) for y in range(0, image.height(), down)})
