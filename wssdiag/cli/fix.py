"""``wssdiag fix`` and ``wssdiag undo``: what the tool can put right by itself, and taking it back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.output import say, say_warnings
from wssdiag.cli.rendering import style_of
from wssdiag.model.fix import Action, FixOutcome, FixResult, Privilege, Reversal
from wssdiag.model.input_error import InputError
from wssdiag.model.shown import shown
from wssdiag.model.unknown import Unknown
from wssdiag.report import fixes as words
from wssdiag.report import wording
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _
from wssdiag.session import local_fixings, local_mending, local_session
from wssdiag.system.clock import SystemClock
from wssdiag.system.elevation import is_elevated

if TYPE_CHECKING:
    import argparse

    from wssdiag.model.fix import Entry
    from wssdiag.session.fixing import Fixing
    from wssdiag.session.mending import Mending, Offer


def fix(options: argparse.Namespace) -> Exit:
    """List the fixes, show what one would change, or do it. 0 done, 2 not allowed or not asked for, 4 the system would not."""
    if options.action is None and (options.dry_run or options.yes):
        missing = "ACTION"
        raise InputError(missing, "", _("is missing; wssdiag fix --list names them"))
    session = local_session(profile_file=options.profile, language=options.lang)
    say_warnings(session.warnings)
    facts, _mode = session.detect()
    mending = local_mending(session, options.profile)
    if options.list or options.action is None:
        return _list(tuple(mending.offer(action, facts) for action in Action))
    return _one(mending, mending.offer(options.action, facts), options)


def undo(options: argparse.Namespace) -> Exit:
    """Take the last fix back that can be, or the last of one action; or list them all."""
    own, shared = local_fixings(SystemClock())
    kept = [(entry, fixing) for fixing in ((own, shared) if is_elevated() else (own,)) for entry in fixing.entries()]
    kept.sort(key=lambda row: row[0].at)
    if options.list:
        style = style_of(None)
        _print([line for entry, _f in kept for line in words.entry_line(entry, style)] or [_("No fix was done on this computer.")])
        return Exit.DONE
    waiting = [(entry, fixing) for entry, fixing in reversed(kept) if entry.open and options.action in {None, entry.action}]
    if not waiting:
        _print([_("There is nothing to take back."), *_elsewhere(shared)])
        return Exit.DONE
    ends = (_undone(fixing.undo(entry), entry) for entry, fixing in waiting)
    return next((end for end in ends if end is not Exit.COULD_NOT_TELL), Exit.COULD_NOT_TELL)


def _list(offers: tuple[Offer, ...]) -> Exit:
    style = style_of(None)
    _print([line for one in offers for line in words.listed(one.fix, one.refusal, _unknown(one), style)])
    return Exit.DONE


def _unknown(one: Offer) -> str:
    return one.work.unknown if isinstance(one.work, Unknown) else ""


def _one(mending: Mending, one: Offer, options: argparse.Namespace) -> Exit:
    action = one.fix.action
    if one.refusal:
        raise InputError(str(action), "", words.refused(one.refusal))
    if isinstance(one.work, Unknown):
        say(_("wssdiag fix: {action}: {reason}").format(action=action, reason=retold(one.work.unknown)))
        return Exit.COULD_NOT_TELL
    style = style_of(None)
    lasting = Reversal.RESTORED if one.work.changes else one.fix.reversal
    lines = [row for text in words.about(one.fix, lasting) for row in style.wrap(text)]
    lines += [row for change in one.work.changes for row in style.wrap(words.change(change), "  ")]
    lines += [row for call in one.work.calls for row in style.wrap(call.says, "  ")]
    _print(lines)
    if options.dry_run:
        _print([_("Nothing was done.")])
        return Exit.DONE
    return _done(mending.do(one), one) if options.yes or _agreed() else Exit.WRONG_USE


def _agreed() -> bool:
    if not sys.stdin or not sys.stdin.isatty():
        say(_("Nothing was done: nobody is here to ask. Say --yes to do it."))
        return False
    sys.stderr.write(_("Do it? [y/N] "))
    sys.stderr.flush()
    agreed = sys.stdin.readline().strip().lower() in {"y", "yes", _("y"), _("yes")}
    if not agreed:
        say(_("Nothing was done."))
    return agreed


def _done(result: FixResult, one: Offer) -> Exit:
    if result.outcome is FixOutcome.DONE:
        _print([_("Done."), _("See whether it helped: wssdiag check")])
        return Exit.DONE
    if result.outcome is FixOutcome.NOTHING:
        _print([_("It is so already.")])
        return Exit.DONE
    say(_("Not done: {reason}").format(reason=shown(words.failed(result))))
    if one.fix.privilege is Privilege.ELEVATED and not is_elevated():
        say(_("As an administrator, run: wssdiag fix {action}").format(action=one.fix.action))
    if result.change:
        say(_("What is left of it: wssdiag undo --list"))
    return Exit.COULD_NOT_TELL


def _undone(result: FixResult, entry: Entry) -> Exit:
    if result.outcome in {FixOutcome.DONE, FixOutcome.NOTHING}:
        _print([_("Taken back: {action}, done at {when}.").format(action=shown(entry.action), when=shown(wording.minute(entry.at)))])
        return Exit.DONE
    say(_("Not taken back: {reason}").format(reason=shown(words.failed(result))))
    if result.change:
        say("  " + words.change(result.change))
    return Exit.COULD_NOT_TELL


def _elsewhere(shared: Fixing) -> list[str]:
    """A person's fixes and an administrator's stand in two journals."""
    if is_elevated():
        return []
    try:
        waiting = any(entry.open for entry in shared.entries())
    except InputError:
        waiting = True  # there is one, and it is not for this account to read
    return [_("A fix that was done as an administrator can be taken back as one.")] if waiting else []


def _print(lines: list[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
