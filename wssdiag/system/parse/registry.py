"""``windows/registry.reg``: regedit's export format, versions 4 and 5, as keys and values. Must not know what a key means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from wssdiag.system.parse.text import decode_text

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture

#: A value as its type says: REG_SZ and REG_EXPAND_SZ, REG_DWORD and REG_QWORD, REG_MULTI_SZ, everything else.
Value = str | int | tuple[str, ...] | bytes

#: Lines beyond this are not looked at: what the capture exports has some hundreds.
_LINE_LIMIT = 50_000

#: A value's hexadecimal text; the longest blob that means something here has a few thousand bytes.
_HEX_LIMIT = 1024 * 1024

_REG_EXPAND_SZ, _REG_DWORD, _REG_MULTI_SZ, _REG_QWORD = 2, 4, 7, 11

#: A name or a text value; the longest that means something is a browser's policy.
_TEXT_LIMIT = 64 * 1024

#: ``hex:``, ``hex(7):``, ``hex(b):``: the type in hexadecimal.
_HEX = re.compile(r"hex(?:\(([0-9a-fA-F]{1,8})\))?:")

#: A string, its escapes still in it; each character is looked at once.
_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL)


class Registry(msgspec.Struct, frozen=True):
    """Keys with their full path in lower case, HKEY_ names written out -> values by lower-case name ("" is the default value)."""

    keys: dict[str, dict[str, Value]]
    cut: bool = False  # the text ends in the middle of a line, or is too long: what follows is not known

    def values(self, key: str) -> dict[str, Value]:
        """The values of a key (any case); empty where it is absent."""
        return self.keys.get(key.lower(), {})

    def text(self, key: str, name: str) -> str:
        """A text value; empty where it is absent or of another type."""
        value = self.values(key).get(name.lower())
        return value if isinstance(value, str) else ""

    def number(self, key: str, name: str) -> int | None:
        """A number; None where it is absent or of another type."""
        value = self.values(key).get(name.lower())
        return value if isinstance(value, int) else None

    def blob(self, key: str, name: str) -> bytes | None:
        """Bytes; None where they are absent or of another type."""
        value = self.values(key).get(name.lower())
        return value if isinstance(value, bytes) else None


def registry_of(data: bytes) -> Registry:
    """The content of an export. A line of no known form is left out; never raises; each line is read once."""
    keys: dict[str, dict[str, Value]] = {}
    current: dict[str, Value] | None = None
    parts: list[str] = []
    *lines, rest = decode_text(data).split("\n", _LINE_LIMIT)
    for raw in [*lines, rest][:_LINE_LIMIT]:
        line = raw.strip()
        if line.endswith("\\") and not line.startswith("["):
            parts.append(line[:-1])
            continue
        whole, parts = "".join([*parts, line]), []
        if whole.startswith("["):
            current = _key(whole, keys)
        elif current is not None and (named := _value(whole)):
            current[named[0].lower()] = named[1]
    return Registry(keys, cut=bool(rest))


def exported(capture: Capture) -> Registry | None:
    """The export of a capture; None where it has none."""
    data = capture.get("windows/registry.reg")
    return None if data is None else registry_of(data)


def _key(line: str, keys: dict[str, dict[str, Value]]) -> dict[str, Value] | None:
    if not line.endswith("]") or line.startswith("[-"):
        return None
    return keys.setdefault(line[1:-1].lower(), {})


def _value(line: str) -> tuple[str, Value] | None:
    if line.startswith("@="):
        name, rest = "", line[2:]
    else:
        name, rest = _quoted(line)
        if not rest.startswith("="):
            return None
        rest = rest[1:]
    value = _typed(rest)
    return None if value is None else (name, value)


def _quoted(text: str) -> tuple[str, str]:
    """The string at the start of the text and what follows it; backslash escapes a quote and itself. No string: two empty texts."""
    found = _STRING.match(text, 0, _TEXT_LIMIT)
    if not found:
        return "", ""
    # Between pairs of backslashes each single one belongs to what stands behind it.
    return "\\".join(part.replace("\\", "") for part in found[1].split("\\\\")), text[found.end() :]


def _typed(text: str) -> Value | None:
    if text.startswith('"'):
        value, rest = _quoted(text)
        return value if value or text.startswith('""') or rest else None
    kind, _, digits = text.partition(":")
    if kind == "dword":
        return int(digits, 16) if re.fullmatch(r"[0-9a-fA-F]{1,8}", digits) else None
    match = _HEX.match(text)
    if match is None or len(text) > _HEX_LIMIT:
        return None
    try:
        data = bytes.fromhex(text[match.end() :].replace(",", " "))
    except ValueError:
        return None
    return _of_type(int(match[1], 16) if match[1] else None, data)


def _of_type(kind: int | None, data: bytes) -> Value:
    if kind == _REG_EXPAND_SZ:
        return data.decode("utf-16-le", errors="replace").rstrip("\0")
    if kind == _REG_MULTI_SZ:
        return tuple(text for text in data.decode("utf-16-le", errors="replace").split("\0") if text)
    if kind in {_REG_DWORD, _REG_QWORD}:
        return int.from_bytes(data, "little")
    return data
