"""One step of a guide: who does it, what to do, the text to send. What comes next is decided by the walk, not here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from wssdiag.gui.icons import icon, pixmap
from wssdiag.gui.path_view import state_colour
from wssdiag.gui.screens import Page, card
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE, Theme
from wssdiag.report.path import StationState
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.gui.guide_page import GuidePage
    from wssdiag.gui.outcome import Tone


class GuideScreen(Page):
    """Shows a :class:`GuidePage`."""

    copy_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_("Guide"), parent)
        self.theme = theme
        self._tone: Tone | None = None
        self.about = label("muted")
        self.headline = label("headline")
        self.facts = label("muted")
        self.banner, inside = card()
        self.banner_mark = QLabel()
        self.banner_mark.setFixedSize(24, 24)
        self.banner_text = label()
        row = QHBoxLayout()
        row.setSpacing(SPACE + SPACE // 2)
        row.addWidget(self.banner_mark)
        row.addWidget(self.banner_text, 1)
        inside.addLayout(row)
        self.column.addSpacing(SPACE)
        self.column.addWidget(self.about)
        self.column.addWidget(self.headline)
        self.column.addWidget(self.facts)
        self.column.addSpacing(SPACE)
        self.column.addWidget(self.banner)
        self.text = label()
        self.column.setSpacing(SPACE + SPACE // 2)
        self.text_card, inside = card()
        inside.addWidget(self.text)
        self.column.addWidget(self.text_card)
        self._lay_out_message()
        self.column.addStretch(1)

    def _lay_out_message(self) -> None:
        self.message_card, inside = card()
        caption = label("label")
        caption.setText(_("The message, ready to send"))
        self.message = label("message")
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.message.setAccessibleName(_("The message"))
        self.copy = QPushButton()
        self.copy.clicked.connect(self.copy_wanted)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        inside.addWidget(caption)
        inside.addWidget(self.message)
        inside.addLayout(row)
        self.column.addWidget(self.message_card)

    def show_page(self, page: GuidePage) -> None:
        """Show all of it; parts without text take no room."""
        self._tone = page.banner_tone
        for widget, text in ((self.about, page.about), (self.headline, page.headline), (self.facts, page.facts)):
            widget.setText(text)
            widget.setVisible(bool(text))
        self.text.setText(page.text)
        self.text_card.setVisible(bool(page.text))
        self.banner_text.setText(page.banner)
        self.banner.setVisible(bool(page.banner))
        self.message.setText(page.message)
        self.message_card.setVisible(bool(page.message))
        self.copy.setText(page.copy_text)
        self._dress()
        self.verticalScrollBar().setValue(0)

    def confirm_copied(self) -> None:
        """A line in place: the message is in the clipboard."""
        self.copy.setText(_("Copied"))

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.theme = theme
        self._dress()

    def _dress(self) -> None:
        self.copy.setIcon(icon("copy", self.theme.text))
        if self._tone is not None:
            state = StationState(self._tone.value)
            self.banner_mark.setPixmap(pixmap(f"state-{state}", state_colour(state, self.theme), 24))
