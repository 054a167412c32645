"""Is this computer's web traffic protected? Evidence -> yes, no or unknown, in the order of the contract. Pure.

What proves protection comes before what disproves it. A name proves nothing, in a certificate or anywhere else: shipped signatures are not
asked, and a public chain alone says nothing, since a tenant need not intercept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import is_service_proxy
from wssdiag.catalogue.values import split_host
from wssdiag.detection.agent_log import AgentState, agent_state
from wssdiag.detection.agent_ways import agent_ways
from wssdiag.detection.authority import Authority, web_chains
from wssdiag.detection.egress import egress_ip, is_fresh
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import known
from wssdiag.model.mode import AGENT_METHODS, PROXY_METHODS, Method, Mode
from wssdiag.model.observation import ResolveDetail, Step, Via
from wssdiag.model.report import Protected, SignIn
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wssdiag.catalogue.footprint import Trace
    from wssdiag.model.facts import Facts
    from wssdiag.model.location import Catalogue
    from wssdiag.model.profile import Profile
    from wssdiag.model.service_list import ServiceList

#: Checks that ask a proxy for a known-good site: the configured one, and those that a PAC file names.
CONNECTS = ("proxy.connect.", "proxy.pac.")

#: What was decided, and the sentence that says by what.
Answer = tuple[Protected, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that is looked at."""

    mode: Mode
    facts: Facts
    results: Mapping[str, CheckResult]
    catalogue: Catalogue
    profile: Profile
    traces: tuple[Trace, ...] = ()  # how the service's agents look
    published: ServiceList | None = None  # the service's own list, where one was taken
    at: str = ""  # when the run began, UTC, ISO 8601


def protection(seen: Evidence, sign_in: SignIn) -> tuple[Protected, tuple[str, ...]]:
    """Whether web traffic is protected, and by what that is known. The first that applies stands; what speaks against it follows.

    Behind a sign-in page that stops web traffic no tunnel stands, whatever log and connections still show of it: they are older.
    """
    if not seen.mode.in_use:
        return Protected.UNKNOWN, (f"{seen.mode.method} is not in use on this computer",)
    web = seen.results.get("web.method")
    stopped = sign_in is SignIn.REQUIRED and web is not None and web.status is Status.FAIL
    outdated = ""
    for look in _ANSWERS:
        answer = look(seen)
        if answer and stopped and look in _OF_A_TUNNEL:
            outdated = f"a sign-in page stops web traffic, which outdates this: {answer[1]}"
        elif answer:
            return answer[0], (answer[1], *_against(look, seen))
    return Protected.UNKNOWN, (outdated or "nothing that was seen proves it either way",)


def _own_root(seen: Evidence) -> Answer | None:
    authority = Authority.of(seen.facts, seen.profile)
    subjects = (subject for _, _, detail in web_chains(seen.results) if (subject := authority.proven(detail)))
    return next(((Protected.YES, f"web certificates lead to the service's own authority: {subject}") for subject in subjects), None)


def _service_proxy(seen: Evidence) -> Answer | None:
    """A CONNECT through the service was answered: by one of its proxies, or an address of its list.

    An organisation's own proxy may forward anywhere; a proxy of the service is the service's, whoever names it. Not by a name that the
    hosts file gives to an address: that may be anybody's.
    """
    if seen.mode.method not in PROXY_METHODS:
        return None
    for result in seen.results.values():
        if not result.id.startswith(CONNECTS) or result.status is not Status.PASS or not _is_taken(result, seen.results):
            continue
        host = _proxy_of(result)
        listed = next((address for address in _hops(result) if seen.published and seen.published.network_of(address)), None)
        own = is_service_proxy(host, seen.catalogue) and not _by_hosts_file(host, seen)
        if own or listed:
            return Protected.YES, f"the service's proxy {host if own else listed} carries web traffic"
    return None


def _tunnel_by_log(seen: Evidence) -> Answer | None:
    state = _log(seen)
    if state and state.connected:
        return Protected.YES, f"the agent's log says that its tunnel stands: {state.tunnel_line}"
    return None


def _tunnel_by_connection(seen: Evidence) -> Answer | None:
    """The agent holds a connection to a data centre that the organisation or the service's list names.

    It may just be opening, or be refused inside: what the log says of that counts more.
    """
    state = _log(seen)
    if seen.mode.method not in AGENT_METHODS or (state and (state.down or state.locked_out)):
        return None
    named = frozenset(_datacentres(seen))
    for way in agent_ways(seen.facts, seen.traces, seen.mode.method, seen.catalogue, seen.published):
        network = seen.published.network_of(way.address) if seen.published else None
        if way.stands and (network or way.address in named):
            return Protected.YES, f"the agent holds a connection to the data centre at {way.address}"
    return None


