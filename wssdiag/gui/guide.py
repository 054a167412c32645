"""One step of a guide: who does it, what to do, the text to send; at its end before and after. The walk decides what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wssdiag.gui.changes_table import ChangesTable
from wssdiag.gui.deeds import Deed
from wssdiag.gui.hand_over import HandOverCard
from wssdiag.gui.icons import icon, pixmap
from wssdiag.gui.path_view import state_colour
from wssdiag.gui.screens import Page, card, keyed
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE, Theme
from wssdiag.report.path import StationState
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.gui.guide_page import GuidePage
    from wssdiag.gui.outcome import Tone


_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard

#: Border and padding of a quiet button.
_QUIET_EDGE = 10


class GuideScreen(Page):
    """Shows a :class:`GuidePage`; ``answered`` tells that the step cannot be done, and why."""

    copy_wanted = Signal()
    answered = Signal(object)  # a Deed

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_("Guide"), parent)
        self.theme = theme
        self._tone: Tone | None = None
        self._lay_out_head()
        self.column.setSpacing(SPACE + SPACE // 2)
        self._lay_out_step()
        self._lay_out_message()
        self._lay_out_end()
        self.column.addStretch(1)

    def _lay_out_head(self) -> None:
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

    def _lay_out_step(self) -> None:
        """What to do and its answers; at the hand-over how to reach the helpdesk."""
        self.text = label()
        self.reach_label = label("label")
        self.reach_label.setText(_("How to reach your helpdesk"))
        self.reach = label()
        self.reach.setTextInteractionFlags(_SELECTABLE)
        self.text_card, inside = card()
        inside.setContentsMargins(2 * SPACE - _QUIET_EDGE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        words = QVBoxLayout()
        words.setContentsMargins(_QUIET_EDGE, 0, 0, 0)  # the answers' words begin where the text does
        words.setSpacing(SPACE // 2)
        words.addWidget(self.text)
        words.addWidget(self._lay_out_help())
        words.addWidget(self.reach_label)
        words.addWidget(self.reach)
        inside.addLayout(words)
        inside.addWidget(self._answers())
        self.column.addWidget(self.text_card)

    def _lay_out_help(self) -> QWidget:
        """What the tool can do of the step."""
        self.help_part = QWidget()
        column = QVBoxLayout(self.help_part)
        column.setContentsMargins(0, 2 * SPACE, 0, SPACE)
        column.setSpacing(SPACE // 2)
        caption = label("label")
        caption.setText(_("Or let wssdiag do it"))
        self.help = label("muted")
        column.addWidget(caption)
        column.addWidget(self.help)
        return self.help_part

    def _lay_out_end(self) -> None:
        self.hand_over = HandOverCard()
        self.hand_over.copy_wanted.connect(self.copy_wanted)
        self.column.addWidget(self.hand_over)
        self.rows_label = label("label")
        self.rows_label.setText(_("What was tried again, before and after"))
        self.rows = ChangesTable(self.theme)
        self.column.addSpacing(SPACE)
        self.column.addWidget(self.rows_label)
        self.column.addWidget(self.rows)

    def _answers(self) -> QWidget:
        """The two ways to say no, beside the step that they are about."""
        self.answers = QWidget()
        row = QHBoxLayout(self.answers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        for text, tip, deed in (
            (_("I can't do this here"), _("Goes to the next step (Alt+Right)"), Deed.CANNOT),
            (_("I'm not allowed to do this"), _("Goes to the next step that somebody else does (Alt+Shift+Right)"), Deed.NOT_ALLOWED),
        ):
            button = QPushButton(text)
            button.setToolTip(tip)
            button.setProperty("look", "quiet")
            button.clicked.connect(lambda _checked=False, said=deed: self.answered.emit(said))
            row.addWidget(button)
        row.addStretch(1)
        return self.answers

    def _lay_out_message(self) -> None:
        self.message_card, inside = card()
        caption = label("label")
        caption.setText(_("The message, ready to send"))
        self.message = label("message")
        self.message.setTextInteractionFlags(_SELECTABLE)
        self.message.setAccessibleName(_("The message"))
        self.copy = QPushButton()
        self.copy.clicked.connect(self.copy_wanted)
        self.copy.setToolTip(_("Ctrl+Shift+C"))
        keyed(self.copy, "Ctrl+Shift+C")
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
        self.help.setText(page.help)
        self.help_part.setVisible(bool(page.help))
        self.answers.setVisible(page.answers)
        for widget in (self.reach_label, self.reach):
            widget.setVisible(bool(page.reach))
        self.reach.setText(page.reach)
        self.banner_text.setText(page.banner)
        self.banner.setVisible(bool(page.banner))
        self.message.setText(page.message)
        self.message_card.setVisible(bool(page.message))
        self.copy.setText(page.copy_text)
        self.hand_over.show_page(page)
        self.rows_label.setVisible(bool(page.rows))
        self.rows.show_rows(page.rows)
        self._dress()
        self.verticalScrollBar().setValue(0)

    def text_to_send(self) -> str:
        """What the copy button copies: the hand-over where it is shown, else the message of the step; empty where there is neither."""
        return self.hand_over.text.toPlainText() or self.message.text()

    def confirm_copied(self) -> None:
        """A line in place: the text is in the clipboard."""
        self.copy.setText(_("Copied"))
        self.hand_over.confirm_copied()

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.theme = theme
        self.hand_over.set_theme(theme)
        self.rows.set_theme(theme)
        self._dress()

    def _dress(self) -> None:
        self.copy.setIcon(icon("copy", self.theme.text))
        if self._tone is not None:
            state = StationState(self._tone.value)
            self.banner_mark.setPixmap(pixmap(f"state-{state}", state_colour(state, self.theme), 24))
