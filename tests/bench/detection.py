"""How long it takes to say how a Linux computer with 500 processes is connected, beside psutil listing the same processes."""

from __future__ import annotations

import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psutil

from tests.bench.figures import ratio, spread
from wssdiag.catalogue.loader import load_builtin
from wssdiag.catalogue.shipped import load_footprint
from wssdiag.detection.detect import detect
from wssdiag.model.facts import known
from wssdiag.model.profile import Profile
from wssdiag.system.clock import SystemClock
from wssdiag.system.linux import LinuxSystem
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PROCESSES = 500

#: What a person does not notice as waiting.
_GOAL_S = 0.3


def detection(rounds: int) -> Iterator[str]:
    """Lines to print."""
    footprint, catalogue = load_footprint(), load_builtin()
    with _sleepers(_PROCESSES - len(psutil.pids())):
        seen = facts_of(LinuxSystem(SystemClock()).capture())
        reads = [_timed(lambda: LinuxSystem(SystemClock()).capture()) for _ in range(rounds)]
        capture = LinuxSystem(SystemClock()).capture()
        parses = [_timed(lambda: facts_of(capture)) for _ in range(rounds)]
        names = [_timed(lambda: detect(seen, footprint, catalogue, Profile(), None)) for _ in range(rounds)]
        lists = [_timed(lambda: list(psutil.process_iter(["name", "exe"], ad_value=None))) for _ in range(rounds)]
    wholes = [sum(parts) for parts in zip(reads, parses, names, strict=True)]
    count = len(known(seen.processes))
    yield f"a Linux computer with {count} processes: capture, facts and mode in {spread(wholes, digits=3)}; goal {_GOAL_S} s"
    yield f"  capture {spread(reads, digits=3)}, facts {spread(parses, digits=3)}, mode {spread(names, digits=3)}"
    yield f"  psutil.process_iter, the same processes by name and program: {spread(lists, digits=3)}"
    yield f"  detection / process_iter = {ratio(wholes, lists)}"


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


@contextmanager
def _sleepers(count: int) -> Iterator[None]:
    """Real processes, ended whatever happens."""
    started: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(count):
            started.append(subprocess.Popen(["sleep", "600"], stdin=subprocess.DEVNULL))  # noqa: PERF401 - one that fails must leave the others known
        yield
    finally:
        for process in started:
            process.kill()
        for process in started:
            process.wait()
