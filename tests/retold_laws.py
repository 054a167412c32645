"""What holds of the sentences of every report, whatever was run: each is known, and so can be said in another language."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from build.messages import messages
from wssdiag.checks.wording import FAILURE_WORDS
from wssdiag.model.unknown import Unknown
from wssdiag.report.retold.pattern import Pattern, Patterns
from wssdiag.report.retold.retell import TEXTS
from wssdiag.report.texts import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.report import Report

#: A word of a sentence. Addresses, names of hosts, numbers, dates and identifiers hold none.
_WORD = re.compile(r"(?<![\w.:/\[-])[a-z]{2,}(?![\w.:/\]-])")

#: A line is searched from each of its letters; longer ones are no sentences.
_LONGEST = 600

#: The places of a sentence whose values are sentences of ours; what others say stands in the others.
_NESTED = frozenset({"evidence", "failure", "outcome", "purpose", "reason", "who", "why"})

#: Letters beside the values.
_FEWEST = 10


def sentences_are_known(report: Report) -> None:
    """Every sentence that a face may say."""
    unknown = [sentence for sentence in _sentences(report) if not is_known(sentence)]
    assert not unknown, f"not in the tables of wssdiag/report/retold: {unknown}"


def english_in(text: str) -> list[str]:
    """The sentences of reports that stand in a text of another language, as a face that forgot one would say it."""
    lines = {line for line in text.splitlines() if len(line) < _LONGEST}
    return [one.text for one in _readable() if any(map(one.expression.search, lines))]


@cache
def _readable() -> tuple[Pattern, ...]:
    """Those that are no word of both languages ("Name", "Port"), and are said otherwise in the language that is spoken."""
    catalogue = [one.text for one, files in messages().items() if any(file.startswith("resources/catalogue") for file in files)]
    return tuple(one for one in map(Pattern.of, (*TEXTS, *catalogue)) if one.letters >= _FEWEST and gettext(one.text) != one.text)


def is_known(sentence: str) -> bool:
    """Whether the sentence has a translation, or is none: data alone."""
    texts, patterns = _known()
    if sentence in texts or not _WORD.search(sentence):
        return True
    found = patterns.find(sentence)
    return found is not None and all(is_known(value) for place, value in found[1].items() if place in _NESTED)


@cache
def _known() -> tuple[frozenset[str], Patterns]:
    return frozenset({one.text for one in messages()} | set(FAILURE_WORDS.values())), Patterns(TEXTS)


def _sentences(report: Report) -> Iterator[str]:
    for check in report.checks:
        yield from (check.title, check.summary)
    yield from (row.says for row in report.mode.evidence)
    yield from report.mode.contradictions
    yield from report.network.protected_evidence
    facts = report.facts
    yield from (value.unknown for name in facts.__struct_fields__ if isinstance(value := getattr(facts, name), Unknown))
