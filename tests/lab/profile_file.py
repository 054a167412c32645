"""A table of plain values as TOML, which the standard library reads but does not write."""

from __future__ import annotations

import json
import re

#: A key that needs no quotes (TOML 1.0, "Keys").
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def to_toml(table: dict[str, object]) -> str:
    """Every key as ``key = value``; tables inline."""
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in table.items())


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key)


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(inner) for inner in value) + "]"
    # JSON and TOML spell strings, numbers and booleans alike, but for DEL, which no profile holds.
    return json.dumps(value)
