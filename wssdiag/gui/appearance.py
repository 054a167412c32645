"""Follows the system's light and dark, live. Owns when the colours change; what they are stands in theme."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPalette

from wssdiag.gui.style import palette, sheet
from wssdiag.gui.theme import DARK, HIGH_CONTRAST, LIGHT, Theme, contrast

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

#: Only a contrast theme paints text on a window at (nearly) the greatest contrast there is, white on black.
_HIGHEST = 20.0


class Appearance(QObject):
    """``changed`` comes with the new theme, after the program's palette and style sheet are set."""

    changed = Signal(object)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        if sys.platform == "linux":
            app.setStyle("Fusion")  # the platform's own styles differ by desktop, and some break in dark
        self._high_contrast = _is_high_contrast(app.palette())
        self.theme = self._wanted()
        self._dress()
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def _wanted(self) -> Theme:
        if self._high_contrast:
            return HIGH_CONTRAST
        return DARK if self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def _follow(self) -> None:
        self.theme = self._wanted()
        self._dress()
        self.changed.emit(self.theme)

    def _dress(self) -> None:
        self._app.setPalette(palette(self.theme))
        self._app.setStyleSheet(sheet(self.theme))


def _is_high_contrast(system: QPalette) -> bool:
    """Qt 6.8 does not tell; the system's own palette does: a black window with white words is no ordinary dark theme."""
    window = system.color(QPalette.ColorRole.Window).name()
    words = system.color(QPalette.ColorRole.WindowText).name()
    return window == "#000000" and contrast(window, words) > _HIGHEST
