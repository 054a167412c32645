"""Owns the limit of one step: how long may still be waited, and whether the run was cancelled meanwhile.

Every wait of the probes goes through here, in slices: closing a socket from another thread does not wake a blocked ``recv`` on Linux.
"""

from __future__ import annotations

import contextlib
import selectors
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from wssdiag.model.clock import Clock

#: Cancel must be seen within 200 ms; a slice of half of it leaves room for a busy computer.
SLICE_S = 0.1


class LimitReachedError(Exception):
    """The step's limit has passed. Not ``TimeoutError``: that is also what ETIMEDOUT of the network becomes."""


class CancelledError(Exception):
    """The run was cancelled while the step waited."""


class Deadline:
    """The end of a step on the monotonic clock. One step, one thread."""

    def __init__(self, clock: Clock, limit_s: float, cancelled: Callable[[], bool]) -> None:
        """Start the limit now; ``limit_s`` in seconds."""
        self._clock = clock
        self._cancelled = cancelled
        self.began = clock.monotonic()
        self.limit_s = limit_s

    def sooner(self, limit_s: float) -> Deadline:
        """The same step with a limit that may end before this one does; both count from the step's begin."""
        first = Deadline(self._clock, min(limit_s, self.limit_s), self._cancelled)
        first.began = self.began
        return first

    def now(self) -> float:
        """Seconds on the monotonic clock, from an arbitrary start."""
        return self._clock.monotonic()

    def elapsed_s(self) -> float:
        """Seconds since the step began."""
        return self.now() - self.began

    def slice_s(self, until: float | None = None) -> float:
        """How many seconds to wait at once, at most; 0 when the moment ``until`` (monotonic) has come.

        Raises :class:`CancelledError` or :class:`LimitReachedError`.
        """
        if self._cancelled():
            raise CancelledError
        now = self.now()
        left = self.began + self.limit_s - now
        if left <= 0:
            raise LimitReachedError
        if until is not None:
            left = min(left, max(0.0, until - now))
        return min(left, SLICE_S)

    def sleep(self) -> None:
        """Wait for the end of the limit, or for a cancel."""
        with contextlib.suppress(LimitReachedError, CancelledError):
            while True:
                time.sleep(self.slice_s())

    def readable(self, sock: socket.socket, until: float | None = None) -> bool:
        """Wait for something to read, an end or an error. False: the moment ``until`` came first. Raises as :meth:`slice_s` does."""
        return self._wait(sock, selectors.EVENT_READ, until)

    def writable(self, sock: socket.socket) -> None:
        """Wait for room to write. Raises as :meth:`slice_s` does."""
        self._wait(sock, selectors.EVENT_WRITE, None)

    def _wait(self, sock: socket.socket, event: int, until: float | None) -> bool:
        with selectors.DefaultSelector() as selector:
            selector.register(sock, event)
            while True:
                pause = self.slice_s(until)
                if selector.select(pause):
                    return True
                if until is not None and self.now() >= until:
                    return False
