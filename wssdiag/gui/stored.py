"""A stored report in a window of its own: another computer's, or an earlier one of this computer. The same views, and nothing can be run.

Beside the window of this computer and not in it: what is known of two computers must not mix. Compared with another one it can be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from wssdiag.gui.changes_page import when
from wssdiag.gui.comparing import Comparing
from wssdiag.gui.deeds import Deed, Foot, Offer, checked, compare_offer, save_offer
from wssdiag.gui.export_words import opened_line
from wssdiag.gui.icons import pixmap
from wssdiag.gui.relay import Relay
from wssdiag.gui.screens import Screen, announce
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE
from wssdiag.gui.window import MainWindow
from wssdiag.gui.words import plain
from wssdiag.gui.work import Detected, Ended, Work
from wssdiag.report import wording
from wssdiag.report.path import Station, path_of
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.bundle.read import Bundle
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.gui.aside import Aside
    from wssdiag.gui.export import Choose
    from wssdiag.gui.progress import Progress
    from wssdiag.gui.theme import Theme
    from wssdiag.model.mode import Mode
    from wssdiag.model.report import Report
    from wssdiag.session import Session
    from wssdiag.session.mending import Mending

_MARK = 24

#: What makes sense with a report that nobody can make again here.
_DEEDS = frozenset({Deed.HOME, Deed.SAVE, Deed.OPEN, Deed.LEAVE})

#: From where Esc leads back to the result, and not out of the window.
_BEHIND = frozenset({Screen.DETAILS, Screen.CHANGES})


@dataclass(frozen=True)
class Stored:
    """A report, and whose: ``name`` is the file of another computer's report, empty for an earlier one of this computer.

    ``bundle`` is the one that it stood in.
    """

    report: Report
    knowledge: Knowledge
    name: str = ""
    bundle: Bundle | None = None

    @property
    def foreign(self) -> bool:
        """Whether it is not known to be this computer's."""
        return bool(self.name)


