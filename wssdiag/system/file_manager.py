"""The system's own window on a folder. Must not read the folder, nor change anything in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wssdiag.system import command
from wssdiag.system.windows_calls import open_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from wssdiag.model.unknown import Unknown

#: By ``sys.platform``; the systems that are not named here follow freedesktop.org.
#: "-a Finder": else a folder that is named like a program would be started as one.
_PROGRAMS = {"darwin": ("open", "-a", "Finder")}
_FREEDESKTOP = ("xdg-open",)

_END = "\\"


def show_folder(
    folder: Path,
    platform: str = sys.platform,
    start: Callable[[Sequence[str]], Unknown | None] = command.start,
    by_windows: Callable[[str], Unknown | None] = open_page,
) -> Unknown | None:
    """Open a folder, by its whole path, with the program that the person has for folders: None once it runs, why not otherwise.

    Not by Qt, which would hand this program's own libraries to the other one, and wait for a folder that does not answer.
    """
    if platform == "win32":
        return by_windows(str(folder).rstrip(_END) + _END)  # at its end, so that no program of the same name is meant
    return start((*_PROGRAMS.get(platform, _FREEDESKTOP), str(folder)))
