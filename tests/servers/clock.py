"""The time of this machine, for tests that measure real sockets."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class RealClock:
    """A :class:`wssdiag.model.clock.Clock`."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
