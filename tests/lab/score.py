"""The score of many scenarios: by cause, what is known to be answered otherwise, what was not run, and how long it took. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.lab.judge import Verdict
from wssdiag.diagnosis.causes import BY_CODE, ORDER

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The row of the scenarios in which no cause may be said.
NO_CAUSE = "(no cause)"


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """One cause. ``expected`` is the sum of the three that follow it."""

    cause: str
    expected: int = 0  # played scenarios in which it is the answer
    right: int = 0
    wrong: int = 0  # another cause was said, or this one with another status, subject or company
    missed: int = 0  # no cause was said
    false_alarms: int = 0  # scenarios in which it was said and nothing justifies it


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """All scenarios of a run together."""

    tallies: tuple[Tally, ...]  # those that occur, in the order of the causes; the row without a cause stands last
    known: tuple[Verdict, ...]  # known to be answered otherwise, and so they were; in no other figure here
    not_run: tuple[Verdict, ...]
    total: int  # without the known ones
    right: int
    false_alarms: int
    slowest: Verdict | None  # None where nothing was played
    seconds: float  # of all programs together

    @property
    def closing(self) -> str:
        """The last line; scripts read it."""
        return f"{self.right} of {self.total} scenarios right, {self.false_alarms} false alarms"


def score_of(verdicts: Sequence[Verdict]) -> Score:
    """The score. A ``known`` scenario that is answered as expected, or whose run failed, is a fault and counts as one."""
    known = tuple(row for row in verdicts if row.known and row.right)
    counted = [row for row in verdicts if not row.known or row.faults]
    played = [row for row in verdicts if not row.not_run]
    return Score(
        tallies=_tallies([row for row in counted if not row.not_run]),
        known=known,
        not_run=tuple(row for row in verdicts if row.not_run),
        total=len(counted),
        right=sum(row.right for row in counted),
        false_alarms=sum(len(row.false_alarms) for row in counted),
        slowest=max(played, key=lambda row: row.seconds, default=None),
        seconds=sum(row.seconds for row in played),
    )


def _tallies(rows: Sequence[Verdict]) -> tuple[Tally, ...]:
    causes = {_row_of(row) for row in rows} | {code for row in rows for code in row.false_alarms}
    return tuple(_tally(cause, rows) for cause in sorted(causes, key=_place))


def _tally(cause: str, rows: Sequence[Verdict]) -> Tally:
    mine = [row for row in rows if _row_of(row) == cause]
    missed = sum(not row.right and cause != NO_CAUSE and row.found not in BY_CODE for row in mine)
    right = sum(row.right for row in mine)
    return Tally(
        cause=cause,
        expected=len(mine),
        right=right,
        wrong=len(mine) - right - missed,
        missed=missed,
        false_alarms=sum(cause in row.false_alarms for row in rows),
    )


def _row_of(row: Verdict) -> str:
    return row.expected if row.expected in BY_CODE else NO_CAUSE


def _place(cause: str) -> tuple[int, str]:
    return ORDER.get(cause, len(ORDER)), cause
