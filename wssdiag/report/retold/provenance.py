"""Where a row of the catalogue is from, and of when that is, in the reader's language.

What is cited stays: the vendor's page, its articles, documents of others. What this program adds to it is said again:
made by ``wssdiag.catalogue``, ``wssdiag.checks`` and ``wssdiag.detection``.
"""

from __future__ import annotations

from functools import cache

from wssdiag.report import texts
from wssdiag.report.retold.pattern import Patterns
from wssdiag.report.texts import to_translate

SOURCES = to_translate(
    "host found by DNS",
    "host from the organisation's profile",
    "named by the agent's log",
    "page, which no longer shows the host",
    "site {site} of the service's own list",
    "the organisation's profile",
    "the service's own list",
    "the service's own list of {day}",
    "the service's own list, {site}",
)

DATES = to_translate(
    "Blue Coat years",
    "about {years}",
    "recent, undated",
    "{years} to {end}",
)

#: Between the documents that a row is from.
_SEMICOLON = "; "

#: A profile may name its own, of any length; none of ours is longer.
_LONGEST = 300


def told_source(source: str) -> str:
    """The documents, as a reader is told of them."""
    if texts.speaks_english() or len(source) > _LONGEST:
        return source
    return _SEMICOLON.join(_told(_sources(), part) for part in source.split(_SEMICOLON))


def told_date(revised: str) -> str:
    """Of when the document is."""
    return revised if texts.speaks_english() or len(revised) > _LONGEST else _told(_dates(), revised)


def _told(patterns: Patterns, text: str) -> str:
    found = patterns.find(text)
    return texts.gettext(found[0]).format_map(found[1]) if found else text


@cache
def _sources() -> Patterns:
    return Patterns(SOURCES)


@cache
def _dates() -> Patterns:
    return Patterns(DATES)
