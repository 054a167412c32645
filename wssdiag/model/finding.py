"""What is concluded: a cause of the closed list, where it was seen, and by which evidence."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wssdiag.model.mode import FactValue
from wssdiag.model.observation import Transport


class Severity(StrEnum):
    """How much a finding matters. Declared from the worst to the least."""

    BLOCKER = "blocker"
    MAJOR = "major"
    MINOR = "minor"
    NOTICE = "notice"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class Certainty(StrEnum):
    """How far the evidence proves the finding. Declared from the surest to the least sure."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"

    @property
    def rank(self) -> int:
        """0 for the surest."""
        return list(Certainty).index(self)


class Who(StrEnum):
    """Who can fix it."""

    USER = "user"
    HELPDESK = "helpdesk"
    NETWORK = "network"
    VENDOR = "vendor"


class Kind(StrEnum):
    """How a port is blocked."""

    DROPPED = "dropped"  # silence
    REFUSED = "refused"  # RST or ICMP port unreachable to the first packet
    RESET = "reset"  # cut after it opened
    UNREACHABLE = "unreachable"  # ICMP host, net or administratively prohibited


class Scope(StrEnum):
    """How far a block reaches."""

    PORT = "port"  # a control on the same port is closed too
    DESTINATION = "destination"  # a control on the same port is open
    UNKNOWN = "unknown"


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What a finding is about; what does not apply is null."""

    endpoint: str | None = None
    host: str | None = None
    address: str | None = None
    port: int | None = None
    transport: Transport | None = None
    kind: Kind | None = None
    scope: Scope | None = None
    app: str | None = None


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Either the id of a check, or the path and value of a fact."""

    check: str = ""
    fact: str = ""
    value: FactValue = None  # an empty text is a value: a product that names no version


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One conclusion."""

    code: str  # of the closed list of causes
    severity: Severity
    confidence: Certainty
    title: str
    subject: Subject = Subject()
    values: dict[str, str]  # placeholder -> text, for the guide
    evidence: tuple[Evidence, ...]
    masked_by: str | None = None
    who: tuple[Who, ...]
