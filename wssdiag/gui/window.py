"""The window: header, path, the current matter, the foot. Owns which screen is shown and what a deed starts.

Every text comes from a value that a pure module makes; every answer of the network comes from the session by the relay.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut

from wssdiag.gui.comparing import Comparing
from wssdiag.gui.deeds import KEYS, WHILE_BUSY, Deed, Foot, changes_foot, details_foot, running_foot, start_foot, verdict_foot
from wssdiag.gui.frame import Frame
from wssdiag.gui.guiding import Guiding
from wssdiag.gui.outcome import Outcome, finding_text, main_finding, outcome_of
from wssdiag.gui.progress import Progress
from wssdiag.gui.screens import Screen, announce
from wssdiag.gui.work import Detected, Ended, Failed, Heard, Helped, NotOpened, Opened, TakenBack, Work
from wssdiag.report.path import Station, path_before
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.gui.aside import Aside
    from wssdiag.gui.export import Choose
    from wssdiag.gui.relay import Relay
    from wssdiag.gui.theme import Theme
    from wssdiag.model.finding import Finding
    from wssdiag.model.mode import Mode
    from wssdiag.model.report import Report
    from wssdiag.remedy.walk import Walk


class MainWindow(Frame):
    """``choose`` finds a saved report; ``save`` is the screen of what support gets, None where nothing can be saved."""

    failed = Signal(str)  # a fault of ours in a worker: its traceback

    def __init__(
        self, work: Work, relay: Relay, theme: Theme, *, choose: Choose, save: Aside | None = None, asides: Sequence[Aside] = ()
    ) -> None:
        super().__init__(theme, asides if save is None else (save, *asides))
        self._work = work
        self._save = save
        self._choose = choose
        self._guiding = Guiding({})
        self._comparing = Comparing()
        self._mode: Mode | None = None
        self._progress: Progress | None = None
        self._before: Report | None = None  # the report that a re-check goes out from
        self._report: Report | None = None
        self._shown: Finding | None = None
        self._outcome: Outcome | None = None
        self._text = ""  # the matter as text, for the clipboard
        self._screen = Screen.START
        self._aside: Aside | None = None  # shown in front of the screen, which comes back behind it
        self._wire()
        self._keys()
        relay.batch.connect(self._take)
        self.path.show_path(path_before())
        self._show(Screen.START)

    def _wire(self) -> None:
        self.header.depth_changed.connect(self._depth_changed)
        self.path.chosen.connect(self._show_details)
        self.verdict.copy_wanted.connect(lambda: self.copy_from(self.verdict))
        self.verdict.other_chosen.connect(self._matter)
        self.guide.copy_wanted.connect(lambda: self.copy_from(self.guide))
        self.guide.answered.connect(self.do)
        self.guide.rows.check_chosen.connect(lambda check_id: self.pane.show_check_of(self._report, check_id))
        self.changes.rows.check_chosen.connect(lambda check_id: self.pane.show_check_of(self._report, check_id))
        self.details.check_chosen.connect(self.pane.show_check)
        self.details.finding_chosen.connect(lambda finding: self.pane.show_finding(finding, self._report, self._guiding.knowledge))
        self.pane.all_checks.clicked.connect(lambda: self._show_details(None))
        self.foot.chosen.connect(self.do)
        self.header.aside_wanted.connect(self._show_aside)
        for aside in self.asides:
            aside.changed.connect(self._refresh)

    def _keys(self) -> None:
        for keys, act in (
            *((keys, partial(self.do, deed)) for keys, deed in KEYS),
            ("Esc", self._escape),
            *((keys, self.press) for keys in ("Return", "Enter")),
            ("Ctrl+C", self._copy_matter),
            ("Ctrl+T", self.header.depth_switch.toggle),
            ("Ctrl+I", self.header.mode.toggle),
            ("Ctrl+D", lambda: self._show_details(None)),
            ("Ctrl+F", lambda: self._show_details(None, find=True)),
            *((aside.keys, partial(self._show_aside, aside)) for aside in self.asides),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # What the worker says

    def _take(self, batch: tuple[object, ...]) -> None:
        """A batch of messages; what they say is shown once, at the end."""
        for message in batch:
            match message:
                case Detected():
                    self._mode = self._mode or message.mode
                    self._guiding = Guiding(message.knowledge, message.helpdesk, message.refuses)
                    self.start.show_warnings(message.warnings)
                case Heard() if message.run == self._work.run and self._progress is not None:
                    self._progress = self._progress.heard(message.event)
                case Ended() if message.run == self._work.run:
                    self._ended(message.report)
                case Helped() | TakenBack() if self._report is not None:
                    self._helped(message, self._report)
                case Opened() | NotOpened():
                    self._comparing.read(message)
                    if self._progress is None:
                        self._show(Screen.CHANGES)
                case Failed() if message.run in {0, self._work.run}:
                    self._failed(message)
        self._refresh()

    def _helped(self, message: Helped | TakenBack, report: Report) -> None:
        helping = self._guiding.helping
        if isinstance(message, TakenBack):
            announce(self, helping.undone(message.result))
        elif helping.ended(message.action, message.result):
            self._recheck(report)
        else:
            self._show(Screen.GUIDE)

    def _ended(self, report: Report) -> None:
        before, self._before, self._progress = self._before, None, None
        if before is not None:
            self._guiding.rechecked(report)
            report = before if report.cancelled else report  # one that was stopped says less than the one that it went out from
        if self._report is not None and self._report is not report:
            self._comparing.replaced(self._report)
        self._report, self._mode = report, report.mode
        self.details.show_findings(report.findings, self._guiding.knowledge)
        self._matter(main_finding(report))
        if before is not None and self._guiding.walk is not None:
            self._show(Screen.GUIDE, behind=True)
        elif self._screen is not Screen.DETAILS:
            self._show(Screen.VERDICT, behind=True)

    def _failed(self, message: Failed) -> None:
        self._guiding.failed()
        if message.run:
            self._progress = self._before = None
            self._show(Screen.START if self._report is None else Screen.VERDICT)
        self.failed.emit(message.details)

    def _matter(self, finding: Finding | None) -> None:
        """Make a finding the one that the result screen shows; None: there is none."""
        if self._report is None:
            return
        self._shown = finding
        view = self._guiding.view(finding, self._report)
        self._outcome = outcome_of(self._report, finding, view, self._guiding.knowledge)
        self._text = finding_text(self._report, self._outcome)
        self.verdict.show_outcome(self._outcome)
        self.pane.show_finding(finding, self._report, self._guiding.knowledge)
        self._refresh()

    # What is shown

    def _show(self, screen: Screen, *, behind: bool = False) -> None:
        """``behind``: nobody asked for it, so that an aside stays in front; but for the one that is about the report before."""
        if screen is Screen.GUIDE and self._report is not None:
            page = self._guiding.page(self._report)
            self.guide.show_page(page)
            announce(self, f"{page.headline}. {page.banner}")
        if screen is Screen.CHANGES and self._report is not None:
            changes = self._comparing.page(self._report, self._guiding.knowledge)
            self.changes.show_page(changes)
            announce(self, f"{changes.headline}. {changes.problem or changes.lead}")
        if screen is Screen.VERDICT and self._outcome is not None and self._screen is not screen:
            announce(self, f"{self._outcome.headline}. {self._outcome.who}")
        self._screen = screen
        if behind and self._aside not in {None, self._save}:
            return
        self._aside = None
        self.stack.setCurrentIndex(screen.value)
        self._refresh()
        if screen is not Screen.DETAILS and not (screen is Screen.RUNNING and self.details.table.hasFocus()):
            self.foot.main.setFocus()

    def _show_aside(self, aside: Aside) -> None:
        self._aside, aside.about = aside, self._shown
        aside.opened(self._report)
        self.stack.setCurrentWidget(aside)
        self._refresh()
        (aside.first or self.foot.main).setFocus()

    def _refresh(self) -> None:
        mode = self._progress.mode if self._progress is not None and self._progress.mode is not None else self._mode
        self.show_way(mode, self._progress, self._report)
        if self._progress is not None:
            self.running.show_progress(self._progress, again=self._before is not None)
        if self._screen is Screen.DETAILS:  # a table that nobody sees need not follow every check
            last = self._report.checks if self._report is not None else ()
            self.details.show_results(self._progress.results if self._progress is not None else last)
            self.details.show_method(mode.method if mode is not None else None)
        self.pane.setVisible(self.header.depth_switch.isChecked() and (self._screen is not Screen.START))
        self.pane.all_checks.setVisible(self._screen is not Screen.DETAILS)
        self.foot.show_foot(self._foot())

    def _foot(self) -> Foot:
        if self._aside is not None:
            return self._aside.foot()
        if self._progress is not None:
            return running_foot(stopping=self._progress.stopping, guided=self._before is not None)
        if self._report is None:
            return start_foot()
        if self._screen is Screen.GUIDE:
            return self._guiding.foot(self._report)
        if self._screen is Screen.DETAILS:
            return details_foot(self._report)
        if self._screen is Screen.CHANGES:
            return changes_foot()
        guided = self._guiding.view(self._shown, self._report) is not None
        return verdict_foot(self._report, guided=guided, compared=self._comparing.possible)

    # What the person does

    def do(self, deed: Deed) -> None:
        """Start what a button or a key asks for; what makes no sense now is left alone."""
        if self._aside is not None:
            if deed is Deed.HOME or (not self._aside.do(deed) and deed is Deed.BACK):
                self._show(self._screen)
        elif self._progress is not None:
            self._do_while_running(deed)
        elif self._guiding.helping.busy and deed not in WHILE_BUSY:
            return
        elif deed is Deed.CHECK:
            self._check()
        elif self._report is not None:
            self._do_with_report(deed, self._report)

    def _do_while_running(self, deed: Deed) -> None:
        if deed is Deed.HAND_OVER and self._before is not None:
            self._guiding.move(deed)
            self._stop()
        elif deed is Deed.STOP:
            self._stop()

    def _do_with_report(self, deed: Deed, report: Report) -> None:
        match deed:
            case Deed.SAVE if self._save is not None:
                self._show_aside(self._save)
            case Deed.HOME:
                self._home()
            case Deed.SHOW_GUIDE if self._shown is not None and self._guiding.begin(self._shown, report):
                self._show(Screen.GUIDE)
            case Deed.CHANGES:
                self._show(Screen.CHANGES)
            case Deed.OPEN:
                if path := self._choose(self):
                    self._work.open(path)
            case _ if self._screen is Screen.GUIDE and self._guiding.walk is not None:
                self._do_in_guide(deed, report, self._guiding.walk)

    def _do_in_guide(self, deed: Deed, report: Report, walk: Walk) -> None:
        helping = self._guiding.helping
        if deed is Deed.DONE:
            return self._recheck(report)
        if deed is Deed.UNDO:
            if action := helping.take_back():
                self._work.take_back(action)
        elif deed is Deed.DO_IT:
            if action := helping.pressed(walk, report.facts):
                self._work.help(action, walk.view.code)
        else:
            self._guiding.move(deed)
        return self._show(Screen.GUIDE)

    def _check(self) -> None:
        from wssdiag.session import Request  # noqa: PLC0415 - the session's imports must not hold up the first window

        self._progress, self._before = Progress(), None
        self.details.show_findings((), {})
        self.pane.show_finding(None, None, {})
        self._work.check(Request())
        self._show(Screen.RUNNING)
        announce(self, _("Checking this computer"))

    def _recheck(self, report: Report) -> None:
        ids = self._guiding.done(report)
        if ids is None:
            self._show(Screen.GUIDE)
            return
        self._progress, self._before = Progress(), report
        self._work.recheck(report, ids)
        self._show(Screen.RUNNING)
        announce(self, _("Checking whether that helped"))

    def _stop(self) -> None:
        if self._progress is not None:
            self._work.stop()
            self._progress = self._progress.stop()
            self._refresh()

    def _home(self) -> None:
        """Back to the result; from another matter back to the main one."""
        if self._report is None:
            self._show(Screen.START if self._progress is None else Screen.RUNNING)
            return
        self._matter(main_finding(self._report))
        self._show(Screen.VERDICT)

    def _escape(self) -> None:
        if self._aside is not None:
            self.do(Deed.BACK)
        elif self._screen is Screen.DETAILS and self._progress is not None:
            self._show(Screen.RUNNING)
        elif self._progress is not None:
            self._stop()
        elif self._screen is not Screen.START:
            self._home()

    # Details

    def _depth_changed(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        if not on and self._screen is Screen.DETAILS:
            self._show(Screen.RUNNING) if self._progress is not None else self._home()
        self._refresh()

    def _show_details(self, station: Station | None, *, find: bool = False) -> None:
        if self._progress is None and self._report is None:
            return
        self.header.depth_switch.setChecked(True)
        self._show(Screen.DETAILS)
        self.details.show_station(station)
        if find:
            self.details.focus_words()

    # The clipboard

    def _copy_matter(self) -> None:
        texts: dict[object, str] = {self.verdict: self._text, self.guide: self._text, self.changes: self.changes.text}
        if self._screen is Screen.GUIDE and self.guide.hand_over.isVisible():
            self.copy_from(self.guide)
        elif text := texts.get(self.stack.currentWidget()):
            self.to_clipboard(text)
            self.foot.note.setText(_("Copied as text."))

    def closeEvent(self, event: QCloseEvent) -> None:
        """A run that goes on is stopped; its sockets close within a moment."""
        self._work.farewell()
        event.accept()
