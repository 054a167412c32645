"""The reference of required locations for a terminal of 80 columns: three columns, nothing cut off.

Left: port and protocol. Middle: host, addresses, purpose. Right: need and certainty. Below, over both: when, and where it was read.
"""

from __future__ import annotations

import re
from itertools import groupby, zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING

from wssdiag.report.reference import PAGE_EXPLAINED, by_address, by_host
from wssdiag.report.retold.provenance import told_date, told_source
from wssdiag.report.retold.retell import catalogued, retold
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.report.reference import Opening, Row

WIDTH = 80

#: "TCP 49152-65535" and "documented", with their gaps.
_LEFT, _RIGHT = 17, 12

_MIDDLE = WIDTH - _LEFT - _RIGHT


def text_of(listed: tuple[Row, ...], version: str) -> str:
    """The whole reference, then what a firewall needs in short, by host and by address."""
    lines = [_("Required locations, ports and protocols"), _("Symantec Web Security Service, catalogue {version}").format(version=version)]
    if not listed:
        return "\n".join([*lines, "", _("No location is listed for this method.")]) + "\n"
    lines += ["", *(line for text in (*_introduction(), retold(PAGE_EXPLAINED)) for line in _wrapped(text, WIDTH))]
    for title, group in groupby(listed, key=lambda row: row.section):
        lines += ["", *_section(retold(title), tuple(group))]
    lines += _short_list(_("In short, by host (without what is unverified)"), by_host(listed))
    lines += _short_list(_("In short, by address (without what is unverified)"), by_address(listed))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _introduction() -> tuple[str, ...]:
    return (
        _("documented: read in a public document, named below the row"),
        _("inferred: follows from one"),
        _("unverified: remembered only; confirm it before a firewall rule relies on it"),
    )


def _section(title: str, group: tuple[Row, ...]) -> list[str]:
    all_words = tuple(dict.fromkeys(word for row in group for word in row.methods))
    words = ", ".join(all_words)
    gap = WIDTH - len(title) - len(words)
    heading = [f"{title}{' ' * gap}{words}"] if gap > 1 and words else [title, *_wrapped(words, WIDTH)]
    lines = [*heading, "-" * WIDTH]
    for index, row in enumerate(group):
        lines += [*([""] if index else []), *_row(row)]
    return lines


def _row(row: Row) -> list[str]:
    left = [row.port_words, row.protocol if row.port else ""]
    middle = [
        line for text in ((row.host or retold(row.target)), *row.addresses, catalogued(row.purpose)) for line in _wrapped(text, _MIDDLE - 1)
    ]
    right = [retold(row.need), retold(row.certainty)]
    lines = [f"{port:<{_LEFT}}{text:<{_MIDDLE}}{word:>{_RIGHT}}" for port, text, word in zip_longest(left, middle, right, fillvalue="")]
    notes = (
        _("For {methods}.").format(methods=", ".join(row.methods)) if row.methods and not row.all_methods else "",
        retold(row.when),
        _("Source: {source}").format(source=told_source(row.source)) + (f" ({told_date(row.revised)})" if row.revised else ""),
    )
    return lines + [" " * _LEFT + line for note in notes if note for line in _wrapped(note, WIDTH - _LEFT)]


def _short_list(title: str, openings: tuple[Opening, ...]) -> list[str]:
    if not openings:
        return []
    lines = ["", title, "-" * WIDTH]
    width = max((len(one.target) for one in openings if len(one.target) <= WIDTH // 2), default=0)
    for one in openings:
        said = one.ports + (f" ({', '.join(one.hosts)})" if one.hosts else "")
        if len(one.target) > width:
            lines += [*_wrapped(one.target, WIDTH), *(f"    {line}" for line in _wrapped(said, WIDTH - 4))]
            continue
        first, *others = _wrapped(said, WIDTH - width - 2)
        lines += [f"{one.target:<{width}}  {first}", *(f"{'':<{width}}  {line}" for line in others)]
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most that width; ``TCP 443`` and ``KB 265736`` stay together by a no-break space in between."""
    joined = re.sub(r"\b(TCP|UDP|KB) (?=[0-9])", "\\1\N{NO-BREAK SPACE}", text)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in wrap(joined, width, break_on_hyphens=False)]
