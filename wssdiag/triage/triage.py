"""From paths to rows: finds the files, reads what is new, one at a time, and keeps the rows alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from wssdiag.bundle.read import FILE_LIMIT_BYTES
from wssdiag.model.codec import DecodeError
from wssdiag.model.input_error import InputError
from wssdiag.model.shown import shown
from wssdiag.system.files import read_start
from wssdiag.triage.found import found
from wssdiag.triage.row import Row
from wssdiag.triage.together import dated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from wssdiag.triage.found import Found
    from wssdiag.triage.glance import Glancer
    from wssdiag.triage.index import Index

_PATH_LIMIT: Final = 4096
_ERROR_LIMIT: Final = 300


def triage(
    paths: Iterable[Path],
    glancer: Glancer,
    opened: Callable[[str, bytes], bytes | None],
    index: Index | None = None,
    judged_by: str | None = None,
) -> tuple[Row, ...]:
    """The rows of all files, the newest run first and what could not be read last. The index is asked, and told, but not saved.

    ``opened`` gives the report in a file (its name, its bytes), None where the file is whole and is something else, and raises
    :class:`InputError` where it can't. Such a file is a row that says why. A path that is not there is an InputError of the whole call.
    """
    rows = []
    for one in found(paths):
        row = _row(one, glancer, opened, index, judged_by)
        if row is None and one.named:
            row = Row(file="", error="is no report of wssdiag")
        if row is not None:
            rows.append(replace(row, file=shown(one.path, _PATH_LIMIT)))
    return dated(rows)


def _row(
    one: Found, glancer: Glancer, opened: Callable[[str, bytes], bytes | None], index: Index | None, judged_by: str | None
) -> Row | None:
    if index is not None and (kept := index.kept(one)) is not None:
        return kept[0]
    try:
        row = _read(one, glancer, opened, judged_by)
    except InputError as error:
        return Row(
            file="",
            size=one.stamp.size if one.stamp else 0,
            error=shown(": ".join(filter(None, (error.place, error.problem))), _ERROR_LIMIT),
        )
    if index is not None:
        index.keep(one, row)
    return row


def _read(one: Found, glancer: Glancer, opened: Callable[[str, bytes], bytes | None], judged_by: str | None) -> Row | None:
    data = read_start(one.path, FILE_LIMIT_BYTES + 1) if one.stamp else None  # a byte more: whoever opens it sees that it is too large
    if data is None:
        raise InputError(one.path, "", "cannot be read")
    report = opened(one.path, data)
    if report is None:
        return None
    try:
        row = glancer.row(report, judged_by)
    except DecodeError as error:
        raise InputError(one.path, "", f"is no report of wssdiag: {error}") from error
    return replace(row, size=len(data), sha256=hashlib.sha256(data).hexdigest())
