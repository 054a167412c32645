"""How soon the command line says something of itself, beside an interpreter that does nothing."""

from __future__ import annotations

import tempfile
import time
from typing import TYPE_CHECKING

from tests.bench.alone import alone
from tests.bench.figures import judged, ratio, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Of the frozen program; from source it is asked for the same.
_GOAL_S = 0.25

_BARE = ("-c", "pass")
_ASKED = {"--version": ("-m", "wssdiag", "--version"), "check --help": ("-m", "wssdiag", "check", "--help")}


def command_line(rounds: int) -> Iterator[str]:
    """Lines to print."""
    times: dict[str, list[float]] = {"": [], **{name: [] for name in _ASKED}}
    with tempfile.TemporaryDirectory() as home:
        for _ in range(rounds):
            for name, found in times.items():
                begun = time.monotonic()
                alone(home, *_ASKED.get(name, _BARE))
                found.append(time.monotonic() - begun)
    bare = times.pop("")
    yield f"python -c pass: {spread(bare)}"
    for name, found in times.items():
        yield f"wssdiag {name}: {spread(found)}, {judged(found, _GOAL_S)}; wssdiag / python = {ratio(found, bare)}"
