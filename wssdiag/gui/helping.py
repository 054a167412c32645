"""What the tool can do of the step at hand, as values: the offer, the question before it, what came of it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from wssdiag.catalogue.knowledge import Risk
from wssdiag.gui.deeds import WHILE_BUSY, Deed, Foot, Offer, hand_over_offer
from wssdiag.gui.outcome import Tone
from wssdiag.gui.words import plain
from wssdiag.model.fix import Action, FixOutcome, Privilege, Reversal
from wssdiag.remedy.fixes import BY_ACTION
from wssdiag.remedy.walk import Phase, Walk
from wssdiag.report import fixes as words
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.gui.guide_page import GuidePage
    from wssdiag.model.facts import Facts
    from wssdiag.model.fix import FixResult, Refusal

#: Why an action may not be done on a computer with these facts; None where it may.
Refuses = Callable[[Action, "Facts"], "Refusal | None"]

#: They show a place where the person does the step: only then it can be checked.
_OPENERS = frozenset({Action.OPEN_SIGN_IN_PAGE, Action.OPEN_SETTINGS})

_GONE_WELL = frozenset({FixOutcome.DONE, FixOutcome.NOTHING})


class Helping:
    """Goes along with one walk. Everything but what can be taken back is forgotten where the step is another one."""

    def __init__(self, refuses: Refuses) -> None:
        self._refuses = refuses
        self._step = ""
        self._asked = False
        self._opened = False
        self._trouble = ""
        self.busy = False
        self.undoable: Action | None = None  # done, and not taken back
        self._note = ""  # what came of taking it back

    def action(self, walk: Walk, facts: Facts) -> Action | None:
        """What the tool can do of the step at hand; None where it can do nothing, or may not."""
        if walk.step.id != self._step:
            self._step, self._asked, self._opened, self._trouble = walk.step.id, False, False, ""
        if walk.phase is not Phase.STEP or walk.at_last or walk.step.action is None:
            return None
        action = Action(walk.step.action)
        return None if self._refuses(action, facts) else action

    def pressed(self, walk: Walk, facts: Facts) -> Action | None:
        """The person wants it: what is to be done now. What can take protection away is asked about once more."""
        action = self.action(walk, facts)
        if action is None or self.busy:
            return None
        if BY_ACTION[action].risk is Risk.HIGH and not self._asked:
            self._asked = True
            return None
        self.busy, self._trouble, self._note = True, "", ""
        return action

    def take_back(self) -> Action | None:
        """The person wants the change back: what is to be taken back now."""
        if self.busy or self.undoable is None:
            return None
        self.busy, self._note = True, ""
        return self.undoable

    def failed(self) -> None:
        """A fault of ours: nobody knows what came of it."""
        self.busy = self._asked = False

    def ended(self, action: Action, done: FixResult) -> bool:
        """What came of it. True: the step is done, and can be checked."""
        self.busy = self._asked = False
        if done.outcome not in _GONE_WELL:
            self._trouble = words.failed(done)
            return False
        if BY_ACTION[action].reversal is Reversal.RESTORED and done.outcome is FixOutcome.DONE:
            self.undoable = action
        self._opened = action in _OPENERS
        return not self._opened

    def undone(self, done: FixResult) -> str:
        """What came of taking it back, in one sentence; the foot shows it."""
        self.busy = False
        if done.outcome in _GONE_WELL:
            self.undoable = None
            self._note = _("The setting has its old value again.")
        else:
            self._note = _("Not taken back: {reason}").format(reason=plain(words.failed(done)))
        return self._note

    def on_page(self, page: GuidePage, walk: Walk, facts: Facts) -> GuidePage:
        """The page with the offer, or what came of it."""
        action = self.action(walk, facts)
        if action is None:
            return page
        fix = BY_ACTION[action]
        asked = [words.rights(fix.privilege)] if fix.privilege is Privilege.ELEVATED else []
        lasting = [words.reversal(fix.reversal, in_window=True)] if fix.reversal is not Reversal.NOT_NEEDED else []
        text = " ".join((words.says(action), *asked, *lasting))
        banner, tone = "", None
        if self._trouble:
            banner, tone = _("That could not be done: {reason}").format(reason=plain(self._trouble)), Tone.ATTENTION
        elif self._asked:
            banner, tone = _("{risk} Press the button once more to do it.").format(risk=words.risk(fix)), Tone.ATTENTION
        elif self._opened:
            banner, tone = _("It is open. Do there what the step says, then let it be checked."), Tone.FINE
        return replace(page, help="" if self._opened else text, banner=banner or page.banner, banner_tone=tone or page.banner_tone)

    def on_foot(self, foot: Foot, walk: Walk, facts: Facts) -> Foot:
        """The foot with the offer in front; the person's own way to do it stays beside it."""
        if self.busy and walk.phase is Phase.HANDED_OVER:
            return replace(foot, others=tuple(one for one in foot.others if one.deed in WHILE_BUSY))
        if self.busy:
            working = Offer(Deed.DO_IT, _("Working"), enabled=False, calm=True)
            return Foot(main=working, others=(hand_over_offer(),), note=_("If this computer asks you something, answer it."))
        if self.undoable and walk.phase in {Phase.SOLVED, Phase.STILL_THERE, Phase.UNSURE, Phase.CHANGED}:
            undo = Offer(Deed.UNDO, _("Take the change back"), _("Gives the setting the value that it had"))
            foot = replace(foot, others=(*foot.others, undo))
        foot = replace(foot, note=self._note) if self._note else foot
        action = self.action(walk, facts)
        if action is None or self._opened:
            return foot
        text = _("Open it for me") if action in _OPENERS else _("Yes, do it") if self._asked else _("Do it for me")
        return replace(
            foot, main=Offer(Deed.DO_IT, text, _("{what} (Enter)").format(what=words.says(action))), others=(*foot.others, foot.main)
        )
