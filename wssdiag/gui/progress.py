"""What is known of a run while it runs: a frozen value, and how an event changes it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from wssdiag.model.event import AnyEvent, CheckFinished, CheckStarted, ModeKnown

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult
    from wssdiag.model.mode import Mode


#: Before, the pace says little: what answers at all answers within some milliseconds.
_FIRST_S = 1.0

#: A run is over by then, whatever does not answer (checks.situation).
_MOST_S = 30.0

#: How long a check waits where nothing answers, and the last ones may be such.
_SILENCE_S = 5.0

#: The pace is that of what answered; what is still to come may be twice as slow.
_SLOWER = 2.0

#: No finer: the words must not change with every check.
_STEP_S = 5


@dataclass(frozen=True)
class Left:
    """The time that is left lies between the two, in seconds; both are multiples of 5."""

    low_s: int
    high_s: int


@dataclass(frozen=True)
class Progress:
    """``under_way`` holds id and title of what was started and has not ended, in the order of starting.

    ``left`` is None while nobody can know. While the plan stays the same it only ever falls.
    """

    mode: Mode | None = None
    planned: int = 0
    under_way: tuple[tuple[str, str], ...] = ()
    results: tuple[CheckResult, ...] = ()
    stopping: bool = False
    left: Left | None = None

    def heard(self, event: AnyEvent) -> Progress:
        """The same, one event later."""
        if isinstance(event, ModeKnown):
            grown = event.planned > self.planned
            return replace(self, mode=event.mode, planned=max(self.planned, event.planned), left=None if grown else self.left)
        if isinstance(event, CheckStarted):
            return replace(self, under_way=(*self.under_way, (event.id, event.title)))
        if isinstance(event, CheckFinished):
            return replace(
                self,
                under_way=tuple(one for one in self.under_way if one[0] != event.result.id),
                results=(*self.results, event.result),
                planned=max(self.planned, len(self.results) + 1),
                left=self._left(event.offset_ms / 1000),
            )
        return self

    def _left(self, elapsed_s: float) -> Left | None:
        """The estimate, now that one more check has ended."""
        done = len(self.results) + 1
        if elapsed_s < _FIRST_S or done >= self.planned:
            return self.left
        soonest = min(elapsed_s * (self.planned - done) / done, max(0.0, _MOST_S - elapsed_s))
        latest = min(soonest * _SLOWER + _SILENCE_S, max(_SILENCE_S, _MOST_S - elapsed_s))
        low = int(soonest // _STEP_S) * _STEP_S
        high = max(low + _STEP_S, ceil(latest / _STEP_S) * _STEP_S)
        return Left(low, high) if self.left is None else Left(min(low, self.left.low_s), min(high, self.left.high_s))

    def stop(self) -> Progress:
        """The same, after Stop was pressed."""
        return replace(self, stopping=True)

    @property
    def ids_under_way(self) -> tuple[str, ...]:
        """The ids alone."""
        return tuple(check_id for check_id, _ in self.under_way)
