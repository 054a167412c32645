"""The parts of a bundle as a tree: what is in it, how much was replaced, what is left out. What stands in a part is shown elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTreeWidget, QTreeWidgetItem, QWidget

from wssdiag.bundle.contents import Part, Role
from wssdiag.gui.export_words import part_explained, part_row, replaced_in, size
from wssdiag.gui.tick_boxes import TickBoxes
from wssdiag.gui.words import plain
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.bundle.contents import Contents
    from wssdiag.gui.theme import Theme

_NAME, _REPLACED, _SIZE = range(3)
_PART = Qt.ItemDataRole.UserRole

#: It takes the room that is left; this is its head and two rows.
_LEAST = 96

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PartsTree(QTreeWidget):
    """``chosen`` tells the part that was selected, None for the overview; ``left_changed`` that other parts are left out now."""

    chosen = Signal(object)
    left_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes = TickBoxes(theme, self)
        self.setItemDelegate(self._boxes)
        self.setAccessibleName(_("What is in the file"))
        self.setHeaderLabels((_("Part"), _("Replaced"), _("Size")))
        self.headerItem().setTextAlignment(_REPLACED, _RIGHT)
        self.headerItem().setTextAlignment(_SIZE, _RIGHT)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in (_REPLACED, _SIZE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setUniformRowHeights(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_LEAST)
        self.setIndentation(16)
        self.setRootIsDecorated(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._current_changed)
        self.itemChanged.connect(self._item_changed)

    def sizeHint(self) -> QSize:
        """As high as it must be, however many parts there are: what is counted as nothing would be covered in a low window."""
        return QSize(super().sizeHint().width(), _LEAST)

    def show_contents(self, contents: Contents) -> None:
        """Take the parts; what is left out and what is selected stay so, by their names."""
        left, current = self.left_out, self.part_of(self.currentItem())
        self.blockSignals(True)
        self.clear()
        overview = QTreeWidgetItem(self, [_("Overview"), "", ""])
        folder = self._folder(contents)
        for part in contents.parts:
            self._add(folder if folder is not None and part.role is Role.CAPTURE else self.invisibleRootItem(), part, contents)
        same = overview
        for item in self.items():
            kept = self.part_of(item)
            if kept is not None and kept.name in left:
                item.setCheckState(_NAME, Qt.CheckState.Unchecked)
            if kept is not None and current is not None and kept.name == current.name:
                same = item
        self.expandAll()
        self.setCurrentItem(same)
        self.blockSignals(False)
        self._current_changed(self.currentItem())

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self._boxes.theme = theme
        self.viewport().update()

    @property
    def left_out(self) -> frozenset[str]:
        """The names of the parts without a check mark."""
        parts = ((self.part_of(item), item.checkState(_NAME)) for item in self.items())
        return frozenset(part.name for part, state in parts if part is not None and state is Qt.CheckState.Unchecked)

    def include_all(self) -> None:
        """Nothing is left out."""
        for item in self.items():
            if self.part_of(item) is not None:
                item.setCheckState(_NAME, Qt.CheckState.Checked)

    def _folder(self, contents: Contents) -> QTreeWidgetItem | None:
        """The row above the files of the capture: one mark for all of them."""
        files = [part for part in contents.parts if part.role is Role.CAPTURE]
        if not files:
            return None
        count = sum(replaced_in(contents, part.name) for part in files)
        folder = QTreeWidgetItem([_("Raw settings"), str(count or ""), size(sum(len(part.data) for part in files))])
        folder.setFlags(folder.flags() | Qt.ItemFlag.ItemIsAutoTristate | Qt.ItemFlag.ItemIsUserCheckable)
        self._align(folder)
        return folder

    def _add(self, parent: QTreeWidgetItem, part: Part, contents: Contents) -> None:
        if parent is not self.invisibleRootItem() and parent.treeWidget() is None:
            self.addTopLevelItem(parent)
        replaced = replaced_in(contents, part.name)
        item = QTreeWidgetItem(parent, [part_row(part), str(replaced or ""), size(len(part.data))])
        item.setData(_NAME, _PART, part)
        item.setToolTip(_NAME, f"{plain(part.name)}\n{part_explained(part.role)}")
        item.setCheckState(_NAME, Qt.CheckState.Checked)
        if part.role is Role.REPORT:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        self._align(item)

    def _align(self, item: QTreeWidgetItem) -> None:
        for column in (_REPLACED, _SIZE):
            item.setTextAlignment(column, _RIGHT)

    def items(self) -> Iterator[QTreeWidgetItem]:
        """Every row, top to bottom."""
        for at in range(self.topLevelItemCount()):
            item = self.topLevelItem(at)
            yield item
            yield from (item.child(number) for number in range(item.childCount()))

    def part_of(self, item: QTreeWidgetItem | None) -> Part | None:
        """What the row is of; None for the overview and for what stands above the files of the capture."""
        part = item.data(_NAME, _PART) if item is not None else None
        return part if isinstance(part, Part) else None

    def _current_changed(self, item: QTreeWidgetItem | None) -> None:
        self.chosen.emit(self.part_of(item))

    def _item_changed(self, item: QTreeWidgetItem) -> None:
        if self.part_of(item) is not None:
            self.left_changed.emit()
