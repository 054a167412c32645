"""Saving a report where the person says, and choosing a saved one. Owns the file dialogs and the files: page, data, hand-over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from wssdiag.model.codec import encode_pretty
from wssdiag.paths import resources
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.report import Report


#: Asks where, and writes: parent of the dialog, report, guides, hand-over (or nothing) -> the line to show; empty: nothing was saved.
Save = Callable[[QWidget, "Report", "Knowledge", str], str]

#: Asks for a saved report: parent of the dialog -> its file; None where the person changed their mind.
Choose = Callable[[QWidget], Path | None]


def save_by_dialog(parent: QWidget, report: Report, knowledge: Knowledge, hand_over: str) -> str:
    """Ask where, write, and return the line to show; empty where the person changed their mind. ``hand_over`` may be empty."""
    proposed = Path.home() / f"wssdiag-{report.started[:10]}.html"
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Save for support"), str(proposed), _("Report (*.html)"))
    return save(report, knowledge, hand_over, Path(chosen)) if chosen else ""


def choose_by_dialog(parent: QWidget) -> Path | None:
    """Ask for the data of a saved report; None where the person changed their mind."""
    title, kinds = _("Compare with a saved report"), _("Data of a report (*.json)")
    chosen, _filter = QFileDialog.getOpenFileName(parent, title, str(Path.home()), kinds)
    return Path(chosen) if chosen else None


def choose_evidence_by_dialog(parent: QWidget) -> Path | None:
    """Ask for something from another computer; None where the person changed their mind. Qt's dialog of files chooses no folder."""
    title, kinds = _("Open a report from elsewhere"), _("Report, facts or capture (*.json *.zip)")
    chosen, _filter = QFileDialog.getOpenFileName(parent, title, str(Path.home()), kinds)
    return Path(chosen) if chosen else None


def save(report: Report, knowledge: Knowledge, hand_over: str, path: Path) -> str:
    """Write the page to ``path``, and data and hand-over beside it; a file system that says no is told, not raised."""
    from wssdiag.report.html import TEMPLATE, render_html  # noqa: PLC0415 - its template engine must not hold up the first window

    data, text = path.with_suffix(".json"), path.with_suffix(".txt")
    try:
        template = (resources() / TEMPLATE).read_text(encoding="utf-8")
        path.write_text(render_html(report, knowledge, template), encoding="utf-8")
        data.write_bytes(encode_pretty(report))
        if hand_over:
            text.write_text(hand_over + "\n", encoding="utf-8")
    except OSError as error:
        return _("Could not be saved there: {reason}").format(reason=error.strerror or type(error).__name__)
    if hand_over:
        line = _("Saved {page}, {data} and {text}. They name this computer's addresses: look at them before you send them.")
        return line.format(page=path.name, data=data.name, text=text.name)
    return _("Saved {page} and {data}. They name this computer's addresses: look at them before you send them.").format(
        page=path.name, data=data.name
    )
