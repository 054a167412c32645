"""locations.md: the required hosts, ports and protocols by method, and everything else that a run may contact, from the catalogue."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from build.reference.markdown import code, codes, page, plain, sentence, table
from build.reference.texts import text
from wssdiag.report.reference import PAGE_EXPLAINED, Opening, Row, by_address, by_host, rows

if TYPE_CHECKING:
    from wssdiag.model.location import Catalogue


def locations_page(catalogue: Catalogue) -> str:
    """The whole page."""
    listed = rows(catalogue)
    blocks = [text("locations"), plain(PAGE_EXPLAINED), f"Catalogue {plain(catalogue.version)}.", "## By method"]
    for title, group in groupby(listed, key=lambda row: row.section):
        blocks += [f"### {plain(title)}", *_section(tuple(group))]
    return page(
        "Locations",
        "resources/catalogue",
        *blocks,
        "## In short, for a firewall",
        "Without what is unverified or not established.",
        "### By host",
        table(("Host", "Ports"), ((_target(one), plain(one.ports)) for one in by_host(listed))),
        "### By address",
        table(("Address", "Ports", "Host"), ((code(one.target), plain(one.ports), codes(one.hosts)) for one in by_address(listed))),
        "## Beside the service",
        text("locations-beside"),
        *_beside(catalogue),
    )


def _section(group: tuple[Row, ...]) -> tuple[str, str]:
    methods = dict.fromkeys(word for row in group for word in row.methods)
    return f"Methods and rows beside them: {codes(methods)}.", table(
        ("Id", "Port", "Host and address", "Purpose", "Need", "How sure, source"), map(_cells, group)
    )


def _cells(row: Row) -> tuple[str, ...]:
    where = code(row.host) if row.host else f"({plain(row.stands_for)})"
    only = "" if row.all_methods or not row.methods else f"Only for {codes(row.methods)}."
    said = " ".join(filter(None, (sentence(plain(row.purpose)), only, sentence(plain(row.when)))))
    source = plain(f"{row.certainty}: {row.source}" + (f" ({row.revised})" if row.revised else ""))
    port = f"{row.port_words} {row.protocol}" if row.port else row.port_words
    return code(row.id), plain(port), "<br>".join((where, *map(code, row.addresses))), said, plain(row.need), source


def _target(one: Opening) -> str:
    return plain(one.target) if one.target.startswith("(") else code(one.target)


def _beside(catalogue: Catalogue) -> tuple[str, ...]:
    controls = (
        (code(one.id), plain(f"{one.transport.upper()} {one.port}"), codes((one.host, *one.addresses)), plain(one.operator))
        for one in catalogue.control
    )
    probes = (
        (code(one.id), code(one.url), plain(f"{one.status}" + (f', with "{one.body}" in it' if one.body else "")), plain(one.owner))
        for one in catalogue.sign_in_probe
    )
    resolvers = ((code(one.id), code(one.address), str(one.port), plain(one.operator)) for one in catalogue.resolver)
    clocks = ((code(one.id), code(one.url), plain(one.operator)) for one in catalogue.clock_source)
    return (
        "### Known-good sites",
        table(("Id (`<control>`)", "Port", "Host and address", "Operator"), controls),
        "### Pages that show a Wi-Fi sign-in",
        table(("Id (`<operator>`)", "Asked for, in plain HTTP", "Right answer", "Operator"), probes),
        "### Public DNS servers, for a second opinion",
        "Only where a name is in doubt.",
        table(("Id (`<resolver>`)", "Address", "Port", "Operator"), resolvers),
        "### Clocks",
        table(("Id (`<source>`)", "Whose Date header is read", "Operator"), clocks),
    )
