"""The result: the one matter, who can fix it, what was seen, what to do first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wssdiag.gui.icons import icon, pixmap
from wssdiag.gui.outcome import Outcome, Tone
from wssdiag.gui.path_view import state_colour
from wssdiag.gui.screens import Page, card, keyed
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE, Theme
from wssdiag.report.path import StationState
from wssdiag.report.texts import gettext as _

_MARK = 40

#: Other matters that are listed below the first; more than these are in the details.
_OTHERS = 4

_TONES = {
    Tone.FINE: StationState.FINE,
    Tone.ATTENTION: StationState.ATTENTION,
    Tone.BROKEN: StationState.BROKEN,
    Tone.UNKNOWN: StationState.UNKNOWN,
}


class VerdictScreen(Page):
    """Shows an :class:`Outcome`."""

    copy_wanted = Signal()
    other_chosen = Signal(object)  # a Finding

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_("Result"), parent)
        self._message = ""
        self.theme = theme
        self._outcome: Outcome | None = None
        self.mark = QLabel()
        self.headline = label("headline")
        self.who = label("muted")
        self.means = label()
        self._lay_out_head()
        self.seen_card, inside = card(SPACE // 2)
        self.column.setSpacing(SPACE + SPACE // 2)
        seen_label = label("label")
        seen_label.setText(_("What we saw"))
        self.seen = label()
        inside.addWidget(seen_label)
        inside.addWidget(self.seen)
        self.column.addWidget(self.seen_card)
        self._lay_out_first_step()
        self._lay_out_others()
        self.column.addStretch(1)

    def _lay_out_head(self) -> None:
        self.mark.setFixedSize(_MARK, _MARK)
        words = QVBoxLayout()
        words.setSpacing(SPACE // 2)
        words.addWidget(self.headline)
        words.addWidget(self.who)
        words.addSpacing(SPACE)
        words.addWidget(self.means)
        head = QHBoxLayout()
        head.setSpacing(2 * SPACE)
        mark = QVBoxLayout()
        mark.addWidget(self.mark)
        mark.addStretch(1)
        head.addLayout(mark)
        head.addLayout(words, 1)
        self.column.addSpacing(SPACE)
        self.column.addLayout(head)
        self.column.addSpacing(2 * SPACE)

    def _lay_out_first_step(self) -> None:
        self.first_card, inside = card(SPACE // 2)
        self.first_label = label("label")
        self.first = label()
        self.copy = QPushButton()
        self.copy.clicked.connect(self.copy_wanted)
        keyed(self.copy, "Ctrl+Shift+C")
        self.copy_row = QWidget()
        row = QHBoxLayout(self.copy_row)
        row.setContentsMargins(0, SPACE, 0, 0)
        row.addWidget(self.copy)
        row.addStretch(1)
        inside.addWidget(self.first_label)
        inside.addWidget(self.first)
        inside.addWidget(self.copy_row)
        self.column.addWidget(self.first_card)

    def _lay_out_others(self) -> None:
        self.others_label = label("label")
        self.column.addWidget(self.others_label)
        self.others = tuple(QPushButton() for _ in range(_OTHERS))
        for button in self.others:
            button.setProperty("look", "row")
            button.clicked.connect(self._other_pressed)
            self.column.addWidget(button)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show all of it; parts without text take no room."""
        self._outcome = outcome
        self.headline.setText(outcome.headline)
        self.headline.setAccessibleName(outcome.headline)
        for widget, text in ((self.who, outcome.who), (self.means, outcome.means)):
            widget.setText(text)
            widget.setVisible(bool(text))
        self.seen.setText(outcome.seen)
        self.seen_card.setVisible(bool(outcome.seen))
        self.first_label.setText(outcome.first_label)
        self.first.setText(outcome.first)
        self.first_card.setVisible(bool(outcome.first))
        self.copy_row.setVisible(bool(outcome.message))
        self.copy.setText(outcome.copy_text)
        self.copy.setToolTip(_("Ctrl+Shift+C copies this:\n{message}").format(message=outcome.message))
        self._message = outcome.message
        self.others_label.setText(outcome.others_label)
        self.others_label.setVisible(bool(outcome.others))
        for at, button in enumerate(self.others):
            button.setVisible(at < len(outcome.others))
            if at < len(outcome.others):
                button.setText(outcome.others[at].title)
                button.setToolTip(_("Shows this matter and what to do about it"))
        self._dress()

    def text_to_send(self) -> str:
        """The message for whoever must act first; empty where there is none."""
        return self._message

    def confirm_copied(self) -> None:
        """A line in place: the message is in the clipboard."""
        self.copy.setText(_("Copied"))

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.theme = theme
        self._dress()

    def _dress(self) -> None:
        self.copy.setIcon(icon("copy", self.theme.text))
        for button in self.others:
            button.setIcon(icon("chevron-right", self.theme.muted))
        if self._outcome is not None:
            state = _TONES[self._outcome.tone]
            self.mark.setPixmap(pixmap(f"state-{state}", state_colour(state, self.theme), _MARK))
            self.mark.setAccessibleName(self._outcome.tone_word)

    def _other_pressed(self) -> None:
        button = self.sender()
        if self._outcome is not None and isinstance(button, QPushButton):
            self.other_chosen.emit(self._outcome.others[self.others.index(button)].finding)
