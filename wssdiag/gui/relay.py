"""The one bridge from worker threads to the window: lives as long as the program, is never moved and never deleted while it runs.

Messages come from any thread through one signal, wait in order, and are handed on in batches, so that a burst cannot stall the window.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

#: Two frames: no person sees the delay, and a burst becomes few repaints.
TICK_MS = 30

#: What the window takes up in one tick; the rest waits for the next, so that keys and paints come between. A burst of more does not wait
#: for the clock: its next tick comes as soon as those are done.
PER_TICK = 200


class Relay(QObject):
    """``publish`` from any thread; ``batch`` comes in the main thread with a tuple of messages, in order."""

    batch = Signal(object)
    _woken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[object] = deque()  # appended to by any thread, emptied by the main thread alone
        self._awake = threading.Event()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._hand_on)
        self._woken.connect(self._timer.start, Qt.ConnectionType.QueuedConnection)

    def publish(self, message: object) -> None:
        """Send a message to the main thread. Returns at once; a program that is closing down no longer listens.

        Only the first of a burst wakes the main thread: a call into Python for each message would make it wait for the interpreter's
        lock as often, among all the workers.
        """
        self._waiting.append(message)
        if not self._awake.is_set():
            self._awake.set()
            with contextlib.suppress(RuntimeError):  # Qt's half of this object is gone: only at exit
                self._woken.emit()

    @Slot()
    def _hand_on(self) -> None:
        self._awake.clear()  # before the queue is read: what comes from now on wakes again
        batch = tuple(self._waiting.popleft() for _ in range(min(PER_TICK, len(self._waiting))))
        if not self._waiting and not self._awake.is_set():
            self._timer.stop()
        else:
            self._timer.setInterval(0 if len(self._waiting) >= PER_TICK else TICK_MS)
        if batch:
            self.batch.emit(batch)
