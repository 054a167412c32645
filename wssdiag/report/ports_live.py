"""The reference's table for the method in use, each row with what a run saw of it: as values, and as CSV for a spreadsheet.

Owns which rows stand there. What a row says is for :mod:`wssdiag.report.reference`, its form as CSV for :mod:`wssdiag.report.ports`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.model.check import deepest
from wssdiag.model.location import Catalogue
from wssdiag.report.csv_table import csv_table
from wssdiag.report.ports import COLUMNS, cells_of
from wssdiag.report.reference import Row, rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.model.check import CheckResult
    from wssdiag.model.report import Report


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A location, and the check by which it is judged; None: it was not tried."""

    row: Row
    check: CheckResult | None


def live_rows(report: Report, catalogue: Catalogue | None = None) -> tuple[LiveRow, ...]:
    """What the method in use needs in the order of the reference, then what else the run tried. A location stands once.

    ``catalogue`` None: only what the report itself holds, as for one from elsewhere.
    """
    tried = {one.id: one for one in (*report.locations, *report.proxies)}
    known = {one.id: one for one in catalogue.location} if catalogue is not None else {}
    version = report.catalogue_version
    needed = rows(Catalogue(version=version, location=tuple((known | tried).values())), report.mode.method)
    beside = rows(Catalogue(version=version, location=tuple(tried.values())))
    results = {one.id: one for one in report.checks}
    once = {row.id: row for row in reversed((*needed, *beside))}
    return tuple(LiveRow(once[name], deepest(results, name)) for name in dict.fromkeys(row.id for row in (*needed, *beside)))


def live_csv(listed: Iterable[LiveRow]) -> str:
    """The columns of ``wssdiag ports``, and two more: the status of the check (empty: not tried) and its summary."""
    table = ((*cells_of(one.row), one.check.status if one.check else "", one.check.summary if one.check else "") for one in listed)
    return csv_table((*COLUMNS, "status", "result"), table).decode("utf-8-sig")
