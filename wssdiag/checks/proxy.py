"""The configured proxy: its name, its port, and whether it lets a known-good site through."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import row_of_proxy
from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.names import name_check, resolved
from wssdiag.checks.situation import Situation, web_controls
from wssdiag.checks.wording import failed_at, milliseconds
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure
from wssdiag.model.observation import Step
from wssdiag.model.web_address import is_literal
from wssdiag.probes.network import Journey, Network, ProxyHop

if TYPE_CHECKING:
    from wssdiag.model.location import Control
    from wssdiag.model.observation import Observation

#: Sites asked for through the proxy; the second decides when the first is refused, since a proxy may block one site by policy.
_SITES = 2


def connect_check_id(proxy: ProxyHop) -> str:
    """The id of the check that everything behind the proxy needs."""
    return f"proxy.connect.{proxy.host}-{proxy.port}"


def proxy_checks(proxy: ProxyHop, situation: Situation) -> tuple[Check, ...]:
    """Name, port, CONNECT: each needs the one before."""
    row = row_of_proxy(proxy.host, proxy.port, situation.catalogue)
    endpoint = row.id if row else None
    checks: list[Check] = []
    if not is_literal(proxy.host):
        checks.append(name_check(proxy.host, situation, family="proxy.dns"))
    port = Check(
        id=f"proxy.tcp.{proxy.host}-{proxy.port}",
        title=f"Proxy {proxy.host}, TCP {proxy.port}",
        run=partial(_connect, proxy=proxy),
        needs=tuple(check.id for check in checks),
        endpoint=endpoint,
    )
    carries = Check(
        id=connect_check_id(proxy),
        title=f"A known-good site through the proxy {proxy.host}",
        run=partial(_through, proxy=proxy, sites=sites_of(situation), plain=place_of(situation)),
        needs=(port.id,),
        endpoint=endpoint,
    )
    return (*checks, port, carries)


def _connect(network: Network, results: Results, *, proxy: ProxyHop) -> Outcome:
    seen = network.travel(Journey(host=proxy.host, port=proxy.port, addresses=resolved(proxy.host, results)))
    if seen[-1].ok:
        return Outcome(Status.PASS, f"connected in {milliseconds(seen)}", seen)
    return Outcome(Status.FAIL, failed_at(seen[-1]), seen)


def _through(network: Network, results: Results, *, proxy: ProxyHop, sites: tuple[Control, ...], plain: tuple[str, int] | None) -> Outcome:
    return through(network, ProxyHop(host=_connected_address(proxy, results) or proxy.host, port=proxy.port), sites, plain)


def sites_of(situation: Situation) -> tuple[Control, ...]:
    """The sites that a proxy is asked for."""
    return web_controls(situation.catalogue)[:_SITES]


def place_of(situation: Situation) -> tuple[str, int] | None:
    """Address and port of a site that a proxy can be asked for without a name."""
    return next(((site.addresses[0], site.port) for site in web_controls(situation.catalogue) if site.addresses), None)


def through(network: Network, hop: ProxyHop, sites: tuple[Control, ...], plain: tuple[str, int] | None) -> Outcome:
    """Whether the proxy lets one of the sites through. A challenge is ``unknown``: it answers, and what is behind it stays untried.

    One that says nothing is asked for an address as well: a proxy whose own resolver is silent is a proxy all the same.
    """
    if not sites:
        return Outcome(Status.UNKNOWN, "no known-good site may be contacted")
    seen: tuple[Observation, ...] = ()
    for site in sites:
        seen += network.travel(Journey(host=site.host, port=site.port, proxy=hop))
        last = seen[-1]
        if last.ok:
            return Outcome(Status.PASS, f"{site.host} in {milliseconds(seen)}", seen)
        if last.failure is Failure.PROXY_AUTH:
            return Outcome(Status.UNKNOWN, failed_at(last), seen)
        if last.failure not in {Failure.PROXY_DENIED, Failure.PROXY_UPSTREAM}:
            break
    last = seen[-1]
    if plain and last.failure is Failure.TIMED_OUT and last.step is Step.PROXY:
        seen += network.travel(Journey(host=plain[0], port=plain[1], proxy=hop))
        if seen[-1].failure is not Failure.TIMED_OUT:
            return Outcome(Status.FAIL, "answers when it is asked for an address, and says nothing when it is asked for a name", seen)
    return Outcome(Status.FAIL, failed_at(seen[-1]), seen)


def _connected_address(proxy: ProxyHop, results: Results) -> str | None:
    """The address of the proxy that took the connection; it may be its second."""
    result = results.get(f"proxy.tcp.{proxy.host}-{proxy.port}")
    return next((row.target.address for row in result.observations if row.ok and row.step is Step.CONNECT), None) if result else None
