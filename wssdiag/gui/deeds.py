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
    DO_IT = "do-it"  # the tool does the step
    UNDO = "undo"  # what it changed is put back
    CANNOT = "cannot"
    NOT_ALLOWED = "not-allowed"
    ONWARD = "onward"  # the next step of the guide
    HAND_OVER = "hand-over"  # somebody else takes over the guide
    SAVE = "save"  # what support gets: looked at first, then written
    SAVE_PAGE = "save-page"  # of that the page alone
    SHOW_FOLDER = "show-folder"  # that the file is in
    COPY_SUMMARY = "copy-summary"
    CHANGES = "changes"  # this report beside the one before it
    OPEN = "open"  # choose a saved report to compare with; beside the matter: open what is chosen
    CLEAR = "clear"  # remove the past runs, after a question
    WATCH = "watch"  # check again and again
    LEAVE = "leave"  # close a stored report's window


#: What makes sense while the tool does a step, which may wait for an administrator for minutes: nothing that moves or starts another.
WHILE_BUSY = frozenset({Deed.HAND_OVER, Deed.SAVE, Deed.HOME})

#: How a deed is reached by the keyboard, wherever the focus is; the tips of the offers name it. Enter and Esc depend on the screen.
KEYS = (
    ("F5", Deed.CHECK),
    ("Ctrl+Shift+T", Deed.COPY_SUMMARY),
    ("Ctrl+Shift+P", Deed.SAVE_PAGE),
    ("Ctrl+Shift+S", Deed.HAND_OVER),
    ("Ctrl+B", Deed.CHANGES),
    ("Ctrl+O", Deed.OPEN),
    ("Alt+Left", Deed.BACK),
    ("Alt+Right", Deed.CANNOT),
    ("Alt+Shift+Right", Deed.NOT_ALLOWED),
)


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
    return Offer(Deed.SAVE, _("Save for support..."), _("Shows what support would get, and writes it to a file (Ctrl+S)"))


def hand_over_offer() -> Offer:
    """Somebody else takes over: to be reached from everywhere in a guide."""
    return Offer(Deed.HAND_OVER, _("Hand over to support"), _("Shows everything that was tried and seen, ready to send (Ctrl+Shift+S)"))


def changes_offer() -> Offer:
    """The comparison with the run before this one."""
    return Offer(Deed.CHANGES, _("What changed"), _("Shows this report beside the one before it (Ctrl+B)"))


def compare_offer(text: str) -> Offer:
    """The comparison with a report from a file."""
    return Offer(Deed.OPEN, text, _("Chooses a bundle or a report, saved here or elsewhere (Ctrl+O)"))


def start_foot() -> Foot:
    """Before the first run."""
    return Foot(main=check_offer(_("Check this computer")), note=_("Nothing on this computer is changed."))


def running_foot(*, stopping: bool, guided: bool = False) -> Foot:
    """While a run goes on; ``guided``: it proves a step of a guide."""
    if stopping:
        return Foot(main=Offer(Deed.STOP, _("Stopping"), enabled=False, calm=True), note=_("What was found so far is kept."))
    others = (hand_over_offer(),) if guided else ()
    return Foot(main=Offer(Deed.STOP, _("Stop"), _("Esc: stops and keeps what was found so far"), calm=True), others=others)


def verdict_foot(report: Report, *, guided: bool, compared: bool) -> Foot:
    """After a run: the guide where there is one, else to check again. ``compared``: there is a report to compare this one with."""
    others = (save_offer(), changes_offer()) if compared else (save_offer(),)
    if guided:
        again = Offer(Deed.CHECK, _("Check again"), _("F5"))
        return Foot(main=Offer(Deed.SHOW_GUIDE, _("Show me how to fix it"), _("Enter")), others=(*others, again), note=checked(report))
    return Foot(main=check_offer(_("Check again")), others=others, note=checked(report))


def details_foot(report: Report | None) -> Foot:
    """Beside the table of checks."""
    main = Offer(Deed.HOME, _("Back to the result"), _("Esc"), calm=True)
    if report is None:
        return Foot(main=main)
    again = Offer(Deed.CHECK, _("Check again"), _("F5"))
    return Foot(main=main, others=(save_offer(), changes_offer(), again), note=checked(report))


def changes_foot() -> Foot:
    """Beside the comparison."""
    main = Offer(Deed.HOME, _("Back to the result"), _("Esc"), calm=True)
    return Foot(main=main, others=(compare_offer(_("Compare with a saved report...")), Offer(Deed.CHECK, _("Check again"), _("F5"))))


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
