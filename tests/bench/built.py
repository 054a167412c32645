"""How soon the built programs are there: the command line beside an interpreter, the window under Wine beside a bare one of Qt's."""

from __future__ import annotations

import json
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from build.dev import freeze, wine
from tests.bench.figures import judged, ratio, spread
from tests.frozen.built import LINUX, WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.frozen.built import Built

#: Of the issue: until ``--version`` has ended; until the first window of the self-test was drawn.
_VERSION_S = 0.25
_WINDOW_S = 2.0

#: So long the self-test's window stays (``wssdiag.gui.selftest``), and the bare one beside it.
_SHOWN_S = 0.2

_STAMPED = Path(__file__).with_name("stamped.py")
_OFFSCREEN = ("-platform", "offscreen")
_BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.show()
QTimer.singleShot(200, app.quit)
app.exec()
print("window", flush=True)
"""

_Lines = list[tuple[float, str]]


def built(rounds: int) -> Iterator[str]:
    """Lines to print; a program that is not there, or is older than the sources, is told as such."""
    yield from _reason("linux", freeze.obstacle("linux")) or _version(rounds)
    yield from _reason("windows", freeze.obstacle("windows") or wine.obstacle()) or _window(rounds)


def first_window(lines: _Lines) -> float:
    """Seconds from the start to the self-test's window, without the parts in between, which ask servers of their own.

    The first line comes when all is loaded, Qt too. The program with the window writes line by line; one with a console does not.
    """
    took = next(after - before for (before, _), (after, line) in pairwise(lines) if line.startswith("window "))
    return lines[0][0] + took - _SHOWN_S


def _reason(system: str, reason: str) -> list[str]:
    return [f"the program for {system}: not measured: {reason}"] if reason else []


def _version(rounds: int) -> Iterator[str]:
    told = _stamped(LINUX, rounds, {"program": LINUX.command("--version"), "bare": [sys.executable, "-c", "pass"]})
    ours, bare = ([lines[-1][0] for lines in told[kind]] for kind in ("program", "bare"))
    yield f"the program for Linux, --version: {spread(ours)}, {judged(ours, _VERSION_S)}"
    yield f"  python -c pass: {spread(bare)}; program / python = {ratio(ours, bare)}"


def _window(rounds: int) -> Iterator[str]:
    bare_command = [wine.PROGRAM, str(wine.PYTHON / "python.exe"), "-c", _BARE, *_OFFSCREEN]
    told = _stamped(WINDOW, rounds, {"program": WINDOW.command("--self-test", *_OFFSCREEN), "bare": bare_command})
    ours = [first_window(lines) for lines in told["program"]]
    bare = [lines[0][0] - _SHOWN_S for lines in told["bare"]]
    yield f"the program for Windows under Wine, start to the self-test's window: {spread(ours)}, {judged(ours, _WINDOW_S)}"
    yield f"  a bare Qt window of the same Python: {spread(bare)}; program / bare = {ratio(ours, bare)}"


def _stamped(program: Built, rounds: int, commands: Mapping[str, Sequence[str]]) -> dict[str, list[_Lines]]:
    """What each command said and when, in turns, after a first round that only warms the disk. :class:`RuntimeError` where one fails."""
    jobs = {
        f"{number} {name}": {"command": [sys.executable, "-P", str(_STAMPED), *command]}
        for number in range(rounds + 1)
        for name, command in commands.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        done = program.start(jobs, Path(folder))
    if failed := next((one for one in done.values() if one.code), None):
        raise RuntimeError((failed.err or failed.out).strip()[-300:])
    return {name: [json.loads(done[f"{number} {name}"].out) for number in range(1, rounds + 1)] for name in commands}
