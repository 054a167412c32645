"""causes.md: every cause of the closed list with its evidence and its guide; in another language what its guides say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from build.reference.evidence import evidence
from build.reference.guides import steps
from build.reference.markdown import code, page, plain, points, table
from build.reference.texts import text
from wssdiag.diagnosis.causes import CAUSES, Cause, Table
from wssdiag.report import wording
from wssdiag.report.causes import cause_title, help_text
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Guide, Knowledge


@dataclass(frozen=True)
class Words:
    """What the page says by itself, in one language; the rest are texts of the program and of its guides."""

    title: str
    introduction: str  # the name of its text
    heads: tuple[str, str, str, str]
    weight: str
    by_case: str
    with_rules: bool = False  # whether the rules stand there, which are English


ENGLISH = Words(
    title="Causes",
    introduction="causes",
    heads=("Code", "Cause", "Weight", "Who can fix it"),
    weight="Weight",
    by_case="by the case",
    with_rules=True,
)

GERMAN = Words(
    title="Ursachen",
    introduction="causes.de",
    heads=("Code", "Ursache", "Gewicht", "Wer sie beheben kann"),
    weight="Gewicht",
    by_case="je nach Fall",
)


def causes_page(knowledge: Knowledge, words: Words = ENGLISH) -> str:
    """The whole page, in the language that the program speaks. ``KeyError`` names a cause without a guide."""
    blocks = [text(words.introduction)]
    for one in Table:
        members = [cause for cause in CAUSES if cause.table is one]
        blocks += [f"## {plain(wording.table(one))}", table(words.heads, (_line(cause, knowledge, words) for cause in members))]
        for cause in members:
            blocks += _section(cause, knowledge[cause.code], words)
    return page(words.title, "resources/knowledge and wssdiag/diagnosis", *blocks)


def _line(cause: Cause, knowledge: Knowledge, words: Words) -> tuple[str, ...]:
    who = ", ".join(wording.who(one) for one in cause.who)
    return f"[{code(cause.code)}](#{cause.code})", plain(cause_title(cause, knowledge)), _weight(cause, words), plain(who)


def _weight(cause: Cause, words: Words) -> str:
    return wording.severity(cause.severity) if cause.severity else words.by_case


def _section(cause: Cause, guide: Guide, words: Words) -> tuple[str, ...]:
    told = (
        f"**{words.weight}**: {_weight(cause, words)}. {plain(wording.can_fix(cause.who))}".rstrip(),
        f"**{_('How it is seen')}**: {plain(help_text(guide.seen))}",
        *(evidence(cause) if words.with_rules else ()),
    )
    return (
        f"### {cause.code}",
        f"**{plain(help_text(guide.title))}**",
        plain(help_text(guide.means)),
        points(told),
        f"**{_('What to do')}**",
        steps(guide),
    )
