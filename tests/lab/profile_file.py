"""A table of plain values as TOML, which the standard library reads but does not write."""

from __future__ import annotations

import json


def to_toml(table: dict[str, object]) -> str:
    """Every key as ``key = value``; tables inline."""
    return "".join(f"{json.dumps(key)} = {_value(value)}\n" for key, value in table.items())


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(inner) for inner in value) + "]"
    # JSON and TOML spell strings, numbers and booleans alike, but for DEL, which no profile holds.
    return json.dumps(value)
