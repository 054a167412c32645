"""What the guide screen says and offers, as values: from a walk. Pure; the steps' texts come from the guides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.catalogue.knowledge import Risk
from wssdiag.gui.deeds import Deed, Foot, Offer, checked, save_offer
from wssdiag.gui.outcome import Tone
from wssdiag.gui.words import copy_sentence, plain
from wssdiag.model.finding import Who
from wssdiag.remedy.walk import Phase, Walk
from wssdiag.report import wording
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.model.report import Report
    from wssdiag.remedy.guide import StepView


@dataclass(frozen=True)
class GuidePage:
    """Every text of the guide screen; an empty one is not shown."""

    about: str
    headline: str
    facts: str = ""
    banner: str = ""
    banner_tone: Tone | None = None
    text: str = ""
    message: str = ""
    copy_text: str = ""


def page_of(walk: Walk, changed_title: str) -> GuidePage:
    """``changed_title`` is the headline of the matter that is in the way now, where the walk says that it changed."""
    title = plain(walk.view.title)
    about = _("{matter}: step {number} of {count}").format(matter=title, number=walk.position + 1, count=len(walk.view.steps))
    if walk.phase is Phase.SOLVED:
        return GuidePage(
            about=title, headline=_("That solved it"), banner=_("It was tried again, and it works now."), banner_tone=Tone.FINE
        )
    if walk.phase is Phase.CHANGED:
        text = _("What is in the way now: {matter}.").format(matter=changed_title) if changed_title else ""
        return GuidePage(
            about=title, headline=_("That is settled, something else is not"), banner=text, banner_tone=Tone.ATTENTION if text else None
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
    if walk.phase is Phase.HANDED_OVER:
        return _handed_over(walk, title)
    return _step(walk.step, about)


def foot_of(walk: Walk, report: Report) -> Foot:
    """What can be done now."""
    save = save_offer()
    home = Offer(Deed.HOME, _("Back to the result"), _("Esc"))
    match walk.phase:
        case Phase.SOLVED:
            return Foot(main=Offer(Deed.HOME, _("Show the result"), _("Enter")), others=(save,), note=checked(report))
        case Phase.CHANGED:
            return Foot(main=Offer(Deed.HOME, _("Show me what it is now"), _("Enter")), others=(save,))
        case Phase.STILL_THERE | Phase.UNSURE:
            back = Offer(Deed.BACK, _("Try this step again"))
            return Foot(main=Offer(Deed.ONWARD, _("Go to the next step"), _("Enter")), others=(save, back))
        case Phase.HANDED_OVER:
            return Foot(main=Offer(Deed.SAVE, _("Save for support..."), _("Enter or Ctrl+S")), others=(home, Offer(Deed.BACK, _("Back"))))
    if walk.at_last:
        return Foot(
            main=Offer(Deed.SAVE, _("Save for support..."), _("Enter or Ctrl+S")), others=(home, _back(walk)) if walk.before else (home,)
        )
    cannot = Offer(Deed.CANNOT, _("I can't do this here"), _("Goes to the next step"))
    other = _back(walk) if walk.before else home
    main = Offer(Deed.DONE, _("I've done this, check again"), _("Enter"))
    return Foot(main=main, others=(save, other, cannot))


def _back(walk: Walk) -> Offer:
    return Offer(Deed.BACK, _("Back"), _("The step before this one"), enabled=bool(walk.before))


def _step(step: StepView, about: str) -> GuidePage:
    return GuidePage(
        about=about,
        headline=_for(step.who),
        facts=_facts(step),
        text=plain(step.do),
        message=plain(step.message or ""),
        copy_text=copy_sentence(step.who),
    )


def _handed_over(walk: Walk, title: str) -> GuidePage:
    message = next((step.message for step in reversed(walk.view.steps) if step.message), None) or ""
    step = next((one for one in reversed(walk.view.steps) if one.message), walk.view.steps[-1])
    return GuidePage(
        about=title,
        headline=_("Somebody else takes over from here"),
        text=plain(walk.view.steps[-1].do),
        message=plain(message),
        copy_text=copy_sentence(step.who),
    )


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
