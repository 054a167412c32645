"""However the lab ends, nothing of it is left, and it can be started again; two labs do not meet."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lab.proving import lab
from tests.lab.scenario import ROOT

pytestmark = lab

#: Both wait for silence, so that there is time to end them in the middle.
_SLOW = ("everything-dropped", "like-only-service-allowed")
_LIMIT_S = 20.0


def started(*arguments: str) -> subprocess.Popen[str]:
    # As from a terminal: what a shell starts in the background is deaf to Ctrl+C, and so is what that starts.
    command = ["env", "--default-signal=INT", sys.executable, "-m", "tests.lab", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def tree(root: int) -> dict[int, str]:
    """The processes below one, with their command lines."""
    parents: dict[int, int] = {}
    commands: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
            commands[int(folder.name)] = (folder / "cmdline").read_text(encoding="utf-8").replace("\0", " ")
        except (OSError, ValueError):
            continue
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return {pid: commands.get(pid, "") for pid in found - {root}}


def born(pid: int) -> tuple[int, str]:
    """A process and when it began (proc(5): field 22 of stat): numbers of processes and of namespaces are used again."""
    try:
        return pid, Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return pid, ""


def namespaces(pid: int) -> set[str]:
    """The network, mount and process namespace of a process."""
    return {str(Path(f"/proc/{pid}/ns/{kind}").readlink()) for kind in ("net", "mnt", "pid")}


def until(condition: object, what: str) -> None:
    """Wait until a function gives something true."""
    deadline = time.monotonic() + _LIMIT_S
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_when_the_lab_is_ended_in_the_middle(number: signal.Signals) -> None:
    mounts = Path("/proc/mounts").read_text(encoding="utf-8")
    runner = started(*(word for name in _SLOW for word in ("--only", name)), "--jobs", "2")
    with runner:
        until(lambda: sum("-m wssdiag check" in text for text in tree(runner.pid).values()) >= len(_SLOW), "both programs run")
        mine = {born(pid) for pid in tree(runner.pid)}
        programs = [pid for pid, text in tree(runner.pid).items() if "-m wssdiag check" in text]
        assert not any(namespaces(pid) & namespaces(os.getpid()) for pid in programs)
        runner.send_signal(number)
        code = runner.wait(_LIMIT_S)
        until(lambda: not any(began and born(pid) == (pid, began) for pid, began in mine), "its processes, and so its namespaces, are gone")
        told = runner.stderr.read() if runner.stderr else ""
    assert code == (130 if number is signal.SIGINT else -number)
    assert told == ("lab: interrupted\n" if number is signal.SIGINT else "")
    assert Path("/proc/mounts").read_text(encoding="utf-8") == mounts
    again = started("--only", "healthy-agent", "--json")
    assert json.loads(again.communicate(timeout=_LIMIT_S)[0])["scenarios"][0]["found"] == "healthy"


def test_two_labs_side_by_side_do_not_meet() -> None:
    names = ("healthy-agent", "no-network", "no-address", "like-private-ca")
    arguments = [word for name in names for word in ("--only", name)]
    labs = [started(*arguments, "--json") for _ in range(2)]
    answers = [json.loads(one.communicate(timeout=3 * _LIMIT_S)[0])["scenarios"] for one in labs]
    rows = [[(row["scenario"], row["found"], row["faults"]) for row in answer] for answer in answers]
    assert rows[0] == rows[1]
    assert all(row["right"] for row in answers[0])
