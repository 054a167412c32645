"""Texts for people in their language: stdlib gettext, looked up once each.

``gettext.gettext`` looks for the language's file on disk at every call while there is none; a window that asks for hundreds of texts a
second would stand still for it. The language is that of the process, chosen before the first text.
"""

from __future__ import annotations

import functools
import gettext as stdlib

#: Every text of the program, and its plurals for the few counts that occur, fit many times over.
_REMEMBERED = 4096


@functools.lru_cache(_REMEMBERED)
def gettext(message: str) -> str:
    """The text in the language of the process, or as it is."""
    return stdlib.gettext(message)


@functools.lru_cache(_REMEMBERED)
def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the text for a count, with its placeholder still in it."""
    return stdlib.ngettext(singular, plural, count)
