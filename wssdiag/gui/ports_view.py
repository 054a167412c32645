"""The view of the reference's table with live results. Owns layout and the clipboard; the rows are made in ports_rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wssdiag.gui.ports_rows import ports_lead, ports_rows
from wssdiag.gui.rows_model import Column
from wssdiag.gui.rows_table import RowsTable
from wssdiag.gui.screens import announce, keyed
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE, Theme
from wssdiag.report.ports_live import live_csv, live_rows
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.model.location import Catalogue
    from wssdiag.model.report import Report
    from wssdiag.report.ports_live import LiveRow

#: A long language leaves the purpose a few letters; the table scrolls sideways before that.
_NARROWEST = 72
#: The column that gives way where the window is narrow, so that the purpose can be read: the evidence says it too.
_HOW_SURE = 5
_WIDE = 800


class PortsView(QWidget):
    """``note_chosen`` tells what is known of the location that was selected, with the check that tried it."""

    note_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.catalogue: Catalogue | None = None
        self._listed: tuple[LiveRow, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        head = QHBoxLayout()
        self.lead = label("label")
        self.copy = QPushButton(_("Copy as CSV"))
        self.copy.setProperty("look", "quiet")
        self.copy.setToolTip(_("The whole table with its sources and results, for a spreadsheet (Ctrl+Shift+C)"))
        keyed(self.copy, "Ctrl+Shift+C")
        self.copy.clicked.connect(self._copy)
        head.addWidget(self.lead, 1)
        head.addWidget(self.copy)
        columns = (
            Column(_("Result"), fits=True),
            Column(_("Port"), 76),
            Column(_("Host"), 192),
            Column(_("Purpose")),
            Column(_("Need"), fits=True),
            Column(_("How sure"), fits=True),
        )
        self.table = RowsTable(_("Required locations"), columns, theme)
        self.table.horizontalHeader().setMinimumSectionSize(_NARROWEST)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.chosen.connect(lambda row: self.note_chosen.emit(row.what))
        self.table.setColumnHidden(_HOW_SURE, True)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self.show_report(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        self.table.setColumnHidden(_HOW_SURE, self.width() < _WIDE)

    def show_report(self, report: Report | None) -> None:
        """The locations of its method, with what it saw of each; None: there is none yet."""
        self._listed = live_rows(report, self.catalogue) if report is not None else ()
        self.lead.setText(ports_lead(report, self._listed))
        self.table.show_rows(ports_rows(self._listed))
        self.table.setVisible(bool(self._listed))
        self.copy.setVisible(bool(self._listed))

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.table.set_theme(theme)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(live_csv(self._listed))
        self.lead.setText(_("Copied as CSV."))
        announce(self, _("Copied"))
