"""The parts of a test run: which there are, how they are run, and the table that says how they went."""

from __future__ import annotations

import subprocess
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from build.dev.venv import ROOT, environment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: Checked each by its own literal of ``sys.platform``, on any machine.
PLATFORMS = ("win32", "darwin", "linux")

#: Linux's own, by nature: namespaces, and what they cost.
_LINUX_ONLY = r"^tests/(lab|bench|frozen)/"

#: As many workers as a build machine has processors. What stays together, and in which order they begin, says build/dev/side_by_side.py.
#: One that crashes ends the run: put in its place, another one waits for ever.
_SIDE_BY_SIDE = ("--numprocesses", "2", "--dist", "loadscope", "--no-loadscope-reorder", "--max-worker-restart", "0")


@dataclass(frozen=True)
class Part:
    """One tool to run."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """How a part went."""

    name: str
    code: int | None  # the exit code; None: it was not run
    seconds: float = 0.0
    output: str = ""

    @property
    def failed(self) -> bool:
        """Whether it ran and did not end well."""
        return self.code not in {0, None}

    @property
    def line(self) -> str:
        """Its row in the table."""
        if self.code is None:
            return f"{self.name:<14} not run  {self.output}"
        return f"{self.name:<14} {'FAILED' if self.failed else 'ok':<8} {self.seconds:6.1f} s"


def static_parts(python: Path) -> tuple[Part, ...]:
    """Everything that reads the code without running it."""
    run = (str(python), "-m")
    # one cache a platform: a change of platform makes a shared one worthless
    mypy = [(name, (*run, "mypy", "--platform", name, "--cache-dir", f".mypy_cache/{name}", "--no-error-summary")) for name in PLATFORMS]
    types = [Part(f"types {name}", command if name == "linux" else (*command, "--exclude", _LINUX_ONLY)) for name, command in mypy]
    contracts = ("from importlinter.cli import lint_imports_command as main; main()", "--no-logo")
    return (
        Part("lint", (*run, "ruff", "check", "--quiet")),
        Part("format", (*run, "ruff", "format", "--check", "--quiet")),
        Part("contracts", (str(python), "-c", *contracts)),
        *types,
    )


def all_tests(python: Path, plugin: str, arguments: Sequence[str]) -> Part:
    """All of them, two at a time; whoever asks for certain ones gets them one after the other, with all that they print."""
    return Part("pytest", (str(python), "-m", "pytest", "-p", plugin, *(arguments or _SIDE_BY_SIDE)))


def run_together(parts: Sequence[Part]) -> tuple[Outcome, ...]:
    """Run all at once, and show what a failing one said."""
    outcomes: dict[str, Outcome] = {}

    def one(part: Part) -> None:
        outcomes[part.name] = run_quietly(part)

    threads = [threading.Thread(target=one, args=(part,), daemon=True) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    in_order = tuple(outcomes[part.name] for part in parts)
    for outcome in in_order:
        if outcome.failed:
            print(f"--- {outcome.name}\n{outcome.output.strip()}\n", flush=True)
    return in_order


def run_quietly(part: Part) -> Outcome:
    """Run one and keep what it says."""
    begun = time.monotonic()
    done = subprocess.run(
        part.command,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return Outcome(part.name, done.returncode, time.monotonic() - begun, done.stdout)


def run_aloud(part: Part) -> Outcome:
    """Run one and let it speak for itself."""
    begun = time.monotonic()
    code = subprocess.run(part.command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, check=False).returncode
    return Outcome(part.name, code, time.monotonic() - begun)


def table(outcomes: Sequence[Outcome]) -> str:
    """One row a part."""
    return "\n".join(outcome.line for outcome in outcomes)
