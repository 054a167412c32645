"""The view of the PAC file: its answers, and a field to ask for any address. Owns layout; asking is done elsewhere, by a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from wssdiag.gui.pac_rows import LONGEST, address_to_ask, fetched_anew, pac_lead, pac_rows, pac_source, said
from wssdiag.gui.rows_model import Column
from wssdiag.gui.rows_table import RowsTable
from wssdiag.gui.screens import announce
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE, Theme
from wssdiag.gui.words import plain
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.gui.work import PacAsked
    from wssdiag.model.report import Report

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Field(QLineEdit):
    """Enter asks; without this the window takes it for its main button."""

    def event(self, event: QEvent) -> bool:
        """Keep Enter from the window's shortcuts."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            event.accept()
            return True
        return super().event(event)


class PacView(QWidget):
    """``asked`` wants an answer: the file's address, the address in question, the facts. ``check_chosen`` tells what saw a row."""

    asked = Signal(str, str, object)
    check_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Report | None = None
        self._answers: tuple[PacAsked, ...] = ()
        self._asking = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self.lead = label("label")
        self.note = label("small")
        self.question = self._question()
        columns = (
            Column(_("Address"), 216),
            Column(_("Answer, as a browser reads it")),
            Column(_("Names asked for"), 136),
            Column(_("Time"), 72, right=True),
        )
        self.table = RowsTable(_("Answers of the PAC file"), columns, theme, wraps=True)
        self.table.chosen.connect(lambda row: self.check_chosen.emit(row.what))
        column.addWidget(self.lead)
        column.addWidget(self.question)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self.show_report(None)

    def _question(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        self.field = _Field()
        self.field.setMaxLength(LONGEST)
        self.field.setPlaceholderText(_("www.example.com"))
        self.field.setAccessibleName(_("Address to ask the PAC file for"))
        self.field.returnPressed.connect(self._ask)
        self.button = QPushButton()
        self.button.clicked.connect(self._ask)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        return whole

    def show_report(self, report: Report | None) -> None:
        """The file that is in force by this report, and what its run asked for; None: there is no report yet."""
        source = pac_source(report)
        if source != pac_source(self._report):
            self._answers = ()  # of another file
        self._report = report
        self.lead.setText(pac_lead(report))
        self.question.setVisible(source is not None)
        self.button.setText(_("Fetch and ask") if fetched_anew(source) else _("Ask"))
        if not self._asking:
            self._say(self._hint())
        self._show_rows()

    def show_answer(self, answer: PacAsked) -> None:
        """What came of the question."""
        self.settle()
        if self._report is not None:
            self._answers = (*self._answers, answer)
            self._show_rows()
            self.table.selectRow(0)
            announce(self, said(answer.result))

    def settle(self) -> None:
        """Nothing is being asked any more."""
        self._asking = False
        self._say(self._hint())

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.table.set_theme(theme)

    def _hint(self) -> str:
        """What a question sends, said before it is asked."""
        source = pac_source(self._report)
        if source is None:
            return ""
        if fetched_anew(source):
            return _("Asking fetches the file anew from its address, and looks up the names that the file wants.")
        return _("Asking looks up the names that the file wants.")

    def _show_rows(self) -> None:
        rows = pac_rows(self._report, self._answers)
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))

    def _ask(self) -> None:
        source, url = pac_source(self._report), address_to_ask(self.field.text())
        if source is None or self._report is None or self._asking:
            return
        line = _("This is no web address.") if url is None else _("Asking for {url}").format(url=plain(url))
        self._say(line)
        announce(self, line)
        if url is not None:
            self._asking = True
            self.asked.emit(source, url, self._report.facts)

    def _say(self, line: str) -> None:
        self.note.setText(line)
        self.note.setVisible(bool(line))
