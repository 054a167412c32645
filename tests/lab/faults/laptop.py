"""Faults of the laptop itself: a filter of its own, no port left to connect from, a clock that is off."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tests.lab.faults.fault import Fault
from tests.lab.faults.packets import Drop, Transports
from tests.lab.plan import Program

if TYPE_CHECKING:
    from tests.lab.plan import Plan

#: A local port is held by one process; a few hundred leave enough for UDP, whose ports stay free.
_FIRST_PORT, _LAST_PORT = 40000, 40399

_HOLDER = Path(__file__).resolve().parents[1] / "servers" / "holder.py"


class LocalFilter(Fault, frozen=True, kw_only=True, tag="local-filter"):
    """A packet filter on the laptop: it rejects (the program is told at once), or drops what is about to leave."""

    to: tuple[str, ...]
    port: int | None = None
    transport: Transports = "any"
    how: Literal["reject", "drop"]

    def apply(self, plan: Plan) -> None:
        """The statements of a firewall on the way, at another place."""
        verdict = "drop" if self.how == "drop" else "reject with icmp admin-prohibited"
        matches = Drop(to=self.to, port=self.port, transport=self.transport).matches(plan)
        plan.packets.here += [f"{match} {verdict}".strip() for match in matches]


class NoLocalPorts(Fault, frozen=True, kw_only=True, tag="no-local-ports"):
    """The laptop connects from few TCP ports only, and a process holds every one of them, unless they are not ``taken``."""

    taken: bool = True

    def apply(self, plan: Plan) -> None:
        """Narrow the range, and start who holds it."""
        plan.link.local_ports = (_FIRST_PORT, _LAST_PORT)
        if self.taken:
            held = tuple(range(_FIRST_PORT, _LAST_PORT + 1))
            command = (sys.executable, str(_HOLDER), str(_FIRST_PORT), str(_LAST_PORT))
            plan.programs.append(Program("holder", "laptop", command, tcp=held))


class ClockShift(Fault, frozen=True, kw_only=True, tag="clock-shift"):
    """The laptop's wall clock is off, for what runs there; it goes on at the right pace, and the monotonic clock is not touched."""

    hours: float

    def apply(self, plan: Plan) -> None:
        """Preload datefudge: it changes the wall clock and nothing else (libfaketime breaks ``sleep`` where monotonic time stays)."""
        seconds = round(self.hours * 3600)
        plan.environment |= {"LD_PRELOAD": "/usr/$LIB/datefudge/datefudge.so", "DATEFUDGE": str(-seconds)}  # what is taken from now
