"""Scenario files: what is wrong, and what the program must say. Strict: an unknown key or value is an error that names its place."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tests.lab.faults import AnyFault
from tests.lab.faults.link import Ipv6
from tests.lab.network.zone import build_zone
from tests.lab.peers import AnyPeer
from tests.lab.plan import Plan
from wssdiag.model.check import Status
from wssdiag.model.finding import Subject
from wssdiag.model.profile import Profile
from wssdiag.model.service_list import ServiceList

if TYPE_CHECKING:
    from wssdiag.model.location import Catalogue

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "tests" / "scenarios"
CAPTURES = ROOT / "tests" / "captures"

#: A person waits in front of the window: no scenario may take longer unless its file says so.
_MAX_SECONDS = 15.0


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of ``tests/scenarios``; its name is the file's."""

    title: str
    cause: str  # the expected verdict.cause; empty: none
    status: str  # healthy, degraded, broken, incomplete
    exit: int
    subject: dict[str, str | int] = {}  # what the subject of the cause must hold, among others
    mode: str = ""  # the expected method
    also: tuple[str, ...] = ()  # codes that may stand unmasked beside the cause
    masked_ok: tuple[str, ...] | None = None  # where given, no other code may be masked
    never: tuple[str, ...] = ()  # codes that must not be said, masked or not
    order: tuple[str, ...] = ()  # the codes of the findings that are not masked begin with these, in this order
    protected: str = ""  # yes, no or unknown, where it matters
    checks: dict[str, Status] = {}  # id of a check -> the status that it must have, whatever the findings say
    known: str = ""  # why the program is known to say something else; once it says the right thing this must go
    max_seconds: float = _MAX_SECONDS
    facts: str = ""  # a folder of tests/captures; empty: the lab laptop's own
    changes: dict[str, object] = {}  # file of that capture -> what it holds instead: a text, or a value written as JSON
    args: tuple[str, ...] = ()
    profile: dict[str, object] = {}
    service_list: dict[str, object] = {}  # the service's own list as the laptop's user keeps it
    proxy: str = ""  # http_proxy and https_proxy of the laptop
    fault: tuple[AnyFault, ...] = ()
    peer: tuple[AnyPeer, ...] = ()


class ScenarioError(ValueError):
    """A file that is no scenario: the text says which, and where."""


def load(path: Path) -> Scenario:
    """The scenario, or :class:`ScenarioError`."""
    try:
        scenario = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Scenario)
        msgspec.convert(scenario.profile, Profile)
        kept_list(scenario)
        msgspec.convert(scenario.subject, Subject, strict=False)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        message = f"{path.name}: {error}"
        raise ScenarioError(message) from error
    if scenario.changes and not scenario.facts:
        message = f"{path.name}: changes need facts to change"
        raise ScenarioError(message)
    unknown = set(scenario.subject) - set(Subject.__struct_fields__)
    if unknown:
        message = f"{path.name}: subject has no {', '.join(sorted(unknown))}"
        raise ScenarioError(message)
    return scenario


def ready(*more: type) -> None:
    """Make what msgspec needs of the types before threads are there: two that need a type for the first time at once end Python itself."""
    for wanted in (Scenario, Profile, Subject, ServiceList, *more):
        msgspec.json.Decoder(wanted)


def kept_list(scenario: Scenario) -> ServiceList | None:
    """The service's own list of a scenario; one that names no date was taken today."""
    told = {"source": "the lab", "fetched": datetime.now(UTC).isoformat(timespec="seconds"), "revised": ""}
    return msgspec.convert({**told, **scenario.service_list}, ServiceList) if scenario.service_list else None


def find(patterns: tuple[str, ...] = (), folder: Path = SCENARIOS) -> list[Path]:
    """The scenario files whose names match one of the patterns, or all of them."""
    return [path for path in sorted(folder.glob("*.toml")) if not patterns or any(fnmatch(path.stem, pattern) for pattern in patterns)]


def plan_of(scenario: Scenario, catalogue: Catalogue) -> Plan:
    """The network of a scenario."""
    profile = msgspec.convert(scenario.profile, Profile)
    plan = Plan(zone=build_zone(catalogue, profile))
    if scenario.proxy:
        plan.environment = {"http_proxy": scenario.proxy, "https_proxy": scenario.proxy}
    for word in sorted((*scenario.peer, *scenario.fault), key=lambda word: not isinstance(word, Ipv6)):  # the other words build on it
        word.apply(plan)
    return plan
