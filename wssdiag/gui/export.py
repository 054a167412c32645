"""Saving a report where the person says: a page to read and the data beside it. Owns the file dialog and the two files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from wssdiag.model.codec import encode_pretty
from wssdiag.paths import resources
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.report import Report


def save_by_dialog(parent: QWidget, report: Report, knowledge: Knowledge) -> str:
    """Ask where, write, and return the line to show; empty where the person changed their mind."""
    proposed = Path.home() / f"wssdiag-{report.started[:10]}.html"
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Save for support"), str(proposed), _("Report (*.html)"))
    return save(report, knowledge, Path(chosen)) if chosen else ""


def save(report: Report, knowledge: Knowledge, path: Path) -> str:
    """Write the page to ``path`` and the data beside it; a file system that says no is told, not raised."""
    from wssdiag.report.html import TEMPLATE, render_html  # noqa: PLC0415 - its template engine must not hold up the first window

    data = path.with_suffix(".json")
    try:
        template = (resources() / TEMPLATE).read_text(encoding="utf-8")
        path.write_text(render_html(report, knowledge, template), encoding="utf-8")
        data.write_bytes(encode_pretty(report))
    except OSError as error:
        return _("Could not be saved there: {reason}").format(reason=error.strerror or type(error).__name__)
    return _("Saved {page} and {data}. They name this computer's addresses: look at them before you send them.").format(
        page=path.name, data=data.name
    )
