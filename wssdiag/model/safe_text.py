"""Text from outside, made safe to show: bounded, on one line, without what hides or reorders other text. Pure."""

from __future__ import annotations

import unicodedata

#: Enough to recognise a page by, little enough for a report.
SHOWN_CHARACTERS = 512

#: Control, format (bidi marks, zero-width characters), surrogate, private, unassigned: nothing a reader could see or trust.
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})

#: Invisible although their category says letter, mark or symbol: fillers, joiners, variation selectors.
_DROPPED_CHARACTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {chr(code) for code in range(0xFE00, 0xFE10)}

_SEPARATOR_CATEGORIES = frozenset({"Zs", "Zl", "Zp"})
_WHITESPACE = frozenset("\t\n\v\f\r\x85")


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if character in _WHITESPACE or category in _SEPARATOR_CATEGORIES:
        return " "
    if category in _DROPPED_CATEGORIES or character in _DROPPED_CHARACTERS:
        return ""
    return character


def safe_text(text: str, limit: int = SHOWN_CHARACTERS) -> str:
    """The first ``limit`` characters that can be shown; each line break, tab or special blank becomes one space."""
    return "".join(_shown(character) for character in text[: 2 * limit])[:limit]


def safe_bytes(data: bytes, limit: int = SHOWN_CHARACTERS) -> str:
    """The same for bytes, read as UTF-8; what is none becomes U+FFFD. The sender's own charset is not trusted."""
    return safe_text(data[: 4 * limit].decode("utf-8", "replace"), limit)
