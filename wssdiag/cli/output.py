"""Where a result goes: standard output alone, or a file that is complete or not there at all."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from wssdiag.model.input_error import InputError
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence


def deliver(text: str | bytes, path: Path | None) -> None:
    """Write to the file (by way of a temporary one beside it) or to standard output. A file that cannot be written is bad input.

    What is there already and is no plain file, /dev/null for example, is written to and never replaced.
    """
    data = text if isinstance(text, bytes) else text.encode(_encoding() if path is None else "utf-8", "replace")
    if path is None:
        _to_standard_output(data)
        return
    part: Path | None = None
    try:
        path = path.resolve()  # a link stays a link
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False) as file:
            part = Path(file.name)
            file.write(data)
        part.replace(path)
    except OSError as error:
        if part is not None:
            part.unlink(missing_ok=True)
        raise InputError(str(path), "", error.strerror or _("cannot be written")) from error


def check_writable(path: Path | None) -> None:
    """Say that a file cannot be written before the work is done, not after."""
    if path is None:
        return
    if path.is_dir():
        raise InputError(str(path), "", _("is a folder"))
    if not path.parent.is_dir():
        raise InputError(str(path), "", _("its folder does not exist"))
    if not os.access(path.parent, os.W_OK):
        raise InputError(str(path), "", _("its folder cannot be written to"))


def say(text: str) -> None:
    """A message for the person, beside the result: on standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def say_refusal(error: InputError, command: str) -> None:
    """What is wrong with what was handed to a command, in one line."""
    from wssdiag.report.retold.refusals import refusal_line  # noqa: PLC0415 - it knows every text of a report, and all may be well

    say(f"wssdiag {command}: {refusal_line(error)}")


def say_warnings(warnings: Sequence[str]) -> None:
    """What a session could not use, a line each."""
    from wssdiag.report.retold.refusals import told_warning  # noqa: PLC0415

    for one in warnings:
        say(told_warning(one))


def _encoding() -> str:
    return sys.stdout.encoding or "utf-8"


def _to_standard_output(data: bytes) -> None:
    try:
        if hasattr(sys.stdout, "buffer"):
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            sys.stdout.write(data.decode(_encoding(), "replace"))
    except OSError as error:
        _let_go()
        if isinstance(error, BrokenPipeError):
            raise
        raise InputError(_("standard output"), "", error.strerror or _("cannot be written")) from error


def _let_go() -> None:
    """Nothing more can be written; at exit the interpreter must not try the rest again and replace our exit code by its own."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
