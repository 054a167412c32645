"""Checks before and after as rows: what stands in which cell. The view is in changes_table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.gui.checks_model import SHAPES
from wssdiag.gui.rows_model import Column, TableRow
from wssdiag.gui.words import plain
from wssdiag.model.check import Status
from wssdiag.report import wording
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.remedy.before_after import CheckRow


def columns() -> tuple[Column, ...]:
    """What it is, its outcome before and after, how long it took."""
    words = tuple(map(_outcome, (*Status, None)))
    return (
        Column(_("What was tried")),
        Column(_("Before"), words=words),
        Column(_("After"), words=words),
        Column(_("Time"), 84, right=True),
    )


def row_of(row: CheckRow) -> TableRow:
    """A check."""
    return TableRow(
        id=row.id,
        cells=(plain(retold(row.title)), _outcome(row.before), _outcome(row.after), wording.duration(row.elapsed_ms)),
        shapes=(None, *(None if status is None else SHAPES[status] for status in (row.before, row.after))),
        tip=f"{plain(retold(row.title))}\n{plain(row.id)}",
    )


def _outcome(status: Status | None) -> str:
    """An outcome at the beginning of a cell."""
    word = wording.outcome(status)
    return word[:1].upper() + word[1:]
