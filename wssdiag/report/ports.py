"""The reference of required locations in four forms: text for a terminal of 80 columns, CSV, Markdown, JSON.

Owns layout and escaping. What stands in the rows, and in which order, is for :mod:`wssdiag.report.reference` to say.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from wssdiag.model.codec import encode_pretty
from wssdiag.report.csv_table import csv_table
from wssdiag.report.ports_text import text_of
from wssdiag.report.reference import OWN, PAGE_EXPLAINED, Row, by_address, by_host, rows

if TYPE_CHECKING:
    from wssdiag.model.location import Catalogue
    from wssdiag.report.reference import Opening

PORTS_SCHEMA = "wssdiag.ports/1"

COLUMNS = (
    "access method",
    "id",
    "host",
    "stands for",
    "addresses",
    "transport",
    "port",
    "protocol",
    "purpose",
    "need",
    "when",
    "certainty",
    "source",
    "revised",
)

#: What Markdown, or the HTML in it, would take for more than text.
_MARKUP = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#~"})


def as_text(catalogue: Catalogue, method: str | None = None) -> str:
    """For a terminal: no line is longer than 80 columns."""
    return text_of(rows(catalogue, method), catalogue.version)


def as_csv(catalogue: Catalogue, method: str | None = None) -> bytes:
    """For a spreadsheet."""
    return csv_table(COLUMNS, map(cells_of, rows(catalogue, method)))


def as_markdown(catalogue: Catalogue, method: str | None = None) -> str:
    """For a ticket: one table a method, then the short lists by host and by address."""
    listed = rows(catalogue, method)
    lines = [
        "## Required locations, ports and protocols",
        "",
        (
            f"Symantec Web Security Service, catalogue {_escaped(catalogue.version)}. Each row says how sure it is: "
            "documented (read in a public document), inferred (follows from one), unverified (remembered only, confirm before use)."
        ),
        "",
        _escaped(PAGE_EXPLAINED),
    ]
    if not listed:
        lines += ["", "No location is listed for this method."]
    for title, group in groupby(listed, key=lambda row: row.section):
        lines += ["", f"### {_escaped(title)}", "", *_table(tuple(group))]
    lines += _short_list("By host", "Host", by_host(listed)) + _short_list("By address", "Address", by_address(listed))
    return "\n".join(lines) + "\n"


def as_json(catalogue: Catalogue, method: str | None = None) -> bytes:
    """For a program: one document with the locations as the catalogue has them, each once, in the order of the rows."""
    by_id = {location.id: location for location in catalogue.location}
    wanted = dict.fromkeys(row.id for row in rows(catalogue, method))
    document = {"schema": PORTS_SCHEMA, "catalogue_version": catalogue.version, "locations": [by_id[name] for name in wanted]}
    return encode_pretty(document)


def cells_of(row: Row) -> tuple[str, ...]:
    """The row of the CSV, a cell for each of ``COLUMNS``."""
    methods = OWN.title if row.section == OWN.title else " ".join(row.methods)
    return (
        methods,
        row.id,
        row.host,
        row.stands_for,
        " ".join(row.addresses),
        row.transport,
        row.port,
        row.protocol,
        row.purpose,
        row.need,
        row.when,
        row.certainty,
        row.source,
        row.revised,
    )


def _table(group: tuple[Row, ...]) -> list[str]:
    lines = ["| Port | Host and address | Purpose | Need | How sure, source |", "|---|---|---|---|---|"]
    for row in group:
        where = "<br>".join([f"`{row.host}`" if row.host else _escaped(row.target), *(f"`{address}`" for address in row.addresses)])
        only = "" if row.all_methods or not row.methods else f"For {', '.join(row.methods)}."
        purpose = _escaped(". ".join(filter(None, (row.purpose, " ".join(filter(None, (only, row.when)))))))
        source = _escaped(f"{row.certainty}: {row.source}" + (f" ({row.revised})" if row.revised else ""))
        port = row.port_words if not row.port else f"{row.port_words} {row.protocol}"
        lines.append(f"| {_escaped(port)} | {where} | {purpose} | {_escaped(row.need)} | {source} |")
    return lines


def _short_list(title: str, heading: str, openings: tuple[Opening, ...]) -> list[str]:
    if not openings:
        return []
    lines = ["", f"### {title}", "", "Without what is unverified.", "", f"| {heading} | Ports |", "|---|---|"]
    for one in openings:
        target = _escaped(one.target) if one.target.startswith("(") else f"`{one.target}`"
        whose = f" ({_escaped(', '.join(one.hosts))})" if one.hosts else ""
        lines.append(f"| {target}{whose} | {_escaped(one.ports)} |")
    return lines


def _escaped(text: str) -> str:
    return text.translate(_MARKUP)