def _egress_inside(seen: Evidence) -> Answer | None:
    address = egress_ip(seen.results)
    network = seen.published.network_of(address) if seen.published and address else None
    return (Protected.YES, f"web traffic leaves from {address}, which is in the service's network {network}") if network else None


def _goes_direct(seen: Evidence) -> Answer | None:
    """PAC file or settings lead past every proxy, and a site answers."""
    web = seen.results.get("web.method")
    last = web.observations[-1] if web and web.observations and web.status is Status.PASS else None
    if seen.mode.method not in PROXY_METHODS or last is None or last.via is not Via.DIRECT:
        return None
    by = "PAC file" if "pac.file" in seen.results else "settings of this computer"
    return Protected.NO, f"by the {by} web sites are reached directly"


def _log_says_no(seen: Evidence) -> Answer | None:
    state = _log(seen)
    chains = (detail for result, _, detail in web_chains(seen.results) if result.status is Status.PASS)
    if state and (state.down or state.locked_out) and any(detail.mozilla_code == 0 for detail in chains):
        return Protected.NO, "the agent's log says that it is not connected, and web sites are reached with their own certificates"
    return None


def _no_method(seen: Evidence) -> Answer | None:
    """Sites answer, and no method is there. One that shows the name of the service's CA may be protected by the office's own tunnel."""
    web = seen.results.get("web.method")
    authority = Authority.of(seen.facts, seen.profile)
    named = any(authority.named(detail) for _, _, detail in web_chains(seen.results))
    if seen.mode.method is Method.DIRECT and web and web.status is Status.PASS and not named:
        return Protected.NO, "no method is set on this computer, and web sites are reached directly"
    return None


def _egress_outside(seen: Evidence) -> Answer | None:
    """Only a list that is fresh, and holds networks at all, knows who is not the service."""
    address = egress_ip(seen.results)
    published = seen.published
    if address is None or published is None or published.network_of(address) or not is_fresh(published, seen.at):
        return None
    if not published.egress and not any(site.ranges for site in published.sites):
        return None
    return Protected.NO, f"web traffic leaves from {address}, which is in none of the service's own networks"


#: The order of the contract: first everything that proves protection.
_ANSWERS: tuple[Callable[[Evidence], Answer | None], ...] = (
    _own_root,
    _service_proxy,
    _tunnel_by_log,
    _tunnel_by_connection,
    _egress_inside,
    _goes_direct,
    _log_says_no,
    _no_method,
    _egress_outside,
)


#: They say that a tunnel stands, and nothing of whether web traffic goes into it.
_OF_A_TUNNEL = frozenset({_tunnel_by_log, _tunnel_by_connection})


def _against(look: Callable[[Evidence], Answer | None], seen: Evidence) -> tuple[str, ...]:
    """What a reader must see beside a proof by a tunnel: web traffic that leaves elsewhere (by exception, or past the tunnel)."""
    outside = _egress_outside(seen) if look in _OF_A_TUNNEL else None
    return (f"but this speaks against it: {outside[1]}",) if outside else ()


def _log(seen: Evidence) -> AgentState | None:
    """The log of an agent that runs and carries; of one that was not seen to run it may be a year old."""
    state = agent_state(seen.facts)
    runs = seen.mode.method is Method.WSS_AGENT and seen.mode.agent_captures and not isinstance(seen.facts.processes, Unknown)
    return state if runs and isinstance(state, AgentState) else None


def _is_taken(result: CheckResult, results: Mapping[str, CheckResult]) -> bool:
    """Of the proxies that a PAC file names, only the one that web traffic takes counts; the configured one is always taken."""
    web = results.get("web.method")
    return not result.id.startswith("proxy.pac.") or (web is not None and result.id in web.needs)


def _by_hosts_file(host: str, seen: Evidence) -> bool:
    """Whether the hosts file gives a name an address that is not documented for it."""
    documented = {address for row in seen.catalogue.location if row.host == host for address in row.addresses}
    return any(host in entry.names and entry.address not in documented for entry in known(seen.facts.hosts))


def _proxy_of(result: CheckResult) -> str:
    """``proxy.connect.host-8080`` -> ``host``."""
    return result.id.split(".", 2)[2].rpartition("-")[0]


def _hops(result: CheckResult) -> Iterator[str]:
    """The addresses at which a proxy took the connection."""
    return (row.target.address for row in result.observations if row.ok and row.step is Step.CONNECT and row.target.address)


def _datacentres(seen: Evidence) -> Iterator[str]:
    """The addresses of the data centres that the organisation names, as far as they are known."""
    for value in seen.profile.endpoints.datacentres:
        host = split_host(value)[0].lower()
        yield host
        named = seen.results.get(f"dns.{host}")
        for row in named.observations if named else ():
            yield from row.detail.addresses if row.ok and isinstance(row.detail, ResolveDetail) else ()
