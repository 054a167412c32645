"""Starts the programs of others, and knows when they listen."""

from __future__ import annotations

import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from tests.lab.network.namespaces import PATH, LabError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.lab.plan import Program

#: mitmproxy imports for seconds at its first start on a slow machine.
_LIMIT_S = 30.0
_STEP_S = 0.02

#: The reason stands at the end.
_SAID_CHARACTERS = 500

#: In /proc/net/tcp (proc(5)): a socket that listens. In /proc/net/udp every row is bound.
_LISTENING = "0A"


@dataclass(frozen=True, slots=True)
class Running:
    """A program that was started."""

    program: Program
    process: subprocess.Popen[bytes]
    log: Path

    def wait(self, limit_s: float = _LIMIT_S) -> None:
        """Return when it listens; :class:`LabError`, one line with the end of what it said, when it does not."""
        deadline = time.monotonic() + limit_s
        while not self._ready():
            code = self.process.poll()
            if code is not None:
                message = f"the peer {self.program.name} did not start: {self._said() or f'it ended with {code} and said nothing'}"
                raise LabError(message)
            if time.monotonic() > deadline:
                message = (
                    f"the peer {self.program.name} does not listen on its ports after {limit_s:g} s: {self._said() or 'it said nothing'}"
                )
                raise LabError(message)
            time.sleep(_STEP_S)

    def _said(self) -> str:
        said = " ".join(self.log.read_text(encoding="utf-8", errors="replace").split())
        return "".join(letter for letter in said if letter.isprintable())[-_SAID_CHARACTERS:]

    def _ready(self) -> bool:
        return set(self.program.tcp) <= _ports(self.process.pid, "tcp") and set(self.program.udp) <= _ports(self.process.pid, "udp")


def is_installed(program: Program) -> bool:
    """Whether this machine has it."""
    return shutil.which(program.executable or program.command[0], path=PATH) is not None


def start(program: Program, prefix: list[str], folder: Path, secrets: Mapping[str, bytes] = MappingProxyType({})) -> Running:
    """Write its files, and the ``secrets`` that the lab made for it, and start it behind ``prefix``, which enters its namespace."""
    folder.mkdir()
    folder.chmod(0o777)  # a program that changes to a user of its own writes here
    written = {name: _filled(text, folder).encode() for name, text in program.files.items()}
    for name, content in {**written, **secrets}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    log = folder / "output.log"
    environment = {"PATH": PATH, "LC_ALL": "C", "HOME": str(folder), **{k: _filled(v, folder) for k, v in program.environment.items()}}
    # nsenter takes the place of the shell and the program that of nsenter: the process is in the namespace that its tables show
    command = [*prefix, *(_filled(word, folder) for word in program.command)]
    try:
        with log.open("wb") as output:
            process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    except FileNotFoundError as error:
        message = f"the peer {program.name} did not start: {error.filename} is not installed"
        raise LabError(message) from error
    return Running(program, process, log)


def _filled(text: str, folder: Path) -> str:
    return text.replace("{folder}", str(folder))


def _ports(pid: int, protocol: str) -> set[int]:
    """The local ports that are bound (UDP) or listened on (TCP) in the namespace of a process; none once it is gone."""
    found: set[int] = set()
    for table in (protocol, f"{protocol}6"):
        try:
            rows = Path(f"/proc/{pid}/net/{table}").read_text(encoding="ascii").splitlines()[1:]
        except (OSError, ProcessLookupError):
            continue
        fields = [row.split() for row in rows]
        found |= {int(row[1].rpartition(":")[2], 16) for row in fields if protocol == "udp" or row[3] == _LISTENING}
    return found
