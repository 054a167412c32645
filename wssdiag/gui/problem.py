"""A problem told in place: a mark, what did not work, and why in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wssdiag.gui.icons import pixmap
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE

if TYPE_CHECKING:
    from wssdiag.gui.theme import Theme

_MARK = 24


class ProblemCard(QFrame):
    """Not shown while there is nothing to tell."""

    def __init__(self, said: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.mark = QLabel()
        self.mark.setFixedSize(_MARK, _MARK)
        self.said = label("strong")
        self.said.setText(said)
        self.why = label()
        words = QVBoxLayout()
        words.setSpacing(SPACE // 2)
        words.addWidget(self.said)
        words.addWidget(self.why)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        row.setSpacing(SPACE + SPACE // 2)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.setVisible(False)
        self.set_theme(theme)

    def say(self, why: str) -> None:
        """Why; nothing: there is no problem any more."""
        self.why.setText(why)
        self.setVisible(bool(why))

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.mark.setPixmap(pixmap("state-attention", theme.attention, _MARK))
