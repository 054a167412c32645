"""The language that this computer speaks to its user."""

from __future__ import annotations

import locale
import re
import sys
from typing import TYPE_CHECKING, Final

from wssdiag.model.language import SOURCE
from wssdiag.model.unknown import Unknown
from wssdiag.system import command

if TYPE_CHECKING:
    from collections.abc import Mapping

#: One value of the settings is read: macOS answers in some hundredths of a second.
_LIMIT_S: Final = 2.0

#: In the order in which they count (POSIX, "Environment Variables").
_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")

#: The language of those who want none in particular.
_NONE: Final = frozenset({"C", "POSIX"})

#: The first of a list as ``defaults`` prints it, with quotation marks where it has a region.
_FIRST: Final = re.compile(r'\(\s*"?([A-Za-z][A-Za-z0-9_-]*)')


def system_language(environment: Mapping[str, str]) -> str:
    """``de_AT.UTF-8``, ``de-AT``, ``de``: what the variables say, else the system; English where nothing says a language.

    GNU's LANGUAGE comes before the others unless they want no language at all (gettext's manual, "The LANGUAGE variable").
    """
    named = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    if named.partition(".")[0] in _NONE:
        return SOURCE
    first = environment.get("LANGUAGE", "").partition(":")[0]
    return first or named or _asked() or SOURCE


def of_defaults(printed: str) -> str:
    """The first language of what ``defaults read -g AppleLanguages`` prints; empty where there is none."""
    found = _FIRST.search(printed)
    return found[1] if found else ""


if sys.platform == "win32":
    import ctypes

    def _asked() -> str:
        """The language of Windows' own windows (GetUserDefaultUILanguage), which may be another one than that of dates and numbers."""
        return locale.windows_locale.get(ctypes.WinDLL("kernel32").GetUserDefaultUILanguage(), "")

elif sys.platform == "darwin":

    def _asked() -> str:
        """The first of the languages in the settings: what is started from the Finder gets no variables."""
        printed = command.run(("defaults", "read", "-g", "AppleLanguages"), _LIMIT_S)
        return "" if isinstance(printed, Unknown) else of_defaults(printed.decode("utf-8", "replace"))

else:

    def _asked() -> str:
        """Elsewhere the variables are all there is."""
        return ""
