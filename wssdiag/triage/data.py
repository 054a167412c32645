"""The rows for programs: CSV, JSON, and NDJSON that an analytics engine loads as it stands. English, as all that scripts read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.codec import encode, encode_pretty
from wssdiag.report.csv_table import csv_table
from wssdiag.triage.row import COLUMNS, Row, Table
from wssdiag.triage.together import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence


def as_csv(rows: Sequence[Row]) -> bytes:
    """One line a row, in the columns of the row; the words of a list are separated by spaces, what is null is empty."""
    return csv_table(COLUMNS, (tuple(_cell(getattr(row, name)) for name in COLUMNS) for row in rows))


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def as_ndjson(rows: Sequence[Row]) -> bytes:
    """One JSON object a line, each with all columns; nothing at all where there are no rows."""
    return b"".join(encode(row) + b"\n" for row in rows)


def as_json(rows: Sequence[Row], by: Sequence[str]) -> bytes:
    """One document with the groups and the rows."""
    readable = tuple(row for row in rows if not row.error)
    return encode_pretty(Table(groups=grouped(readable, by), rows=tuple(rows)))
