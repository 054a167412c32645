"""The waterfall as a table: a check, its bars on the axis of the whole run, its time. Owns painting; where a bar stands is in waterfall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from wssdiag.gui.checks_model import SHAPES, AnyIndex
from wssdiag.gui.rows_model import ROW, Column, TableRow
from wssdiag.gui.rows_table import RowsTable
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE, Size, Theme
from wssdiag.gui.waterfall import Lane, Look, Waterfall, look_word, ticks, waterfall_of
from wssdiag.gui.words import plain, status_word
from wssdiag.report import wording
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.check import CheckResult

_BARS = 1  # the column
_INSET = 8  # from the cell's edge to 0, and from the end to the other edge
_THICK = 10
_KEY = 20  # the height of a line of the key
_SHORTEST = 3.0  # a step of no time at all is still seen


def paint_bar(painter: QPainter, look: Look, area: QRectF, theme: Theme, *, failed: bool) -> None:
    """One bar: looks differ by filling, height and colour, and a failed one ends in a cross."""
    colour = QColor(theme.broken if failed else {Look.TLS: theme.accent, Look.ASK: theme.unknown}.get(look, theme.muted))
    if look is Look.NAME:
        area = area.adjusted(0, 3, 0, -3)
    filling = {Look.PROXY: Qt.BrushStyle.NoBrush, Look.ASK: Qt.BrushStyle.BDiagPattern}.get(look, Qt.BrushStyle.SolidPattern)
    framed = filling is not Qt.BrushStyle.SolidPattern
    painter.setPen(QPen(colour, 1.5) if framed else Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour, filling))
    painter.drawRoundedRect(area.adjusted(0.75, 0.75, -0.75, -0.75) if framed else area, 1.5, 1.5)
    if look is Look.TLS:  # a stripe along it: in its colour alone it would differ from a connect
        painter.fillRect(QRectF(area.left(), area.center().y() - 1, area.width(), 2), QColor(theme.raised))
    if failed:
        _cross(painter, area.right() + 6, area.center().y(), colour)


def _cross(painter: QPainter, x: float, y: float, colour: QColor) -> None:
    painter.setPen(QPen(colour, 2))
    for rise in (-3, 3):
        painter.drawLine(int(x) - 3, int(y) - rise, int(x) + 3, int(y) + rise)


class _Lanes(QStyledItemDelegate):
    """Paints the bars of a lane; the words that they stand for are the cell's own text, for whoever does not see them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.span_ms = 0.0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """The marks of the axis, and the bars upon them."""
        cell = cast("Any", option)  # its fields are missing in the stubs
        area: QRect = cell.rect
        row = index.data(ROW)
        painter.save()
        if cell.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(self.theme.selected))
        painter.setClipRect(area)
        painter.setPen(QPen(QColor(self.theme.line), 1, Qt.PenStyle.DotLine))
        for tick in ticks(self.span_ms):
            x = round(place(tick, self.span_ms, area))
            painter.drawLine(x, area.top(), x, area.bottom())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lane = row.what if isinstance(row, TableRow) else None
        if isinstance(lane, Lane) and not lane.bars:
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(area.adjusted(_INSET, 0, -_INSET, 0), Qt.AlignmentFlag.AlignVCenter, lane.text)
        for bar in lane.bars if isinstance(lane, Lane) else ():
            begin, end = (place(time, self.span_ms, area) for time in (bar.begin_ms, bar.end_ms))
            box = QRectF(begin, area.center().y() - _THICK / 2, max(end - begin, _SHORTEST), _THICK)
            paint_bar(painter, bar.look, box, self.theme, failed=bar.failed)
        painter.restore()


def place(time_ms: float, span_ms: float, area: QRect) -> float:
    """Where a time stands in a cell."""
    room = area.width() - 2 * _INSET - _THICK  # the cross after a bar that ends last
    return area.left() + _INSET + (time_ms / span_ms * room if span_ms > 0 else 0.0)


class _Axis(QHeaderView):
    """A heading whose middle column is the axis."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self.span_ms = 0.0
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Words under the marks in place of a name."""
        if logical != _BARS or self.span_ms <= 0:
            super().paintSection(painter, rect, logical)
            return
        painter.save()
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(rect, QColor(self.theme.raised))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(self.theme.line))
        painter.setPen(QColor(self.theme.muted))
        font = painter.font()
        font.setPixelSize(Size.SMALL.value)
        painter.setFont(font)
        for tick in ticks(self.span_ms):
            x = round(place(tick, self.span_ms, rect))
            words = QRect(x - (0 if tick == 0 else 40), rect.top(), 80, rect.height() - 1)
            side = Qt.AlignmentFlag.AlignLeft if tick == 0 else Qt.AlignmentFlag.AlignHCenter
            painter.drawText(words.intersected(rect), side | Qt.AlignmentFlag.AlignVCenter, wording.duration(tick))
        painter.restore()


