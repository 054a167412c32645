"""The seam to time: one of the three protocols of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class Clock(Protocol):
    """Wall time for what is shown and compared, monotonic time for what is measured."""

    def now(self) -> datetime:
        """This computer's wall time, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds from an arbitrary start, never going back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let time pass; on the real clock, this thread waits."""
        ...
