"""The one line that says what is wrong with a file, in the reader's language.

Owns how the line is taken apart: the file and the key path in it stay as they are, and the problem is said again.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from wssdiag.report import texts
from wssdiag.report.retold import documents, files
from wssdiag.report.retold.pattern import Patterns
from wssdiag.report.retold.retell import retold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.model.input_error import InputError

#: Between the parts of a line, and between the files of a bundle that are told together.
_COLON, _SEMICOLON = ": ", "; "

#: A file and a place, each of which may hold the sign; whoever sent a file in which more hold it shall not keep a window busy.
_MOST_BEFORE = 6

#: More files of a bundle are not told together.
_MOST_PARTS = 10


def refusal_line(error: InputError) -> str:
    """File, place and problem; in English what ``str(error)`` is."""
    file = texts.gettext(error.file) if error.file in files.NAMED else error.file
    return _COLON.join(filter(None, (file, place_words(error), problem_words(error))))


def place_words(error: InputError) -> str:
    """Where in the file: a line in words, a key path as it is."""
    return _place(error.place)


def problem_words(error: InputError) -> str:
    """What is wrong."""
    return told_line(error.problem)


def told_line(line: str) -> str:
    """The same of a line that was made into a text already: what its problem is, only its words tell."""
    if texts.speaks_english():
        return line
    parts = line.split(_SEMICOLON, _MOST_PARTS)
    told = [_told(part) for part in parts]
    if len(parts) > 1 and all(one != part for one, part in zip(told, parts, strict=True)):
        return _SEMICOLON.join(told)
    return _told(line)


def told_warning(line: str) -> str:
    """A warning of the session: a file that was found by itself does not hold, and what holds instead."""
    if texts.speaks_english() or (found := _warnings().find(line)) is None:
        return line
    text, values = found
    return texts.gettext(text).format_map({place: told_line(value) for place, value in values.items()})


def _told(line: str) -> str:
    """The longest end of it that is known is the problem; what stands before it is the file and the place."""
    parts = line.split(_COLON, _MOST_BEFORE)
    for begin in range(len(parts)):
        problem = _COLON.join(parts[begin:])
        if (said := retold(problem)) != problem:
            return _joined(parts[:begin], said)
    return _joined(parts)


def _joined(places: Sequence[str], *problem: str) -> str:
    return _COLON.join((*map(_place, places), *problem))


def _place(place: str) -> str:
    if texts.speaks_english() or (found := _places().find(place)) is None:
        return place
    text, values = found
    return texts.gettext(text).format_map(values)


@cache
def _places() -> Patterns:
    return Patterns(documents.PLACES)


@cache
def _warnings() -> Patterns:
    return Patterns(documents.WARNINGS)
