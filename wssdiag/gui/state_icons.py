"""The shapes of states in the colours of a theme, for the rows of tables and trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.gui.icons import icon
from wssdiag.gui.path_view import state_colour

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from wssdiag.gui.theme import Theme
    from wssdiag.report.path import StationState


class StateIcons:
    """Each is drawn when a row first wants it: most tables are never seen, and the window need not wait for their pictures."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._drawn: dict[StationState, QIcon] = {}

    def of(self, state: StationState) -> QIcon:
        """Its picture, 16 device-independent pixels wide."""
        if state not in self._drawn:
            self._drawn[state] = icon(f"state-{state}", state_colour(state, self._theme))
        return self._drawn[state]
