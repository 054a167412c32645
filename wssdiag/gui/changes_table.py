"""The table of checks before and after, as high as its rows: for the end of a guide and for the comparison of two reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from wssdiag.gui.changes_model import ChangesModel, outcome_word
from wssdiag.gui.style import width_for
from wssdiag.model.check import Status
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.gui.theme import Theme
    from wssdiag.remedy.before_after import CheckRow

#: Rows in view at once; more of them scroll in the table.
_ROWS = 8
_ROW = 30
_HEAD = 34
_FRAME = 4


class ChangesTable(QTableView):
    """``check_chosen`` tells the id of the check whose row was selected."""

    check_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = ChangesModel(theme, self)
        self.setModel(self.rows_model)
        self.setAccessibleName(_("Checks, before and after"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setFixedHeight(_HEAD)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        outcome = width_for(map(outcome_word, (*Status, None)), self)
        for column, width in ((1, outcome), (2, outcome), (3, 84)):
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().selectionChanged.connect(self._selected)

    def show_rows(self, rows: tuple[CheckRow, ...]) -> None:
        """Take the rows, and the height that they need; without any it is not shown."""
        self.rows_model.set_rows(rows)
        self.setFixedHeight(_HEAD + min(max(len(rows), 1), _ROWS) * _ROW + _FRAME)
        self.setVisible(bool(rows))

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.rows_model.set_theme(theme)

    def _selected(self, selected: QItemSelection) -> None:
        if selected.indexes():
            self.check_chosen.emit(self.rows_model.rows[selected.indexes()[0].row()].id)
