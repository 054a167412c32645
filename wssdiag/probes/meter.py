"""Owns how a step becomes an observation: its limit, its times since the run started, and a cancel as one more failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.failure import Failure
from wssdiag.model.observation import AnyDetail, Observation, Step, Target, Via
from wssdiag.probes.deadline import CancelledError, Deadline
from wssdiag.probes.network import STEP_LIMIT_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.model.clock import Clock

_MS = 1000.0


class Meter:
    """The clock of one run, and whether it was cancelled."""

    def __init__(self, clock: Clock, cancelled: Callable[[], bool], started: float) -> None:
        """``started``: the run's first moment on the monotonic clock, in seconds."""
        self._clock = clock
        self._cancelled = cancelled
        self._started = started

    def deadline(self, limit_s: float = STEP_LIMIT_S) -> Deadline:
        """The limit of one step, running from now."""
        return Deadline(self._clock, limit_s, self._cancelled)

    def pause(self, seconds: float) -> None:
        """Wait between two steps, unless the run is cancelled."""
        if seconds > 0:
            Deadline(self._clock, seconds, self._cancelled).sleep()

    def measure(
        self,
        step: Step,
        target: Target,
        act: Callable[[Deadline], tuple[Failure | None, AnyDetail]],
        untried: AnyDetail,
        via: Via = Via.DIRECT,
        limit_s: float = STEP_LIMIT_S,
    ) -> Observation:
        """Do one step. ``untried`` is the detail of a step that was cancelled before or while it ran."""
        deadline = self.deadline(limit_s)
        failure: Failure | None
        try:
            deadline.slice_s()
            failure, detail = act(deadline)
        except CancelledError:
            failure, detail = Failure.CANCELLED, untried
        return self.observation(step, target, (deadline.began, deadline.now()), (failure, detail), via)

    def observation(
        self, step: Step, target: Target, times: tuple[float, float], outcome: tuple[Failure | None, AnyDetail], via: Via
    ) -> Observation:
        """An observation from the monotonic moments of its begin and end."""
        began, ended = times
        failure, detail = outcome
        return Observation(
            step=step,
            target=target,
            via=via,
            offset_ms=(began - self._started) * _MS,
            elapsed_ms=(ended - began) * _MS,
            failure=failure,
            detail=detail,
        )
