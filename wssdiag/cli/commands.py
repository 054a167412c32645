"""Which function does which command. Each is imported when its command is asked for: most of them load the whole session.

Must not import at its head what one command alone needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from wssdiag.cli.exit_codes import Exit

Command = Callable[["argparse.Namespace"], "Exit"]


def _check(options: argparse.Namespace) -> Exit:
    from wssdiag.cli.check import check

    return check(options)


def _watch(options: argparse.Namespace) -> Exit:
    from wssdiag.cli.watch import watch

    return watch(options)


def _offline(options: argparse.Namespace) -> Exit:
    from wssdiag.cli import offline

    return offline.COMMANDS[options.command](options)


def _pac(options: argparse.Namespace) -> Exit:
    from wssdiag.cli.pac import evaluate

    return evaluate(options)


def _catalogue(options: argparse.Namespace) -> Exit:
    from wssdiag.cli.catalogue import catalogue

    return catalogue(options)


def _fix(options: argparse.Namespace) -> Exit:
    from wssdiag.cli.fix import fix

    return fix(options)


def _undo(options: argparse.Namespace) -> Exit:
    from wssdiag.cli.fix import undo

    return undo(options)


COMMANDS: dict[str, Command] = {
    "check": _check,
    "watch": _watch,
    **dict.fromkeys(("detect", "capture", "facts", "ports", "explain", "compare", "causes"), _offline),
    "pac": _pac,
    "catalogue": _catalogue,
    "fix": _fix,
    "undo": _undo,
}
