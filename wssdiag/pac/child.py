"""Starts the child process and talks to it, never longer than asked. Must not know what the messages mean."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from typing import IO, TYPE_CHECKING

from wssdiag.pac.evaluate import Evaluator
from wssdiag.pac.messages import LINE_LIMIT_BYTES
from wssdiag.paths import installation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wssdiag.pac.messages import Clock

#: What a child must inherit to start at all; nothing of the user's proxies or Python settings.
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LD_LIBRARY_PATH", "HOME", "LANG")

#: How long a killed process may take to be gone; then it is left to the system.
_REAP_LIMIT_S = 1.0


class Process:
    """A child process with two pipes."""

    def __init__(self, zone: str | None = None) -> None:
        """Start it; ``zone`` is the TZ that it lives in, else this process's own. Raises OSError where it cannot be started."""
        environment = {name: os.environ[name] for name in (*_KEPT, "TZ") if name in os.environ}
        if zone is not None:
            environment["TZ"] = zone
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW
        self._process = subprocess.Popen(  # noqa: S603 - this program itself, no shell
            worker_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=flags,
        )
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(self._process.stdout,), name="pac-worker", daemon=True).start()

    @property
    def pid(self) -> int:
        """Of the child."""
        return self._process.pid

    def ask(self, line: bytes, limit_s: float) -> bytes | None:
        """The answer to one line, or None: too late, or gone. After None it is dead."""
        try:
            if self._process.stdin is None or self._process.poll() is not None:
                return None
            # a child that does not read fills the pipe: writing must not be what hangs
            writer = threading.Thread(target=_write, args=(self._process.stdin, line), daemon=True)
            writer.start()
            answer = self._lines.get(timeout=limit_s)
        except (queue.Empty, OSError, ValueError):
            answer = b""
        if not answer:
            self.end()
        return answer or None

    def end(self) -> None:
        """Let it go, whatever it is doing."""
        self._process.kill()
        try:
            self._process.wait(_REAP_LIMIT_S)
        except subprocess.TimeoutExpired:
            return
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                _close(pipe)

    def _read(self, pipe: IO[bytes]) -> None:
        while True:
            try:
                line = pipe.readline(LINE_LIMIT_BYTES)
            except (OSError, ValueError):
                line = b""
            self._lines.put(line)
            if not line:
                return


@contextlib.contextmanager
def evaluator(
    resolve: Callable[[str], tuple[str, ...]], own: tuple[str, ...] = (), clock: Clock | None = None, zone: str | None = None
) -> Iterator[Evaluator]:
    """An evaluator with a child of its own, which ends with the block."""
    process = Process(zone)
    try:
        yield Evaluator(process.ask, resolve, own, clock)
    finally:
        process.end()


def worker_command() -> list[str]:
    """This program as the worker: the frozen executable itself, else the interpreter with the package, and no path of the caller's."""
    place = installation()
    if place.unpacked:
        return [str(place.executable), "--pac-worker"]
    start = f"import sys; sys.path.insert(0, {str(place.package.parent)!r}); from wssdiag.pac.worker import main; sys.exit(main())"
    return [sys.executable, "-I", "-c", start]


def _write(pipe: IO[bytes], line: bytes) -> None:
    try:
        pipe.write(line + b"\n")
        pipe.flush()
    except (OSError, ValueError):
        return


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return
