"""A report as the rules read it: results by id, controls, and what the network answered. Asks nothing, changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wssdiag.catalogue.signatures import declared
from wssdiag.detection.agent_log import AgentState, agent_state
from wssdiag.detection.sightings import sightings
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import Facts, Neighbour, Route, known
from wssdiag.model.failure import PORT_CLOSED, Failure
from wssdiag.model.finding import Certainty, Evidence, Severity, Subject
from wssdiag.model.location import Location, Need, Sureness
from wssdiag.model.mode import PROXY_METHODS, FactValue, Mode
from wssdiag.model.observation import ConnectDetail, Observation, ResolveDetail, Step, TlsDetail
from wssdiag.model.unknown import Unknown
from wssdiag.model.web_address import is_here

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wssdiag.catalogue.footprint import ClientTrace
    from wssdiag.catalogue.signatures import Signature
    from wssdiag.detection.sightings import Sighting
    from wssdiag.diagnosis.background import Background
    from wssdiag.model.profile import Profile
    from wssdiag.model.report import NetworkState, Report

#: Neighbour states in which the first hop has answered (RFC 4861 section 7.3.2).
ANSWERED = frozenset({"reachable", "stale", "delay", "probe", "permanent"})
_NOT_ANSWERED = frozenset({"incomplete", "failed", "unreachable"})

_DEFAULT_DESTINATIONS = frozenset({"0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1", "2000::/3"})


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a rule says: a finding before its title, its order and its masking.

    ``steps`` are the checks that it is about: what needs one of them is its consequence.
    """

    code: str
    severity: Severity
    certainty: Certainty
    evidence: tuple[Evidence, ...]
    steps: tuple[str, ...] = ()
    subject: Subject = field(default_factory=Subject)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One report under diagnosis."""

    facts: Facts
    mode: Mode
    network: NetworkState
    profile: Profile
    signatures: tuple[Signature, ...]  # those that the organisation declares stand first
    traces: tuple[Sighting, ...]  # of the service's own agents
    results: Mapping[str, CheckResult]
    locations: Mapping[str, Location]
    started: str
    agent: AgentState | Unknown  # by its own log; only as fresh as the facts
    role: str = "client"
    clients: tuple[ClientTrace, ...] = ()  # how other vendors' gateway clients look

    @classmethod
    def of(cls, report: Report, background: Background) -> Case:
        """The report's facts, results and locations, findable by id."""
        return cls(
            facts=report.facts,
            mode=report.mode,
            network=report.network,
            profile=background.profile,
            signatures=(*declared(background.profile), *background.signatures),
            traces=sightings(report.facts, background.footprint),
            results={result.id: result for result in report.checks},
            locations={location.id: location for location in report.locations},
            started=report.started,
            role=report.role,
            agent=agent_state(report.facts),
            clients=background.clients,
        )

    @property
    def by_proxy(self) -> bool:
        """Whether the path rule makes a proxy the path. The Auth Connector's own path is direct, whatever browsers there do."""
        return self.role == "client" and self.mode.method in PROXY_METHODS

    def family(self, prefix: str) -> Iterator[CheckResult]:
        """The results whose id begins with ``prefix`` and a dot, in the order of the report."""
        return (result for check_id, result in self.results.items() if check_id.startswith(f"{prefix}."))

    def judged(self, location: Location, severity: Severity) -> Severity:
        """A severity of its row for a location: an unverified fact never convicts."""
        return Severity.NOTICE if location.provenance.certainty is Sureness.UNVERIFIED else severity

    def by_need(self, location: Location) -> Severity:
        """The severity by the location's need; an alternative is judged with its group, where that is known."""
        return self.judged(location, Severity.NOTICE if location.need is Need.OPTIONAL else Severity.BLOCKER)

    def location_of(self, result: CheckResult) -> Location | None:
        """The location that a check is about; None for controls, resolvers and everything else."""
        location = self.locations.get(result.endpoint or "")
        return location if location and result.id.endswith(f".{location.id}") else None

    def default_routes(self) -> tuple[Route, ...] | None:
        """The default routes, or None where the routing table is not known."""
        if isinstance(self.facts.routes, Unknown):
            return None
        return tuple(route for route in self.facts.routes if route.destination in _DEFAULT_DESTINATIONS)

    def gateways(self) -> tuple[Neighbour, ...]:
        """The neighbour rows of the first hops: of the default routes, or where there are none and a proxy is the path, of every route."""
        routes = self.default_routes() or (known(self.facts.routes) if self.by_proxy else ())
        hops = {route.gateway for route in routes}
        return tuple(row for row in known(self.facts.neighbours) if row.address in hops)

    def first_hop_answers(self) -> Evidence | None:
        """The proof that the first hop is alive: its neighbour entry, or any answer that came from the network."""
        for row in self.gateways():
            if row.state in ANSWERED and row.mac:
                return fact(f"neighbours[{row.address}].state", row.state)
        for result in self.results.values():
            if any(_came_from_the_network(seen) for seen in result.observations):
                return check(result)
        return None

    def silent_gateway(self) -> Neighbour | None:
        """A gateway that does not answer at all, where none of them does."""
        rows = self.gateways()
        silent = [row for row in rows if row.state in _NOT_ANSWERED]
        return silent[0] if silent and len(silent) == len(rows) else None

    def silent_neighbour(self, address: str | None) -> bool:
        """Whether an address on this network was looked for, and nobody said that it is theirs: the system then says "no route" too."""
        return any(row.address == address and row.state in _NOT_ANSWERED for row in known(self.facts.neighbours))

    def heard(self, result: CheckResult) -> bool:
        """Whether an answer from beyond came by the routes in force, whatever became of the check: it refutes that nothing answers.

        Behind an active agent a connect is none; what a name means may be known here, and an echo is no port. What answers on this computer
        comes from beyond only where it was asked for by that address, and a relay here only with more than its open port.
        """
        relay = result.id.startswith("proxy.")
        silent = {Step.RESOLVE, Step.ICMP, *((Step.CONNECT,) if self.mode.agent_captures else ())}
        answers = (seen for seen in result.observations if seen.ok and seen.step not in silent and seen.interface is None)
        return any(
            not is_here(seen.target.address or "") or (is_here(seen.target.host or "") and not (relay and seen.step is Step.CONNECT))
            for seen in answers
        )

    def answering_control(self) -> CheckResult | None:
        """A control that answered by the method's path. Behind an active agent only a handshake counts."""
        if self.mode.agent_captures:
            return next((result for result in self.family("control.tls") if spoke_tls(result)), None)
        return next((result for name in ("control.tcp", "control.tls") for result in self.family(name) if answered(result)), None)

    def controls_on(self, port: int) -> tuple[CheckResult, ...]:
        """The connects to controls on one TCP port that came to an outcome, by the direct path."""
        family = self.family("direct" if self.by_proxy else "control.tcp")
        return tuple(result for result in family if result.ran and any(seen.target.port == port for seen in result.observations))

    def resolving_control(self) -> CheckResult | None:
        """A control name that is known here."""
        return next((result for result in self.family("control.dns") if any(seen.ok for seen in result.observations)), None)

    def answering_location(self) -> CheckResult | None:
        """A location of the service that answered."""
        families = ("tls", "http") if self.mode.agent_captures else ("tcp", "tls", "http", "udp")
        return next((result for name in families for result in self.family(name) if answered(result)), None)

    def needs_of(self, check_id: str) -> frozenset[str]:
        """What a check needs, directly or through others."""
        found: set[str] = set()
        frontier = [check_id]
        while frontier:
            result = self.results.get(frontier.pop())
            new = set(result.needs) - found if result else set()
            found |= new
            frontier += new
        return frozenset(found)

    def own_address(self) -> str:
        """This computer's address on its way out, for the text to the network administrator.

        A probe that was bound to an interface has the address of that one, which need not be the way out.
        """
        for result in self.results.values():
            for seen in result.observations:
                if seen.interface is None and isinstance(seen.detail, ConnectDetail) and seen.detail.source:
                    return seen.detail.source
        outward = {route.interface for route in self.default_routes() or ()}
        for row in known(self.facts.interfaces):
            if row.name in outward and row.addresses:
                return row.addresses[0].address
        return "this computer"


