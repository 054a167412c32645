"""checks.md: every kind of check. What a check is called and when it is planned is code; a test holds that this table tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from build.reference.comments import notes
from build.reference.markdown import code, codes, page, plain, prose, table
from build.reference.texts import data, text
from wssdiag.model.check import Status
from wssdiag.report import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What differs in an id or a title.
_DIFFERS = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Row:
    """One kind of check; see ``texts/checks.toml``."""

    group: str
    id: str
    title: str
    tries: str
    when: str
    needs: tuple[str, ...] = ()
    without_a_host: str = ""

    def is_kind_of(self, check_id: str) -> bool:
        """Whether the check is of this kind."""
        return bool(_like(self.id).fullmatch(check_id))

    def is_titled(self, title: str) -> bool:
        """Whether a check of this kind may bear this title."""
        return any(_like(one).fullmatch(title) for one in (self.title, self.without_a_host))


def _like(pattern: str) -> re.Pattern[str]:
    return re.compile(".+".join(map(re.escape, _DIFFERS.split(pattern))))


def kinds() -> tuple[Row, ...]:
    """All of them, in the order of the page."""
    listed = data("checks")["check"]
    return tuple(Row(**row | {"needs": tuple(row.get("needs", ()))}) for row in listed)


def kind_of(check_id: str, rows: Sequence[Row]) -> Row | None:
    """The row of a check: of those that fit the one with the most parts written out, then the longest. None where there is none."""
    fitting = [row for row in rows if row.is_kind_of(check_id)]
    return max(fitting, key=lambda row: len(_DIFFERS.sub("", row.id)), default=None)


def checks_page(rows: Sequence[Row]) -> str:
    """The whole page."""
    blocks = [text("checks")]
    for group, members in groupby(rows, key=lambda row: row.group):
        blocks += [f"## {group}", table(("Check", "What it tries", "Needs", "When"), map(_cells, members))]
    statuses = ((code(one), wording.status(one), prose(notes(Status)[one.name].said)) for one in Status)
    return page(
        "Checks",
        "build/reference/texts/checks.toml, which tests compare with what is planned",
        *blocks,
        "## Outcomes",
        "What is not run is never a pass.",
        table(("Status", "In a text", "Meaning"), statuses),
    )


def _cells(row: Row) -> tuple[str, ...]:
    titles = "<br>or ".join(plain(title) for title in (row.title, row.without_a_host) if title)
    return f"{code(row.id)}<br>{titles}", row.tries, codes(row.needs), row.when
