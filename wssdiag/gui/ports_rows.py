"""The reference's table for the method in use as rows, each with what the run saw. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.gui.checks_model import ORDER, SHAPES
from wssdiag.gui.evidence import Note
from wssdiag.gui.rows_model import TableRow
from wssdiag.gui.words import plain, status_word
from wssdiag.model.location import Need, Sureness
from wssdiag.report import wording
from wssdiag.report.path import StationState
from wssdiag.report.retold.provenance import told_date, told_source
from wssdiag.report.retold.retell import catalogued, retold
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult
    from wssdiag.model.report import Report
    from wssdiag.report.ports_live import LiveRow
    from wssdiag.report.reference import Row


def ports_rows(listed: tuple[LiveRow, ...]) -> tuple[TableRow, ...]:
    """A row a location; sorted by result the worst stands first, and among equals the reference's order holds."""
    return tuple(_row(number, one, len(listed)) for number, one in enumerate(listed))


def ports_lead(report: Report | None, listed: tuple[LiveRow, ...]) -> str:
    """How many, and of what; in place of rows, why there are none."""
    if report is None:
        return _("The table stands here when the check has ended.")
    method = wording.method(report.mode.method)
    if not listed:
        return _("The reference lists nothing for this method: {method}.").format(method=method)
    sentence = ngettext(
        "{count} location that this method needs, or that was tried: {method}.",
        "{count} locations that this method needs, or that were tried: {method}.",
        len(listed),
    )
    return sentence.format(count=len(listed), method=method)


def _row(number: int, one: LiveRow, count: int) -> TableRow:
    row, check = one.row, one.check
    order = ORDER.index(check.status) if check else len(ORDER)
    need, sure = _need(row), _sureness(row)
    cells = (_result(check), row.port_words, (row.host or retold(row.target)), catalogued(row.purpose), need, sure)
    return TableRow(
        id=row.id,
        cells=cells,
        keys=(float(order * count + number), _port_key(row), *(cell.casefold() for cell in cells[2:])),
        shapes=(SHAPES[check.status] if check else StationState.WAITING,),
        tip="\n".join(
            filter(
                None,
                (
                    f"{(row.host or retold(row.target))} {row.port_words}",
                    catalogued(row.purpose),
                    plain(retold(check.summary)) if check else "",
                ),
            )
        ),
        what=_note(row, check, need, sure),
    )


def _note(row: Row, check: CheckResult | None, need: str, sure: str) -> Note:
    return Note(
        heading=f"{(row.host or retold(row.target))} {row.port_words}",
        rows=(
            (_("Result"), plain(retold(check.summary)) if check else _("not tried in this run")),
            (_("Purpose"), catalogued(row.purpose)),
            (_("Need"), need),
            (_("When"), retold(row.when)),
            (_("Protocol"), row.protocol),
            (_("Addresses"), "\n".join(row.addresses)),
            (_("Listed under"), retold(row.section)),
            (_("How sure"), sure),
            (_("Source"), told_source(row.source)),
            (_("Revised"), told_date(row.revised)),
            (_("Row"), row.id),
        ),
        check=check,
    )


def _result(check: CheckResult | None) -> str:
    return status_word(check.status) if check else _("Not tried")


def _port_key(row: Row) -> str:
    """By number, not by digits."""
    return f"{row.port.partition('-')[0]:>5} {row.transport}"


def _need(row: Row) -> str:
    words: dict[str, str] = {Need.REQUIRED: _("required"), Need.OPTIONAL: _("optional")}
    return words.get(row.need, _("one of several"))


def _sureness(row: Row) -> str:
    words: dict[str, str] = {Sureness.DOCUMENTED: _("documented"), Sureness.INFERRED: _("inferred")}
    return words.get(row.certainty, _("unverified"))