class StoredWindow(MainWindow):
    """``left`` tells that the person goes back to this computer. ``work`` reads files; of a foreign report nothing is saved."""

    left = Signal()

    def __init__(self, stored: Stored, work: Work, relay: Relay, theme: Theme, *, choose: Choose, save: Aside | None) -> None:
        self._stored = stored
        super().__init__(work, relay, theme, choose=choose, save=save)
        self._comparing = Comparing(_("What this window shows"))
        report = stored.report
        self.setWindowTitle(f"{banner_title(stored)} - wssdiag")
        self.setMenuWidget(self._banner(stored, theme))
        self._take((Detected(report.facts, report.mode, stored.knowledge), Ended(0, report)))

    def _banner(self, stored: Stored, theme: Theme) -> QFrame:
        frame = QFrame()
        frame.setProperty("look", "banner")
        row = QHBoxLayout(frame)
        row.setContentsMargins(3 * SPACE, SPACE, 3 * SPACE, SPACE)
        row.setSpacing(SPACE + SPACE // 2)
        self.banner_mark = QLabel()
        self.banner_mark.setPixmap(pixmap("state-attention", theme.attention, _MARK))
        self.banner_title = label("strong")
        self.banner_title.setText(banner_title(stored))
        self.banner_text = label()
        self.banner_text.setText(banner_text(stored))
        self.banner_bundle = label("small")
        self.banner_bundle.setText(opened_line(stored.bundle) if stored.bundle is not None else "")
        self.banner_bundle.setVisible(stored.bundle is not None)
        words = QVBoxLayout()
        words.setSpacing(0)
        for line in (self.banner_title, self.banner_text, self.banner_bundle):
            words.addWidget(line)
        row.addWidget(self.banner_mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return frame

    def set_theme(self, theme: Theme) -> None:
        """New colours, the banner's mark among them; at first there is no banner yet."""
        super().set_theme(theme)
        if self.menuWidget() is not None:
            self.banner_mark.setPixmap(pixmap("state-attention", theme.attention, _MARK))

    def show_way(self, mode: Mode | None, progress: Progress | None, report: Report | None) -> None:
        """As of any report; but what is not this computer's must not be called so."""
        super().show_way(mode, progress, report)
        if self._stored.foreign and mode is not None and report is not None:
            self.header.show_sentence(other_sentence(mode))
            stops = path_of(report)
            self.path.show_path(tuple(replace(stop, name=_other_name(stop.station, stop.name)) for stop in stops))

    def do(self, deed: Deed) -> None:
        """Only what needs no run; everything else is left alone."""
        if deed is Deed.LEAVE:
            self.left.emit()
            self.close()
        elif self._aside is not None or deed in _DEEDS:
            super().do(deed)

    def _foot(self) -> Foot:
        leave = Offer(Deed.LEAVE, _("Back to this computer"), _("Esc: closes this window"))
        if self._aside is not None:
            return self._aside.foot()
        compare = compare_offer(_("Compare..."))
        if self._screen in _BEHIND:
            home = Offer(Deed.HOME, _("Back to the result"), _("Esc"), calm=True)
            others = (compare, replace(leave, tip=_("Closes this window (Ctrl+W)")))
            return Foot(main=home, others=others, note=checked(self._stored.report))
        save = () if self._stored.foreign else (save_offer(),)
        return Foot(main=leave, others=(*save, compare), note=checked(self._stored.report))

    def _escape(self) -> None:
        if self._aside is not None:
            super()._escape()
        else:
            self.do(Deed.HOME if self._screen in _BEHIND else Deed.LEAVE)


class StoredWindows(QObject):
    """Opens them, dresses them, and lets them go when they are closed. ``left``: the person goes back to this computer.

    ``session`` reads what a report is compared with; ``save`` makes the screen of what support gets of an earlier check.
    """

    left = Signal()
    failed = Signal(str)  # a fault of ours in a worker of one of them

    def __init__(self, theme: Theme, session: Callable[[], Session], choose: Choose, save: Callable[[Theme], Aside]) -> None:
        super().__init__()
        self._theme = theme
        self._session = session
        self._choose = choose
        self._save = save
        self._relays: list[Relay] = []  # each stays: a worker may still publish when its window is gone
        self._count = 0
        self.open: dict[int, StoredWindow] = {}

    def show(self, stored: Stored) -> None:
        """One more window, in front."""
        relay = Relay()
        self._relays.append(relay)
        save = None if stored.foreign else self._save(self._theme)
        work = Work(self._session, relay, _no_mending)
        window = StoredWindow(stored, work, relay, self._theme, choose=self._choose, save=save)
        window.failed.connect(self.failed)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # by Qt, in the main thread; Python's own collector may run in a worker
        self._count += 1
        key = self._count
        self.open[key] = window
        window.destroyed.connect(lambda _object=None: self.open.pop(key, None))
        window.left.connect(self.left)
        window.to_front()
        announce(window, f"{window.banner_title.text()} {window.banner_text.text()}")

    def set_theme(self, theme: Theme) -> None:
        """New colours, for those that are open and those to come."""
        self._theme = theme
        for window in self.open.values():
            window.set_theme(theme)


def banner_title(stored: Stored) -> str:
    """Whose report it is, and of when."""
    made = when(stored.report.started)
    if stored.foreign:
        return _("This is another computer's report: {name}, made {time}.").format(name=plain(stored.name), time=made)
    return _("This is an earlier check of this computer, made {time}.").format(time=made)


def banner_text(stored: Stored) -> str:
    """What that means for the reader."""
    return _("Nothing here is about this computer.") if stored.foreign else _("Much may have changed since.")


def other_sentence(mode: Mode) -> str:
    """The head's sentence for another computer."""
    return _("That computer: {method} ({confidence})").format(
        method=wording.method(mode.method), confidence=wording.confidence(mode.confidence)
    )


def _other_name(station: Station, name: str) -> str:
    return _("Computer") if station is Station.COMPUTER else name


def _no_mending(_session: Session) -> Mending:
    message = "a stored report's window changes nothing"
    raise RuntimeError(message)
