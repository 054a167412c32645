"""Bytes of a capture's text files as text. Must not know any format."""

from __future__ import annotations

import codecs

#: Rows beyond this are not looked at: no real table is longer, and every parser stays linear and small.
ROW_LIMIT = 20_000

#: A name or value longer than this is not one (a URL that Windows takes has at most 2,083 characters).
VALUE_LIMIT = 4_096


def decode_text(data: bytes) -> str:
    """UTF-8 or UTF-16 by its byte order mark; what does not decode becomes a replacement sign. Never raises."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    return data.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")


def lines_of(data: bytes) -> list[str]:
    """The text's first lines, as many as :data:`ROW_LIMIT`, without white space around them; any kind of line end."""
    text = decode_text(data).replace("\r\n", "\n").replace("\r", "\n")
    return [line.strip() for line in text.split("\n", ROW_LIMIT)[:ROW_LIMIT]]
