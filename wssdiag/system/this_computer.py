"""Which reader belongs to this computer."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wssdiag.model.clock import Clock
    from wssdiag.system.actions.work import Hands
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


def this_hands() -> Hands:
    """What can be changed on the system that this program runs on, for the person that it runs as."""
    if sys.platform == "win32":
        from wssdiag.system.actions.windows import windows_hands  # noqa: PLC0415 - imports what exists on Windows alone

        hands = windows_hands()
    elif sys.platform == "darwin":
        from wssdiag.system.actions.macos import macos_hands  # noqa: PLC0415 - imports what the other systems do not need

        hands = macos_hands()
    else:
        from wssdiag.system.actions.linux import linux_hands  # noqa: PLC0415 - imports what the other systems do not need

        hands = linux_hands(os.environ, Path.home())
    return hands
