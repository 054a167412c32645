"""The guide that is being walked: ties the guides, the walk and the pages together for the window. No widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.gui.deeds import Deed, Foot
from wssdiag.gui.guide_page import GuidePage, foot_of, page_of
from wssdiag.gui.helping import Helping
from wssdiag.gui.words import plain
from wssdiag.model.fix import Refusal
from wssdiag.model.profile import Helpdesk
from wssdiag.remedy.before_after import before_after
from wssdiag.remedy.outcome import key_of
from wssdiag.remedy.recheck import checks_to_run
from wssdiag.remedy.walk import Phase, Walk
from wssdiag.report.hand_over import HandOver
from wssdiag.report.rule_request import guide_of

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.gui.helping import Refuses
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report
    from wssdiag.remedy.guide import GuideView


class Guiding:
    """One walk at a time, with what whoever takes over must know of it and of those before it."""

    def __init__(self, knowledge: Knowledge, helpdesk: Helpdesk | None = None, refuses: Refuses | None = None) -> None:
        self.knowledge = knowledge
        self.helping = Helping(refuses or (lambda _action, _facts: Refusal.NOT_READ))
        self._helpdesk = helpdesk or Helpdesk()
        self.walk: Walk | None = None
        self._started: Report | None = None  # that the walk started from
        self._asked: frozenset[str] = frozenset()  # the checks of the re-check under way
        self._again: frozenset[str] = frozenset()  # those that ran again in this walk
        self._earlier: tuple[Walk, ...] = ()

    def view(self, finding: Finding | None, report: Report) -> GuideView | None:
        """The guide for a finding; None where there is none, or none with a step for this computer."""
        if finding is None:
            return None
        view = guide_of(finding, report, self.knowledge)
        return view if view is not None and view.steps else None

    def begin(self, finding: Finding, report: Report) -> bool:
        """Start at the first step, or go on where this same matter was left. False: there is no guide."""
        view = self.view(finding, report)
        if view is None:
            return False
        walk = self.walk
        if walk is not None and key_of(walk.view.finding) == key_of(finding) and walk.phase not in {Phase.SOLVED, Phase.CHANGED}:
            self.walk = (None if walk.ended else walk.seen_again(view)) or Walk(view, tried=walk.tried)
            return True
        if walk is not None and walk.tried:
            self._earlier = (*self._earlier, walk)
        self.walk, self._started, self._again = Walk(view), report, frozenset()
        return True

    def done(self, report: Report) -> frozenset[str] | None:
        """The step was done: the checks that prove it; None where there is nothing to check."""
        if self.walk is None:
            return None
        self.walk = self.walk.done()
        if self.walk.phase is not Phase.CHECKING:
            return None
        self._asked = checks_to_run(self.walk, report)
        return self._asked

    def move(self, deed: Deed) -> None:
        """An answer that needs no check."""
        if self.walk is None:
            return
        moves = {
            Deed.CANNOT: self.walk.cannot,
            Deed.NOT_ALLOWED: self.walk.not_allowed,
            Deed.BACK: self.walk.back,
            Deed.ONWARD: self.walk.onward,
            Deed.HAND_OVER: self.walk.hand_over,
        }
        self.walk = moves[deed]()

    def rechecked(self, after: Report) -> None:
        """The proof came in; one that was stopped counts no check as run again."""
        if self.walk is None or self._started is None:
            return
        self.walk = self.walk.rechecked(self._started, after)
        if not after.cancelled:
            self._again |= self._asked

    def failed(self) -> None:
        """The proof could not be made: the person stands at the step again."""
        self.helping.failed()
        if self.walk is not None and self.walk.phase is Phase.CHECKING:
            self.walk = self.walk.back()

    def page(self, report: Report) -> GuidePage:
        """What the guide screen says."""
        handed = self._handed(report)
        cause = next((one for one in report.findings if one.code == handed.walk.cause), None)
        view = self.view(cause, report)
        page = page_of(handed, self.knowledge, plain(view.title if view is not None else cause.title) if cause is not None else "")
        return self.helping.on_page(page, handed.walk, report.facts)

    def foot(self, report: Report) -> Foot:
        """What can be done now."""
        walk = self._handed(report).walk
        return self.helping.on_foot(foot_of(walk, report), walk, report.facts)

    def _handed(self, report: Report) -> HandOver:
        if self.walk is None or self._started is None:
            message = "no guide is being walked"
            raise RuntimeError(message)
        rows = before_after(self._started, report, self._again)
        return HandOver(self.walk, self._started, report, rows, self._helpdesk, self._earlier)
