"""The seam to the operating system: one of the three protocols of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture


class System(Protocol):
    """Asks this computer. Never raises for what the system will not say: that file is absent from the capture."""

    def capture(self) -> Capture:
        """Everything that the parsers can use, read now. Bounded: a source that hangs is left out."""
        ...

    def neighbours(self) -> Capture:
        """Only ``neighbours.json``, read now: the table tells the truth after the checks have filled it."""
        ...
