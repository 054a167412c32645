"""Whether this program runs as an administrator, and how one step of it is started as one. The system itself asks the person."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING

from wssdiag.model.unknown import Unknown
from wssdiag.system import command

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A person looks for a password, and the step itself may take its time.
_LIMIT_S = 180.0


def is_elevated() -> bool:
    """Whether this program may change what belongs to the whole computer."""
    if sys.platform == "win32":
        return bool(ctypes.windll.shell32.IsUserAnAdmin())
    return os.geteuid() == 0


def run_elevated(argv: Sequence[str]) -> Unknown | None:
    """Run a program as an administrator, and wait for its end. None: it ended with 0; :class:`Unknown` where not, or nobody agreed.

    Linux by polkit's pkexec, Windows by its own consent window ("runas"). macOS has no such way without a shell's text: there the person
    is told the command for a terminal.
    """
    if sys.platform == "win32":
        from wssdiag.system.windows_elevation import run_as_administrator  # noqa: PLC0415 - exists on Windows alone

        return run_as_administrator(argv, _LIMIT_S)
    if sys.platform == "darwin":
        return Unknown("this needs an administrator")
    answer = command.run(["pkexec", *argv], _LIMIT_S)
    return answer if isinstance(answer, Unknown) else None
