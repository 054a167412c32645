"""Runs scenarios side by side, each in namespaces of its own, and collects the rows."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import msgspec

from tests.lab.edition import EDITIONS
from tests.lab.judge import Verdict, judge
from tests.lab.network.namespaces import PATH, enter_command
from tests.lab.outcome import NotRun, Outcome, outcome_of
from tests.lab.scenario import ROOT, ScenarioError, load, ready
from wssdiag.model.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_Thing = TypeVar("_Thing")
_Result = TypeVar("_Result")

#: Building a scenario and killing an overdue program, beyond the scenario's own limit.
_LIMIT_S = 120.0


def stage_command(path: Path, *more: str) -> list[str]:
    """The command that plays a scenario in new namespaces."""
    return [*enter_command(), sys.executable, "-m", "tests.lab.stage", str(path.resolve()), *more]


def stage_environment() -> dict[str, str]:
    """The caller's, with a PATH on which the lab's tools are found: that of an ordinary account lacks the folders of root's."""
    return {**os.environ, "PATH": PATH}


def play(path: Path, program: Sequence[str] = (), edition: str = "sources") -> Outcome | NotRun | str:
    """Play one scenario with an edition of wssdiag, or with another program in its place; a text says why nothing came of it."""
    more = ("--edition", edition, *(("--run", *program) if program else ()))
    try:
        command, environment = stage_command(path, *more), stage_environment()
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=_LIMIT_S)
    except subprocess.TimeoutExpired:
        return f"the stage took more than {_LIMIT_S:g} s"
    lines = done.stdout.splitlines()
    return outcome_of(lines[-1]) if lines else f"the stage failed: {done.stderr.strip()[-500:]}"


def row_of(path: Path, edition: str = "sources") -> tuple[Verdict, Outcome | NotRun | str]:
    """Load, play and judge one scenario."""
    try:
        scenario = load(path)
    except ScenarioError as error:
        return Verdict(scenario=path.stem, expected="-", found="-", seconds=0.0, faults=(str(error),)), str(error)
    outcome = play(path, edition=edition)
    patient = msgspec.structs.replace(scenario, max_seconds=scenario.max_seconds + EDITIONS[edition].start_s)
    return judge(path.stem, patient, outcome), outcome


def rows_of(paths: Sequence[Path], jobs: int, edition: str = "sources") -> Iterator[tuple[Verdict, Outcome | NotRun | str]]:
    """All rows, as they are finished."""
    ready(Outcome, Report)
    for path, row in side_by_side(paths, jobs, partial(row_of, edition=edition)):
        if isinstance(row, Exception):  # a row that cannot be made is a row that says so
            text = f"{type(row).__name__}: {row}"
            yield Verdict(scenario=path.stem, expected="-", found="-", seconds=0.0, faults=(text,)), text
        else:
            yield row


def side_by_side(things: Sequence[_Thing], jobs: int, do: Callable[[_Thing], _Result]) -> Iterator[tuple[_Thing, _Result | Exception]]:
    """Do it with each, so many at a time; gives them as they are finished, or what was raised.

    The threads outlive their scenarios: a namespace dies with the thread that started it.
    """
    waiting: queue.SimpleQueue[_Thing] = queue.SimpleQueue()
    finished: queue.SimpleQueue[tuple[_Thing, _Result | Exception]] = queue.SimpleQueue()
    for thing in things:
        waiting.put(thing)

    def work() -> None:
        while True:
            try:
                thing = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                finished.put((thing, do(thing)))
            except Exception as error:  # noqa: BLE001 - never a lab that waits for ever
                finished.put((thing, error))

    for _ in range(max(1, min(jobs, len(things)))):
        threading.Thread(target=work, daemon=True).start()
    for _ in things:
        yield finished.get()
