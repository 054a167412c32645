"""The plot of a watch: one line of times, and under it a strip of verdicts by shape and colour. What it shows stands beside it in words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from wssdiag.gui.changes_page import TONES
from wssdiag.gui.icons import draw
from wssdiag.gui.path_view import state_colour
from wssdiag.gui.theme import GAP, SPACE, Size
from wssdiag.report import wording
from wssdiag.report.path import StationState

if TYPE_CHECKING:
    from wssdiag.gui.theme import Theme
    from wssdiag.gui.watch_log import Point

_HEIGHT = 160
_LEFT = 64  # the words at the axis: "1000 ms"
_STRIP = 20
_WORDS = 18
_SHAPE = 16
_DOT = 2.5

#: A stretch too short for its shape is still told by more than its colour: the width and the dashes of its line.
_STRETCHES = {
    StationState.FINE: (4.0, Qt.PenStyle.SolidLine),
    StationState.ATTENTION: (6.0, Qt.PenStyle.DashLine),
    StationState.BROKEN: (12.0, Qt.PenStyle.SolidLine),
    StationState.UNKNOWN: (4.0, Qt.PenStyle.DotLine),
}

#: The ends of an axis that people read without thinking, in ms.
_STEPS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000)


class WatchPlot(QWidget):
    """Shows points from left to right, by their time."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.points: tuple[Point, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # time runs that way here in every language

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(480, _HEIGHT)

    def show_points(self, points: tuple[Point, ...], summary: str) -> None:
        """Take the points; ``summary`` says the same in words."""
        self.points = points
        self.setAccessibleName(summary)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Axis, line, strip, times."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPixelSize(Size.SMALL.value)
        painter.setFont(font)
        top = top_of(self.points)
        self._paint_axis(painter, top)
        if self.points:
            self._paint_line(painter, top)
            self._paint_strip(painter)
            self._paint_times(painter)

    @property
    def _area(self) -> QRectF:
        """Where the line is."""
        return QRectF(_LEFT, SPACE, self.width() - _LEFT - 2 * SPACE, self.height() - _STRIP - _WORDS - 4 * SPACE)

    def _x(self, point: Point) -> float:
        first, last = self.points[0].offset_ms, self.points[-1].offset_ms
        share = (point.offset_ms - first) / (last - first) if last > first else 0.0
        return self._area.left() + share * self._area.width()

    def _paint_axis(self, painter: QPainter, top: float) -> None:
        area = self._area
        for share in (0.0, 0.5, 1.0):
            y = area.bottom() - share * area.height()
            painter.setPen(QPen(QColor(self.theme.line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(self.theme.muted))
            words = QRectF(0, y - _WORDS / 2, _LEFT - SPACE, _WORDS)
            painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, wording.duration(top * share))

    def _paint_line(self, painter: QPainter, top: float) -> None:
        """Broken where nothing was connected: a line through there would say something was."""
        area = self._area
        colour = QColor(self.theme.accent)
        before: QPointF | None = None
        for point in self.points:
            if point.connect_ms is None:
                before = None
                continue
            here = QPointF(self._x(point), area.bottom() - min(point.connect_ms / top, 1.0) * area.height())
            painter.setPen(QPen(colour, 1.5))
            if before is not None:
                painter.drawLine(before, here)
            painter.setBrush(colour)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(here, _DOT, _DOT)
            before = here

    def _paint_strip(self, painter: QPainter) -> None:
        """One piece for each stretch of one verdict, its shape at the beginning where there is room for it."""
        y = self._area.bottom() + 2 * SPACE
        stretches = [(status, list(points)) for status, points in groupby(self.points, key=lambda point: point.status)]
        ends = [self._x(points[0]) for _status, points in stretches[1:]] + [self._area.right()]
        for (status, points), end in zip(stretches, ends, strict=True):
            state = StationState(TONES[status].value)
            start = self._x(points[0])
            if end - start >= _SHAPE or len(stretches) == 1:
                draw(painter, f"state-{state}", state_colour(state, self.theme), QRectF(start, y, _SHAPE, _SHAPE))
                start += _SHAPE + GAP
            width, dashes = _STRETCHES[state]
            pen = QPen(QColor(state_colour(state, self.theme)), width, dashes)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            if end - GAP / 2 > start:
                painter.drawLine(QPointF(start, y + _SHAPE / 2), QPointF(end - GAP / 2, y + _SHAPE / 2))

    def _paint_times(self, painter: QPainter) -> None:
        painter.setPen(QColor(self.theme.muted))
        words = QRectF(self._area.left(), self.height() - _WORDS - 2, self._area.width(), _WORDS)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, self.points[0].at)
        if len(self.points) > 1:
            painter.drawText(words, Qt.AlignmentFlag.AlignRight, self.points[-1].at)


def top_of(points: tuple[Point, ...]) -> float:
    """The end of the axis, in ms: round, and no point is above it but beyond the last step."""
    most = max((point.connect_ms for point in points if point.connect_ms is not None), default=0.0)
    return float(next((step for step in _STEPS if step >= most), _STEPS[-1]))
