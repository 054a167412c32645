"""A kept run as one row of a list: what its file says at a glance, or why it can't be read. Pure."""

from __future__ import annotations

import msgspec

from wssdiag.model.codec import DecodeError, decode
from wssdiag.model.mode import Method
from wssdiag.model.report import VerdictStatus

#: Of a time to the second.
_DIGITS = 14


class Told(msgspec.Struct, frozen=True):
    """Of the verdict, what the list shows."""

    status: VerdictStatus
    headline: str
    cause: str | None = None


class Way(msgspec.Struct, frozen=True):
    """Of the mode, what the list shows."""

    method: Method


class Glance(msgspec.Struct, frozen=True, kw_only=True):
    """A report as far as a list needs it. The rest is only looked at for whether it is JSON, which is quick."""

    started: str  # UTC, ISO 8601
    elapsed_ms: float
    verdict: Told
    mode: Way


class Row(msgspec.Struct, frozen=True):
    """A file of the history. ``glance`` is None where it holds no report, and then ``problem`` says why."""

    name: str
    glance: Glance | None
    problem: str = ""


def row_of(name: str, data: bytes | None) -> Row:
    """The row of a file; ``data`` is None where it can't be read. Never raises: what is broken is a row as well."""
    if data is None:
        return Row(name, None, "cannot be read")
    try:
        return Row(name, decode(data, Glance))
    except DecodeError as error:
        return Row(name, None, str(error))


def name_for(started: str, run_id: str) -> str:
    """The file's name: by time first, so that the order of the names is the order of the runs."""
    time = "".join(character for character in started[:19] if character.isdigit())
    run = "".join(character for character in run_id if character.isalnum())
    return f"{time}-{run[:32]}.json"


def time_of(name: str) -> str:
    """The time in a file's name, in UTC, ISO 8601; the name itself where there is none."""
    digits = name.partition("-")[0]
    if len(digits) != _DIGITS:
        return name
    year, month, day, hour, minute, second = digits[:4], *(digits[at : at + 2] for at in range(4, _DIGITS, 2))
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}+00:00"


def too_many(sizes: tuple[tuple[str, int], ...], most_runs: int, most_bytes: int) -> tuple[str, ...]:
    """The names to drop, the oldest ones, for the rest to keep within both limits. The newest stays, whatever its size."""
    dropped, total = [], 0
    for place, (name, size) in enumerate(sorted(sizes, reverse=True)):
        total += size
        if place and (place >= most_runs or total > most_bytes):
            dropped.append(name)
    return tuple(dropped)
