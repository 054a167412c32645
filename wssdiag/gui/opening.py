"""Open a bundle, a report, facts or a capture from elsewhere. By the menu, or dropped on the window; shown in a window of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent

from wssdiag.gui.aside import Aside
from wssdiag.gui.deeds import Deed, Foot, Offer
from wssdiag.gui.problem import ProblemCard
from wssdiag.gui.screens import announce, card
from wssdiag.gui.stored import Stored
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE
from wssdiag.gui.words import plain, refusal_of
from wssdiag.model.input_error import InputError
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QMimeData

    from wssdiag.gui.export import Choose
    from wssdiag.gui.frame import Frame
    from wssdiag.gui.relay import Relay
    from wssdiag.gui.theme import Theme
    from wssdiag.gui.work import Work
    from wssdiag.model.report import Report
    from wssdiag.session import Session


@dataclass(frozen=True)
class Elsewhere:
    """What came out of a file from elsewhere."""

    stored: Stored


@dataclass(frozen=True)
class NotElsewhere:
    """Nothing did: why, in one line."""

    problem: str


class OpenScreen(Aside):
    """Chooses a file by the dialog, or takes what is let fall on the window. ``show`` opens a window of its own."""

    def __init__(self, work: Work, relay: Relay, theme: Theme, *, choose: Choose, show: Callable[[Stored], None]) -> None:
        super().__init__(_("Open a report from elsewhere"), "Ctrl+Shift+O")
        self._work = work
        self._choose = choose
        self._show = show
        self._note = ""
        self._window: Frame | None = None
        headline = label("headline")
        headline.setText(_("Open a report from elsewhere"))
        lead = label("muted")
        lead.setText(_("It is shown in a window of its own. Nothing is run, and nothing is sent."))
        self.problem = ProblemCard(_("This file could not be opened"), theme)
        self.column.addSpacing(SPACE)
        for widget in (headline, lead, self.problem):
            self.column.addWidget(widget)
        self.column.addSpacing(SPACE)
        frame, inside = card(SPACE // 2)
        for title, text in (
            (_("A bundle"), _("The file that was saved for support, also an encrypted one. The name ends with .wssdiag.")),
            (_("A report"), _("The data of one check. The name ends with .json.")),
            (_("Facts"), _("What wssdiag knows of a computer's settings. Only what follows from them alone is found.")),
            (_("A capture"), _("A folder or zip file with the raw settings of a computer. A folder can be dropped here.")),
        ):
            head, body = label("strong"), label("muted")
            head.setText(title)
            body.setText(text)
            inside.addWidget(head)
            inside.addWidget(body)
            inside.addSpacing(SPACE)
        self.column.addWidget(frame)
        self.column.addStretch(1)
        relay.batch.connect(self._take)

    def opened(self, report: Report | None) -> None:  # noqa: ARG002 - another computer's report needs none of this one
        """Nothing was tried yet."""
        self._note = ""
        self.problem.say("")

    def foot(self) -> Foot:
        """The dialog, and the way back."""
        main = Offer(Deed.OPEN, _("Choose a file..."), _("Enter or Ctrl+O"))
        return Foot(main=main, others=(Offer(Deed.HOME, _("Back"), _("Esc")),), note=self._note)

    def do(self, deed: Deed) -> bool:
        """Choose, and open."""
        if deed is not Deed.OPEN:
            return False
        if path := self._choose(self):
            self.read(path)
        return True

    def read(self, path: Path) -> None:
        """Read it in a worker."""
        self._work.ask("open", lambda session: _read(session, path))

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.problem.set_theme(theme)

    def take_from(self, window: Frame) -> None:
        """Take what is let fall on the window, whatever it shows."""
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A file that is dragged over the window is taken, wherever it falls."""
        if isinstance(event, QDropEvent) and (path := _file_of(event.mimeData())):  # its subclasses are those of dragging
            event.acceptProposedAction()
            if event.type() is QEvent.Type.Drop and self._window is not None:
                self._window.header.aside_wanted.emit(self)
                self.read(path)
            return True
        return super().eventFilter(watched, event)

    def _take(self, batch: tuple[object, ...]) -> None:
        for message in batch:
            if isinstance(message, Elsewhere):
                self.problem.say("")
                self._note = _("Opened in a window of its own: {name}").format(name=plain(message.stored.name))
                self._show(message.stored)
                self.changed.emit()
            elif isinstance(message, NotElsewhere):
                self._note = ""
                self.problem.say(message.problem)
                announce(self, message.problem)
                self.changed.emit()


def _read(session: Session, path: Path) -> object:
    try:
        report, bundle = session.opened(path)
        return Elsewhere(Stored(report, session.background.knowledge, path.name or str(path), bundle))
    except InputError as error:
        return NotElsewhere(refusal_of(path, error))


def _file_of(data: QMimeData) -> Path | None:
    """The first file that is dragged; None where it is something else."""
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return Path(files[0]) if files else None
