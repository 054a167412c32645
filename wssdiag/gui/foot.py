"""The foot of the window: a note to the left, other offers, and the main action always at the lower right.

The buttons are made once; an offer gives them their words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from wssdiag.gui.deeds import Deed, Foot, Offer

#: No state of the window offers more beside its main action.
_OTHERS = 4

#: Of its width in one line, what a note needs to stand in two.
_NOTE = 0.6


class FootBar(QFrame):
    """Shows a :class:`Foot`, tells by ``chosen`` what was pressed."""

    chosen = Signal(object)  # a Deed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "foot")
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 2 * SPACE - 4, 3 * SPACE, 2 * SPACE - 4)
        column.setSpacing(SPACE)
        self._above = QHBoxLayout()
        self._above.setSpacing(SPACE)
        self._above.addStretch(1)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(SPACE)
        self._crowded = False
        self._lent = False  # whether the main button lost the focus to its being off
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        column.addLayout(self._above)
        column.addLayout(row)
        self.note = label("small")
        row.addWidget(self.note, 1, Qt.AlignmentFlag.AlignVCenter)
        self.others = tuple(QPushButton(self) for _ in range(_OTHERS))
        self.main = QPushButton(self)
        for button in self.others:
            button.setProperty("look", "quiet")
            self._beside.addWidget(button)
        row.addLayout(self._beside)
        self.main.setProperty("look", "main")
        self.main.setMinimumWidth(176)
        row.addSpacing(SPACE)
        row.addWidget(self.main)
        self._foot: Foot | None = None  # that is shown
        self._deeds: dict[QPushButton, Deed] = {}
        for button in (*self.others, self.main):
            button.clicked.connect(self._pressed)

    def show_foot(self, foot: Foot) -> None:
        """Take the offers; a note that says something new is kept by the caller."""
        if foot == self._foot:
            return  # as after most checks of a run
        self._foot = foot
        self.note.setText(foot.note)
        self._dress(self.main, foot.main)
        self._keep_focus(enabled=foot.main.enabled)
        look = "calm" if foot.main.calm else "main"
        if self.main.property("look") != look:
            self.main.setProperty("look", look)
            self.main.style().unpolish(self.main)
            self.main.style().polish(self.main)
        for button, offer in zip(self.others, (*foot.others, *([None] * _OTHERS)), strict=False):
            button.setVisible(offer is not None)
            if offer is not None:
                self._dress(button, offer)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider window has room for one line."""
        super().resizeEvent(event)
        self._make_room()

    def minimumSizeHint(self) -> QSize:
        """As narrow as two lines are: one line keeps no window wide, for it becomes two."""
        beside = sum(_width(button) + SPACE for button in self.others if not button.isHidden()) - SPACE
        return QSize(max(beside, _width(self.main)) + 6 * SPACE, super().minimumSizeHint().height())

    def _make_room(self) -> None:
        """Put the quiet deeds on a line of their own where a long language leaves no room beside the main one."""
        shown = [button for button in (*self.others, self.main) if not button.isHidden()]
        needed = sum(_width(button) + SPACE for button in shown) + 7 * SPACE
        needed += round(self.note.fontMetrics().horizontalAdvance(self.note.text()) * _NOTE)
        crowded = needed > self.width()
        if crowded is self._crowded:
            return
        self._crowded = crowded
        for button in self.others:
            (self._beside if crowded else self._above).removeWidget(button)
            (self._above if crowded else self._beside).addWidget(button)

    def press_main(self) -> None:
        """Enter, wherever the focus is."""
        self.main.click()

    def _keep_focus(self, *, enabled: bool) -> None:
        """An action that is off for now keeps its place: Qt would give the focus to the next button, which Enter would press."""
        if not enabled:
            self._lent = self._lent or self.main.hasFocus()
            self.main.clearFocus()
            self.main.setEnabled(False)
        elif self._lent:
            self._lent = False
            if self.window().focusWidget() is None:
                self.main.setFocus()

    def _dress(self, button: QPushButton, offer: Offer) -> None:
        self._deeds[button] = offer.deed
        button.setText(offer.text)
        button.setToolTip(offer.tip)
        if button is not self.main or offer.enabled:
            button.setEnabled(offer.enabled)

    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.chosen.emit(self._deeds[button])


def _width(button: QPushButton) -> int:
    """That shows all its words."""
    return max(button.sizeHint().width(), button.minimumWidth())
