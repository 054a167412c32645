"""The window, offscreen: how soon it is there, how fast it takes what a run tells, and how smooth it stays while checks run."""

from __future__ import annotations

import json
import tempfile
import time
from typing import TYPE_CHECKING

from tests.bench.alone import alone
from tests.bench.figures import judged, percentile, ratio, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Of the issue: from the start of the process until it can be used; the events of a run; the heartbeat's delay.
_USABLE_S = 0.7
_EVENTS_S = 1.0
_SHARE = 0.999
_LATE_MS = 30.0
_LATEST_MS = 100.0

#: Until there are heartbeats enough for the percentile, but no more runs than this.
_MOST_RUNS = 60


def _told(home: str, *arguments: str) -> str:
    """The last line that a module of the bench prints."""
    return alone(home, "-m", *arguments).splitlines()[-1]


def first_window(rounds: int) -> Iterator[str]:
    """Lines to print."""
    usable: dict[str, list[float]] = {"program": [], "bare": []}
    computed: dict[str, list[float]] = {"program": [], "bare": []}
    with tempfile.TemporaryDirectory() as home:
        for _ in range(rounds):
            for kind, found in usable.items():
                told = json.loads(_told(home, "tests.bench.first_window", str(time.monotonic()), kind))
                found.append(told["usable"])
                computed[kind].append(told["computed"])
    yield f"start to usable window: {spread(usable['program'])}, {judged(usable['program'], _USABLE_S)}"
    yield f"  a bare Qt window: {spread(usable['bare'])}; program / bare = {ratio(usable['program'], usable['bare'])}"
    both = f"program {spread(computed['program'])}, bare {spread(computed['bare'])}"
    yield f"  of that the processor's time: {both}; program / bare = {ratio(computed['program'], computed['bare'])}"


def events(rounds: int) -> Iterator[str]:
    """Lines to print."""
    with tempfile.TemporaryDirectory() as home:
        told = json.loads(_told(home, "tests.bench.flood", str(rounds)))
    bare = told["seconds"].pop("bare")
    yield f"{told['events']} events of {told['checks']} checks: as bare signals {spread(bare, digits=3)}"
    for screen, times in told["seconds"].items():
        yield f"  {screen}: {spread(times)}, {judged(times, _EVENTS_S)}; window / bare signals = {ratio(times, bare)}"


def stall() -> Iterator[str]:
    """Lines to print."""
    with tempfile.TemporaryDirectory() as home:
        told = json.loads(_told(home, "tests.bench.stall", home, str(_MOST_RUNS)))
    idle, busy = told["idle_ms"], told["busy_ms"]
    yield f"event loop: {len(told['checks'])} runs of {min(told['checks'])} checks or more, {len(busy)} heartbeats (idle: {len(idle)})"
    for name, late in (("while checks run", busy), ("idle", idle)):
        share, most = percentile(late, _SHARE), max(late)
        goals = f" ({judged([share], _LATE_MS, 'ms')})", f" ({judged([most], _LATEST_MS, 'ms')})"
        yield f"  late {name}: 99.9th percentile {share:.1f} ms{goals[0]}, at most {most:.1f} ms{goals[1]}"
    yield f"  99.9th percentile, busy / idle = {ratio([percentile(busy, _SHARE)], [percentile(idle, _SHARE)])}"
