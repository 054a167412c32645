"""The report of a run: everything that was known, tried, seen and concluded."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal

import msgspec

from wssdiag.model.check import CheckResult
from wssdiag.model.facts import Facts
from wssdiag.model.finding import Finding
from wssdiag.model.location import Location
from wssdiag.model.mode import Mode
from wssdiag.model.profile import Profile

REPORT_SCHEMA: Final = "wssdiag.report/1"


class VerdictStatus(StrEnum):
    """The run in one word."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    BROKEN = "broken"
    INCOMPLETE = "incomplete"


class SignIn(StrEnum):
    """Whether a Wi-Fi sign-in page stands in the way."""

    NONE = "none"
    REQUIRED = "required"
    UNKNOWN = "unknown"


class Protected(StrEnum):
    """Whether web traffic of this computer goes through the service."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The one thing that matters."""

    status: VerdictStatus
    cause: str | None
    headline: str


class NetworkState(msgspec.Struct, frozen=True, kw_only=True):
    """What the run learned about the network that this computer is in."""

    sign_in: SignIn = SignIn.UNKNOWN
    sign_in_url: str | None = None
    egress_ip: str | None = None
    protected: Protected = Protected.UNKNOWN
    protected_evidence: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One run. Findings can be drawn again from it at any time: diagnosis is a function of a report."""

    schema: Literal["wssdiag.report/1"] = REPORT_SCHEMA
    run_id: str
    tool_version: str
    catalogue_version: str
    started: str  # UTC, ISO 8601
    elapsed_ms: float
    cancelled: bool = False
    role: Literal["client", "auth-connector"] = "client"
    verdict: Verdict
    mode: Mode
    network: NetworkState
    checks: tuple[CheckResult, ...]
    findings: tuple[Finding, ...]
    locations: tuple[Location, ...] = ()  # those that were checked, so that the report can be judged without its catalogue
    proxies: tuple[Location, ...] = ()  # the catalogue's rows of the proxies that were met; these are judged as proxies, not as locations
    profile: Profile | None = None  # the organisation's, that the run was judged by: without it a later reading would judge otherwise
    redacted: bool = False  # names and addresses are stand-ins, also those of the profile: only that profile fits it
    facts: Facts
