"""Lines for a terminal: wrapping by columns, plain ASCII where the terminal knows nothing else, colour where it is asked for.

Owns width and colour. Must not know what a report is.
"""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass, replace
from enum import Enum
from itertools import zip_longest
from typing import TYPE_CHECKING

from wssdiag.model.shown import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Longest text of one entry. A summary is a sentence; a message to send is a few.
_ENTRY_LIMIT = 2000

#: Between two columns.
_BETWEEN = " | "

#: How a terminal without UTF spells the signs that texts for people use.
_ASCII = {
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MULTIPLICATION SIGN}": "x",
}


class Ink(Enum):
    """Roles of colour, as SGR parameters (ECMA-48 section 8.3.117)."""

    STRONG = "1"
    MUTED = "2"
    FINE = "32"
    ATTENTION = "33"
    BROKEN = "31"


@dataclass(frozen=True)
class Style:
    """How a text is laid out."""

    width: int = 80  # columns
    colour: bool = False
    ascii_only: bool = False

    def ink(self, text: str, *inks: Ink) -> str:
        """The text in colour, or as it is. For finished pieces of a line: colour has no width."""
        if not self.colour or not inks or not text:
            return text
        return f"\x1b[{';'.join(ink.value for ink in inks)}m{text}\x1b[0m"

    def plain(self, text: str) -> str:
        """Fit for the terminal: one line, no control characters, and ASCII where nothing else can be shown."""
        clean = shown(text, _ENTRY_LIMIT)
        if not self.ascii_only or clean.isascii():
            return clean
        spelled = "".join(_ASCII.get(character, character) for character in clean)
        bare = (character for character in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(character))
        return "".join(character if character.isascii() else "?" for character in bare)

    def wrap(self, text: str, first: str = "", rest: str | None = None) -> list[str]:
        """Lines of at most ``width`` columns. ``first`` opens the first line, ``rest`` the others (spaces of the same width if None)."""
        rest = " " * columns(first) if rest is None else rest
        room = max(self.width - max(columns(first), columns(rest)), 1)
        lines = [""]
        for word in self.plain(text).split():
            for piece in _pieces(word, room):
                joined = f"{lines[-1]} {piece}" if lines[-1] else piece
                if columns(joined) <= room:
                    lines[-1] = joined
                else:
                    lines.append(piece)
        return [((rest if at else first) + line).rstrip() for at, line in enumerate(lines)]

    def beside(self, left: str, right: str, first: str = "") -> list[str]:
        """Two texts in columns of the same width, each wrapped in its own; ``first`` opens the first line, spaces the others."""
        room = max((self.width - columns(first) - columns(_BETWEEN)) // 2, 1)
        half = replace(self, width=room)
        lines = []
        for at, (one, other) in enumerate(zip_longest(half.wrap(left), half.wrap(right), fillvalue="")):
            start = " " * columns(first) if at else first
            lines.append(f"{start}{one}{' ' * (room - columns(one))}{_BETWEEN}{other}".rstrip())
        return lines


def style_for(encoding: str | None, environment: Mapping[str, str], *, terminal: bool) -> Style:
    """The style of an output: colour on a terminal that does not decline it (NO_COLOR, TERM=dumb), ASCII unless it takes UTF."""
    try:
        takes_utf = codecs.lookup(encoding or "ascii").name.startswith("utf")
    except LookupError:
        takes_utf = False
    declined = bool(environment.get("NO_COLOR")) or environment.get("TERM") == "dumb"
    return Style(colour=terminal and not declined, ascii_only=not takes_utf)


def columns(text: str) -> int:
    """The width on a terminal: two for wide characters (UAX 11), none for combining ones."""
    return sum(_columns_of(character) for character in text)


def _columns_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _pieces(word: str, room: int) -> list[str]:
    """A word in pieces that fit; a word that fits is its only piece."""
    pieces = [""]
    taken = 0
    for character in word:
        width = _columns_of(character)
        if taken + width > room and pieces[-1]:
            pieces.append("")
            taken = 0
        pieces[-1] += character
        taken += width
    return pieces
