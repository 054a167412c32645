"""The guide as a walk: a frozen value that each answer of the person, and each re-check, turns into the next one.

Owns where the walk stands and where an answer leads. Must not run a check, and holds no texts: the faces have the words for its phases.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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


@dataclass(frozen=True)
class Tried:
    """One answer to one step. ``outcome`` is what the re-check said; None: nothing was measured."""

    step: str
    answer: Answer
    outcome: Outcome | None = None


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
    tried: tuple[Tried, ...] = ()  # for whoever takes over
    cause: str | None = None  # of CHANGED
    before: Walk | None = field(default=None, repr=False)  # where the way back leads

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
        phase = Phase.HANDED_OVER if self.at_last else Phase.CHECKING
        return replace(self, phase=phase, tried=self._with(Answer.DONE), before=self)

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
        tried = (*self.tried[:-1], replace(self.tried[-1], outcome=outcome))
        return replace(self, phase=_PHASES[outcome], cause=cause, tried=tried)

    def onward(self) -> Walk:
        """The step did not help, or nobody knows: the next one. The way back from there leads to this step, not to its outcome."""
        if self.phase not in _OPEN:
            return self
        return replace(self._to(self.position + 1), before=self.back())

    def back(self) -> Walk:
        """The walk as it stood before the last answer; an answer that nothing has measured is taken back with it."""
        if self.before is None:
            return self
        measured = (one for one in self.tried[len(self.before.tried) :] if one.outcome is not None)
        return replace(self.before, tried=(*self.before.tried, *measured))

    def hand_over(self) -> Walk:
        """Somebody else takes over: possible at any time. The way back from a re-check that runs leads to its step."""
        if self.phase is Phase.HANDED_OVER:
            return self
        return replace(self, phase=Phase.HANDED_OVER, before=self.before if self.phase is Phase.CHECKING else self)

    def seen_again(self, view: GuideView) -> Walk | None:
        """The same walk with the texts of newer evidence, the way back included; None where the guide has other steps by now."""
        if [step.id for step in view.steps] != [step.id for step in self.view.steps]:
            return None
        return replace(self, view=view, before=self.before.seen_again(view) if self.before else None)

    def _with(self, answer: Answer) -> tuple[Tried, ...]:
        return (*self.tried, Tried(self.step.id, answer))

    def _to(self, position: int, answer: Answer | None = None) -> Walk:
        tried = self.tried if answer is None else self._with(answer)
        if position >= len(self.view.steps):
            return replace(self, phase=Phase.HANDED_OVER, tried=tried, before=self)
        return replace(self, position=position, phase=Phase.STEP, tried=tried, before=self)
