"""Whether this program runs as an administrator, and how one step of it is started as one. The system itself asks the person."""

from __future__ import annotations

import ctypes
import os
import shlex
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
    elevated = False
    if sys.platform == "win32":
        elevated = bool(ctypes.windll.shell32.IsUserAnAdmin())
    else:
        elevated = os.geteuid() == 0
    return elevated


def run_elevated(argv: Sequence[str]) -> Unknown | None:
    """Run a program as an administrator, and wait for its end. None: it ended with 0; :class:`Unknown` where not, or nobody agreed.

    Linux by polkit's pkexec, Windows by its own consent window ("runas"). macOS has no such way without a shell's text: there the person
    is told the command for a terminal.
    """
    answer: bytes | Unknown | None
    if sys.platform == "win32":
        from wssdiag.system.windows_elevation import run_as_administrator  # noqa: PLC0415 - exists on Windows alone

        answer = run_as_administrator(argv, _LIMIT_S)
    elif sys.platform == "darwin":
        answer = only_in_a_terminal(argv)
    else:
        answer = command.run(["pkexec", *argv], _LIMIT_S)
    return answer if isinstance(answer, Unknown) else None


def only_in_a_terminal(argv: Sequence[str]) -> Unknown:
    """The reason where no program can ask for an administrator, with the line that one types in a terminal."""
    return Unknown(f"an administrator types this in a terminal: sudo {shlex.join(argv)}")
