"""The technician's pane to the right: the evidence of whatever is selected to the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QStyle, QTextEdit, QVBoxLayout, QWidget

from wssdiag.gui.evidence import Note, page_of_check, page_of_finding, page_of_note, page_of_nothing
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE, Theme
from wssdiag.model.check import CheckResult
from wssdiag.model.finding import Finding
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.report import Report

WIDTH = 344


class EvidencePane(QFrame):
    """Shows a check, or a finding with its checks."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._shown: tuple[CheckResult | Finding | Note | None, Report | None] = (None, None)
        self._knowledge: Knowledge = {}
        self.setProperty("look", "pane")
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, SPACE, 2 * SPACE)
        column.setSpacing(SPACE)
        heading = label("label")
        heading.setText(_("Evidence"))
        self.text = QTextEdit()
        self.text.document().setDocumentMargin(0)
        lines = self.text.document().defaultTextOption()
        beginning = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        lines.setAlignment(beginning | Qt.AlignmentFlag.AlignAbsolute)  # an address is read from left to right, and stands with the others
        self.text.document().setDefaultTextOption(lines)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setProperty("look", "bare")
        self.text.setAccessibleName(_("Evidence of what is selected"))
        self.all_checks = QPushButton(_("All checks"))
        self.all_checks.setProperty("look", "quiet")
        self.all_checks.setToolTip(_("The table of everything that was tried (Ctrl+D)"))
        column.addWidget(heading)
        column.addWidget(self.text, 1)
        column.addWidget(self.all_checks)
        self._render()

    def show_check(self, check: CheckResult) -> None:
        """One check with every observation."""
        self._shown = (check, None)
        self._render()

    def show_check_of(self, report: Report | None, check_id: str) -> None:
        """The check of a report, where that has it."""
        for check in report.checks if report is not None else ():
            if check.id == check_id:
                self.show_check(check)

    def show_finding(self, finding: Finding | None, report: Report | None, knowledge: Knowledge) -> None:
        """The checks and facts that a finding rests on; None: nothing is selected. ``knowledge``: the words for other findings."""
        self._shown = (finding, report)
        self._knowledge = knowledge
        self._render()

    def show_note(self, note: Note) -> None:
        """What is known of something that is no check."""
        self._shown = (note, None)
        self._render()

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.theme = theme
        self._render()

    def _render(self) -> None:
        what, report = self._shown
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if isinstance(what, CheckResult):
            page = page_of_check(what, self.theme, mirrored=mirrored)
        elif isinstance(what, Finding) and report is not None:
            page = page_of_finding(what, report, self._knowledge, self.theme, mirrored=mirrored)
        elif isinstance(what, Note):
            page = page_of_note(what, self.theme, mirrored=mirrored)
        else:
            page = page_of_nothing(
                _("Choose a station above, or a check in the table of all checks, to see what was tried and what came back."), self.theme
            )
        self.text.setHtml(page)
