"""Texts for people in their language: stdlib gettext, one language for the process.

Owns which language is spoken. English, the language of the code, stands in for what is not translated. A text that is looked up while a
module is loaded would stay English for ever: it is always looked up where it is said.
"""

from __future__ import annotations

import gettext as stdlib
from typing import TYPE_CHECKING, Final

from wssdiag import paths
from wssdiag.model.language import names_of

if TYPE_CHECKING:
    from pathlib import Path

#: The name of the files in ``resources/translations/<language>/LC_MESSAGES``.
DOMAIN: Final = "wssdiag"


class _Spoken:
    """The language of the process: texts are said in a hundred places, which would all have to hand it on."""

    texts: stdlib.NullTranslations = stdlib.NullTranslations()


def speak(language: str, folder: Path | None = None) -> None:
    """Say every text in this language (``de``, ``de_AT.UTF-8``) from now on; in English where there is no such translation.

    For the composition roots alone, before the first text. ``folder`` holds one folder a language; by default those of the program.
    """
    _Spoken.texts = _texts(language, folder)


def translated(message: str, language: str, folder: Path | None = None) -> str:
    """The text in that language, whatever is spoken; as it is where there is no translation."""
    return _texts(language, folder).gettext(message)


def speaks_english() -> bool:
    """Whether every text is said as it stands in the code."""
    return type(_Spoken.texts) is stdlib.NullTranslations


def spoken() -> object:
    """What tells one language that is spoken from another."""
    return _Spoken.texts


def to_translate(*messages: str) -> tuple[str, ...]:
    """Marks the texts of a table for the translators; they are looked up where they are said."""
    return messages


def gettext(message: str) -> str:
    """The text in the language of the process, or as it is."""
    return _Spoken.texts.gettext(message)


def decimal(value: float) -> str:
    """A number with one digit behind the sign that the language has for it: ``"6.2"``, in German ``"6,2"``."""
    whole, _sign, tenths = f"{value:.1f}".partition(".")
    return gettext("{whole}.{tenths}").format(whole=whole, tenths=tenths)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the text for a count, with its placeholder still in it."""
    return _Spoken.texts.ngettext(singular, plural, count)


def _texts(language: str, folder: Path | None) -> stdlib.NullTranslations:
    names = list(reversed(names_of(language)))
    return stdlib.translation(DOMAIN, folder or paths.resources() / "translations", names, fallback=True)
