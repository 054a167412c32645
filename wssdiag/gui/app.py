"""The composition root of the window: everything is made here and handed on by constructors."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from wssdiag.gui.appearance import Appearance
from wssdiag.gui.export import choose_by_dialog, save_by_dialog
from wssdiag.gui.relay import Relay
from wssdiag.gui.trouble import Trouble
from wssdiag.gui.window import MainWindow
from wssdiag.gui.work import Work
from wssdiag.paths import log_file
from wssdiag.report.texts import speak
from wssdiag.system.language import system_language
from wssdiag.system.logfile import log_to

if TYPE_CHECKING:
    from wssdiag.session import Session
    from wssdiag.session.mending import Mending


def main(language: str | None = None) -> int:
    """Open the window in a language (by default this computer's) and stay until it is closed. The exit code is 0 whatever was found."""
    log_to(log_file())
    spoken = language or system_language(os.environ)
    speak(spoken)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        message = "a Qt application without windows is running in this process"
        raise TypeError(message)
    app.setApplicationName("wssdiag")
    app.setDesktopFileName("wssdiag")
    qt_texts = QTranslator(app)
    if qt_texts.load(QLocale(spoken), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt_texts)
    appearance = Appearance(app)
    relay = Relay()
    work = Work(partial(_local_session, spoken), relay, _local_mending)
    window = MainWindow(work, relay, appearance.theme, save=save_by_dialog, choose=choose_by_dialog)
    appearance.changed.connect(window.set_theme)
    trouble = Trouble(window)
    window.failed.connect(trouble.show)
    sys.excepthook = trouble.excepthook
    window.show()
    work.detect()
    code = app.exec()
    sys.excepthook = sys.__excepthook__
    return code


def _local_session(language: str) -> Session:
    """Made in the first worker thread: its imports (TLS, DNS, certificates) must not hold up the window."""
    from wssdiag.session import local_session  # noqa: PLC0415 - see above

    return local_session(language=language)


def _local_mending(session: Session) -> Mending:
    from wssdiag.session import local_mending  # noqa: PLC0415 - as the session's

    return local_mending(session)
