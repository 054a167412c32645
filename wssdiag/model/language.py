"""A language as people and systems name it, and the names under which its texts may lie. Pure."""

from __future__ import annotations

import re
from typing import Final

#: In which everything is written, and what stands in where there is no translation.
SOURCE: Final = "en"

#: A language of the system ("de", "de_AT", "de_AT.UTF-8"): what stands before the dot, and nothing that could leave a folder.
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(?:[_-]([A-Za-z0-9]{2,8}))?(?:[.@].*)?", re.DOTALL)


def names_of(language: str) -> tuple[str, ...]:
    """The names of a language, the better one later: ``de-at.UTF-8`` -> ``de``, ``de_AT``. None where it is no language."""
    found = _LANGUAGE.fullmatch(language)
    if not found:
        return ()
    general = found[1].lower()
    return (general, f"{general}_{found[2].upper()}") if found[2] else (general,)
