"""Finds what the machine that built has left inside an executable's folder: libraries of Wine, and of its own Linux."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build.freeze.contents import is_of_the_computer

if TYPE_CHECKING:
    from pathlib import Path

#: Where every library of Wine's says what it is: behind the DOS header.
_WINE_MARKS = (b"Wine builtin DLL", b"Wine placeholder DLL")
_MARK_AT = 0x40

#: PyInstaller's folder for all but the programs themselves.
_INSIDE = "_internal"


def strangers(folder: Path) -> list[str]:
    """Paths inside that may not be there, sorted."""
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file() and _is_strange(file))


def _is_strange(file: Path) -> bool:
    if file.parent.name == _INSIDE and is_of_the_computer(file.name):
        return True
    with file.open("rb") as opened:
        head = opened.read(_MARK_AT + 32)
    return head[:2] == b"MZ" and head[_MARK_AT:].startswith(_WINE_MARKS)
