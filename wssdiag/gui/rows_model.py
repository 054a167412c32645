"""A table of values that others made: its rows as values, and the Qt model of them. What a row says is not decided here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from wssdiag.gui.state_icons import StateIcons

if TYPE_CHECKING:
    from wssdiag.gui.checks_model import AnyIndex
    from wssdiag.gui.theme import Theme
    from wssdiag.report.path import StationState

_ROOT = QModelIndex()

#: The row itself, for who paints or selects it.
ROW = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; ``width`` in pixels, 0: what is left. ``fits``: as wide as its words, which are few and longer in some languages.

    ``words``: all that can stand in it; it is as wide as each of them needs beside a shape, whichever are there.
    """

    title: str
    width: int = 0
    right: bool = False  # numbers stand at the right
    fits: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """What one row shows. Every text is fit to be shown."""

    id: str  # the selection follows it when the rows are made anew
    cells: tuple[str, ...]
    keys: tuple[float | str, ...] = ()  # what to sort by, a cell each; without: the texts
    shapes: tuple[StationState | None, ...] = ()  # in front of the texts, from the first cell on; the words to them stand in cells
    tip: str = ""
    what: object = None  # what the row stands for

    def key(self, column: int) -> float | str:
        """What a column is sorted by."""
        return self.keys[column] if self.keys else self.cells[column].casefold()

    def shape(self, column: int) -> StationState | None:
        """What stands in front of a text."""
        return self.shapes[column] if column < len(self.shapes) else None


class RowsModel(QAbstractTableModel):
    """Rows of text, some cells with a shape."""

    def __init__(self, columns: tuple[Column, ...], theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.rows: tuple[TableRow, ...] = ()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """New colours for the shapes."""
        self._shapes = StateIcons(theme)
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))

    def set_rows(self, rows: tuple[TableRow, ...]) -> None:
        """Take the rows; where they only grew, those that are there stay as they are."""
        had = len(self.rows)
        if had and rows[:had] == self.rows:
            if len(rows) > had:
                self.beginInsertRows(_ROOT, had, len(rows) - 1)
                self.rows = rows
                self.endInsertRows()
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """As many as were given."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Always the same."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[section].right:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        shown = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}  # the tip: a long language may be cut
        return self.columns[section].title if shown else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Text for people; ``UserRole`` gives what to sort by, ``ROW`` the row."""
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[column]
        if role == Qt.ItemDataRole.UserRole:
            return row.key(column)
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DecorationRole:
            shape = row.shape(column)
            return self._shapes.of(shape) if shape is not None else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip or row.cells[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[column].right:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None
