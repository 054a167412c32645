"""The view of the certificate chains: a tree that grows while a run goes on. What stands in it is made in chains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QVBoxLayout, QWidget

from wssdiag.gui.chains import Node, chains_lead, chains_of
from wssdiag.gui.icons import icon
from wssdiag.gui.path_view import state_colour
from wssdiag.gui.rows_model import ROW
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE, Theme
from wssdiag.report.path import StationState
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult

_NAME, _UNTIL, _TRUST = range(3)

#: What is to be seen first, the worst first.
_ORDER = (StationState.BROKEN, StationState.ATTENTION, StationState.UNKNOWN, StationState.FINE)


class ChainsView(QWidget):
    """``note_chosen`` tells what is known of the host or the certificate that was selected."""

    note_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._results: tuple[CheckResult, ...] = ()
        self._chains: tuple[Node, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self.lead = label("label")
        self.model = QStandardItemModel(0, _TRUST + 1, self)
        self.model.setHorizontalHeaderLabels([_("Host and certificates"), _("Valid until"), _("Trust")])
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.model)
        self._sorted.setSortRole(Qt.ItemDataRole.UserRole)
        self.tree = self._tree()
        column.addWidget(self.lead)
        column.addWidget(self.tree, 1)
        column.addStretch(0)
        self.show_results(())

    def _tree(self) -> QTreeView:
        tree = QTreeView()
        tree.setModel(self._sorted)
        tree.setAccessibleName(_("Certificates"))
        tree.setUniformRowHeights(True)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setSortingEnabled(True)
        tree.sortByColumn(_TRUST, Qt.SortOrder.AscendingOrder)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        tree.setColumnWidth(_UNTIL, 104)
        tree.setColumnWidth(_TRUST, 216)
        tree.selectionModel().selectionChanged.connect(self._selected)
        return tree

    def show_results(self, results: tuple[CheckResult, ...]) -> None:
        """The checks of a run, or of as much of it as there is; what is there stays as it is, with what was unfolded."""
        had = len(self._results)
        if results[:had] != self._results:
            self.model.removeRows(0, self.model.rowCount())
            self._chains, had = (), 0
        more = chains_of(results[had:])
        for number, node in enumerate(more, len(self._chains)):
            self._add(number, node)
        self._results = results
        self._chains += more
        self.lead.setText(chains_lead(self._chains))
        self.tree.setVisible(bool(self._chains))

    def set_theme(self, theme: Theme) -> None:
        """New colours for the shapes."""
        self._theme = theme
        self._dress(self.model.invisibleRootItem())

    def _add(self, number: int, node: Node) -> None:
        items = _items(node, number)
        self.model.appendRow(items)
        self._dress_one(items[_NAME])
        self._dress(items[_NAME])
        if node.state is not StationState.FINE:
            self.tree.expandRecursively(self._sorted.mapFromSource(items[_NAME].index()))

    def _dress(self, parent: QStandardItem) -> None:
        for row in range(parent.rowCount()):
            self._dress_one(parent.child(row))
            self._dress(parent.child(row))

    def _dress_one(self, item: QStandardItem) -> None:
        node = item.data(ROW)
        if isinstance(node, Node) and node.state is not None:
            item.setIcon(icon(f"state-{node.state}", state_colour(node.state, self._theme)))

    def _selected(self, selected: QItemSelection) -> None:
        index = selected.indexes()[0].siblingAtColumn(_NAME) if selected.indexes() else QModelIndex()
        node = index.data(ROW)
        if isinstance(node, Node):
            self.note_chosen.emit(node.note)


def _items(node: Node, number: int = 0) -> list[QStandardItem]:
    """The cells of a node, below the first of which its issuer stands."""
    order = _ORDER.index(node.state) if node.state in _ORDER else 0
    keys = (node.name.casefold(), node.until, f"{order}{number:06}")
    items = [QStandardItem(text) for text in (node.name, node.until, node.trust)]
    for item, key in zip(items, keys, strict=True):
        item.setData(key, Qt.ItemDataRole.UserRole)
        item.setToolTip(item.text())
    items[_NAME].setData(node, ROW)
    for child in node.children:
        items[_NAME].appendRow(_items(child))
    return items
