"""The topics of the help as rows: a heading that cannot be chosen, and what stands under it. Owns which rows a search leaves."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from wssdiag.gui.theme import SPACE, Theme
from wssdiag.gui.words import plain
from wssdiag.report.help import Topic, found
from wssdiag.report.texts import gettext as _

AnyIndex = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()

#: More lines than any title takes at the width of the list.
_TALLEST = 400


#: What the style keeps free to the left and right of a text, beside the padding of the row.
_INSIDE = 6


class HelpModel(QAbstractListModel):
    """``UserRole`` gives the topic of a row, None for a heading."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._topics: tuple[Topic, ...] = ()
        self._wanted = ""
        self.rows: list[str | Topic] = []

    @property
    def count(self) -> int:
        """The topics that are left."""
        return sum(isinstance(row, Topic) for row in self.rows)

    @property
    def everything(self) -> int:
        """All topics."""
        return len(self._topics)

    def set_theme(self, theme: Theme) -> None:
        """New colours for the headings."""
        self._theme = theme
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def set_topics(self, topics: tuple[Topic, ...]) -> None:
        """Take these; the search stays."""
        self._topics = topics
        self.search(self._wanted)

    def search(self, wanted: str) -> None:
        """Leave those that hold all of the words; with none, all by their sections."""
        self._wanted = wanted
        named, others = found(self._topics, wanted)
        if wanted.strip():
            groups = [(_("In the title"), named), (_("In the text"), others)]
        else:
            groups = [(section, tuple(group)) for section, group in groupby(named, lambda topic: topic.section)]
        self.beginResetModel()
        self.rows = []
        for heading, group in groups:
            self.rows += (heading, *group) if group else ()
        self.endResetModel()

    def row_of(self, topic_id: str) -> int:
        """Where a topic stands; -1 where it is not shown."""
        return next((at for at, row in enumerate(self.rows) if isinstance(row, Topic) and row.id == topic_id), -1)

    def first(self) -> int:
        """The first row that can be chosen; -1 where there is none."""
        return next((at for at, row in enumerate(self.rows) if isinstance(row, Topic)), -1)

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Headings and topics."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """The arrow keys pass over a heading."""
        return super().flags(index) if isinstance(self.rows[index.row()], Topic) else Qt.ItemFlag.NoItemFlags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """The title, or the heading in its own look."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row if isinstance(row, Topic) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(row.title if isinstance(row, Topic) else row)
        if isinstance(row, Topic):
            return None
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._theme.muted)
        if role == Qt.ItemDataRole.FontRole:
            bold = QFont()
            bold.setWeight(QFont.Weight.DemiBold)
            return bold
        return None


class WrappedRows(QStyledItemDelegate):
    """Gives each row the height that its whole text takes at the width of the list."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """As wide as the list."""
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else 0
        self.initStyleOption(option, index)
        metrics = QFontMetrics(option.font)  # type: ignore[attr-defined] # PySide6's stubs lack the option's fields
        area = QRect(0, 0, width - 2 * SPACE - _INSIDE, _TALLEST)
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        return QSize(width, metrics.boundingRect(area, Qt.TextFlag.TextWordWrap.value, text).height() + SPACE + SPACE // 2)
