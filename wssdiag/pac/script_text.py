"""The bytes of a PAC file as the text that a browser would run. Pure."""

from __future__ import annotations

import codecs

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def text_of(body: bytes, charset: str | None = None) -> str:
    """By the charset of the Content-Type where it is a known one, else by a byte order mark, else Latin-1, which takes every byte."""
    marked = next(((mark, name) for mark, name in _MARKS if body.startswith(mark)), None)
    known = _known(charset)
    if marked and (known is None or known == codecs.lookup(marked[1]).name):
        return body[len(marked[0]) :].decode(marked[1], errors="replace")
    try:
        return body.decode(known or "latin-1", errors="replace").removeprefix("\ufeff")
    except UnicodeError:  # of encodings that know no replacement (IDNA)
        return body.decode("latin-1")


def _known(charset: str | None) -> str | None:
    """The codec's own name; None for none, an unknown one, or one that is no encoding of text."""
    try:
        codec = codecs.lookup((charset or "").strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    return codec.name if codec._is_text_encoding else None  # noqa: SLF001 - the one way to tell "hex" from "cp1252"
