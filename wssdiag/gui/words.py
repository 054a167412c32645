"""Sentences of the window that no guide holds: the mode, who can fix a matter, statuses, failures, times.

Owns wording only. Everything that comes from outside goes through :func:`plain` before it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.finding import Who
from wssdiag.model.mode import Method, Mode
from wssdiag.model.report import NetworkState, Protected, SignIn
from wssdiag.model.shown import shown
from wssdiag.report import wording
from wssdiag.report.retold.refusals import place_words, problem_words
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from pathlib import Path

    from wssdiag.model.check import Status
    from wssdiag.model.input_error import InputError

#: Longer texts from outside are cut: a screen holds no more.
TEXT_LIMIT = 2000


#: A message lists up to a dozen rules to open, each with its evidence; one that is cut short is no rule.
MESSAGE_LIMIT = 24_000


#: A file's name in a sentence; a word that is longer than the column cannot be wrapped.
NAME_LIMIT = 60


def plain(text: str, limit: int = TEXT_LIMIT) -> str:
    """The text without hidden characters, bounded; line breaks stay."""
    return "\n".join(shown(line, TEXT_LIMIT) for line in text[:limit].splitlines())


def refusal_of(path: Path, error: InputError) -> str:
    """Why a file was not taken, on one line that begins with its name."""
    return shown(": ".join(part for part in (shown(path.name, NAME_LIMIT), place_words(error), problem_words(error)) if part), TEXT_LIMIT)


def mode_sentence(mode: Mode | None, network: NetworkState | None = None) -> str:
    """The header's sentence."""
    if network is not None and network.sign_in is SignIn.REQUIRED:
        return _("This computer: waits at a Wi-Fi sign-in page")
    if mode is None:
        return _("This computer: looking at its settings")
    if mode.method is Method.UNKNOWN:
        return _("This computer: connection method not known")
    return _("This computer: {method} ({confidence})").format(
        method=wording.method(mode.method), confidence=wording.confidence(mode.confidence)
    )


def protection_sentence(network: NetworkState) -> str:
    """Whether web traffic goes through the service; honest where nothing proves it."""
    return {
        Protected.YES: _("Web traffic of this computer goes through WSS."),
        Protected.NO: _("Web traffic of this computer does not go through WSS."),
        Protected.UNKNOWN: _("The web can be reached. Whether it goes through WSS could not be told from here."),
    }[network.protected]


def status_word(status: Status) -> str:
    """A check's outcome at the beginning of a line."""
    word = wording.status(status)
    return word[:1].upper() + word[1:]


def copy_sentence(who: Who) -> str:
    """The button that copies a message, naming the one who gets it."""
    return {
        Who.USER: _("Copy the message"),
        Who.HELPDESK: _("Copy the message for your helpdesk"),
        Who.NETWORK: _("Copy the message for your administrator"),
        Who.VENDOR: _("Copy the message for the service's support"),
    }[who]
