"""The screen while a run goes on: how far it is, and what is being tried. Nothing is blamed before the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar, QWidget

from wssdiag.gui.screens import Page, card
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE
from wssdiag.gui.words import plain
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from wssdiag.gui.progress import Left, Progress

#: What is under way fits into this many lines; the rest is counted.
LINES = 4


class RunningScreen(Page):
    """Shows a :class:`Progress`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Checking"), parent)
        self.headline = label("headline")
        self.lead = label("muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Checks done"))
        self.count = label("strong")
        self.lines = tuple(label("muted") for _ in range(LINES + 1))
        self.column.addSpacing(SPACE)
        self.column.addWidget(self.headline)
        self.column.addWidget(self.lead)
        self.column.addSpacing(2 * SPACE)
        frame, inside = card()
        inside.addWidget(self.count)
        inside.addWidget(self.bar)
        inside.addSpacing(SPACE)
        for line in self.lines:
            line.setWordWrap(False)
            inside.addWidget(line)
        self.column.addWidget(frame)
        self.column.addStretch(1)

    def show_progress(self, progress: Progress, *, again: bool) -> None:
        """``again``: a re-check after a step of a guide."""
        if progress.stopping:
            self.headline.setText(_("Stopping"))
            self.lead.setText(_("What was found so far is shown in a moment."))
        elif again:
            self.headline.setText(_("Checking whether that helped"))
            what = _("This computer's settings are read anew, then only what matters is tried again.")
            self.lead.setText(f"{what} {_time_left(progress.left)}".strip())
        else:
            self.headline.setText(_("Checking this computer"))
            self.lead.setText(_time_left(progress.left) or _("This takes between 5 and 30 seconds."))
        done = len(progress.results)
        self.bar.setUpdatesEnabled(False)  # else a new value is painted at once, by itself, and the rest of the screen after it
        self.bar.setRange(0, progress.planned)  # 0 of 0: busy, until the plan is known
        self.bar.setValue(done)
        self.bar.setUpdatesEnabled(True)
        self.count.setText(
            ngettext("{done} of {count} thing checked", "{done} of {count} things checked", progress.planned).format(
                done=done, count=progress.planned
            )
            if progress.planned
            else _("Reading this computer's settings")
        )
        self._show_lines([plain(retold(title)) for _id, title in progress.under_way])

    def _show_lines(self, titles: list[str]) -> None:
        shown = titles[:LINES]
        if len(titles) > LINES:
            more = len(titles) - LINES
            shown.append(ngettext("and {count} more at the same time", "and {count} more at the same time", more).format(count=more))
        for at, line in enumerate(self.lines):
            line.setText(shown[at] if at < len(shown) else "")


def _time_left(left: Left | None) -> str:
    """A range, until the run is over; nothing while nobody can know."""
    if left is None:
        return ""
    if left.low_s == 0:
        return _("Less than {seconds} seconds left.").format(seconds=left.high_s)
    return _("About {low} to {high} seconds left.").format(low=left.low_s, high=left.high_s)
