"""One value of Windows' registry as text, in the forms of regedit's export; type and bytes come back exactly. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

#: winnt.h
SZ, BINARY, DWORD = 1, 3, 4

_DWORD_BYTES = 4

_LAST_TYPE = 0xFFFFFFFF

_NUMBER = re.compile(r"dword:([0-9a-f]{8})")
_STRING = re.compile(r'"((?:[^"\\]|\\["\\])*)"', re.DOTALL)
_HEX = re.compile(r"hex(?:\(([0-9a-f]{1,8})\))?:((?:[0-9a-f]{2}(?:,[0-9a-f]{2})*)?)")


class RegValue(NamedTuple):
    """A value as the registry keeps it: the number of its type (REG_SZ is 1), and bytes that nobody has looked at."""

    kind: int
    data: bytes


def reg_text_of(value: RegValue) -> str:
    """``dword:00000001``, ``"text"``, ``hex:01,02`` for bytes; ``hex(2):..`` for another type, and for what is no usual number or text."""
    if value.kind == DWORD and len(value.data) == _DWORD_BYTES:
        return f"dword:{int.from_bytes(value.data, 'little'):08x}"
    if value.kind == SZ and (text := _plain(value.data)) is not None:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    kind = "" if value.kind == BINARY else f"({value.kind & _LAST_TYPE:x})"
    return f"hex{kind}:{value.data.hex(',') if value.data else ''}"


def reg_value_of(text: str) -> RegValue | None:
    """The value that such a text stands for; None for any other text."""
    if number := _NUMBER.fullmatch(text):
        return RegValue(DWORD, int(number[1], 16).to_bytes(_DWORD_BYTES, "little"))
    if string := _STRING.fullmatch(text):
        return _of_text(re.sub(r"\\(.)", r"\1", string[1]))
    if match := _HEX.fullmatch(text):
        return RegValue(int(match[1], 16) if match[1] else BINARY, bytes.fromhex(match[2].replace(",", " ")))
    return None


def _of_text(text: str) -> RegValue | None:
    try:
        return RegValue(SZ, f"{text}\0".encode("utf-16-le"))
    except UnicodeEncodeError:  # half of a pair
        return None


def _plain(data: bytes) -> str | None:
    """The text where it ends with its one zero, and all of it can be printed in one line; else None."""
    try:
        text = data.decode("utf-16-le")
    except UnicodeDecodeError:
        return None
    body, end = text[:-1], text[-1:]
    return body if end == "\0" and body.isprintable() else None
