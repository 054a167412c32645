"""A part of a program, as a bill of materials names it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Component:
    """One part. What is not known is empty."""

    name: str
    version: str = ""
    purl: str = ""
    licence: str = ""  # an SPDX expression, or in words
    spdx: bool = True
    cpe: str = ""
    archive: str = ""  # SHA-256 of the package that it was taken from
    files: dict[str, str] = field(default_factory=dict)  # path inside -> SHA-256
    modules: int = 0  # of Python, in the program's own file
    needs: tuple[str, ...] = ()  # names of other components
    parts: tuple[Component, ...] = ()  # what is linked into it
    declared: bool = False  # named by the package that it is in, and not seen here

    @property
    def ref(self) -> str:
        """How others in the same bill name it."""
        return self.purl or f"{self.name}@{self.version}"
