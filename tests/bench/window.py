"""The window, offscreen: how soon it is there, and how smooth it stays while checks run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING

from tests.bench.figures import percentile, ratio, spread
from tests.lab.network.namespaces import enter_command
from tests.lab.scenario import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIMIT_S = 300.0

#: Until there are heartbeats enough for the percentile, but no more runs than this.
_MOST_RUNS = 60
_SHARE = 0.999


def _alone(folder: str, *arguments: str) -> str:
    """Run a module in a network of its own, without a display and with an empty home."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder}
    command = [*enter_command(), sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=_LIMIT_S)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-500:])
    return done.stdout.splitlines()[-1]


def first_window(rounds: int) -> Iterator[str]:
    """Lines to print."""
    times: dict[str, list[float]] = {"program": [], "bare": []}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for kind, found in times.items():
                found.append(float(_alone(folder, "tests.bench.first_window", str(time.monotonic()), kind)))
    yield f"start to first painted window: {spread(times['program'])}"
    yield f"  a bare Qt window: {spread(times['bare'])}; program / bare = {ratio(times['program'], times['bare'])}"


def stall() -> Iterator[str]:
    """Lines to print."""
    with tempfile.TemporaryDirectory() as folder:
        told = json.loads(_alone(folder, "tests.bench.stall", folder, str(_MOST_RUNS)))
    idle, busy = told["idle_ms"], told["busy_ms"]
    yield f"event loop: {len(told['checks'])} runs of {min(told['checks'])} checks or more, {len(busy)} heartbeats (idle: {len(idle)})"
    for name, late in (("while checks run", busy), ("idle", idle)):
        yield f"  late {name}: 99.9th percentile {percentile(late, _SHARE):.1f} ms, at most {max(late):.1f} ms"
    yield f"  99.9th percentile, busy / idle = {ratio([percentile(busy, _SHARE)], [percentile(idle, _SHARE)])}"
