"""What a person hands in to be judged: a report, facts, a capture, or a bundle. Bounded; a file that is none of them gets one line."""

from __future__ import annotations

import stat
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wssdiag import paths
from wssdiag.bundle.manifest import MANIFEST
from wssdiag.bundle.read import REPORT_NAME, Bundle, read_bundle
from wssdiag.bundle.secrecy import AGE, check_key_file, is_encrypted
from wssdiag.model.codec import DecodeError, convert, decode_foreign
from wssdiag.model.facts import FACTS_SCHEMA, Facts
from wssdiag.model.input_error import InputError
from wssdiag.model.report import REPORT_SCHEMA, Report
from wssdiag.model.shown import shown
from wssdiag.system.archive import holds
from wssdiag.system.folder import read_capture
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wssdiag.model.capture import Capture

#: A report of the largest plan has some 500 KiB.
_LIMIT_BYTES = 32 * 1024 * 1024

_ZIP = b"PK"

_SCHEMAS: dict[str, type[Report | Facts]] = {REPORT_SCHEMA: Report, FACTS_SCHEMA: Facts}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was in a file or a folder."""

    judged: Report | Facts
    capture: Capture | None = None
    bundle: Bundle | None = None


def read_whole(path: Path, identity: Path | None = None) -> Evidence:
    """All of it; :class:`InputError` with one line where it is nothing that can be judged.

    ``identity`` is a file with a key for an encrypted bundle, beside the key of this computer.
    """
    with _readable(path):
        mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        return _of_capture(read_capture(path))
    if not stat.S_ISREG(mode):  # a named pipe would hang the reader, and a device has no end
        raise InputError(str(path), "", "neither a folder nor a file")
    with _readable(path):
        head = _start(path, len(AGE))
        is_bundle = is_encrypted(head) or (head.startswith(_ZIP) and holds(path, MANIFEST))
    if is_bundle:
        bundle, report = open_bundle(path, identity)
        return Evidence(report, bundle.capture or None, bundle)
    if head.startswith(_ZIP):
        return _of_capture(read_capture(path))
    with _readable(path):
        data = _start(path, _LIMIT_BYTES + 1)
    if len(data) > _LIMIT_BYTES:
        raise InputError(str(path), "", f"larger than {_LIMIT_BYTES // 1024 // 1024} MiB")
    return Evidence(_document(data, str(path)))


def read_evidence(path: Path, identity: Path | None = None) -> Report | Facts:
    """The report or the facts of a file or of a bundle, or the facts of a capture; :class:`InputError` with one line otherwise."""
    return read_whole(path, identity).judged


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What the system says against a file, in one line."""
    try:
        yield
    except InputError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise InputError(str(path), "", getattr(error, "strerror", None) or "cannot be read") from error


def _start(path: Path, most: int) -> bytes:
    """As many bytes, where there are so many."""
    with path.open("rb") as file:
        return file.read(most)


def read_report(path: Path, identity: Path | None = None) -> Report:
    """A report; facts and captures are refused."""
    evidence = read_evidence(path, identity)
    if isinstance(evidence, Facts):
        raise InputError(str(path), "", f"holds no report ({REPORT_SCHEMA})")
    return evidence


def read_facts(path: Path, identity: Path | None = None) -> Facts:
    """The facts of whatever was handed in."""
    evidence = read_evidence(path, identity)
    return evidence if isinstance(evidence, Facts) else evidence.facts


def open_bundle(path: Path, identity: Path | None = None) -> tuple[Bundle, Report]:
    """A bundle and the report in it; :class:`InputError` where it is none."""
    own = paths.bundle_key_file()
    if identity:
        check_key_file(identity)
    bundle = read_bundle(path, (identity, own) if identity else (own,))
    report = _document(bundle.report, f"{path}: {REPORT_NAME}")
    if isinstance(report, Facts):
        raise InputError(str(path), REPORT_NAME, f"holds no report ({REPORT_SCHEMA})")
    return bundle, report


def _of_capture(capture: Capture) -> Evidence:
    return Evidence(facts_of(capture), capture)


def _document(data: bytes, name: str) -> Report | Facts:
    try:
        head = decode_foreign(data, dict[str, Any])
        schema = head.get("schema")
        wanted = _SCHEMAS.get(schema) if isinstance(schema, str) else None
        if wanted is None:
            said = f"the schema {shown(str(schema))} is not one" if "schema" in head else "no schema is named"
            raise InputError(name, "", f"is no report and no facts of wssdiag: {said} that this version reads")
        _name_details(head)
        return convert(head, wanted)
    except DecodeError as error:
        raise InputError(name, "", f"is no report and no facts of wssdiag: {shown(str(error))}") from error


def _name_details(report: dict[str, Any]) -> None:
    """A detail that does not say of which step it is, is of its observation's own: the contract leaves it open what a detail holds."""
    for result in _objects(report.get("checks")):
        for observation in _objects(result.get("observations")):
            for detail in _objects([observation.get("detail")]):
                detail.setdefault("type", observation.get("step"))


def _objects(rows: object) -> list[dict[str, Any]]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
