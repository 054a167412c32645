"""The body of a page, piece by piece: of any size, without an end, or slow, and never more than one piece in memory. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

#: One piece of a long body, whatever its size.
_PIECE = 64 * 1024

#: White space: a script stays a script, a page a page, when more of it follows.
_FILLER = b" " * (_PIECE - 1) + b"\n"

#: Into how many pieces a slow body is cut.
_SLOW_PIECES = 20


def length(page: dict[str, Any]) -> int | None:
    """What Content-Length says; None where the body has no end."""
    return None if page.get("endless") else max(len(str(page["body"]).encode()), page.get("size") or 0)


def pieces(page: dict[str, Any]) -> Iterator[tuple[float, bytes]]:
    """The seconds to wait before each piece, and the piece. The text comes first, white space after it."""
    text = str(page["body"]).encode()
    slow_s = page.get("body_s") or 0.0
    step = max(1, -(-len(text) // _SLOW_PIECES)) if slow_s else _PIECE
    wait = slow_s / -(-len(text) // step) if slow_s and text else 0.0
    for begin in range(0, len(text), step):
        yield wait, text[begin : begin + step]
    total = length(page)
    left = None if total is None else total - len(text)
    while left is None or left > 0:
        yield 0.0, _FILLER if left is None else _FILLER[:left]
        left = None if left is None else left - _PIECE
