"""What disproves another explanation: pure questions to one report.

Each answers with facts and with checks that passed. That something was not looked at, or came to no outcome, disproves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import is_of_the_organisation
from wssdiag.checks.names import policy_for
from wssdiag.detection.route_table import route_to, table_of
from wssdiag.diagnosis.case import Case, answered, check, fact
from wssdiag.diagnosis.computer import agreeing_clocks, usable_address
from wssdiag.diagnosis.resolving import SLOW_NAMES_MS
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import InterfaceType, known
from wssdiag.model.finding import Evidence, Finding
from wssdiag.model.observation import ResolveDetail, TlsDetail
from wssdiag.model.report import SignIn
from wssdiag.model.unknown import Unknown
from wssdiag.model.web_address import is_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: The evidence; empty where nothing disproves it; None where the question makes no sense for this finding.
Answer = tuple[Evidence, ...] | None

#: Interfaces that are a line of their own, and nobody's tunnel.
_LINES = frozenset({InterfaceType.ETHERNET, InterfaceType.WIFI, InterfaceType.CELLULAR})

#: Probe sites that are named: one right answer is enough, two are two operators.
_PROBES_NAMED = 2


@dataclass(frozen=True, slots=True)
class Disproof:
    """A question, and what it looks at: the beginnings of check ids, or the name of a fact.

    ``{host}`` and ``{endpoint}`` in a beginning are those of the finding.
    """

    ask: Callable[[Case, Finding], Answer]
    checks: tuple[str, ...] = ()
    fact: str = ""


def _way_out(case: Case, finding: Finding) -> Answer:
    """Something known to be good answered by the method's path; first what the finding itself relies on.

    A sign-in page takes every connection, so no answer counts behind one. An agent does too: behind it only a handshake counts.
    """
    if case.network.sign_in is SignIn.REQUIRED:
        return ()
    direct = ("control.tls",) if case.mode.agent_captures else ("control.tls", "control.tcp")
    families = ("proxy.connect", "proxy.pac", "direct") if case.by_proxy else direct
    cited = [result for row in finding.evidence if (result := case.results.get(row.check)) and result.id.startswith(families)]
    others = (result for family in families for result in case.family(family))
    return _first(row for row in (*cited, *others, *_of_the_service(case, finding, ("tls",))) if answered(row) and case.heard(row))


def _no_sign_in(case: Case, _finding: Finding) -> Answer:
    """Probe sites answered for themselves; or a proxy carries a known-good site, which makes the direct way information only."""
    if case.network.sign_in is SignIn.REQUIRED:
        return ()
    probes = [check(row) for row in case.family("sign-in") if row.status is Status.PASS] if case.network.sign_in is SignIn.NONE else []
    return tuple(probes[:_PROBES_NAMED]) or (_first(case.family("proxy.connect")) if case.by_proxy else ())


def _clock(case: Case, _finding: Finding) -> Answer:
    """Two unrelated operators agree with this clock."""
    right = agreeing_clocks(case) if case.network.sign_in is not SignIn.REQUIRED else ()
    return tuple(check(row) for row in right) if all(_passed(case, row) for row in right) else ()


def _connected(case: Case, _finding: Finding) -> Answer:
    found = usable_address(case)
    return (fact(f"interfaces[{found[0]}].addresses", found[1]),) if found else ()


def _route(case: Case, _finding: Finding) -> Answer:
    return tuple(fact(f"routes[{row.destination}].interface", row.interface) for row in (case.default_routes() or ())[:1])


def _first_hop(case: Case, _finding: Finding) -> Answer:
    hop = case.first_hop_answers()
    return (hop,) if hop and (hop.fact or _passed(case, hop.check)) else ()


def _no_agent(case: Case, _finding: Finding) -> Answer:
    """Nothing that runs here is an agent. Where nobody could read what runs, nothing tells."""
    unread = isinstance(case.facts.processes, Unknown)
    return () if unread or case.mode.agent_captures else (fact("mode.agent_captures", value=False),)


def _same_handshake(case: Case, finding: Finding) -> Answer:
    """The same exchange with another name, or in small packets, came to its end at the same address."""
    return _first(_of_endpoint(case, finding, "other-name", "segments"))


def _round_trips(case: Case, finding: Finding) -> Answer:
    """Several connects to the same host were neither slow nor lost."""
    host = finding.subject.host
    rows = (row for row in case.family("round-trip") if any(seen.target.host == host for seen in row.observations))
    return _first(rows) if host else None


def _resolvers(case: Case, _finding: Finding) -> Answer:
    rows = known(case.facts.resolvers)
    return (fact("resolvers", ", ".join(row.address for row in rows)),) if rows else ()


def _other_names(case: Case, _finding: Finding) -> Answer:
    """A known-good name resolves. Where a proxy resolves, names here are information only: nothing is left open without them."""
    return _first(case.family("control.dns")) or (None if case.by_proxy else ())


def _name_in_time(case: Case, finding: Finding) -> Answer:
    """This name, or else known-good ones, came within the limit."""
    own = [row for family in ("dns", "proxy.dns") if (row := case.results.get(f"{family}.{finding.subject.host}"))]
    return _first(row for row in (own or case.family("control.dns")) if row.elapsed_ms <= SLOW_NAMES_MS)


def _hosts(case: Case, finding: Finding) -> Answer:
    host = _host(case, finding)
    if host is None or isinstance(case.facts.hosts, Unknown):
        return None if host is None else ()
    return () if any(host in row.names for row in case.facts.hosts) else (fact("hosts", f"no line for {host}"),)


def _name_policies(case: Case, finding: Finding) -> Answer:
    host = _host(case, finding)
    if host is None or isinstance(case.facts.name_policies, Unknown):
        return None if host is None else ()
    return () if policy_for(host, case.facts) else (fact("name_policies", f"no rule for {host}"),)


def _name(case: Case, finding: Finding) -> Answer:
    """The name gave an address here."""
    host = _host(case, finding)
    return None if host is None else _first(row for row in (case.results.get(f"dns.{host}"),) if row)


def _right_address(case: Case, finding: Finding) -> Answer:
    """Every address that the name gave here is documented, or given by a second opinion, or proves itself by TLS."""
    host = _host(case, finding)
    result = case.results.get(f"dns.{host}") if host else None
    if result is None or result.status is not Status.PASS:
        return None if host is None else ()
    given = _addresses(result)
    documented = {address for row in case.locations.values() if row.host == host for address in row.addresses}
    if given and given <= documented:
        return (check(result),)
    opinions = (row for row in case.family(f"second-opinion.{host}") if row.status is Status.PASS and given and given <= _addresses(row))
    other = next(opinions, None) or _proven(case, host or "", given)
    return (check(result), check(other)) if other else ()


def _rest_of_the_service(case: Case, finding: Finding) -> Answer:
    """Another host of the service answered."""
    return _first(_of_the_service(case, finding, ("tls", "http") if case.mode.agent_captures else ("tls", "http", "tcp")))


def _port(case: Case, finding: Finding) -> Answer:
    """The port lets a whole handshake through, or else opened; an agent opens connections by itself."""
    families = ("other-name", "segments") if case.mode.agent_captures else ("other-name", "segments", "tcp")
    return _first(_of_endpoint(case, finding, *families))


def _public_chains(case: Case, _finding: Finding) -> Answer:
    """A known-good site shows a chain that the whole world trusts: nobody re-signs all of the web."""
    return _first(row for row in case.family("control.tls") if any(seen.mozilla_code == 0 for seen in _handshakes(row)))


def _trusted_here(case: Case, _finding: Finding) -> Answer:
    """This computer's own store trusts a chain that only an installed root can make good."""
    return _first(row for row in case.family("control.tls") if any(seen.only_here for seen in _handshakes(row)))


