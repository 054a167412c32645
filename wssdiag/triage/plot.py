"""What the page draws: how often each cause was found, and how many runs there were over time. Numbers alone; pure.

Owns the lengths of bars, in the units of the drawing. The page gives them colours and words.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.triage.row import Row

#: Causes that are drawn; the rest is in the table.
MOST_CAUSES: Final = 12

#: Bars that can still be told apart over the width of the page.
MOST_STEPS: Final = 60

_HEALTHY: Final = "healthy"
_DAY: Final = 10  # characters of "2026-03-04"


@dataclass(frozen=True)
class Bar:
    """A cause: its runs, and the length of its bar as a share of the longest (more than 0, at most 1)."""

    label: str
    count: int
    share: float


@dataclass(frozen=True)
class Step:
    """Some days in a row. The shares are of the step with the most runs."""

    first: str  # its first day, ISO 8601
    healthy: int
    other: int
    healthy_share: float
    other_share: float


def causes(rows: Sequence[Row]) -> tuple[Bar, ...]:
    """The most frequent matters, the most frequent first."""
    counted = sorted(Counter(row.matter for row in rows).items(), key=lambda one: (-one[1], one[0]))[:MOST_CAUSES]
    return tuple(Bar(label, count, count / counted[0][1]) for label, count in counted)


def over_time(rows: Sequence[Row]) -> tuple[int, tuple[Step, ...]]:
    """How many days a step has, and the steps from the first run to the last; no steps where no run has a time."""
    runs = [(date.fromisoformat(row.started[:_DAY]), row.status == _HEALTHY) for row in rows if row.started]
    if not runs:
        return 1, ()
    begin = min(day for day, _ in runs)
    days = (max(day for day, _ in runs) - begin).days + 1
    length = -(-days // MOST_STEPS)
    counted = Counter(((day - begin).days // length, healthy) for day, healthy in runs)
    count = -(-days // length)
    most = max(counted[at, True] + counted[at, False] for at in range(count))
    return length, tuple(
        Step(
            first=(begin + timedelta(days=at * length)).isoformat(),
            healthy=counted[at, True],
            other=counted[at, False],
            healthy_share=counted[at, True] / most,
            other_share=counted[at, False] / most,
        )
        for at in range(count)
    )
