"""Runs scenarios side by side, each in namespaces of its own, and collects the rows."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

from tests.lab.judge import Verdict, judge
from tests.lab.network.namespaces import enter_command
from tests.lab.outcome import Outcome, outcome_of
from tests.lab.scenario import ROOT, ScenarioError, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: Building a scenario and killing an overdue program, beyond the scenario's own limit.
_LIMIT_S = 120.0


def stage_command(path: Path, *more: str) -> list[str]:
    """The command that plays a scenario in new namespaces."""
    return [*enter_command(), sys.executable, "-m", "tests.lab.stage", str(path.resolve()), *more]


def play(path: Path, program: Sequence[str] = ()) -> Outcome | str:
    """Play one scenario with wssdiag, or with another program in its place; a text says why nothing came of it."""
    more = ("--run", *program) if program else ()
    try:
        done = subprocess.run(stage_command(path, *more), cwd=ROOT, capture_output=True, text=True, check=False, timeout=_LIMIT_S)
    except subprocess.TimeoutExpired:
        return f"the stage took more than {_LIMIT_S:g} s"
    lines = done.stdout.splitlines()
    return outcome_of(lines[-1]) if lines else f"the stage failed: {done.stderr.strip()[-500:]}"


def row_of(path: Path) -> tuple[Verdict, Outcome | str]:
    """Load, play and judge one scenario."""
    try:
        scenario = load(path)
    except ScenarioError as error:
        return Verdict(scenario=path.stem, expected="-", found="-", seconds=0.0, faults=(str(error),)), str(error)
    outcome = play(path)
    return judge(path.stem, scenario, outcome), outcome


def rows_of(paths: Sequence[Path], jobs: int) -> Iterator[tuple[Verdict, Outcome | str]]:
    """All rows, as they are finished. The threads outlive their scenarios: a namespace dies with the thread that started it."""
    waiting: queue.SimpleQueue[Path] = queue.SimpleQueue()
    finished: queue.SimpleQueue[tuple[Verdict, Outcome | str]] = queue.SimpleQueue()
    for path in paths:
        waiting.put(path)

    def work() -> None:
        while True:
            try:
                path = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                finished.put(row_of(path))
            except Exception as error:  # noqa: BLE001 - a row that cannot be made is a row that says so, never a lab that waits for ever
                text = f"{type(error).__name__}: {error}"
                finished.put((Verdict(scenario=path.stem, expected="-", found="-", seconds=0.0, faults=(text,)), text))

    for _ in range(max(1, min(jobs, len(paths)))):
        threading.Thread(target=work, daemon=True).start()
    for _ in paths:
        yield finished.get()
