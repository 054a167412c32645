"""What will be in a bundle, in memory: the same bytes for the preview and for the file. Owns the nouns; decides nothing."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Role(StrEnum):
    """What a part of a bundle is. The contract names the files; those of a capture stand below ``capture/``."""

    REPORT = "report"  # report.json
    FACTS = "facts"  # facts.json
    PAGE = "page"  # report.html
    LOG = "log"  # log.txt
    CAPTURE = "capture"  # capture/...


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a bundle, as it will be written. All parts are UTF-8 text but some files of a capture."""

    name: str  # with forward slashes: "capture/windows/registry.reg"
    role: Role
    data: bytes


class Replaced(msgspec.Struct, frozen=True, kw_only=True):
    """How often a rule replaced something in one part, or left something out of it."""

    part: str
    rule: str  # "address", "name", "account", "row", ...: the closed list of the redaction
    count: int


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """A collector that did not give what was asked for: an entry, not an absence."""

    collector: str  # "capture", "log", or the fact that is Unknown: "routes"
    why: str


class Took(msgspec.Struct, frozen=True, kw_only=True):
    """How long a collector took."""

    collector: str
    elapsed_ms: float


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle before it is written. ``marks`` are the words that stand for something private: a preview shows them."""

    started: str  # of the run: UTC, ISO 8601
    parts: tuple[Part, ...]
    replaced: tuple[Replaced, ...] = ()
    failed: tuple[Failed, ...] = ()
    took: tuple[Took, ...] = ()
    marks: tuple[str, ...] = ()

    def without(self, names: frozenset[str]) -> Contents:
        """The same with some parts left out, and what was replaced in them. The report is what makes it a bundle: it stays."""
        left = names - {part.name for part in self.parts if part.role is Role.REPORT}
        return msgspec.structs.replace(
            self,
            parts=tuple(part for part in self.parts if part.name not in left),
            replaced=tuple(row for row in self.replaced if row.part not in left),
        )
