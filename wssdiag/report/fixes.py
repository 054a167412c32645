"""The fixes in words: what each does, why one is refused, what it would change, what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.knowledge import Risk
from wssdiag.model.fix import Action, FixOutcome, Privilege, Refusal, Reversal
from wssdiag.model.shown import shown
from wssdiag.report import wording
from wssdiag.report.layout import Ink
from wssdiag.report.retold.refusals import told_line
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext
from wssdiag.system.secrets import without_credentials

if TYPE_CHECKING:
    from wssdiag.model.fix import Change, Entry, FixResult
    from wssdiag.remedy.fixes import Fix
    from wssdiag.report.layout import Style


def says(action: Action) -> str:
    """What the action does, in one sentence."""
    return {
        Action.FLUSH_DNS: _("Forgets the addresses that this computer remembers for names; it asks for them again."),
        Action.OPEN_SIGN_IN_PAGE: _("Opens a page in the browser that leads to the sign-in page of this network."),
        Action.OPEN_SETTINGS: _("Opens the settings of this computer at the right page."),
        Action.START_AGENT: _("Starts the service of the protection agent."),
        Action.RENEW_DHCP: _("Asks the network for a new address. The connection is interrupted for a moment."),
        Action.SYNC_CLOCK: _("Sets the clock by the system's time service."),
        Action.RESET_WINHTTP: _("Takes the proxy of Windows' own services (WinHTTP) away: they go directly again."),
        Action.PROXY_OFF: _("Switches the proxy off that is set for you."),
        Action.PAC_OFF: _("Switches the PAC file off that is set for you."),
    }[action]


def refused(refusal: Refusal) -> str:
    """Why a fix is not done, in one sentence."""
    return {
        Refusal.LEFT_OUT: _("The profile of your organisation leaves this fix out."),
        Refusal.NOT_NAMED: _("This could take your protection away, so it needs a profile of your organisation that names it."),
        Refusal.NOTHING_SET: _("Nothing of that kind is set on this computer."),
        Refusal.POLICY: _("Your organisation has set this by policy. Only your helpdesk can change it."),
        Refusal.SERVICE: _("It leads to the protection service, so it stays."),
        Refusal.ANOTHER_PERSON: _("wssdiag runs under another account than the person who sits here. Run it as that person."),
        Refusal.NOT_READ: _("The settings could not be read, so nothing is changed."),
    }[refusal]


def failed(result: FixResult) -> str:
    """Why a fix, or taking one back, did not end well, in one sentence."""
    if result.refusal:
        return refused(result.refusal)
    return {
        FixOutcome.CHANGED_SINCE: _("The setting is another one by now. Nothing was touched."),
        FixOutcome.FOREIGN: _("The journal names a setting that wssdiag never changes. Nothing was touched."),
    }.get(result.outcome, told_line(result.reason))


def reversal(kind: Reversal, *, in_window: bool = False) -> str:
    """What can be taken back, in one sentence."""
    return {
        Reversal.RESTORED: _("It can be taken back.") if in_window else _("It can be taken back: wssdiag undo"),
        Reversal.NOT_NEEDED: _("Nothing lasting is changed."),
        Reversal.IMPOSSIBLE: _("This cannot be taken back."),
    }[kind]


def rights(privilege: Privilege) -> str:
    """As whom it is done, and why."""
    return {
        Privilege.USER: _("It is done as you."),
        Privilege.ELEVATED: _("It needs an administrator, because it is about the whole computer."),
    }[privilege]


def risk(fix: Fix) -> str:
    """What can go wrong, in one sentence."""
    return {
        Risk.NONE: _("It does no harm."),
        Risk.LOW: _("It can do little harm."),
        Risk.HIGH: _("Traffic may leave without protection afterwards."),
    }[fix.risk]


def takes(seconds: int) -> str:
    """``"about 20 seconds"``."""
    return ngettext("It takes about {count} second.", "It takes about {count} seconds.", seconds).format(count=seconds)


def about(fix: Fix, lasting: Reversal) -> tuple[str, ...]:
    """What a person should know before: effect, rights, risk, time, and what can be taken back of what it changes here."""
    return (says(fix.action), rights(fix.privilege), f"{risk(fix)} {takes(fix.seconds)}", reversal(lasting))


def change(row: Change) -> str:
    """``"org.gnome.system.proxy mode: 'manual' -> 'none'"``."""
    return _("{place}: {before} -> {after}").format(place=shown(row.key), before=_value(row.before), after=_value(row.after))


def _value(value: str | None) -> str:
    return _("(not set)") if value is None else shown(without_credentials(value))


def listed(fix: Fix, refusal: Refusal | None, unknown: str, style: Style) -> list[str]:
    """An action with what it does; where it is not possible here, by which refusal, or in the words of what was asked (empty: it is)."""
    lines = [style.ink(fix.action, Ink.STRONG), *style.wrap(says(fix.action), "  "), *style.wrap(rights(fix.privilege), "  ")]
    if refusal:
        return [*lines, *style.wrap(f"{_('Not possible here.')} {refused(refusal)}", "  ")]
    return [*lines, *style.wrap(_("Not here: {reason}").format(reason=retold(unknown)), "  ")] if unknown else lines


def entry_line(entry: Entry, style: Style) -> list[str]:
    """A fix of the journal: when, what, and whether it can still be taken back."""
    state = _("taken back") if entry.undone else _("can be taken back") if entry.done else _("was cut off; can be taken back")
    lines = style.wrap(f"{wording.minute(entry.at)}  {entry.action}: {state}")
    for row in entry.changes:
        lines += style.wrap(change(row), "    ")
    return lines
