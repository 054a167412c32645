"""The first screen: what the program does, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.gui.screens import Page, card
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE
from wssdiag.gui.words import plain
from wssdiag.report.retold.refusals import told_warning
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class StartScreen(Page):
    """Says what will happen. The one button is in the foot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Start"), parent)
        headline = label("headline")
        headline.setText(_("Find out what keeps this computer from WSS"))
        lead = label()
        lead.setText(
            _(
                "wssdiag tries every part of the way from this computer to the protected web. "
                "It tells you what is wrong, who can fix it, and how."
            )
        )
        self.column.addSpacing(SPACE)
        self.column.addWidget(headline)
        self.column.addWidget(lead)
        self.column.addSpacing(2 * SPACE)
        frame, inside = card(2 * SPACE)
        for title, text in (
            (
                _("It takes less than a minute"),
                _("Most computers are done in 5 to 30 seconds. You can stop at any time and keep what was found."),
            ),
            (_("It only looks"), _("Nothing on this computer is changed, and you need no administrator rights.")),
            (
                _("The report stays here"),
                _("It contacts the service and a few well-known sites to see if they answer. Nobody gets the result unless you send it."),
            ),
        ):
            head = label("strong")
            head.setText(title)
            body = label("muted")
            body.setText(text)
            inside.addWidget(head)
            inside.addSpacing(-SPACE - SPACE // 2)
            inside.addWidget(body)
        self.column.addWidget(frame)
        self.warnings = label("muted")
        self.warnings.setVisible(False)
        self.column.addSpacing(SPACE)
        self.column.addWidget(self.warnings)
        self.column.addStretch(1)

    def show_warnings(self, warnings: tuple[str, ...]) -> None:
        """What was amiss with a file that was found by itself, one line each."""
        self.warnings.setText("\n".join(plain(told_warning(one)) for one in warnings))
        self.warnings.setVisible(bool(warnings))
