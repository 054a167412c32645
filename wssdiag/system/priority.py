"""Who goes first where threads want more processors than there are."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

#: Ten steps of setpriority(2): a tenth of what another thread gets while all want to compute, everything while nobody else does.
_WORKERS_NICE = 10


def give_way() -> None:
    """Let this thread, and those that it starts, compute only after the one that paints the window. Nothing where the system says no.

    On Linux alone: there each thread has a priority of its own, which its children inherit. A share, and no ban: a worker that has the
    interpreter's lock goes on. Windows has no shares, and would let it wait for good behind a program that computes without end.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        with contextlib.suppress(OSError):
            if os.getpriority(os.PRIO_PROCESS, thread) < _WORKERS_NICE:
                os.setpriority(os.PRIO_PROCESS, thread, _WORKERS_NICE)
