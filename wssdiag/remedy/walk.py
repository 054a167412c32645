"""The guide as a walk: a frozen value that each answer of the person, and each re-check, turns into the next one.

Owns where the walk stands and where an answer leads. Must not run a check, and holds no texts: the faces have the words for its phases.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from wssdiag.remedy.outcome import Outcome, judged

if TYPE_CHECKING:
    from wssdiag.model.report import Report
    from wssdiag.remedy.guide import GuideView, StepView


class Phase(StrEnum):
    """What the walk waits for."""

    STEP = "step"  # the person does the step and answers
    CHECKING = "checking"  # the step is done; the checks that prove it run
    SOLVED = "solved"
    CHANGED = "changed"  # this matter is settled, and ``cause`` is the one to look at now
    STILL_THERE = "still-there"  # the step did not help
    UNSURE = "unsure"  # gone from sight, but a check that would prove it came to no outcome
    HANDED_OVER = "handed-over"


class Answer(StrEnum):
    """What the person said to a step."""

    DONE = "done"
    CANNOT = "cannot"
    NOT_ALLOWED = "not-allowed"


_PHASES = {
    Outcome.SOLVED: Phase.SOLVED,
    Outcome.CHANGED: Phase.CHANGED,
    Outcome.STILL_THERE: Phase.STILL_THERE,
    Outcome.UNSURE: Phase.UNSURE,
}

#: The phases from which the next step can follow.
_OPEN = frozenset({Phase.STILL_THERE, Phase.UNSURE})


@dataclass(frozen=True)
class Walk:
    """One person's way through one guide. An answer that does not fit the phase changes nothing."""

    view: GuideView
    position: int = 0
    phase: Phase = Phase.STEP
    trail: tuple[int, ...] = ()  # positions that were left, for the way back
    answers: tuple[tuple[str, Answer], ...] = ()  # step id and answer, for whoever takes over
    cause: str | None = None  # of CHANGED

    @property
    def step(self) -> StepView:
        """The step at hand."""
        return self.view.steps[self.position]

    @property
    def at_last(self) -> bool:
        """Whether the step at hand is the hand-over."""
        return self.position == len(self.view.steps) - 1

    @property
    def ended(self) -> bool:
        """Whether nothing more is asked of the person."""
        return self.phase in {Phase.SOLVED, Phase.CHANGED, Phase.HANDED_OVER}

    def done(self) -> Walk:
        """The person did the step; the last one hands over."""
        if self.phase is not Phase.STEP:
            return self
        return replace(self, phase=Phase.HANDED_OVER if self.at_last else Phase.CHECKING, answers=self._answered(Answer.DONE))

    def cannot(self) -> Walk:
        """The person cannot do it here: the next step."""
        if self.phase is not Phase.STEP:
            return self
        return self._to(self.position + 1, Answer.CANNOT)

    def not_allowed(self) -> Walk:
        """The person may not do it: the next step that is another one's affair."""
        if self.phase is not Phase.STEP:
            return self
        steps = self.view.steps
        last = len(steps) - 1
        others = (at for at in range(self.position + 1, len(steps)) if at == last or steps[at].who is not self.step.who)
        return self._to(next(others, len(steps)), Answer.NOT_ALLOWED)

    def rechecked(self, before: Report, after: Report) -> Walk:
        """The checks ran again: ``before`` is the report that the walk started from, ``after`` the merged one."""
        if self.phase is not Phase.CHECKING:
            return self
        outcome, cause = judged(self.view.finding, before, after)
        return replace(self, phase=_PHASES[outcome], cause=cause)

    def onward(self) -> Walk:
        """The step did not help, or nobody knows: the next one."""
        return self._to(self.position + 1) if self.phase in _OPEN else self

    def back(self) -> Walk:
        """From an outcome to its step; from a step to the one before it."""
        if self.phase is not Phase.STEP:
            return replace(self, phase=Phase.STEP, cause=None)
        if not self.trail:
            return self
        return replace(self, position=self.trail[-1], trail=self.trail[:-1])

    def hand_over(self) -> Walk:
        """Somebody else takes over: possible at any time."""
        return replace(self, phase=Phase.HANDED_OVER)

    def _answered(self, answer: Answer | None) -> tuple[tuple[str, Answer], ...]:
        return self.answers if answer is None else (*self.answers, (self.step.id, answer))

    def _to(self, position: int, answer: Answer | None = None) -> Walk:
        answers = self._answered(answer)
        if position >= len(self.view.steps):
            return replace(self, phase=Phase.HANDED_OVER, answers=answers)
        return replace(self, position=position, phase=Phase.STEP, trail=(*self.trail, self.position), answers=answers)
