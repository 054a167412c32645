"""Checks before and after as a table model. Owns what stands in which cell; the view is in changes_table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from wssdiag.gui.checks_model import SHAPES, AnyIndex
from wssdiag.gui.icons import icon
from wssdiag.gui.path_view import state_colour
from wssdiag.gui.words import plain
from wssdiag.report import wording
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from wssdiag.gui.theme import Theme
    from wssdiag.model.check import Status
    from wssdiag.remedy.before_after import CheckRow

COLUMNS = 4
_BEFORE, _AFTER, _TIME = 1, 2, 3

_ROOT = QModelIndex()


class ChangesModel(QAbstractTableModel):
    """One row a check: what it is, its outcome before and after, how long it took."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[CheckRow, ...] = ()
        self._shapes: dict[Status, QIcon] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """New colours for the shapes."""
        self._shapes = {status: icon(f"state-{shape}", state_colour(shape, theme)) for status, shape in SHAPES.items()}
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, COLUMNS - 1))

    def set_rows(self, rows: tuple[CheckRow, ...]) -> None:
        """Take the rows as they are ordered."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """One a check."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Always the same."""
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """The columns' names."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _TIME:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("What was tried"), _("Before"), _("After"), _("Time"))[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Text for people, and the shape of each outcome."""
        row = self.rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (plain(row.title), outcome_word(row.before), outcome_word(row.after), wording.duration(row.elapsed_ms))[column]
        if role == Qt.ItemDataRole.DecorationRole and column in {_BEFORE, _AFTER}:
            status = row.before if column == _BEFORE else row.after
            return self._shapes[status] if status is not None else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{plain(row.title)}\n{plain(row.id)}"
        if role == Qt.ItemDataRole.TextAlignmentRole and column == _TIME:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


def outcome_word(status: Status | None) -> str:
    """An outcome at the beginning of a cell."""
    word = wording.outcome(status)
    return word[:1].upper() + word[1:]
