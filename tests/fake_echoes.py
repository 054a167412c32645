"""What becomes of the echoes of a :class:`tests.fakes.FakeNetwork`, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.model.failure import Failure
from wssdiag.model.observation import EchoDetail

if TYPE_CHECKING:
    from wssdiag.probes.network import Echo


@dataclass(frozen=True)
class Echoes:
    """The largest packet that passes, whether a router says so, whether anything answers, and how much of it comes back."""

    largest: int = 1500
    told: bool = False
    silent: bool = False
    answers: int = 1500  # bytes; longer answers are shortened to this
    allowed: bool = True  # whether this computer lets programs send them
    refused: Failure | None = None  # how this computer itself refuses one

    def outcome(self, echo: Echo, closed: Failure | None) -> tuple[Failure | None, EchoDetail]:
        """Failure and detail of one; ``closed``: how the firewall treats everything to that address."""
        detail = EchoDetail(sent_bytes=echo.size, allowed=self.allowed)
        if self.refused or closed:
            return self.refused or closed, detail
        if self.told and echo.size > self.largest:
            return Failure.UNREACHABLE, EchoDetail(sent_bytes=echo.size, allowed=self.allowed, path_mtu=self.largest)
        if not self.allowed:
            return Failure.UNKNOWN, detail
        if self.silent or echo.size > self.largest:
            return Failure.TIMED_OUT, detail
        received = min(echo.size, self.answers)
        return None if received == echo.size else Failure.UNKNOWN, EchoDetail(sent_bytes=echo.size, received_bytes=received)
