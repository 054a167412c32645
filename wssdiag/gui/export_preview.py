"""The content of one part of a bundle as it is shown before it is written: text, and where stand-ins are in it. Pure.

Made in a worker: a part may have megabytes.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wssdiag.model.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wssdiag.bundle.contents import Contents

#: What is shown of one part: some 3,000 lines of a report. More takes the window longer to lay out than a person should wait.
SHOWN_BYTES = 128 * 1024

#: A longer line is laid out as one, which takes the window tens of milliseconds; it goes on in the next, by two spaces to the right.
_LINE = 2000
_CONTINUED = "  "

#: Windows writes the registry as UTF-16 with this sign at the beginning; everything else is UTF-8.
_UTF16 = codecs.BOM_UTF16_LE

#: The shortest limit that :func:`shown` takes.
_SHORTEST = 3

#: A stand-in is a word, or some with these signs between them: a name, an address, ``user-3``; or ``[secret]``.
_WORD = re.compile(r"\w+")
_RUN = re.compile(r"\[\w+\]|\w+(?:[-.:]+\w+)*")

#: An address of IPv6 has eight words; no name that is worth its name has more than twice as many.
_WORDS = 16

#: A line number, and the stand-ins of that line: where they begin and how long they are, in UTF-16 units, as Qt counts.
Spans = dict[int, tuple[tuple[int, int], ...]]


@dataclass(frozen=True)
class Preview:
    """``text`` is fit to be shown; empty where the part is no text. ``cut``: there is more of it."""

    text: str = ""
    spans: Spans = field(default_factory=dict)
    cut: bool = False
    readable: bool = True


def previews_of(contents: Contents) -> dict[str, Preview]:
    """For each part by its name."""
    return {part.name: preview_of(part.data, contents.marks) for part in contents.parts}


def preview_of(data: bytes, marks: Iterable[str], limit: int = SHOWN_BYTES) -> Preview:
    """The beginning of a part, up to ``limit`` bytes. Never raises."""
    text = _text(data[:limit])
    if text is None:
        return Preview(readable=False)
    whole = "\n".join(_rows(text))
    return Preview(whole, _by_line(whole, _found(whole, frozenset(marks))), cut=len(data) > limit)


def _text(data: bytes) -> str | None:
    coding = "utf-16" if data.startswith(_UTF16) else "utf-8"
    try:
        return codecs.getincrementaldecoder(coding)().decode(data)  # what the limit cut in the middle of a character is left out
    except UnicodeDecodeError:
        return None


def _rows(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        clean = line.removesuffix("\r")
        clean = clean if clean.isascii() and clean.isprintable() else _clean(clean)
        yield clean[:_LINE]
        for at in range(_LINE, len(clean), _LINE):
            yield _CONTINUED + clean[at : at + _LINE]


def _clean(line: str) -> str:
    """Tabs stay a gap; what cannot be seen becomes a sign that can."""
    return shown(line.replace("\t", _CONTINUED), max(len(line) * len(_CONTINUED), _SHORTEST))


def _found(text: str, marks: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where a stand-in is, in order. The longest counts where several begin; one within a longer word is none."""
    for run in _RUN.finditer(text):
        if run[0] in marks:
            yield run.span()
            continue
        words = [word.span() for word in _WORD.finditer(text, *run.span())]
        first = 0
        while first < len(words):
            start = words[first][0]
            ends = (last for last in range(min(first + _WORDS, len(words)) - 1, first - 1, -1))
            last = next((last for last in ends if text[start : words[last][1]] in marks), None)
            if last is not None:
                yield start, words[last][1]
            first = first + 1 if last is None else last + 1


def _by_line(text: str, found: Iterable[tuple[int, int]]) -> Spans:
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    spans: Spans = {}
    for at, end in found:
        line = bisect_right(starts, at) - 1
        start = starts[line]
        spans[line] = (*spans.get(line, ()), (_units(text[start:at]), _units(text[at:end])))
    return spans


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
