"""What the person can do now, as values: the buttons of the foot for every state of the window. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wssdiag.model.check import Status
from wssdiag.model.report import Report, VerdictStatus
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext


class Deed(StrEnum):
    """Something that a button starts."""

    CHECK = "check"
    STOP = "stop"
    HOME = "home"  # back to the verdict
    BACK = "back"  # one step back in the guide
    SHOW_GUIDE = "show-guide"
    DONE = "done"  # the step was done: check again
    CANNOT = "cannot"
    ONWARD = "onward"  # the next step of the guide
    SAVE = "save"


@dataclass(frozen=True)
class Offer:
    """A button: what it does, what it says, how else it is reached."""

    deed: Deed
    text: str
    tip: str = ""
    enabled: bool = True
    calm: bool = False  # a main action that nobody is urged to


@dataclass(frozen=True)
class Foot:
    """The foot of the window. ``main`` stands at the lower right, always."""

    main: Offer
    others: tuple[Offer, ...] = ()
    note: str = ""


def check_offer(text: str) -> Offer:
    """The button that starts a run."""
    return Offer(Deed.CHECK, text, _("Enter or F5"))


def save_offer() -> Offer:
    """The hand-over, to be reached from everywhere once there is a report."""
    return Offer(Deed.SAVE, _("Save for support..."), _("Saves this report as a page to read and as data (Ctrl+S)"))


def start_foot() -> Foot:
    """Before the first run."""
    return Foot(main=check_offer(_("Check this computer")), note=_("Nothing on this computer is changed."))


def running_foot(*, stopping: bool) -> Foot:
    """While a run goes on."""
    if stopping:
        return Foot(main=Offer(Deed.STOP, _("Stopping"), enabled=False, calm=True), note=_("What was found so far is kept."))
    return Foot(main=Offer(Deed.STOP, _("Stop"), _("Esc: stops and keeps what was found so far"), calm=True))


def verdict_foot(report: Report, *, guided: bool) -> Foot:
    """After a run: the guide where there is one, else to check again."""
    others = (save_offer(),)
    if guided:
        again = Offer(Deed.CHECK, _("Check again"), _("F5"))
        return Foot(main=Offer(Deed.SHOW_GUIDE, _("Show me how to fix it"), _("Enter")), others=(*others, again), note=checked(report))
    return Foot(main=check_offer(_("Check again")), others=others, note=checked(report))


def details_foot(report: Report | None) -> Foot:
    """Beside the table of checks."""
    main = Offer(Deed.HOME, _("Back to the result"), _("Esc"), calm=True)
    if report is None:
        return Foot(main=main)
    return Foot(main=main, others=(save_offer(), Offer(Deed.CHECK, _("Check again"), _("F5"))), note=checked(report))


def checked(report: Report) -> str:
    """What was done, in one line: only checks that came to an outcome count."""
    ran = sum(check.ran for check in report.checks)
    seconds = max(1, round(report.elapsed_ms / 1000))
    text = ngettext("Checked {count} thing in {seconds} s", "Checked {count} things in {seconds} s", ran).format(count=ran, seconds=seconds)
    left = sum(check.status in {Status.CANCELLED, Status.ERROR} for check in report.checks)
    if left:
        text += "; " + ngettext("{count} not finished", "{count} not finished", left).format(count=left)
    return text


def stopped(report: Report) -> bool:
    """Whether the person stopped the run before it could tell."""
    return report.cancelled and report.verdict.status is VerdictStatus.INCOMPLETE
