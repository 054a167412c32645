"""The checks as a table model, and its filter. Owns what stands in which cell; widgets and layout are in checks_view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from wssdiag.gui.state_icons import StateIcons
from wssdiag.gui.words import plain, status_word
from wssdiag.model.check import CheckResult, Status
from wssdiag.report import wording
from wssdiag.report.path import Station, StationState, station_of_check
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.gui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex

#: The order of outcomes, worst first: a technician sorts by it.
ORDER = (Status.FAIL, Status.ERROR, Status.WARN, Status.UNKNOWN, Status.CANCELLED, Status.SKIPPED, Status.PASS)

#: The shape of an outcome, wherever one is shown.
SHAPES = {
    Status.PASS: StationState.FINE,
    Status.WARN: StationState.ATTENTION,
    Status.FAIL: StationState.BROKEN,
    Status.UNKNOWN: StationState.UNKNOWN,
    Status.SKIPPED: StationState.WAITING,
    Status.ERROR: StationState.UNKNOWN,
    Status.CANCELLED: StationState.WAITING,
}

_PROBLEMS = frozenset({Status.FAIL, Status.WARN, Status.ERROR, Status.UNKNOWN})

COLUMNS = 4

_ROOT = QModelIndex()


class ChecksModel(QAbstractTableModel):
    """One row a check: outcome, what was tried, what came back, how long it took."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.results: tuple[CheckResult, ...] = ()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """New colours for the shapes."""
        self._shapes = StateIcons(theme)
        if self.results:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.results) - 1, 0))

    def set_results(self, results: tuple[CheckResult, ...]) -> None:
        """Take the checks; where they only grew, the rows that are there stay as they are, with selection and place."""
        had = len(self.results)
        if results[:had] == self.results:
            if len(results) > had:
                self.beginInsertRows(QModelIndex(), had, len(results) - 1)
                self.results = results
                self.endInsertRows()
            return
        self.beginResetModel()
        self.results = results
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """One a check."""
        return 0 if parent.isValid() else len(self.results)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Always the same."""
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """The columns' names."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section == COLUMNS - 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if orientation is Qt.Orientation.Horizontal and role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return (_("Result"), _("What was tried"), _("What came back"), _("Time"))[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Text for people; ``UserRole`` gives what to sort by."""
        check = self.results[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(check, column)
        if role == Qt.ItemDataRole.UserRole:
            return _key(check, column)
        if role == Qt.ItemDataRole.DecorationRole and column == 0:
            return self._shapes.of(SHAPES[check.status])
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{plain(check.id)}\n{plain(retold(check.summary))}"
        if role == Qt.ItemDataRole.TextAlignmentRole and column == COLUMNS - 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


def _text(check: CheckResult, column: int) -> str:
    """What stands in a cell."""
    if column == 0:
        return status_word(check.status)
    if column == COLUMNS - 1:
        return wording.duration(check.elapsed_ms)
    return plain(retold(check.title if column == 1 else check.summary))


def _key(check: CheckResult, column: int) -> int | str | float:
    """What a column is sorted by."""
    if column == 0:
        return ORDER.index(check.status)
    if column == COLUMNS - 1:
        return check.elapsed_ms
    return retold(check.title if column == 1 else check.summary)


class ChecksFilter(QSortFilterProxyModel):
    """By station, by words, problems only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setSortRole(Qt.ItemDataRole.UserRole)
        self.station: Station | None = None
        self.words = ""
        self.problems_only = False

    def narrow(self, station: Station | None, words: str, *, problems_only: bool) -> None:
        """Show only the checks of a station (None: of all) that hold the words in id, title or summary."""
        self.station = station
        self.words = words.casefold().strip()
        self.problems_only = problems_only
        self.invalidateFilter()

    def filterAcceptsRow(self, source_row: int, source_parent: AnyIndex) -> bool:  # noqa: ARG002 - Qt's signature
        """Whether a check is shown."""
        model = self.sourceModel()
        if not isinstance(model, ChecksModel):
            return False
        check = model.results[source_row]
        if self.station is not None and station_of_check(check.id) is not self.station:
            return False
        if self.problems_only and check.status not in _PROBLEMS:
            return False
        return not self.words or self.words in f"{check.id} {retold(check.title)} {retold(check.summary)}".casefold()

    def check_at(self, index: AnyIndex) -> CheckResult | None:
        """The check of a row of this filter."""
        model = self.sourceModel()
        if not index.isValid() or not isinstance(model, ChecksModel):
            return None
        return model.results[self.mapToSource(index).row()]
