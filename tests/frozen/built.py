"""The programs that ``dev.py build`` makes, and how a test starts them: in namespaces, with an environment that holds next to nothing."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from build.dev import freeze, wine
from tests.wine.windows import seen_from_windows, shell, woken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_BATCH = Path(__file__).parent / "inside" / "batch.py"
_LIMIT_S = 400.0

#: How inside/batch.py ends where a start did not end in time.
STUCK = 75

#: An account that has just been made, and nothing of a developer's: no Python, no fonts, no desktop.
_EMPTY = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}


class StuckWarning(UserWarning):
    """A start under Wine did not end; it was made once more. The text: where each of its processes stood."""


class Done(msgspec.Struct, frozen=True):
    """How one start went."""

    code: int
    out: str
    err: str
    seconds: float
    cpu_s: float


@dataclass(frozen=True)
class Job:
    """One start of a program."""

    arguments: tuple[str, ...]
    input: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Built:
    """One program."""

    name: str
    system: str
    file: Path

    def path(self, file: Path) -> str:
        """A file of this machine as the program names it."""
        return seen_from_windows(file) if self.system == "windows" else str(file)

    def command(self, *arguments: str) -> list[str]:
        """How this machine starts it."""
        return [*([wine.PROGRAM] if self.system == "windows" else []), str(self.file), *arguments]

    def run(self, jobs: Mapping[str, Job], folder: Path) -> dict[str, Done]:
        """All of them, one after the other, with a home folder that is empty."""
        return self.start({name: {**_told(job), "command": self.command(*job.arguments)} for name, job in jobs.items()}, folder)

    def start(
        self, jobs: Mapping[str, Mapping[str, object]], folder: Path, before_again: Callable[[], None] | None = None
    ) -> dict[str, Done]:
        """The same for whole commands (see ``inside/batch.py``).

        ``before_again``: what clears away what a start under Wine has left that did not end; it is made once more then (:func:`once_more`).
        """
        home = folder / "home"
        home.mkdir(parents=True, exist_ok=True)
        (folder / "jobs.json").write_text(json.dumps(list(jobs.values())), encoding="utf-8")
        own = wine.settings() if self.system == "windows" else {}
        words = [f"{name}={value}" for name, value in ({**_EMPTY, "HOME": str(home)} | own).items()]
        line = shlex.join(["env", "-i", f"--chdir={folder}", *words, sys.executable, "-P", str(_BATCH), str(folder / "jobs.json")])
        if self.system != "windows":
            done = _apart(line)
        elif before_again:
            done = once_more(lambda: shell(f"{woken()}\n{line}", _LIMIT_S), before_again)
        else:
            done = shell(f"{woken()}\n{line}", _LIMIT_S)
        assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")
        return dict(zip(jobs, msgspec.json.decode(done.stdout, type=list[Done]), strict=True))


def once_more(
    run: Callable[[], subprocess.CompletedProcess[bytes]], before_again: Callable[[], None]
) -> subprocess.CompletedProcess[bytes]:
    """What came of a run under Wine; of a second one, with a warning, where the first stood still.

    One start stood still in a whole run of the tests, and none of 67 that were made by themselves: why is not known. One that stands
    still twice is a failure.
    """
    done = run()
    if done.returncode != STUCK:
        return done
    with warnings.catch_warnings():
        warnings.simplefilter("always", StuckWarning)  # all others are errors
        warnings.warn(StuckWarning(done.stderr.decode(errors="replace")), stacklevel=2)
    before_again()
    return run()


def _told(job: Job) -> dict[str, object]:
    return {"input": job.input, "environment": dict(job.environment)}


def _apart(line: str) -> subprocess.CompletedProcess[bytes]:
    script = f"ip link set lo up\nexec {line}"
    return subprocess.run(
        ["unshare", "-rn", "sh", "-ec", script], stdin=subprocess.DEVNULL, capture_output=True, timeout=_LIMIT_S, check=False
    )


LINUX = Built("linux", "linux", freeze.DIST / "linux" / "wssdiag" / "wssdiag")
CONSOLE = Built("windows-console", "windows", freeze.DIST / "windows" / "wssdiag" / "wssdiag-cli.exe")
WINDOW = Built("windows-window", "windows", freeze.DIST / "windows" / "wssdiag" / "wssdiag.exe")
ONE_FILE = Built("windows-one-file", "windows", freeze.DIST / "windows" / "wssdiag.exe")

ALL = (LINUX, CONSOLE, WINDOW, ONE_FILE)
