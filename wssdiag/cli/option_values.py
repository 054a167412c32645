"""The values of options: text in, values out, wrong use in one line. Part of the grammar; must not load what the commands do."""

from __future__ import annotations

import argparse
import math

from wssdiag.catalogue.values import METHOD_WORDS
from wssdiag.model.fix import Action
from wssdiag.model.mode import Method
from wssdiag.model.pace import LONGEST_INTERVAL_S, SHORTEST_INTERVAL_S
from wssdiag.model.private import Kind
from wssdiag.report.texts import gettext as _
from wssdiag.triage import together
from wssdiag.triage.row import COLUMNS

#: A run that is given longer has time for every limit that the protocols themselves set; more would only look hung.
_LONGEST_DEADLINE_S = 600.0

#: As many runs as these digits count take longer than anybody watches.
_DIGITS = 9

#: Those that a person can name; "unknown" is what a run may say, and nothing that could be judged.
METHODS = tuple(method for method in Method if method is not Method.UNKNOWN)


def method(text: str) -> Method | None:
    """An access method; None for "auto"."""
    if text == "auto":
        return None
    if text not in METHODS:
        message = _("unknown method {!r}: use auto or one of {}").format(text, ", ".join(sorted(METHODS)))
        raise argparse.ArgumentTypeError(message)
    return Method(text)


def action(text: str) -> Action:
    """A fix."""
    if text not in tuple(Action):
        raise argparse.ArgumentTypeError(_("unknown action {!r}: use one of {}").format(text, ", ".join(Action)))
    return Action(text)


def row(text: str) -> str:
    """A row of the reference: a method, or what is checked beside one."""
    if text not in METHOD_WORDS:
        raise argparse.ArgumentTypeError(_("unknown method {!r}: use one of {}").format(text, ", ".join(sorted(METHOD_WORDS))))
    return text


def ids(text: str) -> tuple[str, ...]:
    """Check ids or patterns, with commas between them."""
    found = tuple(part.strip() for part in text.split(","))
    if not all(found):
        raise argparse.ArgumentTypeError(_("an empty check id in {!r}").format(text))
    return found


def seconds(text: str) -> float:
    """A deadline, in seconds."""
    value = _number(text)
    if not 0 < value <= _LONGEST_DEADLINE_S:
        raise argparse.ArgumentTypeError(
            _("{!r} is not a number of seconds (more than 0, at most {:.0f})").format(text, _LONGEST_DEADLINE_S)
        )
    return value


def interval(text: str) -> float:
    """The time between two checks, in seconds."""
    value = _number(text)
    if not SHORTEST_INTERVAL_S <= value <= LONGEST_INTERVAL_S:
        message = _("{!r} is not a number of seconds from {:.0f} to {:.0f}")
        raise argparse.ArgumentTypeError(message.format(text, SHORTEST_INTERVAL_S, LONGEST_INTERVAL_S))
    return value


def _number(text: str) -> float:
    """The number, or one that is in no range."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def count(text: str) -> int:
    """A number of checks."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS and int(text) > 0):
        raise argparse.ArgumentTypeError(_("{!r} is not a number of checks (1 or more)").format(text))
    return int(text)


def kinds(text: str) -> frozenset[Kind]:
    """What of the private things stays as it is."""
    words = [word.strip() for word in text.split(",")]
    for word in words:
        if word not in tuple(Kind):
            raise argparse.ArgumentTypeError(_("unknown kind {!r}: use some of {}").format(word, ", ".join(Kind)))
    return frozenset(map(Kind, words))


def names(text: str) -> tuple[str, ...]:
    """Names of files or folders, with commas between them."""
    found = tuple(part.strip() for part in text.split(","))
    if not all(found):
        raise argparse.ArgumentTypeError(_("an empty name in {!r}").format(text))
    return found


def condition(text: str) -> tuple[str, str]:
    """The type of ``--where``."""
    found = together.condition(text)
    if found is None:
        raise argparse.ArgumentTypeError(_("{!r} is not COLUMN=VALUE with one of these columns: {}").format(text, ", ".join(COLUMNS)))
    return found


def instant(text: str) -> str:
    """The type of ``--since``."""
    found = together.instant(text)
    if found is None:
        raise argparse.ArgumentTypeError(_("{!r} is no date; use 2026-03-04 or 2026-03-04T12:00:00Z").format(text))
    return found
