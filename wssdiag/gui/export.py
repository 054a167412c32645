"""Where to save what support gets, and which saved report to open. Owns the dialogs of files; writes and reads nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, count
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from wssdiag.report.texts import gettext as _

#: How the names of the files end.
BUNDLE = ".wssdiag"
PAGE = ".html"

#: Asks where to write: parent of the dialog, proposed name -> the file, with that ending; None where the person changed their mind.
AskWhere = Callable[[QWidget, str], Path | None]

#: Asks for a saved report: parent of the dialog -> its file; None where the person changed their mind.
Choose = Callable[[QWidget], Path | None]


def where_by_dialog(parent: QWidget, proposed: str) -> Path | None:
    """Ask where; None where the person changed their mind. The dialog does not ask about a file that is there: none is replaced."""
    name = free(Path.home() / proposed)
    kinds = {BUNDLE: _("Bundle (*.wssdiag)"), PAGE: _("Page (*.html)")}
    dialog = QFileDialog(parent, _("Save for support"), str(name), kinds[name.suffix])
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.suffix)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    return Path(chosen[0]) if chosen else None


def free(path: Path) -> Path:
    """The path, or one like it that nothing lies at: ``name-2.html``, ``name-3.html``."""
    others = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(one for one in chain((path,), others) if not one.exists())


def choose_by_dialog(parent: QWidget) -> Path | None:
    """Ask for the data of a saved report; None where the person changed their mind."""
    title, kinds = _("Compare with a saved report"), _("Bundle or report (*.wssdiag *.json)")
    chosen, _filter = QFileDialog.getOpenFileName(parent, title, str(Path.home()), kinds)
    return Path(chosen) if chosen else None


def choose_evidence_by_dialog(parent: QWidget) -> Path | None:
    """Ask for something from another computer; None where the person changed their mind. Qt's dialog of files chooses no folder."""
    title, kinds = _("Open a report from elsewhere"), _("Bundle, report, facts or capture (*.wssdiag *.json *.zip)")
    chosen, _filter = QFileDialog.getOpenFileName(parent, title, str(Path.home()), kinds)
    return Path(chosen) if chosen else None
