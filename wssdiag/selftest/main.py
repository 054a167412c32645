"""The command ``--self-test``: a table read from top to bottom; each part raises what it finds wrong."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wssdiag import __version__
from wssdiag.probes.wire import Wire
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext
from wssdiag.selftest import network, program, servers
from wssdiag.selftest.part import Part
from wssdiag.system.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PROGRAM = (
    Part("resources", program.resources),
    Part("translations", program.translations),
    Part("facts", program.facts),
    Part("report", program.report),
    Part("pac", program.pac),
)


def all_parts() -> tuple[Part, ...]:
    """Everything but the window, which is above this layer."""
    clock = SystemClock()
    return (*PROGRAM, *network.parts(Wire(clock, lambda: False, clock.monotonic())))


def self_test(
    more: Sequence[Part] = (), parts: Sequence[Part] | None = None, reach_loopback: Callable[[], None] = servers.reach_loopback
) -> int:
    """Run every test, one line each on standard output; ``more`` are of the layers above. Returns 0, or 3 when one failed."""
    wanted = (*(all_parts() if parts is None else parts), *more)
    print(f"wssdiag {__version__}, Python {sys.version.split()[0]}, {sys.platform}")  # noqa: T201 - the result of the command
    try:
        reach_loopback()
        reached = True
    except OSError as error:
        reached = False
        says = _(
            "This computer does not reach itself at {address}: {reason}. "
            "Switch its loopback interface on, or let its firewall pass it; then test again."
        )
        print(says.format(address=servers.LOOPBACK, reason=error))  # noqa: T201 - the result of the command
    failed = sum(not _works(part, reached=reached) for part in wanted)
    outcome = (
        ngettext("{count} part does not work", "{count} parts do not work", failed).format(count=failed)
        if failed
        else _("All {count} parts work").format(count=len(wanted))
    )
    print(outcome)  # noqa: T201 - the result of the command
    return 3 if failed else 0


def _works(part: Part, *, reached: bool) -> bool:
    """Run one test, print its line, and say whether it passed; what needs loopback is not tried where that is not reached."""
    if part.needs_loopback and not reached:
        outcome = "FAILED: not tried, since this computer does not reach itself"
    else:
        try:
            part.run()
            outcome = "ok"
        except Exception as error:  # noqa: BLE001 - whatever is broken is the finding here
            outcome = f"FAILED: {type(error).__name__}: {error}"
    print(f"{part.name:<12} {outcome}")  # noqa: T201 - the result of the command
    return outcome == "ok"
