"""Labels and their values below each other: the labels muted, the values wrapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE
from wssdiag.gui.words import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A third of the column: the longest label takes two lines.
_LABELS = 208

#: Where a path may wrap: a label breaks a line at a space, and a path has none.
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"


class Pairs(QWidget):
    """Takes no room while there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, SPACE // 2, 0, SPACE // 2)
        self._grid.setHorizontalSpacing(2 * SPACE)
        self._grid.setVerticalSpacing(SPACE)
        self._grid.setColumnMinimumWidth(0, _LABELS)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self.setVisible(False)

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """These, in this order; what was shown before goes."""
        while len(self._rows) < len(pairs):
            row = (label("small"), label("small"))
            row[1].setProperty("look", "value")
            for column, cell in enumerate(row):
                self._grid.addWidget(cell, len(self._rows), column, Qt.AlignmentFlag.AlignTop)
            row[0].setFixedWidth(_LABELS)
            self._rows.append(row)
        for at, row in enumerate(self._rows):
            shown = at < len(pairs)
            for cell, text in zip(row, pairs[at] if shown else ("", ""), strict=True):
                cell.setText(_wrapping(plain(text)))
                cell.setVisible(shown)
        self.setVisible(bool(pairs))


def _wrapping(text: str) -> str:
    for sign in ("/", "\\"):
        text = text.replace(sign, sign + _MAY_BREAK)
    return text
