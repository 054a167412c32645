"""Whether this computer keeps its clock by a time service, as systemd has it: a store with one key (timedatectl(1), systemd-timedated)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.unknown import Unknown
from wssdiag.system.actions.work import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Run = Callable[[Sequence[str]], bytes | Unknown]

NTP = "NTP"

ON, OFF = "yes", "no"

_WORDS = {ON: "true", OFF: "false"}


def timedatectl_store(run: Run) -> Store:
    """The store; "yes" or "no", never unset."""

    def read(key: str) -> str | Unknown:
        output = run(["timedatectl", "show", f"--property={key}", "--value"])
        if isinstance(output, Unknown):
            return Unknown(f"the system's time service cannot be asked: {output.unknown}")
        word = output.decode("ascii", errors="replace").strip()
        return word if word in _WORDS else Unknown("timedatectl says neither yes nor no")

    def write(_key: str, value: str | None) -> Unknown | None:
        output = run(["timedatectl", "set-ntp", _WORDS.get(value or OFF, "false")])
        return output if isinstance(output, Unknown) else None

    return Store(read=read, write=write, may=lambda key: key == NTP)
