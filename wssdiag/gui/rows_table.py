"""The view of a :mod:`wssdiag.gui.rows_model`: one row is selected at a time, and stays so when the rows are made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from wssdiag.gui.rows_model import ROW, Column, RowsModel, TableRow
from wssdiag.gui.style import width_for
from wssdiag.gui.theme import SPACE

if TYPE_CHECKING:
    from wssdiag.gui.theme import Theme

_ROW = 30


def lay_out_columns(table: QTableView, columns: tuple[Column, ...]) -> None:
    """Headings and widths as the columns say."""
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for place, column in enumerate(columns):
        if column.fits:
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        elif column.words:
            table.setColumnWidth(place, width_for(column.words, table))
        elif column.width:
            table.setColumnWidth(place, column.width)
        else:
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)


class _Wrapping(QStyledItemDelegate):
    """Counts the lines of a text in the width that the style sheet's padding leaves: Qt counts them in the whole."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The height that the text needs."""
        option.rect.setWidth(option.rect.width() - 2 * SPACE)  # type: ignore[attr-defined] # PySide's stubs lack it
        return super().sizeHint(option, index)


class RowsTable(QTableView):
    """``chosen`` tells the row that was selected. ``wraps``: few rows with long texts, in their own order."""

    chosen = Signal(object)

    def __init__(self, name: str, columns: tuple[Column, ...], theme: Theme, *, wraps: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = RowsModel(columns, theme, self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.rows_model)
        self._sorted.setSortRole(Qt.ItemDataRole.UserRole)
        self.setModel(self._sorted)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(wraps)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self._head(columns)
        if wraps:
            self.setItemDelegate(_Wrapping(self))
            self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            self.horizontalHeader().sectionResized.connect(self.resizeRowsToContents)
        else:
            self.setSortingEnabled(True)
        self.selectionModel().selectionChanged.connect(self._selected)

    def set_header(self, header: QHeaderView) -> None:
        """Take another heading, which draws more than names."""
        self.setHorizontalHeader(header)
        self._head(self.rows_model.columns)

    def _head(self, columns: tuple[Column, ...]) -> None:
        lay_out_columns(self, columns)

    def show_rows(self, rows: tuple[TableRow, ...]) -> None:
        """Take the rows; the one that was selected, and how far one had scrolled, stay."""
        had = len(self.rows_model.rows)
        if had and rows[:had] == self.rows_model.rows:
            self.rows_model.set_rows(rows)
            return
        before = self.selected_row()
        place = self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        self.rows_model.set_rows(rows)
        for number in range(self._sorted.rowCount()):
            if before is not None and self._row(number).id == before.id:
                self.selectRow(number)
        self.selectionModel().blockSignals(False)
        self.verticalScrollBar().setValue(place)

    def selected_row(self) -> TableRow | None:
        """The one that is selected."""
        chosen = self.selectionModel().selectedRows()
        return self._row(chosen[0].row()) if chosen else None

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.rows_model.set_theme(theme)

    def _row(self, number: int) -> TableRow:
        row = self._sorted.index(number, 0).data(ROW)
        if not isinstance(row, TableRow):
            message = "a row of another model"
            raise TypeError(message)
        return row

    def _selected(self, selected: QItemSelection) -> None:
        if selected.indexes():
            self.chosen.emit(self._row(selected.indexes()[0].row()))
