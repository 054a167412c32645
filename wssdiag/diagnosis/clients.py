"""Rules for what other vendors' programs and tunnels do to the service's traffic: the end of the fifth table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.footprint import Finder, Kind
from wssdiag.detection.agent_log import AgentState, Controller
from wssdiag.detection.route_table import address_in, route_to, table_of
from wssdiag.diagnosis.agents import running
from wssdiag.diagnosis.case import Case, Conclusion, check, fact
from wssdiag.diagnosis.leftover import failures_left
from wssdiag.model.facts import Interface, InterfaceType, Route, known
from wssdiag.model.finding import Certainty, Severity, Subject
from wssdiag.model.location import Sureness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wssdiag.model.check import CheckResult
    from wssdiag.model.finding import Evidence

_RUNNING = "running"


def vpn_carries_service(case: Case) -> Iterator[Conclusion]:
    """The route to an address of the service goes into the tunnel interface of somebody else, once an interface.

    The addresses are those that this run met; without a run those that are documented.
    """
    found: dict[str, tuple[CheckResult | None, str, str, Route]] = {}
    table = table_of(case.facts)
    for address, (result, host) in _service_addresses(case).items():
        route = route_to(table, address)
        if route and _tunnel_of_another(case, route.interface):
            found.setdefault(route.interface, (result, host, address, route))
    rows = {row.name: row for row in known(case.facts.interfaces)}
    for interface, (result, host, address, route) in found.items():
        lines = _tunnel_fails(case)
        yield Conclusion(
            "vpn-carries-service",
            Severity.MAJOR if lines else Severity.NOTICE,
            Certainty.CERTAIN,
            (fact(f"routes[{route.destination}].interface", interface), *((check(result),) if result else ()), *lines),
            subject=Subject(host=host, address=address),
            values={"host": host, "address": address, "interface": rows[interface].description or interface},
        )


def other_gateway_client(case: Case, others: Sequence[Conclusion]) -> Iterator[Conclusion]:
    """Another vendor's gateway client runs. Its names are weak evidence: it is more than a notice only where something fails by its path.

    That is: something that must work fails, nothing else explains it, and (on Linux, where the same programs are servers) a tunnel of
    somebody else carries it.
    """
    left = failures_left(case, others)
    same_path = left and (case.facts.os != "linux" or any(_through_a_tunnel(case, result) for result in left))
    seen: dict[str, list[Evidence]] = {}
    for product, evidence in _clients(case):
        seen.setdefault(product, []).append(evidence)
    for product, evidence_of_it in seen.items():
        failing = left if same_path else []
        yield Conclusion(
            "other-gateway-client",
            Severity.MAJOR if failing else Severity.NOTICE,
            Certainty.POSSIBLE,
            (*evidence_of_it, *(check(result) for result in failing)),
            subject=Subject(app=product),
            values={"product": product},
        )


def _clients(case: Case) -> Iterator[tuple[str, Evidence]]:
    """Product and proof of each client that runs: a process, a service that is started, an extension that is switched on."""
    finder = Finder(case.clients, case.facts.os)
    for process in known(case.facts.processes):
        for trace in finder.find(Kind.PROCESS, process.name):
            yield trace.product, fact(f"processes[{process.pid}].name", process.name)
    for service in known(case.facts.services):
        kinds = (Kind.SERVICE, Kind.EXTENSION) if service.status == _RUNNING else ()
        for trace in (row for kind in kinds for row in finder.find(kind, service.name)):
            yield trace.product, fact(f"services[{service.name}].status", service.status)


def _service_addresses(case: Case) -> dict[str, tuple[CheckResult | None, str]]:
    """Each address of the service, by which check and name; where a proxy is the path, the way around it says nothing."""
    found: dict[str, tuple[CheckResult | None, str]] = {}
    if case.by_proxy:
        return found
    for row in case.locations.values() if not case.results else ():
        sure = row.host and row.provenance.certainty is not Sureness.UNVERIFIED
        found |= {address: (None, row.host or "") for address in row.addresses if sure}
    for result in case.results.values():
        location = case.location_of(result)
        for seen in result.observations if location and location.host else ():
            if seen.target.address:
                found.setdefault(seen.target.address, (result, seen.target.host or seen.target.address))
    return found


def _tunnel_of_another(case: Case, name: str) -> bool:
    """Whether an interface is a tunnel, not the agent's own, and not the line itself (PPP): another interface has an address too.

    On macOS the agent is a VPN of the system: while it is not known to fail, a tunnel there may be its own.
    """
    rows = known(case.facts.interfaces)
    row = next((row for row in rows if row.name == name and row.type is InterfaceType.TUNNEL and row.up), None)
    if row is None or not any(_carries(other) for other in rows):
        return False
    inside = case.agent.inside if isinstance(case.agent, AgentState) else ""
    if inside and any(entry.address == inside for entry in row.addresses):
        return False
    agents_own = any(trace.fact == f"interfaces[{name}].description" for trace in case.traces)
    may_be_its_own = case.facts.os == "macos" and case.mode.agent_captures and not _tunnel_fails(case)
    return not agents_own and not may_be_its_own


def _carries(row: Interface) -> bool:
    """Whether an interface is up with an address that leads somewhere."""
    if not row.up or row.type in {InterfaceType.TUNNEL, InterfaceType.LOOPBACK, InterfaceType.OTHER}:
        return False
    addresses = [address_in(entry.address) for entry in row.addresses]
    return any(address and not address.is_link_local for address in addresses)


def _tunnel_fails(case: Case) -> tuple[Evidence, ...]:
    """The line of the log that says so, while the agent runs and is told to connect."""
    state = case.agent
    if not isinstance(state, AgentState) or state.controller is not Controller.ACTIVE or not state.down or not running(case):
        return ()
    return (fact(f"files[{state.path}].tail", state.tunnel_line),)


def _through_a_tunnel(case: Case, result: CheckResult) -> bool:
    table = table_of(case.facts)
    routes = (route_to(table, seen.target.address) for seen in result.observations if seen.target.address)
    return any(route and _tunnel_of_another(case, route.interface) for route in routes)
