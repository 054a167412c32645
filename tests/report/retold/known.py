"""Whether a text of the sources is one of the tables', with no words in its values that are none."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from wssdiag.report.retold import computer, documents, files, options
from wssdiag.report.retold.pattern import Patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.report.retold.problems import Problem

DOCUMENTS = (*documents.VALUES, *documents.ROWS)
FILES = (*files.ANY, *files.REPORTS, *files.ARCHIVES, *files.BUNDLES, *files.SECRETS, *files.FETCHED)
PROBLEMS = (*DOCUMENTS, *FILES, *options.PAC)

#: What is said by somebody else: it stays as it is.
LIBRARIES = {
    "error.strerror": "the operating system",
    "getattr(error, 'strerror', None)": "the operating system",
    "str(error)": "Python, or msgspec",
    "shown(str(error))": "the package that encrypts",
    "_lowered(what)": "Python's reader of TOML",
    "shown(_lowered(what))": "msgspec, where nothing better is known of a form of its messages",
    "_first_line(failed)": "the JavaScript engine",
    "shown(reply.error)": "the JavaScript engine; what the child says beside it is followed there",
}

#: What is made elsewhere, and followed there: a name that holds a problem, and a function that gives one.
PASSED_ON = frozenset({"problem", "message", "loaded.message"})
GIVING = frozenset(
    {
        "_not_one_of",
        "action_word",
        "check",
        "first",
        "host",
        "host_and_port",
        "identifier",
        "line_of_text",
        "next",
        "not_one_of",
        "out_of_bounds",
        "port_number",
        "word_of",
    }
)

#: Put together from texts that are; the tests of ``refusals`` and ``files`` say such ones whole.
JOINED = (
    "'; '.join((f'{shown(fault.name)}: {fault.problem}'",
    "f'{told}; and {len(found) - _FAULTS_TOLD} more'",
    "shown(': '.join(filter(None, (error.place, error.problem)))",
    "_failed(last, proxy)",
    "_status(last.detail)",
)

_CALLED = re.compile(r"(?:values\.)?(\w+)\(")

_WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


def strangers(found: Iterable[Problem]) -> list[Problem]:
    """Those that nobody could say in another language."""
    return [one for one in found if not one.code.startswith(JOINED) and not _is_known(one)]


def _is_known(one: Problem) -> bool:
    if one.text is not None:
        return table_text(one.text) is not None
    called = _CALLED.match(one.code)
    return one.code in {*LIBRARIES, *PASSED_ON} or (called is not None and called[1] in GIVING)


def table_text(text: str) -> str | None:
    """The text of a table that it was made from. What is in a value is no sentence, or one of a table too."""
    if text in _texts():
        return text
    found = _patterns().find(text)
    if found is None or any(_WORDS.search(value) and table_text(value) is None for value in found[1].values()):
        return None
    return found[0]


def unused(table: Iterable[str], found: Iterable[Problem]) -> list[str]:
    """The texts of a table that nobody says any more."""
    used = set(_used(one.text for one in found if one.text))
    return [text for text in table if text not in used]


def _used(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if (said := table_text(text)) is not None:
            yield said
            if said != text and (within := _patterns().find(text)):
                yield from _used(within[1].values())


@cache
def _texts() -> frozenset[str]:
    return frozenset((*PROBLEMS, *computer.NOT_READ))


@cache
def _patterns() -> Patterns:
    return Patterns((*PROBLEMS, *computer.NOT_READ))
