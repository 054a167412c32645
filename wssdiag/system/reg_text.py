"""Registry keys as regedit's export text (version 5). Pure; :mod:`wssdiag.system.parse.registry` reads it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A value of a key as winreg gives it: name, data, type number.
RawValue = tuple[str, object, int]

#: winnt.h
_REG_SZ, _REG_EXPAND_SZ, _REG_BINARY, _REG_DWORD, _REG_MULTI_SZ = 1, 2, 3, 4, 7

_HEADING = "Windows Registry Editor Version 5.00"


def reg_text(keys: Iterable[tuple[str, list[RawValue]]]) -> bytes:
    """UTF-8 export text of keys by full path; a value of a type that has no use here is left out."""
    lines = [_HEADING]
    for path, values in keys:
        lines += ["", f"[{path}]"]
        lines += [f"{_quoted(name) if name else '@'}={text}" for name, data, kind in values if (text := _value(data, kind)) is not None]
    return "\r\n".join([*lines, ""]).encode("utf-8", errors="replace")


def _value(data: object, kind: int) -> str | None:
    if kind == _REG_SZ and isinstance(data, str) and "\n" not in data and "\r" not in data:
        return _quoted(data)
    if kind in {_REG_SZ, _REG_EXPAND_SZ} and isinstance(data, str):
        return f"hex(2):{_hex((data + chr(0)).encode('utf-16-le', errors='replace'))}"
    if kind == _REG_DWORD and isinstance(data, int):
        return f"dword:{data & 0xFFFFFFFF:08x}"
    if kind == _REG_MULTI_SZ and isinstance(data, list):
        joined = "".join(f"{text}\0" for text in data) + "\0"
        return f"hex(7):{_hex(joined.encode('utf-16-le', errors='replace'))}"
    if kind == _REG_BINARY and isinstance(data, bytes):
        return f"hex:{_hex(data)}"
    return None


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _hex(data: bytes) -> str:
    return data.hex(",")
