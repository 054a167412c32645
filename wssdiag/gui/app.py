"""The composition root of the window: everything is made here and handed on by constructors."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from wssdiag.gui.appearance import Appearance
from wssdiag.gui.export import choose_by_dialog, choose_evidence_by_dialog, save_by_dialog
from wssdiag.gui.history import HistoryScreen
from wssdiag.gui.keeping import Keeping
from wssdiag.gui.opening import OpenScreen
from wssdiag.gui.relay import Relay
from wssdiag.gui.stored import StoredWindows
from wssdiag.gui.trouble import Trouble
from wssdiag.gui.watch import WatchScreen
from wssdiag.gui.watching import follow
from wssdiag.gui.window import MainWindow
from wssdiag.gui.work import Work
from wssdiag.history.history import History
from wssdiag.paths import history_folder, log_file
from wssdiag.system.logfile import log_to

if TYPE_CHECKING:
    from wssdiag.session import Session
    from wssdiag.session.mending import Mending


def main() -> int:
    """Open the window and stay until it is closed. The exit code is 0 whatever was found."""
    log_to(log_file())
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        message = "a Qt application without windows is running in this process"
        raise TypeError(message)
    app.setApplicationName("wssdiag")
    app.setDesktopFileName("wssdiag")
    appearance = Appearance(app)
    relay = Relay()
    work = Work(_local_session, relay, _local_mending)
    stored = StoredWindows(appearance.theme, save_by_dialog)
    history = HistoryScreen(Keeping(work, History(history_folder())), relay, appearance.theme, stored.show)
    opening = OpenScreen(work, relay, appearance.theme, choose=choose_evidence_by_dialog, show=stored.show)
    asides = (history, WatchScreen(work, relay, appearance.theme, follow), opening)
    window = MainWindow(work, relay, appearance.theme, save=save_by_dialog, choose=choose_by_dialog, asides=asides)
    opening.take_from(window)
    stored.left.connect(window.to_front)
    appearance.changed.connect(window.set_theme)
    appearance.changed.connect(stored.set_theme)
    trouble = Trouble(window)
    window.failed.connect(trouble.show)
    sys.excepthook = trouble.excepthook
    window.show()
    work.detect()
    code = app.exec()
    sys.excepthook = sys.__excepthook__
    return code


def _local_session() -> Session:
    """Made in the first worker thread: its imports (TLS, DNS, certificates) must not hold up the window."""
    from wssdiag.session import local_session  # noqa: PLC0415 - see above

    return local_session()


def _local_mending(session: Session) -> Mending:
    from wssdiag.session import local_mending  # noqa: PLC0415 - as the session's

    return local_mending(session)
