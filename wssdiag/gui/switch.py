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

#: Around a track that has the focus alone: the frame, and a gap.
_RING = 3


class Switch(QCheckBox):
    """A check box that looks like a switch: its state is a place, a shape and a colour.

    ``flush``: its words begin where other text of the column does, so that the focus frames the track alone.
    """

    def __init__(self, text: str, theme: Theme, parent: QWidget | None = None, *, flush: bool = False) -> None:
        super().__init__(text, parent)
        self._flush = flush
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
        start = 0 if self._flush else SPACE
        return QStyle.visualRect(self.layoutDirection(), self.rect(), self.rect().adjusted(start, 0, -_TRACK.width() - 2 * SPACE, 0))

    @property
    def _track(self) -> QRect:
        """Where the track is, on the other side."""
        corner = QPoint(self.width() - _TRACK.width() - (_RING if self._flush else SPACE), (self.height() - _TRACK.height()) // 2)
        return QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(corner, _TRACK))

    @property
    def _frame(self) -> QRectF:
        """Where the focus is shown, half of the pen's width within."""
        if self._flush:
            return QRectF(self._track).adjusted(1 - _RING, 1 - _RING, _RING - 1, _RING - 1)
        return QRectF(self.rect()).adjusted(1, 1, -1, -1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Words first, then the track, which is on at its far end."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.drawRoundedRect(self._frame, 6, 6)
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
