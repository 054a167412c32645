"""Takes out of the libraries for Linux where else they look for others: folders of the machine that built.

On another computer somebody else may make a folder of that name, and what lies in it would be loaded into the program. What is inside
finds its neighbours without.
"""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: A library's own folder, and what lies beside it.
_OWN = "$ORIGIN"

_TOLD = re.compile(r": (?:RPATH|RUNPATH)=(.*)$", re.MULTILINE)

_LIMIT_S = 60.0


def foreign(file: Path) -> tuple[str, ...]:
    """The folders that a library names and that are not its own; nothing for a file that is no library."""
    told = subprocess.run(["chrpath", "--list", str(file)], capture_output=True, text=True, timeout=_LIMIT_S, check=False)  # noqa: S607 - found by PATH
    found = _TOLD.search(told.stdout)
    return tuple(one for one in found[1].split(":") if not one.startswith(_OWN)) if found else ()


def forget(folder: Path) -> None:
    """Take them out of every library below a folder. ``CalledProcessError`` where one keeps them."""
    for file in sorted(folder.rglob("*.so*")):
        if not file.is_symlink() and foreign(file):
            subprocess.run(["chrpath", "--delete", str(file)], capture_output=True, timeout=_LIMIT_S, check=True)  # noqa: S607 - found by PATH
