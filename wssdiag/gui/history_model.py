"""The past runs as a table model. Owns what stands in which cell; the view is in history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from wssdiag.gui.changes_page import TONES, when
from wssdiag.gui.icons import icon
from wssdiag.gui.path_view import state_colour
from wssdiag.gui.words import plain
from wssdiag.history.row import time_of
from wssdiag.model.report import Verdict
from wssdiag.report import wording
from wssdiag.report.path import StationState
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from wssdiag.gui.checks_model import AnyIndex
    from wssdiag.gui.theme import Theme
    from wssdiag.history.row import Glance, Row

_STATUS, _TIME = 1, 4
COLUMNS = 5

#: "2026-11-23 10:15": who looks for a run does not look for its second.
_TO_THE_MINUTE = 16

_ROOT = QModelIndex()


class HistoryModel(QAbstractTableModel):
    """One row a run: when, how it came out, what was found, the connection, how long it took."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self._shapes: dict[StationState, QIcon] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """New colours for the shapes."""
        self._shapes = {state: icon(f"state-{state}", state_colour(state, theme)) for state in StationState}
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, COLUMNS - 1))

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        """Take the rows as they are ordered."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """One a run."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Always the same."""
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """The columns' names."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _TIME:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Time"), _("Result"), _("What was found"), _("Connection"), _("Took"))[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Text for people, and the shape of the verdict."""
        row, column = self.rows[index.row()], index.column()
        cells = _cells(row.glance) if row.glance is not None else _broken(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[column]
        if role == Qt.ItemDataRole.DecorationRole and column == _STATUS:
            return self._shapes[StationState(TONES[row.glance.verdict.status].value) if row.glance is not None else StationState.UNKNOWN]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((when(row.glance.started), cells[2]) if row.glance is not None else (plain(row.name), plain(row.problem)))
        if role == Qt.ItemDataRole.TextAlignmentRole and column == _TIME:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


def _cells(run: Glance) -> tuple[str, ...]:
    return (
        when(run.started)[:_TO_THE_MINUTE],
        wording.verdict(run.verdict.status),
        plain(wording.headline(Verdict(status=run.verdict.status, cause=None, headline=run.verdict.headline))),
        wording.method(run.mode.method),
        wording.duration(run.elapsed_ms),
    )


def _broken(row: Row) -> tuple[str, ...]:
    """A file that can't be read: its name tells when it was written, and that is all that is known."""
    return (when(time_of(row.name))[:_TO_THE_MINUTE], _("Cannot be read"), _("The file is damaged"), "", "")
