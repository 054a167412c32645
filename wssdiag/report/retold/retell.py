"""Says an English sentence of a report in the reader's language.

The text of a report is English, whoever made it, so that whoever gets it reads the same. Its sentences are made from a closed set of texts,
the tables beside this file; the faces say them through here. What a host, a file or a person is called is never translated.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from wssdiag.checks.wording import FAILURE_WORDS
from wssdiag.model.mode import Method
from wssdiag.model.observation import Via
from wssdiag.report import texts, wording
from wssdiag.report.failures import failure_words
from wssdiag.report.retold import catalogue, checks, computer, connection, documents, files, findings, options
from wssdiag.report.retold.pattern import Patterns
from wssdiag.report.settings_names import source_name, who_words
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Every text that a sentence of a report is made from.
TEXTS = (
    *checks.TITLES,
    *checks.SUMMARIES,
    *connection.MODE,
    *connection.PROTECTION,
    *computer.NOT_READ,
    *computer.NOT_DONE,
    *findings.VALUES,
    *catalogue.ROWS,
    *documents.TYPES,
    *documents.VALUES,
    *documents.ROWS,
    *documents.LEFT_OUT,
    *files.ANY,
    *files.REPORTS,
    *files.ARCHIVES,
    *files.BUNDLES,
    *files.SECRETS,
    *files.FETCHED,
    *options.COMMAND_LINE,
    *options.PAC,
)

_WHOLE = frozenset(TEXTS)

_FAILURES = {words: failure for failure, words in FAILURE_WORDS.items()}
_METHODS = {str(method): method for method in Method}

#: The longest sentence that is made is shorter. A report from elsewhere may hold any, and looking for a text in it takes its square.
_LONGEST = 400

#: A table asks for its cells again and again; the largest report has some thousand.
_KEPT = 20_000

#: Words with fewer blanks may be a name, or what stands on a button: the catalogue's sentences have more.
_BLANKS = 2

_DECIMAL = re.compile(r"[0-9]{1,9}\.[0-9]")

#: A sentence in a sentence in a sentence is the most that is made.
_DEEPEST = 4


def retold(sentence: str) -> str:
    """The sentence in the reader's language; as it is where it is none of ours, as what a system, a server or a person wrote."""
    return sentence if texts.speaks_english() or len(sentence) > _LONGEST else _kept(sentence, texts.spoken())


def catalogued(text: str) -> str:
    """What a row of the catalogue is for, in the reader's language; as it is where an organisation wrote it."""
    said = texts.gettext(text) if text else ""
    return retold_of(text, catalogue.ROWS) if said == text else said


def retold_of(sentence: str, table: tuple[str, ...]) -> str:
    """The sentence where it is made from a text of this table: in its place a name, or a stranger's words, may stand."""
    if texts.speaks_english() or len(sentence) > _LONGEST:
        return sentence
    return _filled(_only(table).find(sentence), sentence, _DEEPEST)


def retold_values(values: Mapping[str, str]) -> dict[str, str]:
    """The values of a finding, those that are sentences in the reader's language."""
    return {name: _told_value(name, value) for name, value in values.items()}


def _told_value(name: str, value: str) -> str:
    if name in findings.SECONDS and _DECIMAL.fullmatch(value):
        return texts.decimal(float(value))
    if name in findings.NAMED:
        return retold_of(value, findings.VALUES)
    return catalogued(value) if name == findings.PURPOSE else retold(value) if name in findings.SENTENCES else value


@lru_cache(_KEPT)
def _kept(sentence: str, _language: object) -> str:
    return _retold(sentence, _DEEPEST)


def _retold(sentence: str, levels: int) -> str:
    if not sentence or not levels:
        return sentence
    if sentence in _FAILURES:
        return failure_words(_FAILURES[sentence])
    if sentence in _WHOLE:
        return texts.gettext(sentence)
    said = _filled(_patterns().find(sentence), sentence, levels)
    return texts.gettext(sentence) if said == sentence and sentence.count(" ") >= _BLANKS else said


def _filled(found: tuple[str, Mapping[str, str]] | None, sentence: str, levels: int) -> str:
    if found is None:
        return sentence
    text, values = found
    return texts.gettext(text).format_map({place: _value(place, value, levels - 1) for place, value in values.items()})


def _value(place: str, value: str, levels: int) -> str:
    say = _SAID.get(place)
    if place == _SEVERAL:
        return _SEMICOLON.join(_retold(one, levels) for one in value.split(_SEMICOLON))
    return say(value) if say else _retold(value, levels) if place in _SENTENCES else value


def _method(value: str) -> str:
    return wording.method(_METHODS[value]) if value in _METHODS else value


def _via(value: str) -> str:
    return (
        {
            Via.DIRECT: _("directly"),
            Via.AGENT: _("through the agent"),
            Via.PROXY: _("through the proxy"),
            Via.UNKNOWN: _("by an unknown way"),
        }.get(Via(value), value)
        if value in frozenset(Via)
        else value
    )


def _span(value: str) -> str:
    """``"2 days 1 hour"``."""
    words = value.split()
    return " ".join(_duration(int(count), unit) for count, unit in zip(words[::2], words[1::2], strict=True))


def _duration(count: int, unit: str) -> str:
    return {
        "day": ngettext("{count} day", "{count} days", count),
        "hour": ngettext("{count} hour", "{count} hours", count),
        "minute": ngettext("{count} minute", "{count} minutes", count),
    }[unit.removesuffix("s")].format(count=count)


#: The places whose values are sentences themselves, or the words of the catalogue.
_SENTENCES = frozenset({"evidence", "failure", "found", "outcome", "reason", "told", "wanted", "who", "why"})

#: The place that holds several sentences, and what stands between them.
_SEVERAL, _SEMICOLON = "doubts", "; "

#: The places whose values are words of a closed list.
_SAID: dict[str, Callable[[str], str]] = {
    "method": _method,
    "other": _method,
    "programs": who_words,
    "purpose": catalogued,
    "source": source_name,
    "span": _span,
    "via": _via,
}


@cache
def _only(table: tuple[str, ...]) -> Patterns:
    return Patterns(table)


@cache
def _patterns() -> Patterns:
    """Made when the first sentence is said: in English none ever is."""
    return Patterns(TEXTS)
