"""What a healthy scenario is made of, as far as a fault's effect depends on it: read from the scenario and the reference alone.

Must not ask the program's planning or rules: what is needed, and how sure that is, stands in the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from tests.lab.network.zone import OFFICE, OFFICE_PROXY_PORT
from wssdiag.model.location import Need, Sureness, Trust
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Profile

if TYPE_CHECKING:
    from tests.lab.scenario import Scenario
    from wssdiag.model.location import Catalogue, Location

#: Faults of a healthy scenario that this table understands; one with others is no ground for a hunt.
UNDERSTOOD = frozenset({"no-direct-egress", "internal-names-only", "no-default-route"})

_AGENTS = frozenset({"wss-agent", "unified-agent", "sep-tunnel"})

#: The path rule makes a proxy the path of these: the one that is set, else the organisation's, else the service's.
_PROXY_METHODS = frozenset({"explicit-proxy", "proxy-forwarding"})
_DIRECT_METHODS = _AGENTS | {"direct", "ipsec", "upe"}

_CONVICTS = frozenset({Sureness.DOCUMENTED, Sureness.INFERRED})


@dataclass(frozen=True)
class Place:
    """One thing that may be hit: a location of the method, a control, a sign-in probe, a clock, the proxy."""

    host: str
    port: int
    required: bool = False  # a location whose failure must be told
    optional: bool = False  # a documented location that is nice to have: its failure is at most a notice by the reference
    tls: bool = False
    trust: str = ""  # public, private, unknown: of a location
    path: bool = False  # the reference documents an address on it
    udp: bool = False


@dataclass(frozen=True)
class World:
    """A scenario as the table of what is expected sees it."""

    method: str
    locations: tuple[Place, ...] = ()  # of the method, by host and port
    controls: tuple[str, ...] = ()  # names of the known-good sites
    signs: tuple[str, ...] = ()  # names of the sign-in probes
    clocks: tuple[str, ...] = ()
    proxy: Place | None = None  # the path, where one is set
    simulated: bool = False  # the facts are a capture's: nothing of the laptop itself may change
    agent: bool = False  # an active agent
    egress: bool = True  # the laptop's own way out
    forwards: bool = True  # the resolver knows public names
    routed: bool = True  # by a default route

    @property
    def office(self) -> bool:
        """Whether the path is the office's own proxy."""
        return self.proxy is not None and self.proxy.host in {*OFFICE, *OFFICE.values()}

    @property
    def proxy_by_name(self) -> bool:
        """Whether the proxy must be resolved here."""
        return self.proxy is not None and not self.proxy.host.replace(".", "").isdigit()

    def judged(self, hosts: tuple[str, ...], port: int | None = None) -> tuple[Place, ...]:
        """The locations at these hosts, and port if one is given."""
        return tuple(row for row in self.locations if row.host in hosts and port in {None, row.port})


def is_ground(scenario: Scenario) -> bool:
    """Whether a scenario is healthy and made of nothing that the table does not understand."""
    if scenario.cause or scenario.known or scenario.status != "healthy" or scenario.peer or scenario.changes:
        return False
    words = {_word(fault) for fault in scenario.fault}
    method = _method(scenario)
    understood = method in _PROXY_METHODS or (method in _DIRECT_METHODS and not scenario.proxy)
    return words <= UNDERSTOOD and understood and "--role" not in scenario.args


def world_of(scenario: Scenario, catalogue: Catalogue) -> World:
    """The world of a scenario that is ground for a hunt."""
    method = _method(scenario)
    profile = msgspec.convert(scenario.profile, Profile)
    words = {_word(fault) for fault in scenario.fault}
    proxy = _proxy(scenario.proxy, profile, method, catalogue)
    rows = [place for row in catalogue.location if {method, "portal"} & set(row.methods) for place in _places(row, profile, bool(proxy))]
    return World(
        method=method,
        locations=_merged(rows),
        controls=tuple(dict.fromkeys(row.host for row in catalogue.control if row.host not in {"", *_literals(catalogue)})),
        signs=tuple(urlsplit(row.url).hostname or "" for row in catalogue.sign_in_probe),
        clocks=tuple(urlsplit(row.url).hostname or "" for row in catalogue.clock_source),
        proxy=proxy,
        simulated=bool(scenario.facts),
        agent=method in _AGENTS and bool(scenario.facts) and "--method" not in scenario.args,  # one that is only named does not run
        egress="no-direct-egress" not in words,
        forwards="internal-names-only" not in words,
        routed="no-default-route" not in words,
    )


def _proxy(setting: str, profile: Profile, method: str, catalogue: Catalogue) -> Place | None:
    """The path of a proxy method."""
    if method not in _PROXY_METHODS:
        return None
    parts = urlsplit(setting or "".join(f"http://{proxy}" for proxy in profile.endpoints.proxies[:1]))
    if parts.hostname:
        return Place(parts.hostname, parts.port or OFFICE_PROXY_PORT, required=True)
    rows = (row for row in catalogue.location if method in row.methods and row.protocol == "http-proxy" and row.host and row.port)
    return next((Place(row.host or "", row.port or 0, required=True) for row in rows), None)


def _word(fault: object) -> str:
    return str(msgspec.to_builtins(fault)["do"])


def _method(scenario: Scenario) -> str:
    if "--method" in scenario.args:
        return scenario.args[scenario.args.index("--method") + 1]
    return scenario.mode


def _literals(catalogue: Catalogue) -> set[str]:
    return {row.host for row in catalogue.control if row.host.replace(".", "").isdigit()}


def _places(row: Location, profile: Profile, by_proxy: bool) -> list[Place]:
    """A row of the reference as places. Where a proxy is the path, the service's own proxies are no targets behind it."""
    if row.port is None or (by_proxy and row.protocol == "http-proxy"):
        return []
    hosts = profile.endpoints.datacentres if row.placeholder == "datacentres" else (row.host,) if row.host else ()
    sure = row.provenance.certainty in _CONVICTS
    return [
        Place(
            host=host.lower(),
            port=row.port,
            required=sure and row.need is Need.REQUIRED and row.transport is Transport.TCP,
            optional=sure and row.need is not Need.REQUIRED,
            tls=row.protocol in {"tls", "https"},
            trust=str(Trust(row.trust)),
            path=row.path is not None,
            udp=row.transport is Transport.UDP,
        )
        for host in hosts
    ]


def _merged(rows: list[Place]) -> tuple[Place, ...]:
    """Each host, port and transport once, by the row that needs it most."""
    best: dict[tuple[str, int, bool], Place] = {}
    for row in rows:
        key = (row.host, row.port, row.udp)
        if key not in best or (row.required, row.optional) > (best[key].required, best[key].optional):
            best[key] = row
    return tuple(best.values())
