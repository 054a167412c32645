"""Owns calls into the system that cannot be interrupted (``getaddrinfo``, the system's certificate verifier): a thread and a limit each."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.probes.deadline import Deadline

T = TypeVar("T")


class _Call(Generic[T]):
    def __init__(self, function: Callable[[], T]) -> None:
        self._function = function
        self._done: queue.SimpleQueue[tuple[T, None] | tuple[None, Exception]] = queue.SimpleQueue()

    def work(self) -> None:
        try:
            self._done.put((self._function(), None))
        except Exception as error:  # noqa: BLE001 - handed over whole, to be raised where it is waited for
            self._done.put((None, error))

    def start(self) -> None:
        threading.Thread(target=self.work, name="background call", daemon=True).start()

    def wait(self, deadline: Deadline, again_after_s: float | None) -> T:
        again = again_after_s is not None
        while True:
            try:
                result, error = self._done.get(timeout=deadline.slice_s())
            except queue.Empty:
                if again and deadline.elapsed_s() >= (again_after_s or 0.0):
                    again = False
                    self.start()
                continue
            if error is not None:
                raise error
            return result  # type: ignore[return-value] # T itself, wherever there is no error


def run_within(deadline: Deadline, function: Callable[[], T], *, again_after_s: float | None = None) -> T:
    """What the function returns or raises; ``LimitReachedError`` or ``CancelledError`` while it still runs: then it is left behind.

    With ``again_after_s`` it is called once more beside itself when it has taken that long, and whichever comes first counts.
    The threads are daemons: they keep nobody from leaving, and what they find too late is dropped.
    """
    call = _Call(function)
    call.start()
    return call.wait(deadline, again_after_s)
