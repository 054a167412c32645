"""Reads a translation as its translator wrote it (.po), without gettext's tools. For the tests alone: no more of the format than we use."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr)(?:\[(\d)\])? )?(".*")')


@dataclass
class Entry:
    """One text and what it is in the other language."""

    flags: str = ""
    obsolete: bool = False
    parts: dict[str, str] = field(default_factory=dict)  # "msgid", "msgid_plural", "msgstr", "msgstr0", "msgstr1"

    @property
    def text(self) -> str:
        return self.parts.get("msgid", "")

    @property
    def plural(self) -> str | None:
        return self.parts.get("msgid_plural")

    @property
    def said(self) -> tuple[str, ...]:
        return tuple(value for name, value in self.parts.items() if name.startswith("msgstr"))


def read(path: Path) -> tuple[Entry, ...]:
    """All entries but the header."""
    return tuple(one for one in map(_entry, path.read_text(encoding="utf-8").split("\n\n")) if one.text or one.obsolete)


def _entry(block: str) -> Entry:
    entry = Entry()
    name = ""
    for line in block.splitlines():
        if line.startswith("#"):
            entry.flags += line if line.startswith("#,") else ""
            entry.obsolete |= line.startswith("#~")
        elif found := _LINE.fullmatch(line):
            name = f"{found[1]}{found[2] or ''}" if found[1] else name
            entry.parts[name] = entry.parts.get(name, "") + str(ast.literal_eval(found[3]))
    return entry
