"""What the screens have in common: a column of reading width that scrolls when its text is long. No screen decides what comes next."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from wssdiag.gui.theme import COLUMN, SPACE


class Screen(Enum):
    """What the middle of the window shows, in the order of the stack."""

    START = 0
    RUNNING = 1
    VERDICT = 2
    GUIDE = 3
    DETAILS = 4
    CHANGES = 5


class Page(QScrollArea):
    """A scrolling page; ``column`` takes the content, top to bottom."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("page")
        middle = QHBoxLayout(page)
        middle.setContentsMargins(3 * SPACE, 2 * SPACE, 3 * SPACE, 2 * SPACE)
        body = QWidget()
        body.setMaximumWidth(COLUMN)
        middle.addStretch(1)
        middle.addWidget(body, 1000)
        middle.addStretch(1)
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE)
        self.setWidget(page)


def card(spacing: int = SPACE) -> tuple[QFrame, QVBoxLayout]:
    """A raised frame with room inside."""
    frame = QFrame()
    frame.setProperty("look", "card")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
    inside.setSpacing(spacing)
    return frame, inside


def keyed(button: QAbstractButton, keys: str) -> None:
    """Press the button by this key. Only while it is seen: screens of which one is shown may use the same."""
    QShortcut(QKeySequence(keys), button).activated.connect(button.click)


def announce(widget: QWidget, text: str) -> None:
    """Say a change of state once to a screen reader, wherever its cursor is."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
