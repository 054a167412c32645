"""What came of one scenario's program: exit code, time, output."""

from __future__ import annotations

import json

import msgspec

from wssdiag.model.codec import DecodeError, decode
from wssdiag.model.report import Report


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One run of a program on the lab's laptop."""

    exit: int | None  # None: it was killed for its time
    seconds: float
    stdout: str
    stderr: str
    peak_kib: int = 0  # the largest resident set of the program, KiB
    boot_s: float = 0.0
    peers_s: float = 0.0

    @property
    def report(self) -> Report | None:
        """The report, or None where standard output is not one."""
        try:
            return decode(self.stdout.encode(), Report)
        except DecodeError:
            return None


class NotRun(msgspec.Struct, frozen=True):
    """The scenario cannot be played on this machine: never right, and no fault of the program."""

    reason: str


def outcome_of(line: str) -> Outcome | NotRun | str:
    """The stage's one line: an outcome, or why it was not run, or in words why there is none."""
    try:
        value = json.loads(line)
        if "not_run" in value:
            return NotRun(str(value["not_run"]))
        return str(value["error"]) if "error" in value else msgspec.convert(value, Outcome)
    except (ValueError, TypeError, msgspec.ValidationError) as error:
        return f"the stage said nothing useful: {line!r} ({error})"
