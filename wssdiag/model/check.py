"""What one check found."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from wssdiag.model.observation import Observation

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The families of a location's checks, the one first that judges it: an answer in its protocol; a connect where that is all.
_DEEPEST_FIRST: Final = ("tls", "http", "ldap", "rpc", "connect", "udp", "tcp")


class Status(StrEnum):
    """The outcome of a check. Not run is never pass."""

    PASS = "pass"  # as it should be in this mode  # noqa: S105 - a status, no password
    WARN = "warn"  # not as it should be, and no failure
    FAIL = "fail"  # it does not work
    UNKNOWN = "unknown"  # it ran, and the outcome proves nothing
    SKIPPED = "skipped"  # a need failed: ``blocked_by`` names it
    ERROR = "error"  # a bug of ours: the traceback is in the log
    CANCELLED = "cancelled"  # the run was stopped, or its time was over, before it came to an end


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


def deepest(results: Mapping[str, CheckResult], location: str) -> CheckResult | None:
    """The check by which a location is judged, of those that there are. Its ``skipped`` says that an earlier one failed."""
    return next((results[name] for family in _DEEPEST_FIRST if (name := f"{family}.{location}") in results), None)
