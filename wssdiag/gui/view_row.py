"""A row of views of which one is shown: to a keyboard and a screen reader a group of radio buttons. Owns its painting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from wssdiag.gui.theme import SPACE, Size
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.gui.theme import Theme

_HEIGHT = 34
_LINE = 3


class _Choice(QRadioButton):
    """One view: which one is shown is told by weight and a line below it."""

    def __init__(self, text: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.theme = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _font(self, *, bold: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(Size.SMALL.value)
        font.setBold(bold)
        return font

    def sizeHint(self) -> QSize:
        """Room for the words in bold, so that nothing moves when another view is chosen."""
        return QSize(self._words_width() + 3 * SPACE, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """A long language gives up the room between the words; they are never cut."""
        return QSize(self._words_width() + SPACE, _HEIGHT)

    def _words_width(self) -> int:
        return QFontMetrics(self._font(bold=True)).horizontalAdvance(self.text())

    def hitButton(self, pos: object) -> bool:  # noqa: ARG002 - Qt's signature
        """The whole of it."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Words, a line below the one that is shown, a frame around the one that has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        if self.underMouse() and not on:
            painter.fillRect(self.rect().adjusted(0, 0, 0, -_LINE), QColor(self.theme.hover))
        painter.setFont(self._font(bold=on))
        painter.setPen(QColor(self.theme.text if on else self.theme.muted))
        painter.drawText(self.rect().adjusted(0, 0, 0, -_LINE), Qt.AlignmentFlag.AlignCenter, self.text())
        if on:
            painter.fillRect(QRect(SPACE, self.height() - _LINE, self.width() - 2 * SPACE, _LINE), QColor(self.theme.accent))
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


class ViewRow(QWidget):
    """``chosen`` tells the place of the view that is wanted. The arrow keys go along the row, Ctrl and a digit lead straight to one."""

    chosen = Signal(int)

    def __init__(self, titles: Sequence[str], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAccessibleName(_("Views"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.choices = tuple(_Choice(title, theme, self) for title in titles)
        for place, choice in enumerate(self.choices):
            row.addWidget(choice)
            choice.setToolTip(_("Ctrl+{number}").format(number=place + 1))
            choice.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            QShortcut(QKeySequence(f"Ctrl+{place + 1}"), self).activated.connect(choice.click)
        row.addStretch(1)
        self._group = QButtonGroup(self)
        for place, choice in enumerate(self.choices):
            self._group.addButton(choice, place)
        self._group.idToggled.connect(self._toggled)
        self.choices[0].setChecked(True)

    def choose(self, place: int) -> None:
        """Show this one."""
        self.choices[place].setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.theme = theme
        for choice in self.choices:
            choice.theme = theme
        self.update()

    def _toggled(self, place: int, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        # one stop of the Tab key for the whole row, as in any group of radio buttons
        self.choices[place].setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)
        if on:
            self.chosen.emit(place)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """One thin line under all of them."""
        painter = QPainter(self)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), QColor(self.theme.line))
