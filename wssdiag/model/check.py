"""What one check found."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wssdiag.model.observation import Observation


class Status(StrEnum):
    """The outcome of a check. Not run is never pass."""

    PASS = "pass"  # noqa: S105 - a status, no password
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"  # it ran, and the outcome proves nothing
    SKIPPED = "skipped"  # a need failed: ``blocked_by`` names it
    ERROR = "error"  # a bug of ours: the traceback is in the log
    CANCELLED = "cancelled"


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """One check of a run, with everything that it saw."""

    id: str  # dotted and stable: "tcp.ctc-443"
    title: str
    status: Status
    required: bool = False
    summary: str
    elapsed_ms: float = 0.0
    needs: tuple[str, ...] = ()
    blocked_by: str | None = None
    endpoint: str | None = None  # the catalogue's location, control, probe or resolver id
    observations: tuple[Observation, ...] = ()

    @property
    def ran(self) -> bool:
        """Whether the check came to an outcome of its own."""
        return self.status in {Status.PASS, Status.WARN, Status.FAIL, Status.UNKNOWN}
