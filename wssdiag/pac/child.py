"""Starts the child process and talks to it, never longer than asked. Must not know what the messages mean."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from typing import IO, TYPE_CHECKING

from wssdiag.pac.evaluate import Evaluator
from wssdiag.pac.messages import LINE_LIMIT_BYTES
from wssdiag.paths import installation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wssdiag.pac.messages import Clock

#: What a child must inherit to start at all; nothing of the user's proxies or Python settings.
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LD_LIBRARY_PATH", "HOME", "LANG")

#: By these a program that unpacked itself tells a child of the same file where (PyInstaller's bootloader). One that had to unpack itself
#: anew would take a second, and being killed would leave its files behind.
_UNPACKED = ("_PYI_ARCHIVE_FILE", "_PYI_APPLICATION_HOME_DIR", "_PYI_PARENT_PROCESS_LEVEL")

#: How long a killed process may take to be gone; then it is left to the system.
_REAP_LIMIT_S = 1.0


class Process:
    """A child process with two pipes; one that had to be stopped is replaced when there is something to ask again."""

    def __init__(self, zone: str | None = None) -> None:
        """Start it; ``zone`` is the TZ that it lives in, else this process's own. Raises OSError where it cannot be started."""
        self._environment = {name: os.environ[name] for name in (*_KEPT, *_UNPACKED, "TZ") if name in os.environ}
        if zone is not None:
            self._environment["TZ"] = zone
        self._ended = False
        self._start()

    def _start(self) -> None:
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW
        self._process = subprocess.Popen(  # noqa: S603 - this program itself, no shell
            worker_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environment,
            creationflags=flags,
        )
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=_read, args=(self._process.stdout, self._lines), name="pac-worker", daemon=True).start()
        self._ended = False

    @property
    def pid(self) -> int:
        """Of the child."""
        return self._process.pid

    def ask(self, line: bytes, limit_s: float) -> bytes | None:
        """The answer to one line, or None: too late, too long, or gone. After None a new child, which knows nothing, gets the next."""
        try:
            if self._ended:
                self._start()
            if self._process.stdin is None or self._process.poll() is not None:
                self.end()
                return None
            # a child that does not read fills the pipe: writing must not be what hangs
            writer = threading.Thread(target=_write, args=(self._process.stdin, line), daemon=True)
            writer.start()
            answer = self._lines.get(timeout=limit_s)
        except (queue.Empty, OSError, ValueError):
            answer = b""
        if not answer.endswith(b"\n"):  # the rest of a line that is too long would be taken for the next answer
            self.end()
            return None
        return answer

    def end(self) -> None:
        """Let it go, whatever it is doing."""
        self._ended = True
        self._process.kill()
        try:
            self._process.wait(_REAP_LIMIT_S)
        except subprocess.TimeoutExpired:
            return
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                _close(pipe)


@contextlib.contextmanager
def evaluator(
    resolve: Callable[[str], tuple[str, ...]], own: tuple[str, ...] = (), clock: Clock | None = None, zone: str | None = None
) -> Iterator[Evaluator]:
    """An evaluator with a child of its own, which ends with the block."""
    process = Process(zone)
    try:
        yield Evaluator(process.ask, resolve, own, clock, time.monotonic)
    finally:
        process.end()


def worker_command() -> list[str]:
    """This program as the worker: the frozen executable itself, else the interpreter with the package, and no path of the caller's."""
    place = installation()
    if place.unpacked:
        return [str(place.executable), "--pac-worker"]
    start = f"import sys; sys.path.insert(0, {str(place.package.parent)!r}); from wssdiag.pac.worker import main; sys.exit(main())"
    return [sys.executable, "-I", "-c", start]


def _read(pipe: IO[bytes], lines: queue.SimpleQueue[bytes]) -> None:
    while True:
        try:
            line = pipe.readline(LINE_LIMIT_BYTES)
        except (OSError, ValueError):
            line = b""
        lines.put(line)
        if not line.endswith(b"\n"):
            return


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
