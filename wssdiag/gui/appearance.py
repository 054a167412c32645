"""Light or dark as the person wants it, else as the system has it, live. Owns when the colours change; what they are stands in theme."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPalette

from wssdiag.gui.style import palette, sheet
from wssdiag.gui.theme import DARK, HIGH_CONTRAST, LIGHT, Theme, contrast
from wssdiag.settings import Look

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

#: Only a contrast theme paints text on a window at (nearly) the greatest contrast there is, white on black.
_HIGHEST = 20.0


#: What the system's own parts of the window, its frame and its dialogs, are asked to look like.
_SCHEMES = {Look.SYSTEM: Qt.ColorScheme.Unknown, Look.LIGHT: Qt.ColorScheme.Light, Look.DARK: Qt.ColorScheme.Dark}


class Appearance(QObject):
    """``changed`` comes with the new theme, after the program's palette and style sheet are set.

    :meth:`dress` is for when the window is made: with a style sheet in force, putting its parts together takes twice as long.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, look: Look = Look.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._look = look
        if sys.platform == "linux":
            app.setStyle("Fusion")  # the platform's own styles differ by desktop, and some break in dark
        self._high_contrast = _is_high_contrast(app.palette())
        app.styleHints().setColorScheme(_SCHEMES[look])
        self.theme = self._wanted()
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def want(self, look: Look) -> None:
        """From now on like this."""
        self._look = look
        self._app.styleHints().setColorScheme(_SCHEMES[look])
        self._follow()

    def _wanted(self) -> Theme:
        if self._look is not Look.SYSTEM:
            return DARK if self._look is Look.DARK else LIGHT
        if self._high_contrast:
            return HIGH_CONTRAST
        return DARK if self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def _follow(self) -> None:
        wanted = self._wanted()
        if wanted is self.theme:
            return
        self.theme = wanted
        self.dress()
        self.changed.emit(self.theme)

    def dress(self) -> None:
        """Set palette and style sheet of the program."""
        self._app.setPalette(palette(self.theme))
        self._app.setStyleSheet(sheet(self.theme))


def _is_high_contrast(system: QPalette) -> bool:
    """Qt 6.8 does not tell; the system's own palette does: a black window with white words is no ordinary dark theme."""
    window = system.color(QPalette.ColorRole.Window).name()
    words = system.color(QPalette.ColorRole.WindowText).name()
    return window == "#000000" and contrast(window, words) > _HIGHEST
