"""The capture's JSON tables as rows of the model. Owns the rule that one broken row loses itself alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from wssdiag.model.codec import DecodeError, convert, decode
from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.text import ROW_LIMIT, decode_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.model.capture import Capture

Row = TypeVar("Row")

#: The reason for every fact whose file is absent.
ABSENT = Unknown("not read, or not in the capture")

#: Commas in a table of 20,000 rows with all their fields; more is no table, and would only cost memory.
_COMMA_LIMIT = 25 * ROW_LIMIT


def rows_of(
    capture: Capture,
    name: str,
    wanted: type[Row],
    tidy: Callable[[dict[str, Any]], dict[str, Any]] = dict,
) -> tuple[Row, ...] | Unknown:
    """The rows of a JSON list that fit ``wanted``, after ``tidy`` had each (fields that are null are left to their defaults).

    Unknown where the file is absent, is no JSON list, or holds rows of which none fits: that is no empty table.
    """
    raw = json_of(capture, name, list[msgspec.Raw])
    if isinstance(raw, Unknown):
        return raw
    rows: list[Row] = []
    for item in raw[:ROW_LIMIT]:
        try:
            fields = decode(item, dict[str, Any])
            rows.append(convert(tidy({key: value for key, value in fields.items() if value is not None}), wanted, strict=False))
        except DecodeError:
            continue
    if raw and not rows:
        return Unknown(f"{name}: no row of it can be read")
    return tuple(rows)


def json_of(capture: Capture, name: str, wanted: type[Row]) -> Row | Unknown:
    """The JSON value of a file, or why there is none."""
    data = capture.get(name)
    if data is None:
        return ABSENT
    text = decode_text(data)
    if text.count(",") > _COMMA_LIMIT:
        return Unknown(f"{name}: more values than any table has")
    try:
        return decode(text, wanted)
    except DecodeError as error:
        return Unknown(f"{name}: {error}")
