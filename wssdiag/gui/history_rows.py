"""The past runs as rows: what stands in which cell. The view is in history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.gui.changes_page import TONES, when
from wssdiag.gui.rows_model import Column, TableRow
from wssdiag.gui.words import plain
from wssdiag.history.row import time_of
from wssdiag.model.report import Verdict
from wssdiag.report import wording
from wssdiag.report.path import StationState
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.history.row import Glance, Row

#: "2026-11-23 10:15": who looks for a run does not look for its second.
_TO_THE_MINUTE = 16


def columns() -> tuple[Column, ...]:
    """When, how it came out, what was found, the connection, how long it took."""
    return (
        Column(_("Time"), fits=True),
        Column(_("Result"), fits=True),
        Column(_("What was found")),
        Column(_("Connection"), fits=True),
        Column(_("Took"), fits=True, right=True),
    )


def row_of(row: Row, knowledge: Knowledge) -> TableRow:
    """A run, or the file of one that can't be read. What was found has the guide's title: the report's own is English."""
    return _broken(row) if row.glance is None else _run(row.name, row.glance, knowledge)


def _run(name: str, run: Glance, knowledge: Knowledge) -> TableRow:
    told = run.verdict
    guide = knowledge.get(told.cause) if told.cause else None
    said = guide.title if guide else wording.headline(Verdict(status=told.status, cause=None, headline=told.headline))
    found = plain(said)
    way, took = wording.method(run.mode.method), wording.duration(run.elapsed_ms)
    return TableRow(
        id=name,
        cells=(when(run.started)[:_TO_THE_MINUTE], wording.verdict(told.status), found, way, took),
        shapes=(None, StationState(TONES[told.status].value)),
        tip=f"{when(run.started)}\n{found}",
    )


def _broken(row: Row) -> TableRow:
    """Its name tells when it was written, and that is all that is known."""
    return TableRow(
        id=row.name,
        cells=(when(time_of(row.name))[:_TO_THE_MINUTE], _("Cannot be read"), _("The file is damaged"), "", ""),
        shapes=(None, StationState.UNKNOWN),
        tip=f"{plain(row.name)}\n{plain(retold(row.problem))}",
    )
