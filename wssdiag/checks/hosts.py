"""Every host that a run may contact, and why: shown before anything is sent. Pure.

It lists what the later waves might add as well, so that nothing is contacted that was not listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wssdiag.checks.large_packets import echo_controls, echo_sites
from wssdiag.checks.names import RESOLVERS_IN_TURN, policy_for
from wssdiag.checks.pac import pac_address
from wssdiag.checks.pac_fetch import is_web
from wssdiag.checks.plan import locations
from wssdiag.checks.portal_api import portal_api_checks
from wssdiag.checks.sign_in_by_interface import physical_interfaces
from wssdiag.checks.situation import Situation, proxy_in_use, resolvers_to_ask
from wssdiag.detection.portal_api import api_address
from wssdiag.model.web_address import DEFAULT_PORTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.location import Catalogue


@dataclass(frozen=True, slots=True)
class Contact:
    """One host and the reason; ``port`` is None for a range, and where there is none."""

    host: str
    port: int | None
    transport: str
    why: str


def contacts(situation: Situation) -> tuple[Contact, ...]:
    """Sorted by reason in the order of a run, each host, port and transport once."""
    unique: dict[tuple[str, int | None, str], Contact] = {}
    for contact in _all(situation):
        unique.setdefault((contact.host, contact.port, contact.transport), contact)
    return tuple(unique.values())


def _all(situation: Situation) -> Iterator[Contact]:
    for resolver in resolvers_to_ask(situation.facts):
        yield Contact(resolver.address, resolver.port, "udp", "this computer's own DNS server")
    if not situation.by_proxy:
        yield from _name_policies(situation)
    if proxy := proxy_in_use(situation):
        yield Contact(proxy.host, proxy.port, "tcp", "the proxy of this computer")
    if url := pac_address(situation):
        if is_web(url):
            yield _url(url, "the PAC file of this computer, and where it redirects to")
        yield Contact("(named by the PAC file)", None, "tcp", "the proxies that the PAC file names, and names that it looks up")
    yield from _interface_servers(situation)
    for location in locations(situation):
        for host in filter(None, (location.host, *location.addresses)):
            yield Contact(host, location.port, location.transport, f"the service: {location.purpose}")
    for host in _echoed(situation):
        yield Contact(host, None, "icmp", "an echo: do packets of full size pass")
    yield from _beside_the_service(situation.catalogue)
    if portal_api_checks(situation) and (url := api_address(situation.facts)):
        yield _url(url, "does this network itself say that a sign-in is needed")


def _interface_servers(situation: Situation) -> Iterator[Contact]:
    for row in physical_interfaces(situation) if situation.catalogue.sign_in_probe else ():
        for server in row.dns_servers:
            yield Contact(server, 53, "udp", f"the DNS server of {row.name}, only where a name is not found and a sign-in page may be why")


def _echoed(situation: Situation) -> Iterator[str]:
    for site in echo_sites(situation, locations(situation)):
        yield from filter(None, (site.host, *site.addresses))
    for control in echo_controls(situation):
        yield from (control.host, *control.addresses)


def _name_policies(situation: Situation) -> Iterator[Contact]:
    for row in locations(situation):
        rule = policy_for(row.host, situation.facts) if row.host else None
        for server in rule.servers[:RESOLVERS_IN_TURN] if rule else ():
            yield Contact(server, 53, "udp", "the DNS server that a rule of this computer names for the service")


def _beside_the_service(catalogue: Catalogue) -> Iterator[Contact]:
    for control in catalogue.control:
        why = f"a known-good site ({control.operator}), to tell a closed port from a dead network"
        for host in (control.host, *control.addresses):
            yield Contact(host, control.port, control.transport, why)
    for probe in catalogue.sign_in_probe:
        yield _url(probe.url, f"is there a Wi-Fi sign-in page ({probe.owner})")
    for source in catalogue.clock_source:
        yield _url(source.url, f"the time of day ({source.operator})")
    for public in catalogue.resolver:
        why = f"a second opinion on a name ({public.operator}), only where a name is in doubt"
        yield Contact(public.address, public.port, "udp", why)


def _url(url: str, why: str) -> Contact:
    parts = urlsplit(url)
    return Contact(parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme), "tcp", why)