class Key(QWidget):
    """What each look stands for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setFixedHeight(_KEY)
        self.setAccessibleName(_("Key to the bars"))

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002 - Qt's signature
        """As high as its lines."""
        self.setFixedHeight(round(max(area.bottom() for _look, _failed, _word, area in self.entries())))

    def entries(self) -> Iterator[tuple[Look, bool, str, QRectF]]:
        """Each look, whether it failed, its word, and where both stand: on a further line where a long language needs one."""
        x = y = 0.0
        for look, failed in (*((look, False) for look in Look), (Look.WIRE, True)):
            word = _("Failed") if failed else look_word(look)
            width = _bar_room(failed=failed) + QFontMetrics(self._font()).horizontalAdvance(word) + 2
            if x and x + width > self.width():
                x, y = 0.0, y + _KEY
            yield look, failed, word, QRectF(x, y, width, _KEY)
            x += width + 2 * SPACE

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(Size.SMALL.value)
        return font

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """A bar and its word, one after another, and what a failed one looks like."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        for look, failed, word, area in self.entries():
            paint_bar(painter, look, QRectF(area.left(), area.top() + 5, 22, _THICK), self.theme, failed=failed)
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(area.adjusted(_bar_room(failed=failed), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)


def _bar_room(*, failed: bool) -> int:
    """From a bar's begin to its word; a failed one has a cross behind it."""
    return 40 if failed else 28


class WaterfallView(QWidget):
    """``check_chosen`` tells the check of the row that was selected."""

    check_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self._made = Waterfall()
        self.lead = label("label")
        self.key = Key(theme)
        self.table = RowsTable(
            _("Timings"), (Column(_("What was tried"), 208), Column(_("Steps")), Column(_("Time"), 76, right=True)), theme
        )
        for timed in (self.key, self.table):
            timed.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # time runs that way here in every language
        self._axis = _Axis(theme, self.table)
        self.table.set_header(self._axis)
        self._lanes = _Lanes(theme, self.table)
        self.table.setItemDelegateForColumn(_BARS, self._lanes)
        self.table.sortByColumn(_BARS, Qt.SortOrder.AscendingOrder)
        self.table.chosen.connect(lambda row: self.check_chosen.emit(row.what.check))
        column.addWidget(self.lead)
        column.addWidget(self.key)
        column.addWidget(self.table, 1)
        self.show_results(())

    def show_results(self, results: tuple[CheckResult, ...]) -> None:
        """The checks of a run, or of as much of it as there is."""
        made = waterfall_of(results, self._made)
        kept = self.table.rows_model.rows if made.lanes[: len(self._made.lanes)] == self._made.lanes else ()
        grown = made.span_ms != self._made.span_ms
        self._made = made
        self._lanes.span_ms = self._axis.span_ms = made.span_ms
        self.table.show_rows((*kept, *rows_of(made.lanes[len(kept) :])))
        if grown:  # the axis, under the bars that are there
            self.table.viewport().update()
            self._axis.viewport().update()
        self.lead.setText(_lead(made))
        self.key.setVisible(made.span_ms > 0)
        self.table.setVisible(bool(made.lanes))

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.key.theme = self._lanes.theme = self._axis.theme = theme
        self.table.set_theme(theme)
        self.key.update()


def rows_of(lanes: tuple[Lane, ...]) -> tuple[TableRow, ...]:
    """One row a check, sorted by what it shows: name, begin, time."""
    return tuple(
        TableRow(
            id=lane.check.id,
            cells=(plain(retold(lane.check.title)), lane.text, wording.duration(lane.check.elapsed_ms)),
            keys=(retold(lane.check.title).casefold(), lane.place, lane.check.elapsed_ms),
            shapes=(SHAPES[lane.check.status],),
            tip="\n".join((f"{plain(retold(lane.check.title))}: {status_word(lane.check.status)}", *lane.text.split("; "))),
            what=lane,
        )
        for lane in lanes
    )


def _lead(waterfall: Waterfall) -> str:
    if not waterfall.lanes:
        return _("No check has ended yet.")
    if waterfall.span_ms <= 0:
        return _("Of these checks no step was measured.")
    return _("When each step began and how long it took, in {time} from first to last.").format(time=wording.duration(waterfall.span_ms))