def _proxy_name(case: Case, finding: Finding) -> Answer:
    host = finding.subject.host
    return _first(row for row in case.family("proxy.dns") if row.id == f"proxy.dns.{host}") if host and not is_literal(host) else None


def _proxy_port(case: Case, finding: Finding) -> Answer:
    """The very proxy that the finding is about took the connection."""
    places = [row.check.split(".", 2)[2] for row in finding.evidence if row.check.startswith(("proxy.connect.", "proxy.tcp."))]
    rows = [row for row in case.family("proxy.tcp") if row.id.removeprefix("proxy.tcp.") in places]
    return _first(rows or case.family("proxy.tcp"))


def _pac_file(case: Case, _finding: Finding) -> Answer:
    return _first(row for row in case.results.values() if row.id == "pac.file")


def _agent_enabled(case: Case, finding: Finding) -> Answer:
    """The service that rests is not switched off."""
    cited = {row.fact for row in finding.evidence}
    rows = (row for row in known(case.facts.services) if f"services[{row.name}].status" in cited)
    return tuple(fact(f"services[{row.name}].start_type", row.start_type) for row in rows if row.start_type not in {"", "disabled"})[:1]


def _controller(case: Case, _finding: Finding) -> Answer:
    return _first(row for name in ("tls.ctc-443", "tls.ua-ctc-443") if (row := case.results.get(name)))


