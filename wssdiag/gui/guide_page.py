"""What the guide screen says and offers, as values: from a walk. Pure; the steps' texts come from the guides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.catalogue.knowledge import Knowledge, Risk
from wssdiag.gui.deeds import Deed, Foot, Offer, checked, hand_over_offer
from wssdiag.gui.outcome import Tone
from wssdiag.gui.words import MESSAGE_LIMIT, copy_sentence, plain
from wssdiag.model.finding import Who
from wssdiag.remedy.walk import Phase, Walk
from wssdiag.report import wording
from wssdiag.report.hand_over import HandOver, reach, render_hand_over, takes_over
from wssdiag.report.layout import Style
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.model.profile import Helpdesk
    from wssdiag.model.report import Report
    from wssdiag.remedy.before_after import CheckRow
    from wssdiag.remedy.guide import StepView

#: Whatever takes the text from the clipboard wraps it by itself.
_UNWRAPPED = Style(width=100_000)


@dataclass(frozen=True)
class GuidePage:
    """Every text of the guide screen; an empty one is not shown."""

    about: str
    headline: str
    facts: str = ""
    banner: str = ""
    banner_tone: Tone | None = None
    text: str = ""
    help: str = ""  # what the tool can do of the step
    answers: bool = False  # whether the person is asked if the step can be done
    message: str = ""
    copy_text: str = ""
    reach: str = ""
    hand_over: str = ""
    rows: tuple[CheckRow, ...] = ()


def page_of(handed: HandOver, knowledge: Knowledge, changed_title: str) -> GuidePage:
    """``changed_title`` is the headline of the matter that is in the way now, where the walk says that it changed."""
    walk = handed.walk
    title = plain(walk.view.title)
    about = _("{matter}: step {number} of {count}").format(matter=title, number=walk.position + 1, count=len(walk.view.steps))
    if walk.phase is Phase.SOLVED:
        return GuidePage(
            about=title,
            headline=_("That solved it"),
            banner=_("It was tried again, and it works now."),
            banner_tone=Tone.FINE,
            rows=handed.rows,
        )
    if walk.phase is Phase.CHANGED:
        text = _("What is in the way now: {matter}.").format(matter=changed_title) if changed_title else ""
        return GuidePage(
            about=title,
            headline=_("That is settled, something else is not"),
            banner=text,
            banner_tone=Tone.ATTENTION if text else None,
            rows=handed.rows,
        )
    if walk.phase is Phase.STILL_THERE:
        return GuidePage(
            about=about,
            headline=_("It is still there"),
            banner=_("It was tried again, with the same result. That is no fault of yours: the next step may help."),
            banner_tone=Tone.ATTENTION,
        )
    if walk.phase is Phase.UNSURE:
        return GuidePage(
            about=about,
            headline=_("We could not tell whether that helped"),
            banner=_("It is gone from sight, but a check that would prove it came to no result."),
            banner_tone=Tone.UNKNOWN,
        )
    if walk.phase is Phase.HANDED_OVER or walk.at_last:
        return _handed_over(handed, knowledge, title if walk.phase is Phase.HANDED_OVER else about)
    return _step(walk.step, about)


def hand_over_text(handed: HandOver, knowledge: Knowledge) -> str:
    """Everything in one text, fit for a mail or a ticket."""
    return render_hand_over(handed, knowledge, _UNWRAPPED).strip()


def foot_of(walk: Walk, report: Report) -> Foot:
    """What can be done now: one main action, the hand-over, the way back. The answers to a step stand beside its text."""
    hand_over = hand_over_offer()
    home = Offer(Deed.HOME, _("Back to the result"), _("Esc"))
    back = Offer(Deed.BACK, _("Back"), _("The step before this one (Alt+Left)"))
    match walk.phase:
        case Phase.SOLVED:
            return Foot(main=Offer(Deed.HOME, _("Show the result"), _("Enter")), others=(hand_over,), note=checked(report))
        case Phase.CHANGED:
            return Foot(main=Offer(Deed.HOME, _("Show me what it is now"), _("Enter")), others=(hand_over,))
        case Phase.STILL_THERE | Phase.UNSURE:
            again = Offer(Deed.BACK, _("Try this step again"), _("Alt+Left"))
            return Foot(main=Offer(Deed.ONWARD, _("Go to the next step"), _("Enter")), others=(hand_over, again))
    if walk.phase is Phase.HANDED_OVER or walk.at_last:
        main = Offer(Deed.SAVE, _("Save for support..."), _("Enter or Ctrl+S"))
        return Foot(main=main, others=(home, back) if walk.before else (home,))
    main = Offer(Deed.DONE, _("I've done this, check again"), _("Enter"))
    return Foot(main=main, others=(hand_over, back if walk.before else home))


def _step(step: StepView, about: str) -> GuidePage:
    return GuidePage(
        about=about,
        headline=_for(step.who),
        facts=_facts(step),
        text=plain(step.do),
        answers=True,
        message=plain(step.message or "", MESSAGE_LIMIT),
        copy_text=copy_sentence(step.who),
    )


def _handed_over(handed: HandOver, knowledge: Knowledge, about: str) -> GuidePage:
    view = handed.walk.view
    return GuidePage(
        about=about,
        headline=_("Somebody else takes over from here"),
        facts=wording.can_fix(takes_over(view.finding)),
        text=plain(view.steps[-1].do),
        copy_text=_("Copy all of it"),
        reach=_reach(handed.helpdesk),
        hand_over=hand_over_text(handed, knowledge),
        rows=handed.rows,
    )


def _reach(helpdesk: Helpdesk) -> str:
    """Two to a line: the text to send should not leave the screen."""
    rows = [plain(line) for line in reach(helpdesk)]
    return "\n".join(" · ".join(rows[at : at + 2]) for at in range(0, len(rows), 2))


def _for(who: Who) -> str:
    if who is Who.USER:
        return _("Something you can do")
    return {
        Who.HELPDESK: _("Something your helpdesk can do"),
        Who.NETWORK: _("Something your network administrator can do"),
        Who.VENDOR: _("Something the vendor can do"),
    }[who]


def _facts(step: StepView) -> str:
    risk = {
        Risk.NONE: "",
        Risk.LOW: _("Can do little harm."),
        Risk.HIGH: _("Read it to the end before you start: it can interrupt your work."),
    }[step.risk]
    return f"{_('Takes {minutes}.').format(minutes=wording.minutes(step.minutes))} {risk}".strip()
