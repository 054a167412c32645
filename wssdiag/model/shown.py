"""Text from outside, made fit to be shown: no control characters, no bidirectional marks, no more than a limit.

Owns what "sanitised" means for every face. Must not decide where a text is shown, and is no substitute for the escaping of a format.
"""

from __future__ import annotations

import unicodedata

#: A host name has at most 253 characters (RFC 1035 section 2.3.4); a longer value is not one that a person reads.
SHOWN_LIMIT = 300

#: Enough of a page to recognise it by, little enough for a report.
PAGE_LIMIT = 512

#: Control, format (bidirectional marks, zero-width signs), surrogate, private and unassigned characters.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})

#: Invisible although their category says letter, mark or symbol: fillers, joiners, variation selectors.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {chr(code) for code in range(0xFE00, 0xFE10)}

_LINE_BREAKS = frozenset("\n\r\t\v\f\u0085\u2028\u2029")

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_ELLIPSIS = "..."


def shown(text: str, limit: int = SHOWN_LIMIT) -> str:
    """The text on one line: line breaks become spaces, hidden characters a replacement sign, the rest is cut with an ellipsis.

    ``limit`` counts characters of the outcome, at least 3. An empty text stays empty.
    """
    # Bounded before it is walked: a hostile text may be megabytes long.
    head = text[: limit + 1]
    # Nearly every text holds nothing of the kind, and a table asks this for each of its cells.
    clean = head if head.isascii() and head.isprintable() else "".join(_one(character) for character in head)
    return clean if len(clean) <= limit else clean[: limit - len(_ELLIPSIS)] + _ELLIPSIS


def _one(character: str) -> str:
    if character in _LINE_BREAKS:
        return " "
    return _REPLACEMENT if character in _INVISIBLE or unicodedata.category(character) in _HIDDEN else character


def shown_bytes(data: bytes, limit: int = PAGE_LIMIT) -> str:
    """The same for the start of a page, read as UTF-8; what is none becomes U+FFFD. The sender's own charset is not trusted."""
    return shown(data[: 4 * limit].decode("utf-8", "replace"), limit)
