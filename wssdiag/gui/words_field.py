"""The field in which a person types what to look for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent


class WordsField(QLineEdit):
    """``hint`` stands in it while it is empty; ``name`` is what a screen reader says; ``tip`` tells its keys."""

    def __init__(self, hint: str, name: str, tip: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self.setToolTip(tip)

    def showEvent(self, event: QShowEvent) -> None:
        """Only now comes the button that clears it: Qt looks for its icon in the themes of the desktop, which takes 8 ms each time."""
        if not self.isClearButtonEnabled():
            self.setClearButtonEnabled(True)
        super().showEvent(event)
