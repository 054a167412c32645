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

#: 126: the question was dismissed; 127: not allowed, or no program that could ask; 2 and 4: this program's own (cli/exit_codes.py).
_CODES = {
    126: "nobody agreed",
    127: "this account may not act as an administrator here",
    2: "it is not allowed here",
    4: "the system would not do it",
}

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
        answer = _said(command.run(["pkexec", *argv], _LIMIT_S))
    return answer if isinstance(answer, Unknown) else None


def _said(answer: bytes | Unknown) -> bytes | Unknown:
    """What pkexec's own codes mean (pkexec(1), "Return value"), and ours: its error is a text, and in the user's language."""
    if isinstance(answer, Unknown):
        return Unknown(next((says for code, says in _CODES.items() if answer.unknown.endswith(f" code {code}")), answer.unknown))
    return answer


def only_in_a_terminal(argv: Sequence[str]) -> Unknown:
    """The reason where no program can ask for an administrator, with the line that one types in a terminal."""
    return Unknown(f"an administrator types this in a terminal: sudo {shlex.join(argv)}")
