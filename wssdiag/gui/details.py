"""The technician's screen: one row of views, and the one that is shown. Evidence of what is selected shows in the pane beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from wssdiag.gui.chains_view import ChainsView
from wssdiag.gui.checks_view import ChecksView
from wssdiag.gui.pac_view import PacView
from wssdiag.gui.ports_view import PortsView
from wssdiag.gui.settings_view import SettingsView
from wssdiag.gui.theme import SPACE, Theme
from wssdiag.gui.view_row import ViewRow
from wssdiag.gui.waterfall_view import WaterfallView
from wssdiag.gui.work import Detected, Failed, PacAsked
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.gui.relay import Relay
    from wssdiag.gui.work import Work
    from wssdiag.model.check import CheckResult
    from wssdiag.model.finding import Finding
    from wssdiag.model.mode import Method
    from wssdiag.model.report import Report
    from wssdiag.report.path import Station


class DetailsScreen(QWidget):
    """``check_chosen``, ``finding_chosen`` and ``note_chosen`` tell what the pane should show. Only the view that is seen follows a run."""

    check_chosen = Signal(object)
    finding_chosen = Signal(object)
    note_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._results: tuple[CheckResult, ...] = ()
        self._report: Report | None = None
        self.checks = ChecksView(theme)
        self.timings = WaterfallView(theme)
        self.chains = ChainsView(theme)
        self.pac = PacView(theme)
        self.settings = SettingsView(theme)
        self.ports = PortsView(theme)
        self.table, self.filter, self.findings = self.checks.table, self.checks.filter, self.checks.findings
        views = (
            (_("Checks"), self.checks),
            (_("Timings"), self.timings),
            (_("Certificates"), self.chains),
            (_("PAC"), self.pac),
            (_("Proxy settings"), self.settings),
            (_("Ports"), self.ports),
        )
        self.views = ViewRow([title for title, _view in views], theme)
        self.stack = QStackedWidget()
        for _title, view in views:
            self.stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE)
        column.addWidget(self.views)
        column.addWidget(self.stack, 1)
        self._wire()

    def _wire(self) -> None:
        self.views.chosen.connect(self._view_chosen)
        self.checks.check_chosen.connect(self.check_chosen)
        self.checks.finding_chosen.connect(self.finding_chosen)
        self.timings.check_chosen.connect(self.check_chosen)
        self.chains.note_chosen.connect(self.note_chosen)
        self.pac.check_chosen.connect(self.check_chosen)
        self.settings.note_chosen.connect(self.note_chosen)
        self.ports.note_chosen.connect(self.note_chosen)

    def focus_words(self) -> None:
        """To the field for words."""
        self.views.choose(0)
        self.checks.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def attend(self, work: Work, relay: Relay) -> None:
        """Hear what the worker says, and hand it what is asked here."""
        relay.batch.connect(self.take)
        self.pac.asked.connect(work.ask_pac)

    def take(self, batch: tuple[object, ...]) -> None:
        """What the worker says that only this screen needs."""
        for message in batch:
            match message:
                case Detected():
                    self.ports.catalogue = message.catalogue
                    self._fill_by_report()
                case PacAsked():
                    self.pac.show_answer(message)
                case Failed():
                    self.pac.settle()

    def show_report(self, report: Report | None) -> None:
        """The report that is there; None: no run has ended."""
        if report is not self._report:
            self._report = report
            self._fill_by_report()

    def show_results(self, results: tuple[CheckResult, ...]) -> None:
        """The checks of a run, or of as much of it as there is."""
        self._results = results
        self._fill()

    def show_findings(self, findings: tuple[Finding, ...], knowledge: Knowledge) -> None:
        """All conclusions in their order; a masked one says what it follows from."""
        self.checks.show_findings(findings, knowledge)

    def show_station(self, station: Station | None) -> None:
        """The checks of a station, from a click on the path."""
        self.views.choose(0)
        self.checks.show_station(station)

    def show_method(self, method: Method | None) -> None:
        """The stations' words follow the method."""
        self.checks.show_method(method)

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.views.set_theme(theme)
        for view in (self.checks, self.timings, self.chains, self.pac, self.settings, self.ports):
            view.set_theme(theme)

    def _view_chosen(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self._fill()
        self._fill_by_report()

    def _fill(self) -> None:
        """Only what is seen: a table that nobody sees need not follow every check."""
        shown = self.stack.currentWidget()
        if isinstance(shown, ChecksView | WaterfallView | ChainsView):
            shown.show_results(self._results)

    def _fill_by_report(self) -> None:
        shown = self.stack.currentWidget()
        if isinstance(shown, PacView | SettingsView | PortsView):
            shown.show_report(self._report)
