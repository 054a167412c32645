"""What a person hands in to be judged: a report, facts, or a capture folder. Bounded; a file that is none of them gets one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wssdiag.model.codec import DecodeError, convert, decode
from wssdiag.model.facts import FACTS_SCHEMA, Facts
from wssdiag.model.input_error import InputError
from wssdiag.model.report import REPORT_SCHEMA, Report
from wssdiag.model.shown import shown
from wssdiag.system.folder import read_capture
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from pathlib import Path

#: A report of the largest plan has some 500 KiB.
_LIMIT_BYTES = 32 * 1024 * 1024

_ZIP = b"PK"

_SCHEMAS: dict[str, type[Report | Facts]] = {REPORT_SCHEMA: Report, FACTS_SCHEMA: Facts}


def read_evidence(path: Path) -> Report | Facts:
    """The report or the facts of a file, or the facts of a capture folder; :class:`InputError` with one line otherwise."""
    if path.is_dir():
        return facts_of(read_capture(path))
    try:
        with path.open("rb") as file:
            data = file.read(_LIMIT_BYTES + 1)
    except OSError as error:
        raise InputError(str(path), "", error.strerror or "cannot be read") from error
    if len(data) > _LIMIT_BYTES:
        raise InputError(str(path), "", f"larger than {_LIMIT_BYTES // 1024 // 1024} MiB")
    return facts_of(read_capture(path)) if data.startswith(_ZIP) else _document(data, str(path))


def read_report(path: Path) -> Report:
    """A report; facts and captures are refused."""
    evidence = read_evidence(path)
    if isinstance(evidence, Facts):
        raise InputError(str(path), "", f"holds no report ({REPORT_SCHEMA})")
    return evidence


def read_facts(path: Path) -> Facts:
    """The facts of whatever was handed in."""
    evidence = read_evidence(path)
    return evidence if isinstance(evidence, Facts) else evidence.facts


def _document(data: bytes, name: str) -> Report | Facts:
    try:
        head = decode(data, dict[str, Any])
        schema = head.get("schema")
        wanted = _SCHEMAS.get(schema) if isinstance(schema, str) else None
        if wanted is None:
            said = f"the schema {shown(str(schema))} is not one" if "schema" in head else "no schema is named"
            raise InputError(name, "", f"is no report and no facts of wssdiag: {said} that this version reads")
        _name_details(head)
        return convert(head, wanted)
    except DecodeError as error:
        raise InputError(name, "", f"is no report and no facts of wssdiag: {error}") from error


def _name_details(report: dict[str, Any]) -> None:
    """A detail that does not say of which step it is, is of its observation's own: the contract leaves it open what a detail holds."""
    for result in _objects(report.get("checks")):
        for observation in _objects(result.get("observations")):
            for detail in _objects([observation.get("detail")]):
                detail.setdefault("type", observation.get("step"))


def _objects(rows: object) -> list[dict[str, Any]]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
