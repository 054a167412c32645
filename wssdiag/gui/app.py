"""The composition root of the window: everything is made here and handed on by constructors."""

from __future__ import annotations

import gc
import os
import sys
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from wssdiag.gui.appearance import Appearance
from wssdiag.gui.export import choose_by_dialog, choose_evidence_by_dialog, where_by_dialog
from wssdiag.gui.export_screen import ExportScreen
from wssdiag.gui.exporting import Exporting
from wssdiag.gui.help import HelpScreen
from wssdiag.gui.history import HistoryScreen
from wssdiag.gui.instance import Instance, local_name
from wssdiag.gui.keeping import Keeping
from wssdiag.gui.opening import OpenScreen
from wssdiag.gui.place import remember_place
from wssdiag.gui.relay import Relay
from wssdiag.gui.settings import SettingsScreen
from wssdiag.gui.stored import StoredWindows
from wssdiag.gui.trouble import Trouble
from wssdiag.gui.watch import WatchScreen
from wssdiag.gui.watching import follow
from wssdiag.gui.window import MainWindow
from wssdiag.gui.work import Work
from wssdiag.history.history import History
from wssdiag.model.unknown import Unknown
from wssdiag.paths import history_folder, log_file, place_file, profile_candidates, settings_file, undo_journal
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import speak
from wssdiag.settings import Language, Settings, read_kept, write_kept
from wssdiag.system.language import system_language
from wssdiag.system.logfile import log_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wssdiag.gui.theme import Theme
    from wssdiag.model.report import Report
    from wssdiag.session import Session
    from wssdiag.session.bundling import Bundling
    from wssdiag.session.mending import Mending


def main(language: str | None = None, file: str = "") -> int:
    """Open the window in a language (by default the one of the settings), with a file in it, and stay until it is closed.

    The exit code is 0 whatever was found, and where another window was brought to front.
    """
    log_to(log_file())
    kept = read_kept(settings_file(), Settings)
    settings = kept if isinstance(kept, Settings) else Settings()
    spoken = language or language_of(settings, os.environ)
    speak(spoken)
    app = _application()
    instance = Instance(local_name())
    if not instance.is_first(file):
        return 0
    load_texts_of_qt(app, spoken)
    appearance = Appearance(app, settings.look)
    relay = Relay()
    work = Work(partial(_local_session, spoken), relay, _local_mending)
    export = partial(_export_screen, work, relay)
    stored = StoredWindows(appearance.theme, work.session, choose_by_dialog, partial(export, live=False))
    history = HistoryScreen(Keeping(work, History(history_folder())), relay, appearance.theme, stored.show)
    watch = WatchScreen(work, relay, appearance.theme, follow)
    opening = OpenScreen(work, relay, appearance.theme, choose=choose_evidence_by_dialog, show=stored.show)
    offline_help, own_settings = HelpScreen(appearance.theme), settings_screen(appearance, settings, kept)
    for aside in (offline_help, own_settings):
        relay.batch.connect(aside.take)
    asides = (history, watch, opening, offline_help, own_settings)
    window = MainWindow(work, relay, appearance.theme, choose=choose_by_dialog, save=export(appearance.theme), asides=asides)
    opening.take_from(window)
    stored.left.connect(window.to_front)
    instance.called.connect(partial(come, window, opening))
    window.details.attend(work, relay)
    window.system_look_changed.connect(appearance.follow_system)
    trouble = Trouble(window)
    for one in (window, stored):
        appearance.changed.connect(one.set_theme)
        one.failed.connect(trouble.show)
    sys.excepthook, threading.excepthook = trouble.excepthook, trouble.threadhook(relay.publish)
    appearance.dress()
    remember_place(app, window, place_file())
    window.show()
    QTimer.singleShot(0, partial(_settle, work))
    if file:
        QTimer.singleShot(0, partial(come, window, opening, file))
    code = app.exec()
    sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
    return code


def _settle(work: Work) -> None:
    """Behind the first paint, with which this would compete for the interpreter."""
    collect_from_now_on()
    work.detect()


def collect_from_now_on() -> None:
    """Collect waste, but never look through what the start has made: it stays until the end, and all threads stand still meanwhile."""
    gc.freeze()
    gc.enable()


def come(window: MainWindow, opening: OpenScreen, file: str) -> None:
    """Show the window, and open the file that a start of the program named; empty: none."""
    window.to_front()
    if file:
        opening.take(Path(file))


def _application() -> QApplication:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        message = "a Qt application without windows is running in this process"
        raise TypeError(message)
    app.setApplicationName("wssdiag")
    app.setDesktopFileName("wssdiag")
    return app


def _export_screen(work: Work, relay: Relay, theme: Theme, *, live: bool = True) -> ExportScreen:
    return ExportScreen(Exporting(work, relay, _local_bundling, _ticket, _show_folder), relay, theme, where_by_dialog, live=live)


def settings_screen(appearance: Appearance, settings: Settings, kept: Settings | Unknown | None) -> SettingsScreen:
    """``kept`` is what came of reading the file: where it does not hold, that is told there."""
    screen = SettingsScreen(
        appearance.theme,
        settings,
        _keep,
        problem=kept.unknown if isinstance(kept, Unknown) else "",
        places=(
            (_("Settings"), str(settings_file())),
            (_("Log"), str(log_file())),
            (_("Changes that can be taken back"), str(undo_journal(elevated=False))),
            (_("The same, of an administrator"), str(undo_journal(elevated=True))),
        ),
        candidates=tuple(map(str, profile_candidates())),
    )
    screen.look_wanted.connect(appearance.want)
    return screen


def _keep(settings: Settings) -> str:
    """Write them down; why not, or nothing."""
    problem = write_kept(settings_file(), settings)
    return problem.unknown if problem is not None else ""


def language_of(settings: Settings, environment: Mapping[str, str]) -> str:
    """The language of guides and texts: as was set, else the one of this computer."""
    return system_language(environment) if settings.language is Language.SYSTEM else settings.language


def load_texts_of_qt(app: QApplication, language: str) -> bool:
    """What Qt itself says: menus of text fields, buttons of dialogs. False where Qt has no such language here: nothing is loaded then."""
    texts = QTranslator(app)
    found = texts.load(QLocale(language), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return found and app.installTranslator(texts)


def _local_session(language: str) -> Session:
    """Made in the first worker thread: its imports (TLS, DNS, certificates) must not hold up the window."""
    from wssdiag.session import local_session  # noqa: PLC0415 - see above

    return local_session(language=language)


def _local_mending(session: Session) -> Mending:
    from wssdiag.session import local_mending  # noqa: PLC0415 - as the session's

    return local_mending(session)


def _local_bundling(session: Session) -> Bundling:
    from wssdiag.session import local_bundling  # noqa: PLC0415 - as the session's

    return local_bundling(session)


def _show_folder(folder: Path) -> Unknown | None:
    from wssdiag.system.file_manager import show_folder  # noqa: PLC0415 - as the session's

    return show_folder(folder)


def _ticket(report: Report, session: Session) -> str:
    from wssdiag.detection.agent_standing import agent_standings  # noqa: PLC0415 - as the session's
    from wssdiag.report.ticket import render_ticket  # noqa: PLC0415 - as the session's

    return render_ticket(report, session.background.knowledge, agent_standings(report.facts, session.background.footprint))
