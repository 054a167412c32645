"""The past runs of this computer: a list, two of them compared, one opened, all removed. The folder is asked through keeping."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QTableView, QWidget

from wssdiag.gui.aside import Aside
from wssdiag.gui.changes import ChangesScreen
from wssdiag.gui.changes_page import Named, page_of
from wssdiag.gui.deeds import Deed
from wssdiag.gui.history_foot import Choice, State, foot_of
from wssdiag.gui.history_rows import columns, row_of
from wssdiag.gui.keeping import Fetched, Listed, NotFetched
from wssdiag.gui.problem import ProblemCard
from wssdiag.gui.rows_model import RowsModel
from wssdiag.gui.rows_table import lay_out_columns
from wssdiag.gui.screens import announce, card
from wssdiag.gui.stored import Stored
from wssdiag.gui.style import label
from wssdiag.gui.theme import COLUMN, SPACE
from wssdiag.gui.words import plain
from wssdiag.gui.work import Detected, Ended
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.gui.deeds import Foot
    from wssdiag.gui.keeping import Keeping
    from wssdiag.gui.relay import Relay
    from wssdiag.gui.theme import Theme
    from wssdiag.history.row import Row
    from wssdiag.model.report import Report

#: A table of five columns; wider than a text is read.
_WIDTH = COLUMN + 26 * SPACE
_ROW = 30


class HistoryScreen(Aside):
    """Keeps each run that comes to its end, and shows the kept ones. ``show`` opens one in a window of its own."""

    def __init__(self, keeping: Keeping, relay: Relay, theme: Theme, show: Callable[[Stored], None]) -> None:
        super().__init__(_("Earlier checks"), "Ctrl+H")
        self._keeping = keeping
        self._show_stored = show
        self._knowledge: Knowledge = {}
        self._asking = False  # whether all of them should go
        self.model = RowsModel(columns(), theme, self)
        self._rows: tuple[Row, ...] = ()
        self._theme = theme
        self._lay_out(theme)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.takeWidget())
        self.setWidget(self.pages)
        self._show_rows(())
        relay.batch.connect(self._take)
        QShortcut(QKeySequence("Ctrl+Shift+Delete"), self).activated.connect(lambda: self.do(Deed.CLEAR))

    def _lay_out(self, theme: Theme) -> None:
        body = self.column.parentWidget()
        if isinstance(body, QWidget):
            body.setMaximumWidth(_WIDTH)
        self.headline = label("headline")
        self.lead = label("muted")
        self.problem = ProblemCard(_("The earlier checks are not complete"), theme)
        self.question, inside = card(SPACE // 2)
        self.question_text = label("strong")
        hint = label()
        hint.setText(_("They cannot be brought back. Reports that you saved elsewhere stay."))
        inside.addWidget(self.question_text)
        inside.addWidget(hint)
        self.table = self._table()
        self.column.addSpacing(SPACE)
        for widget in (self.headline, self.lead, self.problem, self.question):
            self.column.addWidget(widget)
        self.column.addSpacing(SPACE)
        self.column.addWidget(self.table, 1)
        self.column.addStretch(0)

    def _table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName(_("Earlier checks of this computer"))
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        lay_out_columns(table, self.model.columns)
        table.selectionModel().selectionChanged.connect(self.changed)
        table.doubleClicked.connect(lambda _index: self.do(Deed.OPEN))
        return table

    @cached_property
    def changes(self) -> ChangesScreen:
        """The comparison: made when one is wanted, so that the first window need not wait for it."""
        made = ChangesScreen(self._theme)
        self.pages.addWidget(made)
        QWidget.setTabOrder(self.table, made.rows)  # made after the foot, it would come after it
        return made

    @property
    def comparing(self) -> bool:
        """Whether two runs are shown beside each other, and not the list."""
        return self.pages.currentIndex() > 0

    # What the worker says

    def _take(self, batch: tuple[object, ...]) -> None:
        for message in batch:
            match message:
                case Detected():
                    self._knowledge = message.knowledge
                case Ended() if not message.report.cancelled:
                    self._keeping.keep(message.report)
                case Listed():
                    self.problem.say(plain(message.problem))
                    self._show_rows(message.rows)
                    self._lead_to_rows()
                case Fetched():
                    self._fetched(message.reports)
                case NotFetched():
                    self.problem.say(plain(message.problem))
                    announce(self, plain(message.problem))
                    self.changed.emit()

    def _show_rows(self, rows: tuple[Row, ...]) -> None:
        self._asking = self._asking and bool(rows)
        chosen = self._names()
        self._rows = rows
        self.model.set_rows(tuple(row_of(row, self._knowledge) for row in rows))
        kept = QItemSelection()
        for at in (at for at, row in enumerate(rows) if row.name in chosen):
            kept.select(self.model.index(at, 0), self.model.index(at, self.model.columnCount() - 1))
        self.table.selectionModel().select(kept, QItemSelectionModel.SelectionFlag.Select)
        self.table.setVisible(bool(rows))
        self.question.setVisible(self._asking)
        self.headline.setText(_("Earlier checks of this computer") if rows else _("There are no earlier checks yet"))
        self.lead.setText(
            _("Choose one to open it or to see what changed since. Choose two with Ctrl to compare them.")
            if rows
            else _("Each check that comes to its end is kept here, on this computer and for you alone.")
        )
        self.changed.emit()

    def _lead_to_rows(self) -> None:
        """The first time, the focus waited for them elsewhere."""
        before, self.first = self.first, self.table if self._rows else None
        if before is None and self.first is not None and self.table.isVisible():
            self.first.setFocus()

    def _fetched(self, reports: tuple[Report, ...]) -> None:
        self.problem.say("")
        if len(reports) == 1:
            self._show_stored(Stored(reports[0], self._knowledge))
            return
        older, newer = (Named(report, _("A check of this computer")) for report in reports)
        page = page_of(older, newer, self._knowledge)
        self.changes.show_page(page)
        self.pages.setCurrentWidget(self.changes)
        announce(self, f"{page.headline}. {page.lead}")
        self.changed.emit()

    # What the person does

    def opened(self, report: Report | None) -> None:  # noqa: ARG002 - the list comes from the folder
        """From the list on, read anew."""
        self._back_to_list()
        self._keeping.list()

    def foot(self) -> Foot:
        """By what is shown and what is chosen."""
        if self.comparing:
            return foot_of(State.CHANGES, Choice())
        return foot_of(State.QUESTION if self._asking else State.LIST, self._choice())

    def do(self, deed: Deed) -> bool:
        """Open, compare, remove; back from the comparison or the question to the list."""
        choice = self._choice()
        if deed is Deed.BACK and (self._asking or self.comparing):
            self._back_to_list()
        elif deed is Deed.OPEN and choice.opened:
            self._keeping.fetch((choice.opened,))
        elif deed is Deed.CHANGES and choice.compared:
            self._keeping.fetch(choice.compared)
        elif deed is Deed.CLEAR and self._rows:
            self._clear()
        else:
            return deed not in {Deed.HOME, Deed.BACK}
        return True

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self._theme = theme
        self.model.set_theme(theme)
        if self.pages.count() > 1:
            self.changes.set_theme(theme)
        self.problem.set_theme(theme)

    def _clear(self) -> None:
        if self._asking:
            self._asking = False
            self._keeping.clear()
            return
        self._asking = True
        count = len(self._rows)
        text = ngettext("Remove the kept check from this computer?", "Remove all {count} kept checks from this computer?", count)
        self.question_text.setText(text.format(count=count))
        self.question.setVisible(True)
        announce(self, self.question_text.text())
        self.changed.emit()

    def _back_to_list(self) -> None:
        self._asking = False
        self.question.setVisible(False)
        self.pages.setCurrentIndex(0)
        self.changed.emit()

    def _names(self) -> tuple[str, ...]:
        selection = self.table.selectionModel()
        return tuple(self._rows[index.row()].name for index in sorted(selection.selectedRows(), key=lambda index: index.row()))

    def _choice(self) -> Choice:
        return Choice(self._rows, self._names())
