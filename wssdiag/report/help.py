"""The offline help as topics: how to read a result, every cause with its steps, the required locations. Pure.

Causes are told by the guides, locations by the catalogue; only how to read a result is told here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from wssdiag.diagnosis.causes import CAUSES, Cause, Table
from wssdiag.model.mode import Method
from wssdiag.report import wording
from wssdiag.report.causes import cause_title, help_text
from wssdiag.report.reading import reading
from wssdiag.report.reference import PAGE_EXPLAINED, Opening, Row, by_address, by_host, rows
from wssdiag.report.retold.provenance import told_date, told_source
from wssdiag.report.retold.retell import catalogued, retold
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.catalogue.knowledge import Guide, GuideStep, Knowledge
    from wssdiag.model.location import Catalogue


class Part(Enum):
    """What a piece of a topic is."""

    TEXT = "text"
    HEADING = "heading"
    TERM = "term"  # the name of what follows
    NOTE = "note"  # for whoever wants to know more
    MESSAGE = "message"  # to send to somebody


@dataclass(frozen=True)
class Topic:
    """One entry of the help. Texts of guides and of the catalogue are not made safe to show here."""

    id: str  # the code of the cause; "read.<name>", "ports.<section>"
    section: str
    title: str
    pieces: tuple[tuple[Part, str], ...]

    @cached_property
    def words(self) -> str:
        """Everything that a search looks at."""
        return "\n".join((self.title, self.id, *(text for _part, text in self.pieces))).casefold()


def topics(knowledge: Knowledge, catalogue: Catalogue | None, os: str) -> tuple[Topic, ...]:
    """All of them in their order. ``os`` is the word of the facts, empty for the steps of every system; None: no locations yet."""
    causes = [
        _cause(cause, guide, os) for table in Table for cause in CAUSES if cause.table is table and (guide := knowledge.get(cause.code))
    ]
    read = [Topic(f"read.{name}", _("How to read the result"), title, _read(pairs)) for name, title, pairs in reading()]
    return (*read, *causes, *(_reference(catalogue) if catalogue is not None else ()))


def found(all_topics: tuple[Topic, ...], wanted: str) -> tuple[tuple[Topic, ...], tuple[Topic, ...]]:
    """Those that hold all of the words: first those with all of them in title or code, then the others; each in its order."""
    words = wanted.casefold().split()
    fitting = [topic for topic in all_topics if all(word in topic.words for word in words)]
    named = [topic for topic in fitting if all(word in f"{topic.title} {topic.id}".casefold() for word in words)]
    return tuple(named), tuple(topic for topic in fitting if topic not in named)


def _read(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[Part, str], ...]:
    return tuple((part, text) for term, text in pairs for part, text in ((Part.TERM, term), (Part.TEXT, text)) if text)


def _cause(cause: Cause, guide: Guide, os: str) -> Topic:
    steps = [step for step in guide.step if not os or not step.os or os in step.os]
    return Topic(
        id=cause.code,
        section=wording.table(cause.table),
        title=cause_title(cause, {cause.code: guide}),
        pieces=(
            *([(Part.NOTE, fixers)] if (fixers := wording.can_fix(cause.who)) else []),
            (Part.TEXT, help_text(guide.means)),
            (Part.HEADING, _("How it is seen")),
            (Part.TEXT, help_text(guide.seen)),
            (Part.HEADING, _("What to do")),
            *(piece for number, step in enumerate(steps, 1) for piece in _step(number, step, guide)),
            (Part.NOTE, _("What stands in <these brackets> is filled in when it is found.")),
            (Part.NOTE, cause.code),
        ),
    )


def _step(number: int, step: GuideStep, guide: Guide) -> Iterator[tuple[Part, str]]:
    yield (
        Part.TERM,
        _("{number}. {who}, {minutes}").format(number=number, who=wording.who(step.who), minutes=wording.minutes(step.minutes)),
    )
    only = [*map(_method, step.methods), *(guide.words.get("kind", {}).get(kind, kind) for kind in step.kinds)]
    if only:
        yield Part.NOTE, _("Only for: {cases}").format(cases=", ".join(only))
    for paragraph in step.do.strip().split("\n\n"):
        yield Part.TEXT, help_text(paragraph)
    if step.message:
        yield Part.MESSAGE, help_text(step.message.strip())


def _method(word: str) -> str:
    """The names of methods that no run is made for are words of the catalogue alone."""
    return wording.method(Method(word)) if word in set(Method) else word


def _reference(catalogue: Catalogue) -> Iterator[Topic]:
    section = _("Required locations, ports and protocols")
    listed = rows(catalogue)
    for title, group in groupby(listed, key=lambda row: row.section):
        pieces = [piece for row in group for piece in _location(row)]
        told = _("Locations and ports: {method}").format(method=retold(title))
        yield Topic(f"ports.{title}", section, told, (*pieces, (Part.NOTE, _sureness()), (Part.NOTE, retold(PAGE_EXPLAINED))))
    for name, title, openings in (
        ("hosts", _("In short, by host"), by_host(listed)),
        ("addresses", _("In short, by address"), by_address(listed)),
    ):
        yield Topic(f"ports.{name}", section, title, tuple(piece for one in openings for piece in _opening(one)))


def _location(row: Row) -> Iterator[tuple[Part, str]]:
    yield Part.TERM, f"{(row.host or retold(row.target))}, {row.port_words} {row.protocol if row.port else ''}".rstrip()
    yield Part.TEXT, "\n".join((catalogued(row.purpose), *([", ".join(row.addresses)] if row.addresses else [])))
    only = _("For {methods}.").format(methods=", ".join(row.methods)) if row.methods and not row.all_methods else ""
    source = f"{retold(row.certainty)}: {told_source(row.source)}" + (f" ({told_date(row.revised)})" if row.revised else "")
    yield Part.NOTE, "\n".join(filter(None, (f"{retold(row.need)}; {source}", only, retold(row.when))))


def _opening(one: Opening) -> Iterator[tuple[Part, str]]:
    yield Part.TERM, one.target
    yield Part.TEXT, one.ports
    if one.hosts:
        yield Part.NOTE, ", ".join(one.hosts)


def _sureness() -> str:
    return _(
        "Documented: read in a public document. Inferred: follows from one. "
        "Unverified: remembered only; confirm it before a firewall rule relies on it."
    )
