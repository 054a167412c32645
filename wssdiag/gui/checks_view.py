"""The first of the technician's views: conclusions, masked ones included, above the table of all checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from wssdiag.gui.checks_model import COLUMNS, ChecksFilter, ChecksModel
from wssdiag.gui.screens import keyed
from wssdiag.gui.style import label, width_for
from wssdiag.gui.switch import Switch
from wssdiag.gui.theme import SPACE, Theme
from wssdiag.gui.words import plain, status_word
from wssdiag.gui.words_field import WordsField
from wssdiag.model.check import Status
from wssdiag.report.digest import title_of
from wssdiag.report.path import Station, station_name
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.check import CheckResult
    from wssdiag.model.finding import Finding
    from wssdiag.model.mode import Method

#: Conclusions in view at once; the list scrolls.
_ROWS = 3
_ROW = 30


class ChecksView(QWidget):
    """``check_chosen`` and ``finding_chosen`` tell what the pane should show."""

    check_chosen = Signal(object)
    finding_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ChecksModel(theme, self)
        self.filter = ChecksFilter(self)
        self.filter.setSourceModel(self.model)
        self._findings: tuple[Finding, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self.findings_label = label("label")
        self.findings = QListWidget()
        self.findings.setAccessibleName(_("Conclusions"))
        self.findings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.findings.currentRowChanged.connect(self._finding_selected)
        self.count = label("label")
        column.addWidget(self.findings_label)
        column.addWidget(self.findings)
        column.addWidget(self.count)
        column.addLayout(self._filters(theme))
        self.table = self._table()
        column.addWidget(self.table, 1)
        self.show_findings((), {})

    def _filters(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        self.words = WordsField(_("Find a name, address or port"), _("Find in the checks"), _("Ctrl+F"))
        self.stations = QComboBox()
        self.stations.setAccessibleName(_("Station"))
        self.stations.setMinimumHeight(_ROW + 2)
        self.stations.addItem(_("All stations"))
        for station in Station:
            self.stations.addItem(station_name(station, None))
        self.problems = Switch(_("Only problems"), theme)
        self.problems.setToolTip(_("Only what failed, or could not be told (Ctrl+Shift+F)"))
        keyed(self.problems, "Ctrl+Shift+F")
        row.addWidget(self.words, 1)
        row.addWidget(self.stations)
        row.addWidget(self.problems)
        self.words.textChanged.connect(self._narrow)
        self.stations.currentIndexChanged.connect(self._narrow)
        self.problems.toggled.connect(self._narrow)
        return row

    def _table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName(_("Checks"))
        table.setModel(self.filter)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((width_for(map(status_word, Status), table), 224, 180, 76)):
            table.setColumnWidth(column, width)
        header.setSectionResizeMode(COLUMNS - 2, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().selectionChanged.connect(self._check_selected)
        return table

    def focus_words(self) -> None:
        """To the field for words."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_results(self, results: tuple[CheckResult, ...]) -> None:
        """The checks of a run, or of as much of it as there is."""
        self.model.set_results(results)
        self._count()

    def show_findings(self, findings: tuple[Finding, ...], knowledge: Knowledge) -> None:
        """All conclusions in their order; a masked one says what it follows from."""
        self._findings = findings
        titles = {one.code: plain(title_of(one, knowledge)) for one in reversed(findings)}
        self.findings.blockSignals(True)
        self.findings.clear()
        for one in findings:
            text = plain(title_of(one, knowledge))
            if one.masked_by is not None:
                text = _("{title} (follows from: {cause})").format(title=text, cause=titles.get(one.masked_by, one.masked_by))
            self.findings.addItem(text)
            self.findings.item(self.findings.count() - 1).setToolTip(text)
        self.findings.blockSignals(False)
        self.findings.setFixedHeight(min(max(len(findings), 1), _ROWS) * _ROW + 6)
        self.findings.setVisible(bool(findings))
        masked = sum(one.masked_by is not None for one in findings)
        self.findings_label.setText(
            ngettext("{count} conclusion", "{count} conclusions", len(findings)).format(count=len(findings))
            + (
                ", " + ngettext("{count} of them a consequence", "{count} of them consequences", masked).format(count=masked)
                if masked
                else ""
            )
            if findings
            else _("No conclusions")
        )

    def show_station(self, station: Station | None) -> None:
        """Narrow to a station, from a click on the path; what was typed is cleared, so that its checks are really seen."""
        self.words.clear()
        self.problems.setChecked(False)
        self.stations.setCurrentIndex(0 if station is None else 1 + list(Station).index(station))
        self.table.setFocus()
        if self.filter.rowCount():
            self.table.selectRow(0)

    def show_method(self, method: Method | None) -> None:
        """The stations' words follow the method."""
        for at, station in enumerate(Station, 1):
            self.stations.setItemText(at, station_name(station, method))

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.model.set_theme(theme)
        self.problems.theme = theme

    def _narrow(self) -> None:
        at = self.stations.currentIndex()
        station = None if at <= 0 else list(Station)[at - 1]
        self.filter.narrow(station, self.words.text(), problems_only=self.problems.isChecked())
        self._count()

    def _count(self) -> None:
        shown, everything = self.filter.rowCount(), self.model.rowCount()
        if shown == everything:
            text = ngettext("{count} check", "{count} checks", everything).format(count=everything)
        else:
            text = _("{shown} of {count} checks").format(shown=shown, count=everything)
        self.count.setText(text)

    def _check_selected(self, selected: QItemSelection) -> None:
        check = self.filter.check_at(selected.indexes()[0]) if selected.indexes() else None
        if check is not None:
            self.findings.setCurrentRow(-1)
            self.check_chosen.emit(check)

    def _finding_selected(self, row: int) -> None:
        if 0 <= row < len(self._findings):
            self.table.clearSelection()
            self.finding_chosen.emit(self._findings[row])
