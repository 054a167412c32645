"""The card of the hand-over: one text with everything, and one button that copies it. The text is made in ``report``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from wssdiag.gui.icons import icon
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE, Theme
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.gui.guide_page import GuidePage

#: About twelve lines: enough to see what is sent, and the button stays in view.
_HEIGHT = 204


class HandOverCard(QFrame):
    """``copy_wanted`` when the text should go to the clipboard."""

    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        inside.setSpacing(SPACE)
        caption = label("label")
        caption.setText(_("Everything that was tried and seen, ready to send"))
        self.copy = QPushButton()
        self.copy.clicked.connect(self.copy_wanted)
        self.copy.setToolTip(_("Ctrl+C"))
        row = QHBoxLayout()
        row.addWidget(caption, 1)
        row.addWidget(self.copy)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_HEIGHT)
        self.text.setAccessibleName(_("The text to send"))
        inside.addLayout(row)
        inside.addWidget(self.text)

    def show_page(self, page: GuidePage) -> None:
        """Take the text; without one the card is not shown."""
        self.text.setPlainText(page.hand_over)
        self.copy.setText(page.copy_text)
        self.setVisible(bool(page.hand_over))

    def confirm_copied(self) -> None:
        """A line in place: the text is in the clipboard."""
        self.copy.setText(_("Copied"))

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.copy.setIcon(icon("copy", theme.text))
