"""The only place that starts a process of the operating system. Must not know what a program's output means."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from typing import IO, TYPE_CHECKING

from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What a program may print; every listing that is read here is far shorter.
OUTPUT_LIMIT_BYTES = 1024 * 1024

_CHUNK_BYTES = 64 * 1024

#: How long a process that was killed may take to be gone: longer, and it is left to the system.
_REAP_LIMIT_S = 1.0

#: A program that cannot do its work says so at once; what still runs then is what was wanted.
_START_LIMIT_S = 1.5

#: Where the system's own programs are, before whatever the user's PATH says: ``ip`` is not on a plain user's PATH everywhere.
_SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"

#: Output that is read is the same in every language.
_C_LOCALE = {"LC_ALL": "C.UTF-8", "LANGUAGE": "C"}


def run(argv: Sequence[str], limit_s: float) -> bytes | Unknown:
    """What a program prints on standard output, or why there is none. Never raises, and returns within ``limit_s`` and about a second.

    No shell, nothing on standard input, the C locale, standard error thrown away. A program that is not there, ends with another code
    than 0, prints over 1 MiB or takes too long gives :class:`Unknown`; then it, and what it started, is killed.
    """
    name = argv[0]
    program = shutil.which(name, path=_search_path())
    if program is None:
        return Unknown(f"{name} is not on this computer")
    try:
        process = _start([program, *argv[1:]], {**_environment(), **_C_LOCALE})
    except (OSError, ValueError) as error:  # ValueError: a NUL in an argument
        return Unknown(f"{name} could not be started ({getattr(error, 'errno', None) or 'bad argument'})")
    output = _Output(process.stdout)
    finished = output.wait(limit_s)
    code = _end(process, kill=not finished or output.too_long)
    if not finished:
        return Unknown(f"{name} took longer than {limit_s:g} s")
    if output.too_long:
        return Unknown(f"{name} printed more than {OUTPUT_LIMIT_BYTES} bytes")
    return output.data if code == 0 else Unknown(f"{name} ended with code {code}")


def start(argv: Sequence[str]) -> Unknown | None:
    """Start a program that a person will use, and leave it alone: None once it runs, :class:`Unknown` where it fails at once.

    No shell, the person's own language, nothing of this program's on its input and output; it lives on when this program ends.
    """
    program = shutil.which(argv[0], path=_search_path())
    if program is None:
        return Unknown(f"{argv[0]} is not on this computer")
    try:
        process = _start([program, *argv[1:]], _environment(), output=subprocess.DEVNULL)
    except (OSError, ValueError) as error:
        return Unknown(f"{argv[0]} could not be started ({getattr(error, 'errno', None) or 'bad argument'})")
    waiting = threading.Thread(target=process.wait, name="command-started", daemon=True)
    waiting.start()  # to its end, whenever that is: what nobody waits for stays in the process table
    waiting.join(_START_LIMIT_S)
    return Unknown(f"{argv[0]} ended with code {process.returncode}") if process.returncode else None


def command_line(arguments: Sequence[str]) -> str:
    """Arguments as the one text that Windows hands to a program, which takes it apart again (CommandLineToArgvW, Microsoft's C library)."""
    return subprocess.list2cmdline(arguments)


class _Output:
    """Reads a pipe in a thread of its own: a program may close nothing and print nothing, and a read cannot be interrupted."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        self._chunks: list[bytes] = []
        self._length = 0
        self._thread = threading.Thread(target=self._read, args=(pipe,), name="command-output", daemon=True)
        self._thread.start()

    @property
    def data(self) -> bytes:
        return b"".join(self._chunks)

    @property
    def too_long(self) -> bool:
        return self._length > OUTPUT_LIMIT_BYTES

    def wait(self, limit_s: float) -> bool:
        """Whether the output ended, or grew too long, in time."""
        self._thread.join(limit_s)
        return not self._thread.is_alive()

    def _read(self, pipe: IO[bytes] | None) -> None:
        if pipe is None:
            return
        with pipe:
            while not self.too_long and (chunk := pipe.read(_CHUNK_BYTES)):
                self._chunks.append(chunk)
                self._length += len(chunk)


def _search_path() -> str:
    """The system's own folders first: a program of the same name elsewhere must not be started instead."""
    system = _SYSTEM_PATH
    if sys.platform == "win32":
        system = os.environ.get("SystemRoot", r"C:\Windows") + r"\System32"  # noqa: SIM112 - Windows spells it so
    return os.pathsep.join([system, os.environ.get("PATH", "")])


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    # A frozen program runs with its own libraries' path; the system's programs need the one from before (PyInstaller keeps it).
    if (before := environment.pop("LD_LIBRARY_PATH_ORIG", None)) is not None:
        environment["LD_LIBRARY_PATH"] = before
    elif hasattr(sys, "_MEIPASS"):
        environment.pop("LD_LIBRARY_PATH", None)
    return environment


def _start(argv: list[str], environment: dict[str, str], output: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(  # noqa: S603 - fixed arguments, no shell
        argv,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.DEVNULL,
        env=environment,
        bufsize=0,
        creationflags=flags,
        start_new_session=True,  # Windows has none, and takes no notice
    )


def _end(process: subprocess.Popen[bytes], *, kill: bool) -> int | None:
    """The exit code; None where the process cannot be ended."""
    if kill:
        _kill(process)
    try:
        return process.wait(_REAP_LIMIT_S)
    except subprocess.TimeoutExpired:
        _kill(process)
    try:
        return process.wait(_REAP_LIMIT_S)
    except subprocess.TimeoutExpired:
        return None


def _kill(process: subprocess.Popen[bytes]) -> None:
    try:
        if sys.platform == "win32":
            process.kill()
        else:
            # Its whole session: a child that holds the pipe would keep the reading thread for ever.
            os.killpg(process.pid, signal.SIGKILL)
    except OSError:
        return