def answered(result: CheckResult) -> bool:
    """Whether a check got an answer from the other side, good or bad."""
    return result.status in {Status.PASS, Status.WARN} and any(seen.ok for seen in result.observations)


def spoke_tls(result: CheckResult) -> bool:
    """Whether the other side answered a handshake, whatever its certificate is worth. A connect alone is no answer."""
    return any(isinstance(seen.detail, TlsDetail) and (seen.ok or seen.detail.chain) for seen in result.observations)


def check(result: CheckResult | str) -> Evidence:
    """A check as evidence."""
    return Evidence(check=result if isinstance(result, str) else result.id)


def fact(path: str, value: FactValue) -> Evidence:
    """A fact as evidence."""
    return Evidence(fact=path, value=value)


def failed(result: CheckResult | None, failures: frozenset[Failure], *steps: Step) -> Observation | None:
    """The last observation of a failed check, where it failed in one of these ways (and at one of these steps).

    A family of addresses that this computer has no way to says nothing of the other, whichever was tried last. Where both were tried in
    vain, what IPv4 said counts: those are the documented addresses.
    """
    if result is None or result.status is not Status.FAIL or not result.observations:
        return None
    last = next((row for row in reversed(result.observations) if row.failure is not Failure.NO_ROUTE), result.observations[-1])
    if not last.ok and ":" in (last.target.address or ""):
        same = (row for row in reversed(result.observations) if row.step is last.step and row.target.port == last.target.port)
        last = next((row for row in same if row.failure not in {None, Failure.NO_ROUTE} and ":" not in (row.target.address or ":")), last)
    return last if last.failure in failures and (not steps or last.step in steps) else None


def _came_from_the_network(seen: Observation) -> bool:
    """A refusal, an ICMP error, or any answer by the routes in force; silence and this computer's own errors are none."""
    if seen.interface is not None:
        return False
    if seen.target.address and (seen.target.address.startswith("127.") or seen.target.address == "::1"):
        return False
    if isinstance(seen.detail, ResolveDetail):
        return seen.detail.server is not None and seen.detail.rcode is not None
    return seen.ok or seen.failure in PORT_CLOSED - {Failure.TIMED_OUT}
