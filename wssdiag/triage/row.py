"""A bundle as one row of a flat table. The form is for scripts and analytics engines: columns are added, never renamed. Pure."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

ROW_SCHEMA: Final = "wssdiag.triage/1"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What one file says. A file that can't be read is a row as well: ``error`` says why, and the rest is null or empty."""

    schema: Literal["wssdiag.triage/1"] = ROW_SCHEMA
    file: str  # as it was named or found
    size: int = 0  # bytes of the file
    sha256: str = ""  # of the file, lower-case hex
    run_id: str = ""
    started: str | None = None  # UTC, ISO 8601 to the second; null where the report's time can't be read
    elapsed_ms: float | None = None
    tool_version: str = ""  # that made the run
    catalogue_version: str = ""
    judged_by: str = ""  # the version whose rules gave the verdict: that of the run, or today's where it was judged again
    os: str = ""
    os_version: str = ""
    method: str = ""
    method_confidence: str = ""  # "high", "medium", "low"
    status: str | None = None  # "healthy", "degraded", "broken", "incomplete"
    cause: str | None = None  # the code of the verdict
    confidence: str = ""  # of that cause: "certain", "likely", "possible"
    who: tuple[str, ...] = ()  # can act on that cause
    findings: tuple[str, ...] = ()  # the codes of all findings, masked ones too, in the report's order, each once
    site: str = ""  # what computers of one place have in common: network and domain
    network: str = ""  # of the interface of the default route: "10.20.30.0/24"
    domain: str = ""  # of that interface, else the computer's own
    egress: str = ""  # the address that the web sees, where a page was asked
    agent: str = ""  # the method of the agent that is installed: "wss-agent"
    agent_version: str = ""
    protected: str = ""  # "yes", "no", "unknown"
    first_seen: str | None = None  # the earliest ``started`` among all files of the call with this matter at this site
    error: str = ""

    @property
    def matter(self) -> str:
        """What the file is about in one word: the cause; without one the status; "unreadable" where it holds no report."""
        return self.cause or self.status or UNREADABLE


#: Stands in the place of a cause for a file that could not be read.
UNREADABLE: Final = "unreadable"

#: The columns, in the order in which they are written.
COLUMNS: Final = Row.__struct_fields__


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that have something in common. ``by`` holds the words that they share, by what was grouped."""

    by: dict[str, str]
    count: int
    first_seen: str | None
    last_seen: str | None


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """The document of ``triage --format json``."""

    schema: Literal["wssdiag.triage/1"] = ROW_SCHEMA
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
