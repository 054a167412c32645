"""Deadlines for the tests of the verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.clock import RealClock
from wssdiag.probes.deadline import Deadline

if TYPE_CHECKING:
    from collections.abc import Callable


def within(limit_s: float = 4.0, cancelled: Callable[[], bool] = lambda: False) -> Deadline:
    return Deadline(RealClock(), limit_s, cancelled)
