"""The table for a terminal of 80 columns: what runs have in common first, then the runs, then what could not be read.

Owns the layout. What is a group, and which rows are wanted, is decided in :mod:`wssdiag.triage.together`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wssdiag.report.layout import Ink, columns
from wssdiag.report.retold.refusals import told_line
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext
from wssdiag.triage.together import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.report.layout import Style
    from wssdiag.triage.row import Row

#: Groups and rows in a text. More is for a spreadsheet, or for whoever narrows them down.
_GROUPS_LISTED: Final = 40
_ROWS_LISTED: Final = 100

_BETWEEN: Final = "  "
_INDENT: Final = "  "
_CUT: Final = "..."

#: No text becomes narrower.
_NARROWEST: Final = 6

_DAY: Final = 10  # characters of "2026-03-04"
_MINUTE: Final = 16


def render_text(rows: Sequence[Row], by: Sequence[str], style: Style) -> str:
    """The whole text, ending in a newline. Every line fits ``style.width`` columns, whatever the values are."""
    read = [row for row in rows if not row.error]
    broken = [row for row in rows if row.error]
    blocks = (
        style.wrap(count_line(len(read), len(broken))),
        _groups(read, by, style),
        _runs(read, style),
        _broken(broken, style),
    )
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def count_line(read: int, broken: int) -> str:
    """How many there are: ``"12 runs. 1 file could not be read."``."""
    told = ngettext("{count} run.", "{count} runs.", read).format(count=read)
    if not broken:
        return told
    return f"{told} " + ngettext("{count} file could not be read.", "{count} files could not be read.", broken).format(count=broken)


def heading_of(name: str) -> str:
    """What rows are grouped by, as the head of a column."""
    return {"cause": _("Cause"), "method": _("Method"), "site": _("Site"), "version": _("Agent")}[name]


def _groups(rows: Sequence[Row], by: Sequence[str], style: Style) -> list[str]:
    groups = grouped(rows, by)
    if not groups:
        return []
    head = (_("Runs"), _("First seen"), *(heading_of(name) for name in by))
    cells = [(str(one.count), (one.first_seen or "")[:_DAY], *one.by.values()) for one in groups[:_GROUPS_LISTED]]
    return [
        *_heading(_("What they have in common"), style),
        *_table(head, cells, style, fixed=2),
        *_more(len(groups) - _GROUPS_LISTED, style),
    ]


def _runs(rows: Sequence[Row], style: Style) -> list[str]:
    if not rows:
        return []
    head = (_("Time (UTC)"), _("Cause"), _("Site"), _("File"))
    cells = [((row.started or "")[:_MINUTE].replace("T", " "), row.matter, row.site, _name(row.file)) for row in rows[:_ROWS_LISTED]]
    return [
        *_heading(_("The runs, the newest first"), style),
        *_table(head, cells, style, fixed=1),
        *_more(len(rows) - _ROWS_LISTED, style),
    ]


def _name(file: str) -> str:
    """Without its folder, which is mostly the same for all, on whatever system."""
    return file.replace("\\", "/").rpartition("/")[2]


def _broken(rows: Sequence[Row], style: Style) -> list[str]:
    lines = _heading(_("Could not be read"), style) if rows else []
    for row in rows[:_ROWS_LISTED]:
        lines += style.wrap(f"{row.file}: {told_line(row.error)}", f"{_INDENT}- ")
    return [*lines, *_more(len(rows) - _ROWS_LISTED, style)]


def _heading(text: str, style: Style) -> list[str]:
    return [style.ink(line, Ink.STRONG) for line in style.wrap(text)]


def _more(left: int, style: Style) -> list[str]:
    if left <= 0:
        return []
    return style.wrap(ngettext("{count} more; see --format csv", "{count} more; see --format csv", left).format(count=left), _INDENT)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], style: Style, fixed: int) -> list[str]:
    """Aligned columns. Where they are too wide the widest gives way, none of the first ``fixed`` ones; what is cut ends in dots."""
    plain = [[style.plain(cell) for cell in row] for row in (head, *rows)]
    widths = [max(columns(row[at]) for row in plain) for at in range(len(head))]
    room = style.width - len(_INDENT) - len(_BETWEEN) * (len(widths) - 1)
    while sum(widths) > room and max(widths[fixed:]) > _NARROWEST:
        widths[widths.index(max(widths[fixed:]), fixed)] -= 1
    lines = []
    for at, row in enumerate(plain):
        cells = (_fitted(cell, width) for cell, width in zip(row, widths, strict=True))
        line = _INDENT + _BETWEEN.join(cells).rstrip()
        lines.append(style.ink(line, Ink.MUTED) if at == 0 else line)
    return lines


def _fitted(text: str, width: int) -> str:
    """Exactly so many columns."""
    if columns(text) > width:
        while columns(text) > width - len(_CUT):
            text = text[:-1]
        text += _CUT
    return text + " " * (width - columns(text))
