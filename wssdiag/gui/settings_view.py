"""The view of the proxy settings side by side. Owns layout; the rows are made in settings_rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wssdiag.gui.rows_model import Column
from wssdiag.gui.rows_table import RowsTable
from wssdiag.gui.settings_rows import settings_lead, settings_rows
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE, Theme
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.model.report import Report


class SettingsView(QWidget):
    """``note_chosen`` tells what is known of the source that was selected."""

    note_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self.lead = label("label")
        columns = (Column(_("Standing"), 148), Column(_("Followed by"), 132), Column(_("Set in"), 160), Column(_("Says")))
        self.table = RowsTable(_("Proxy settings"), columns, theme, wraps=True)
        self.table.chosen.connect(lambda row: self.note_chosen.emit(row.what))
        column.addWidget(self.lead)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self.show_report(None)

    def show_report(self, report: Report | None) -> None:
        """The settings of the computer that the report is of; None: there is none yet."""
        rows = settings_rows(report.facts) if report is not None else ()
        self.lead.setText(settings_lead(report.facts if report is not None else None))
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.table.set_theme(theme)
