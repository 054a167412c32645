"""Which reader belongs to this computer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wssdiag.model.clock import Clock
    from wssdiag.system.system import System


def this_system(clock: Clock, footprint: tuple[str, ...] = ()) -> System:
    """The reader of the system that this program runs on; ``footprint`` are the paths to look for (with environment variables, globs).

    A system without a reader of its own (a BSD) gets the Linux one: what it does not have is absent from the capture.
    """
    system: System
    if sys.platform == "win32":
        from wssdiag.system.windows import WindowsSystem  # noqa: PLC0415 - imports what exists on Windows alone

        system = WindowsSystem(clock, footprint)
    elif sys.platform == "darwin":
        from wssdiag.system.macos import MacosSystem  # noqa: PLC0415 - imports what the other systems do not need

        system = MacosSystem(clock, footprint)
    else:
        from wssdiag.system.linux import LinuxSystem  # noqa: PLC0415 - imports what the other systems do not need

        system = LinuxSystem(clock)
    return system
