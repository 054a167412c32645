"""Watch: checks again and again, and shows how long connections take, how it stands, and what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QSizePolicy, QWidget

from wssdiag.gui.aside import Aside
from wssdiag.gui.deeds import Deed, Foot, Offer
from wssdiag.gui.screens import announce, card
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE
from wssdiag.gui.watch_log import Log
from wssdiag.gui.watch_plot import WatchPlot
from wssdiag.gui.watching import ChangeWatched, RunWatched, WatchOver
from wssdiag.gui.work import Detected, Ended
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.gui.relay import Relay
    from wssdiag.gui.theme import Theme
    from wssdiag.gui.watching import Follow
    from wssdiag.gui.work import Work
    from wssdiag.model.report import Report

#: Seconds from start to start; the middle one is that of the terminal.
INTERVALS_S = (15.0, 60.0, 300.0)
_USUAL = 1

#: Three lines of news.
_NEWS = 104


class WatchScreen(Aside):
    """One watch at a time, and none beside a run. It goes on while something else is shown, until it is stopped or a run is started."""

    def __init__(self, work: Work, relay: Relay, theme: Theme, follow: Follow) -> None:
        super().__init__(_("Watch"), "Ctrl+Shift+W")
        self._work = work
        self._follow = follow
        self._knowledge: Knowledge = {}
        self._log = Log()
        self._going = False
        self._stopped = False  # by the person
        self._note = ""
        self._lay_out(theme)
        self._show_log()
        relay.batch.connect(self._take)

    def _lay_out(self, theme: Theme) -> None:
        self.headline = label("headline")
        self.lead = label("muted")
        self.lead.setText(
            _("Checks again and again, and tells when something changes.")
            + "\n"
            + _("You can go on with your work meanwhile, until you stop it or check once yourself.")
        )
        interval_label = label()
        interval_label.setText(_("Check every"))
        interval_label.setWordWrap(False)
        self.interval = QComboBox()
        self.interval.setAccessibleName(_("Check every"))
        for text in (_("15 seconds"), _("minute"), _("5 minutes")):
            self.interval.addItem(text)
        self.interval.setCurrentIndex(_USUAL)
        self.choice = QWidget()
        choice = QHBoxLayout(self.choice)
        choice.setContentsMargins(0, SPACE, 0, 0)
        choice.setSpacing(SPACE)
        choice.addWidget(interval_label)
        choice.addWidget(self.interval)
        choice.addStretch(1)
        self.frame, inside = card()
        title = label("label")
        title.setText(_("Time to connect to the service"))
        self.plot = WatchPlot(theme)
        self.summary = label("small")
        for widget in (title, self.plot, self.summary):
            inside.addWidget(widget)
        self.news_label = label("label")
        self.news_label.setText(_("What changed"))
        self.news = QListWidget()
        self.news.setAccessibleName(_("What changed"))
        self.news.setWordWrap(True)
        self.news.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # else Qt adds the padding to the width of a line
        self.news.setMinimumHeight(_NEWS)
        self.news.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # takes what room is left, and scrolls
        self.column.addSpacing(SPACE)
        self.column.addWidget(self.headline)
        self.column.addWidget(self.lead)
        self.column.addWidget(self.choice)
        self.column.addWidget(self.frame)
        self.column.addWidget(self.news_label)
        self.column.addWidget(self.news, 1)
        self.column.addStretch(0)

    # What the worker says

    def _take(self, batch: tuple[object, ...]) -> None:
        for message in batch:
            match message:
                case Detected():
                    self._knowledge = message.knowledge
                case RunWatched():
                    self._told(self._log.with_run(message.event, message.report, self._knowledge))
                case ChangeWatched():
                    self._told(self._log.with_change(message.event, message.report, self._knowledge))
                case WatchOver() if self._going:
                    self._over()
                case Ended():
                    self._show_log()  # a watch may be started now

    def _told(self, log: Log) -> None:
        if log.lines != self._log.lines:
            announce(self, log.lines[0])
        self._log = log
        self._show_log()

    def _over(self) -> None:
        self._going = False
        self._note = "" if self._stopped else _("The watch has ended: one check runs at a time.")
        self._show_log()

    def _show_log(self) -> None:
        log = self._log
        summary = log.summary()
        some = bool(log.points)
        self.headline.setText(_("Watching this computer") if self._going else _("Watch this computer"))
        self.lead.setVisible(not some)
        self.choice.setVisible(not self._going)
        self.plot.show_points(log.points, summary)
        self.summary.setText(summary)
        self.frame.setVisible(some or self._going)
        if [self.news.item(at).text() for at in range(self.news.count())] != list(log.lines):
            self.news.clear()
            self.news.addItems(log.lines)
        for widget in (self.news_label, self.news):
            widget.setVisible(bool(log.lines))
        self.changed.emit()

    # What the person does

    def opened(self, report: Report | None) -> None:  # noqa: ARG002 - a watch makes its own
        """As it stands now."""
        self._show_log()

    def foot(self) -> Foot:
        """Start or stop; not while a run goes on, which is said."""
        back = Offer(Deed.HOME, _("Back"), _("Esc"))
        if self._going:
            return Foot(main=Offer(Deed.STOP, _("Stop watching"), _("Enter"), calm=True), others=(back,), note=self._note)
        if self._work.busy:
            main = Offer(Deed.WATCH, _("Start watching"), enabled=False)
            return Foot(main=main, others=(back,), note=_("A check runs now. A watch can start when it has ended."))
        return Foot(main=Offer(Deed.WATCH, _("Start watching"), _("Enter")), others=(back,), note=self._note)

    def do(self, deed: Deed) -> bool:
        """Start and stop."""
        if deed is Deed.WATCH and not self._going and not self._work.busy:
            self._start()
        elif deed is Deed.STOP and self._going:
            self._stopped = True
            self._note = _("Stopping")
            self._work.end_watch()
            self.changed.emit()
        return deed not in {Deed.HOME, Deed.BACK}

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.plot.theme = theme
        self.plot.update()

    def _start(self) -> None:
        interval_s = INTERVALS_S[self.interval.currentIndex()]
        self._log, self._going, self._stopped, self._note = Log(), True, False, ""
        follow = self._follow  # the worker must not touch a widget
        self._work.watch(lambda session, ended, publish: follow(session, interval_s, ended, publish), WatchOver())
        self._show_log()
        announce(self, self.headline.text())