def _plain_route(case: Case, finding: Finding) -> Answer:
    """The row of the routing table for this very address leads to a line, not into a tunnel."""
    address = finding.subject.address
    if address is None or case.by_proxy:
        return None
    route = route_to(table_of(case.facts), address)
    row = next((row for row in known(case.facts.interfaces) if route and row.name == route.interface), None)
    return (fact(f"routes[{route.destination}].interface", row.name),) if route and row and row.type in _LINES else ()


def _first(rows: Iterable[CheckResult]) -> tuple[Evidence, ...]:
    """The first that passed, as evidence."""
    return next(((check(row),) for row in rows if row.status is Status.PASS), ())


def _passed(case: Case, check_id: str) -> bool:
    result = case.results.get(check_id)
    return result is not None and result.status is Status.PASS


def _of_endpoint(case: Case, finding: Finding, *families: str) -> list[CheckResult]:
    return [row for family in families if (row := case.results.get(f"{family}.{finding.subject.endpoint}"))]


def _of_the_service(case: Case, finding: Finding, families: tuple[str, ...]) -> Iterator[CheckResult]:
    """What asked other hosts of the service than the finding's own."""
    for result in (row for family in families for row in case.family(family)):
        location = case.location_of(result)
        if location and location.host and location.host != finding.subject.host and not is_of_the_organisation(location):
            yield result


def _host(case: Case, finding: Finding) -> str | None:
    """The name that this computer has to resolve for the finding's place; None where there is none, or a proxy does that."""
    host = finding.subject.host
    return host if host and not is_literal(host) and not case.by_proxy else None


def _addresses(result: CheckResult) -> set[str]:
    return {
        address for seen in result.observations if seen.ok and isinstance(seen.detail, ResolveDetail) for address in seen.detail.addresses
    }


def _handshakes(result: CheckResult) -> Iterator[TlsDetail]:
    return (seen.detail for seen in result.observations if seen.ok and isinstance(seen.detail, TlsDetail))


def _proven(case: Case, host: str, given: set[str]) -> CheckResult | None:
    """A check whose handshake at one of these addresses showed a chain that the whole world trusts for the name."""
    for result in case.results.values():
        for seen in result.observations if result.status is Status.PASS else ():
            detail = seen.detail
            proves = isinstance(detail, TlsDetail) and seen.ok and detail.server_name == host and detail.mozilla_code == 0
            if proves and seen.target.address in given:
                return result
    return None


CONNECTED = Disproof(_connected, fact="interfaces")
ROUTE = Disproof(_route, fact="routes")
FIRST_HOP = Disproof(_first_hop, fact="neighbours")
WAY_OUT = Disproof(_way_out, ("control.tls.", "control.tcp.", "proxy.connect.", "proxy.pac.", "direct."))
NO_SIGN_IN = Disproof(_no_sign_in, ("sign-in.",))
NO_AGENT = Disproof(_no_agent, fact="processes")
CLOCK = Disproof(_clock, ("clock.",))
SAME_HANDSHAKE = Disproof(_same_handshake, ("other-name.{endpoint}", "segments.{endpoint}"))
ROUND_TRIPS = Disproof(_round_trips, ("round-trip.{endpoint}",))
RESOLVERS = Disproof(_resolvers, fact="resolvers")
OTHER_NAMES = Disproof(_other_names, ("control.dns.",))
NAME_IN_TIME = Disproof(_name_in_time, ("dns.{host}", "proxy.dns.{host}", "control.dns."))
HOSTS = Disproof(_hosts, fact="hosts")
NAME_POLICIES = Disproof(_name_policies, fact="name_policies")
NAME = Disproof(_name, ("dns.{host}",))
RIGHT_ADDRESS = Disproof(_right_address, ("dns.{host}", "second-opinion.{host}."))
REST_OF_THE_SERVICE = Disproof(_rest_of_the_service, ("tls.", "http.", "tcp."))
PORT = Disproof(_port, ("other-name.{endpoint}", "segments.{endpoint}", "tcp.{endpoint}"))
PUBLIC_CHAINS = Disproof(_public_chains, ("control.tls.",))
TRUSTED_HERE = Disproof(_trusted_here, ("control.tls.",))
PROXY_NAME = Disproof(_proxy_name, ("proxy.dns.{host}",))
PROXY_PORT = Disproof(_proxy_port, ("proxy.tcp.",))
PAC_FILE = Disproof(_pac_file, ("pac.file",))
AGENT_ENABLED = Disproof(_agent_enabled, fact="services")
CONTROLLER = Disproof(_controller, ("tls.ctc-443", "tls.ua-ctc-443"))
PLAIN_ROUTE = Disproof(_plain_route, fact="routes")
