"""The boxes of a tree whose rows can be ticked, in the colours of the theme: the platform's own are hardly seen on a dark ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from wssdiag.gui.theme import Theme

_SIDE = 15.0

#: The tick, as parts of the box's side from its upper left corner.
_TICK = ((0.24, 0.52), (0.43, 0.70), (0.77, 0.32))


class TickBoxes(QStyledItemDelegate):
    """A box with a tick, without, or with a bar where some of what is below is ticked. What cannot be changed has a tick and no box."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Over the platform's own, which is drawn with the rest of the row."""
        super().paint(painter, option, index)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        widget: QWidget | None = whole.widget  # type: ignore[attr-defined] # PySide6's stubs lack the fields
        style = widget.style() if widget is not None else QApplication.style()
        place = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, whole, widget)
        selected = QStyle.StateFlag.State_Selected in whole.state  # type: ignore[attr-defined] # as above
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(place, QColor(self.theme.selected if selected else self.theme.raised))
        box = QRectF(0, 0, _SIDE, _SIDE)
        box.moveCenter(QRectF(place).center())
        self._draw(painter, box, Qt.CheckState(state), fixed=not index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
        painter.restore()

    def _draw(self, painter: QPainter, box: QRectF, state: Qt.CheckState, *, fixed: bool) -> None:
        on = state is not Qt.CheckState.Unchecked
        if not fixed:
            painter.setPen(QPen(QColor(self.theme.accent if on else self.theme.edge), 1))
            painter.setBrush(QColor(self.theme.accent if on else self.theme.raised))
            painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QPen(QColor(self.theme.text if fixed else self.theme.on_accent), 1.8))
        if state is Qt.CheckState.Checked:
            painter.drawPolyline([QPointF(box.x() + x * _SIDE, box.y() + y * _SIDE) for x, y in _TICK])
        elif on:
            painter.drawLine(QPointF(box.x() + 4, box.center().y()), QPointF(box.right() - 4, box.center().y()))
