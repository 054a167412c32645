"""The guide that is being walked: ties the guides, the walk and the pages together for the window. No widget."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wssdiag.gui.deeds import Deed, Foot
from wssdiag.gui.guide_page import GuidePage, foot_of, page_of
from wssdiag.gui.words import plain
from wssdiag.remedy.recheck import checks_to_run
from wssdiag.remedy.walk import Phase, Walk
from wssdiag.report.rule_request import guide_of

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report
    from wssdiag.remedy.guide import GuideView


class Guiding:
    """One walk at a time."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.walk: Walk | None = None

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
        same = self.walk is not None and self.walk.view.finding == view.finding and not self.walk.ended
        # The same matter, seen again later: its message tells the newer evidence.
        self.walk = replace(self.walk, view=view) if self.walk is not None and same else Walk(view)
        return True

    def done(self, report: Report) -> frozenset[str] | None:
        """The step was done: the checks that prove it; None where there is nothing to check."""
        if self.walk is None:
            return None
        self.walk = self.walk.done()
        if self.walk.phase is not Phase.CHECKING:
            return None
        return checks_to_run(self.walk, report)

    def move(self, deed: Deed) -> None:
        """An answer that needs no check."""
        if self.walk is None:
            return
        moves = {
            Deed.CANNOT: self.walk.cannot,
            Deed.BACK: self.walk.back,
            Deed.ONWARD: self.walk.onward,
        }
        self.walk = moves[deed]()

    def rechecked(self, before: Report, after: Report) -> None:
        """The proof came in."""
        if self.walk is not None:
            self.walk = self.walk.rechecked(before, after)

    def failed(self) -> None:
        """The proof could not be made: the person stands at the step again."""
        if self.walk is not None:
            self.walk = self.walk.back()

    def page(self, report: Report) -> GuidePage:
        """What the guide screen says."""
        walk = self._walk()
        cause = next((one for one in report.findings if one.code == walk.cause), None)
        view = self.view(cause, report)
        return page_of(walk, plain(view.title if view is not None else cause.title) if cause is not None else "")

    def foot(self, report: Report) -> Foot:
        """What can be done now."""
        return foot_of(self._walk(), report)

    def _walk(self) -> Walk:
        if self.walk is None:
            message = "no guide is being walked"
            raise RuntimeError(message)
        return self.walk
