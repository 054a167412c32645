"""The bytes of a PAC file as the text that a browser would run. Pure."""

from __future__ import annotations

import codecs

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

#: What browsers know (the Encoding standard), by Python's names. Others can make half characters, or need minutes for a megabyte.
_CHARSETS = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "big5", "big5hkscs", "cp866", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk"}
    | {f"iso8859-{part}" for part in (*range(1, 9), 10, 13, 14, 15, 16)}
    | {"iso2022_jp", "koi8-r", "koi8-u", "mac-roman", "shift_jis", "cp874"}
    | {f"cp{page}" for page in range(1250, 1259)}
)


def text_of(body: bytes, charset: str | None = None) -> str:
    """By the charset of the Content-Type where it is a known one, else by a byte order mark, else Latin-1, which takes every byte."""
    marked = next(((mark, name) for mark, name in _MARKS if body.startswith(mark)), None)
    known = _known(charset)
    if marked and (known is None or known == codecs.lookup(marked[1]).name):
        return body[len(marked[0]) :].decode(marked[1], errors="replace")
    return body.decode(known or "latin-1", errors="replace").removeprefix("\ufeff")


def _known(charset: str | None) -> str | None:
    """The codec's own name; None for none, and for one that no browser knows."""
    try:
        codec = codecs.lookup((charset or "").strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    return codec.name if codec.name in _CHARSETS else None
