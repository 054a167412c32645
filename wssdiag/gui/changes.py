"""The comparison: two reports side by side, what became of their findings, the checks with another outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wssdiag.gui.changes_page import text_of
from wssdiag.gui.changes_table import ChangesTable
from wssdiag.gui.icons import pixmap
from wssdiag.gui.outcome import Tone
from wssdiag.gui.path_view import state_colour
from wssdiag.gui.problem import ProblemCard
from wssdiag.gui.screens import Page, card
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE, Theme
from wssdiag.report.path import StationState
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.gui.changes_page import ChangesPage, Side

_MARK = 24

#: New, solved, not looked at again, as before.
_GROUPS = 4


class SideCard(QFrame):
    """One of the two reports in short."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.theme = theme
        self._side: Side | None = None
        inside = QVBoxLayout(self)
        inside.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        inside.setSpacing(SPACE // 2)
        self.label = label("label")
        self.mark = _mark(Tone.UNKNOWN, theme)
        self.status = label("strong")
        self.headline = label()
        self.when = label("small")
        self.source = label("small")
        self.computer = label("small")
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.mark)
        row.addWidget(self.status, 1)
        inside.addWidget(self.label)
        inside.addLayout(row)
        inside.addWidget(self.headline)
        inside.addSpacing(SPACE)
        for line in (self.when, self.source, self.computer):
            inside.addWidget(line)
        inside.addStretch(1)

    def show_side(self, side: Side) -> None:
        """Take all of it."""
        self._side = side
        self.label.setText(side.label)
        self.status.setText(side.status)
        self.headline.setText(side.headline)
        self.when.setText(side.when)
        self.source.setText(side.source)
        self.computer.setText(side.computer)
        self.set_theme(self.theme)

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.theme = theme
        if self._side is not None:
            _paint(self.mark, self._side.tone, theme)


class ChangesScreen(Page):
    """Shows a :class:`ChangesPage`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_("What changed"), parent)
        self.text = ""  # the comparison as text, for the clipboard
        self.headline = label("headline")
        self.lead = label("muted")
        self.problem = ProblemCard(_("This file could not be compared"), theme)
        self.column.setSpacing(SPACE + SPACE // 2)
        self.column.addSpacing(SPACE)
        self.column.addWidget(self.headline)
        self.column.addWidget(self.lead)
        self.column.addWidget(self.problem)
        self.sides = (SideCard(theme), SideCard(theme))
        self.both = QWidget()
        row = QHBoxLayout(self.both)
        row.setContentsMargins(0, SPACE // 2, 0, 0)
        row.setSpacing(SPACE + SPACE // 2)
        for side in self.sides:
            row.addWidget(side, 1)
        self.column.addWidget(self.both)
        self._lay_out_findings()
        self.rows_label = label("label")
        self.rows_label.setText(_("Checks with another outcome"))
        self.rows = ChangesTable(theme)
        self.column.addWidget(self.rows_label)
        self.column.addWidget(self.rows)
        self.column.addStretch(1)

    def _lay_out_findings(self) -> None:
        self.findings, inside = card(SPACE + SPACE // 2)
        self.groups = tuple((label("label"), label()) for _at in range(_GROUPS))
        for group in self.groups:
            lines = QVBoxLayout()
            lines.setSpacing(SPACE // 2)
            for line in group:
                lines.addWidget(line)
            inside.addLayout(lines)
        self.column.addWidget(self.findings)

    def show_page(self, page: ChangesPage) -> None:
        """Show all of it; parts without text take no room."""
        self.text = text_of(page)
        self.headline.setText(page.headline)
        self.lead.setText(page.lead)
        self.problem.say(page.problem)
        self.both.setVisible(bool(page.sides))
        for card_of_side, side in zip(self.sides, page.sides, strict=False):
            card_of_side.show_side(side)
        self.findings.setVisible(bool(page.groups))
        for at, (heading, titles) in enumerate(self.groups):
            group = page.groups[at] if at < len(page.groups) else None
            heading.setText(group.label if group else "")
            titles.setText("\n".join(group.titles) if group else "")
            for widget in (heading, titles):
                widget.setVisible(group is not None)
        self.rows_label.setVisible(bool(page.rows))
        self.rows.show_rows(page.rows)
        self.verticalScrollBar().setValue(0)

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.rows.set_theme(theme)
        self.problem.set_theme(theme)
        for side in self.sides:
            side.set_theme(theme)


def _mark(tone: Tone, theme: Theme) -> QLabel:
    made = QLabel()
    made.setFixedSize(_MARK, _MARK)
    _paint(made, tone, theme)
    return made


def _paint(mark: QLabel, tone: Tone, theme: Theme) -> None:
    state = StationState(tone.value)
    mark.setPixmap(pixmap(f"state-{state}", state_colour(state, theme), _MARK))
