"""A table for a spreadsheet or a firewall's import: RFC 4180, in which nothing can act as a formula.

Owns the form. What stands in the cells is for others to say.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it text. The wide ones count in Japanese.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")

#: Where the comma is the decimal point a spreadsheet parts cells at the semicolon, also within quotes that do not start its cell.
_AFTER_SEMICOLON: Final = re.compile(rf"([;\t]\s*)(?=[{re.escape(''.join(_FORMULA))}])")

#: Without it Excel reads the local code page.
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Header and rows in UTF-8 with a byte order mark, each line ending in CRLF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, dialect="excel", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_defused(cell) for cell in row] for row in rows)
    return _BYTE_ORDER_MARK + out.getvalue().encode()


def _defused(cell: str) -> str:
    cell = _AFTER_SEMICOLON.sub(r"\1'", cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
