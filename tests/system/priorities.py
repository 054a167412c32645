"""How patiently a thread waits for a processor: the number that nice(1) prints."""

from __future__ import annotations

import os
import sys
import threading


def own_priority() -> int:
    """Of the thread that asks; always 0 on Windows, which has no such number."""
    found = 0
    if sys.platform != "win32":
        found = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    return found
