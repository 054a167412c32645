"""What to ask of those who run the network, as a table that can be imported: one row a pair of addresses.

The columns are described in ``docs/rules-to-open.md``; scripts rely on them. English, as the reference is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wssdiag.model.location import Need
from wssdiag.model.shown import shown
from wssdiag.remedy.rules_to_open import rules_to_open
from wssdiag.report.csv_table import csv_table
from wssdiag.report.rule_request import named_source

if TYPE_CHECKING:
    from wssdiag.model.report import Report
    from wssdiag.remedy.rule_request import Line, RuleRequest

COLUMNS: Final = (
    "ask",
    "from",
    "source address",
    "source network",
    "source interface",
    "tested from",
    "at",
    "destination host",
    "destination address",
    "address known by",
    "transport",
    "port",
    "protocol",
    "purpose",
    "need",
    "condition",
    "certainty",
    "reference",
    "revised",
    "cause",
    "confidence",
    "evidence",
)

#: Evidence is a few sentences; a cell of a spreadsheet holds 32767 characters.
_CELL_LIMIT: Final = 2000

#: What must not stand in two rows: a firewall takes a rule once.
_KEY: Final = ("from", "source address", "at", "destination address", "transport", "port")


def rules_csv(report: Report) -> bytes:
    """Everything to ask for; the header alone where there is nothing."""
    found: dict[tuple[str, ...], list[str]] = {}
    for request in rules_to_open(report):
        for line in request.lines:
            cells = [shown(cell, _CELL_LIMIT) for cell in _cells(request, line)]
            key = tuple(cells[COLUMNS.index(name)] for name in _KEY) + ((request.host,) if not line.address else ())
            found[key] = [_both(old, new) for old, new in zip(found[key], cells, strict=True)] if key in found else cells
    return csv_table(COLUMNS, found.values())


def _both(old: str, new: str) -> str:
    """Two hosts at one address are one rule, and both are told."""
    return old if f"; {new};" in f"; {old};" else f"{old}; {new}"


def _cells(request: RuleRequest, line: Line) -> tuple[str, ...]:
    return (
        str(request.ask),
        str(request.sender),
        line.source,
        line.network,
        line.interface,
        request.tested_from,
        request.at,
        request.host,
        line.address,
        str(line.origin or ""),
        request.transport.upper() if request.transport else "",
        request.ports,
        request.protocol,
        request.purpose,
        f"one of {request.group}" if request.need is Need.ALTERNATIVE else str(request.need),
        request.when,
        str(request.provenance.certainty),
        named_source(request),
        request.provenance.revised,
        request.code,
        str(request.confidence),
        "; ".join(_evidence(request)),
    )


def _evidence(request: RuleRequest) -> list[str]:
    """As the faces tell it (:func:`wssdiag.report.rule_request.seen_lines`), in English."""
    issued = [f"Certificate issued by {shown(request.issuer)}"] if request.issuer else []
    proofs = ((proof.seen_at, f"{shown(proof.title)}: {shown(proof.summary)}") for proof in request.proof)
    return [*issued, *(f"{seen_at} UTC, {what}" if seen_at else what for seen_at, what in proofs)]
