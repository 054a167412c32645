"""A check box that looks like a switch. Owns its painting; to a keyboard and a screen reader it is a check box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QWidget

from wssdiag.gui.theme import SPACE

if TYPE_CHECKING:
    from wssdiag.gui.theme import Theme

_TRACK = QSize(34, 18)


class Switch(QCheckBox):
    """A check box that looks like a switch: its state is a place, a shape and a colour."""

    def __init__(self, text: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.theme = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Words, gap, track, and room for the focus frame."""
        words = self.fontMetrics().size(0, self.text())
        return QSize(words.width() + _TRACK.width() + 4 * SPACE, max(words.height(), _TRACK.height()) + 2 * SPACE)

    def hitButton(self, pos: QPoint) -> bool:  # noqa: ARG002 - Qt's signature
        """The words are part of it."""
        return True

    @property
    def _words(self) -> QRect:
        """Where the words stand, by the direction of writing."""
        return QStyle.visualRect(self.layoutDirection(), self.rect(), self.rect().adjusted(SPACE, 0, -_TRACK.width() - 2 * SPACE, 0))

    @property
    def _track(self) -> QRect:
        """Where the track is, on the other side."""
        corner = QPoint(self.width() - _TRACK.width() - SPACE, (self.height() - _TRACK.height()) // 2)
        return QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(corner, _TRACK))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Words first, then the track, which is on at its far end."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(self._words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        track = QRectF(self._track)
        on = self.isChecked()
        painter.setPen(QPen(QColor(self.theme.accent if on else self.theme.edge), 1.5))
        painter.setBrush(QColor(self.theme.accent if on else self.theme.raised))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        knob = QRectF(0, 0, 10, 10)
        knob.moveCenter(track.center())
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        knob.moveLeft(track.left() + 4 if on is mirrored else track.right() - 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.on_accent if on else self.theme.edge))
        painter.drawEllipse(knob)
