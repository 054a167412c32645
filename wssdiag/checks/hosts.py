"""Every host that a run may contact, and why: shown before anything is sent. Pure.

It lists what the later waves might add as well, so that nothing is contacted that was not listed. With ``only`` and ``skip`` a host goes
where every check that may contact it is left out, and stays where that is not certain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wssdiag.checks import pac
from wssdiag.checks.controllers import domains, service_name
from wssdiag.checks.egress import egress_url
from wssdiag.checks.large_packets import echo_controls, echo_sites
from wssdiag.checks.names import RESOLVERS_IN_TURN, policy_for
from wssdiag.checks.pac_fetch import is_web
from wssdiag.checks.plan import chosen, locations, matches, plan
from wssdiag.checks.portal_api import portal_api_checks
from wssdiag.checks.proxy import connect_check_id, sites_of
from wssdiag.checks.proxy_rows import path_to
from wssdiag.checks.reach import names_needed
from wssdiag.checks.sign_in_by_interface import physical_interfaces
from wssdiag.checks.situation import Situation, configured_proxy, parse_hop, proxy_in_use, resolvers_to_ask
from wssdiag.detection.egress import FAMILY as EGRESS
from wssdiag.detection.portal_api import CHECK_ID, api_address
from wssdiag.model.facts import known
from wssdiag.model.web_address import DEFAULT_PORTS, host_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.facts import NamePolicy
    from wssdiag.model.location import Control, Location
    from wssdiag.probes.network import ProxyHop

_DNS = 53

#: The checks of one location, by what stands before its id; the first wave's and the later ones'.
_OF_A_LOCATION = (
    *("tcp", "connect", "tls", "http", "ldap", "rpc", "udp"),
    *("again", "other-name", "segments", "round-trip", "echo", "second-answer", "address"),
)

#: The same of a control.
_OF_A_CONTROL = ("control.tcp", "control.tls", "control.udp", "control.round-trip", "control.echo", "direct", "web.ipv6", "web.quic")

#: Stands for the check of every proxy that a PAC file may name.
_OF_THE_FILE = "proxy.pac."

#: What never goes by the configured proxy, whatever the method.
_AROUND_THE_PROXY = ("dns.*", "sign-in.*", "name-policy.*", "direct.*")


@dataclass(frozen=True, slots=True)
class Contact:
    """One host and the reason; ``port`` is None for a range, and where there is none.

    ``checks``: the ids of all that may contact it; empty: not known.
    """

    host: str
    port: int | None
    transport: str
    why: str
    checks: tuple[str, ...] = ()


def contacts(situation: Situation, only: tuple[str, ...] = (), skip: tuple[str, ...] = ()) -> tuple[Contact, ...]:
    """Sorted by reason in the order of a run, each host, port and transport once. None at all where no check is left to begin with."""
    unique: dict[tuple[str, int | None, str], Contact] = {}
    for contact in _all(situation) if situation.may_contact else ():
        key = (contact.host, contact.port, contact.transport)
        known = unique.setdefault(key, contact)
        if known is not contact:
            checks = (*known.checks, *contact.checks) if known.checks and contact.checks else ()
            unique[key] = replace(known, checks=checks)
    return _left(situation, tuple(unique.values()), only, skip) if only or skip else tuple(unique.values())


def _left(situation: Situation, rows: tuple[Contact, ...], only: tuple[str, ...], skip: tuple[str, ...]) -> tuple[Contact, ...]:
    """The contacts of the checks that ``--only`` and ``--skip`` leave, the needs of those included."""
    whole = {check.id for check in plan(situation)}
    first = {check.id for check in chosen(plan(situation), only, skip)}
    ids = whole | {check for row in rows for check in row.checks}
    if not first:
        return ()
    if all(any(matches(check, (pattern,)) for check in ids) for pattern in only):
        ids = first | {check for check in ids - whole if not only or matches(check, only)}
    # else it names something that is not known here, and that may contact anybody
    asked = first | {check for check in ids if not matches(check, skip)}
    return tuple(row for row in rows if not row.checks or asked.intersection(row.checks))


def _all(situation: Situation) -> Iterator[Contact]:
    for resolver in resolvers_to_ask(situation.facts):
        yield from _dns(resolver.address, resolver.port, "this computer's own DNS server")
    yield from _name_policies(situation)
    yield from _interface_servers(situation)
    if proxy := proxy_in_use(situation):
        by_it = tuple(check.id for check in plan(situation) if not matches(check.id, _AROUND_THE_PROXY))
        yield Contact(proxy.host, proxy.port, "tcp", _whose_proxy(proxy, situation), by_it)
    if url := pac.pac_address(situation):
        if is_web(url):
            whose = "of this computer" if situation.mode.in_use else "that the profile names"
            yield _url(url, f"the PAC file {whose}, and where it redirects to", pac.FILE)
        named = "the proxies that the PAC file names, and names that it looks up"
        yield Contact("(named by the PAC file)", None, "tcp", named, (pac.FILE, _OF_THE_FILE))
    yield from _the_service(situation)
    yield from _beside_the_service(situation)
    if url := egress_url(situation):
        yield _url(url, "the address from which web traffic of this computer leaves", f"{EGRESS}.{host_of(url)}")
    if portal_api_checks(situation) and (url := api_address(situation.facts)):
        yield _url(url, "does this network itself say that a sign-in is needed", CHECK_ID)


def _whose_proxy(proxy: ProxyHop, situation: Situation) -> str:
    """Which proxy is meant: a method that is named but not in use has none on this computer."""
    if situation.mode.in_use and proxy == configured_proxy(situation.facts):
        return "the proxy of this computer"
    if proxy in [parse_hop(text) for text in situation.profile.endpoints.proxies]:
        return "the proxy that the profile names"
    return f"the service's own proxy (the profile names none for {situation.mode.method})"


def _the_service(situation: Situation) -> Iterator[Contact]:
    for location in locations(situation):
        for host in filter(None, (location.host, *location.addresses)):
            yield Contact(host, location.port, location.transport, f"the service: {location.purpose}", _checks_of(location))
    yield from _echoed(situation)
    for domain in domains(situation):
        why = f"the domain controllers that {service_name(domain)} names: TCP 88, 135, 139, 389, 445, 3268 and one of 49152-65535"
        yield Contact(f"(found by DNS for {domain})", None, "tcp", why)


def _interface_servers(situation: Situation) -> Iterator[Contact]:
    for row in physical_interfaces(situation) if situation.catalogue.sign_in_probe else ():
        for server in row.dns_servers:
            yield from _dns(server, _DNS, f"the DNS server of {row.name}, only where a name is not found and a sign-in page may be why")


def _echoed(situation: Situation) -> Iterator[Contact]:
    why = "an echo: do packets of full size pass"
    for site in echo_sites(situation, locations(situation)):
        yield from (Contact(host, None, "icmp", why, (f"echo.{site.id}",)) for host in filter(None, (site.host, *site.addresses)))
    for control in echo_controls(situation):
        yield from (Contact(host, None, "icmp", why, (f"control.echo.{control.id}",)) for host in (control.host, *control.addresses))


def _name_policies(situation: Situation) -> Iterator[Contact]:
    for rule in _rules(situation):
        for server in rule.servers[:RESOLVERS_IN_TURN]:
            yield from _dns(server, _DNS, "the DNS server that a rule of this computer names for the service")
    # A controller that DNS will name may be called anything, and may have any of the rules.
    for rule in known(situation.facts.name_policies) if domains(situation) else ():
        for server in rule.servers[:RESOLVERS_IN_TURN]:
            yield from _dns(
                server, _DNS, "the DNS server that a rule of this computer names, only where the rule is for a domain controller"
            )


def _rules(situation: Situation) -> Iterator[NamePolicy]:
    """Those for the hosts that are known already."""
    proxy = proxy_in_use(situation)
    for row in locations(situation):
        if row.host and names_needed(row, situation, path_to(row, situation, proxy)) and (rule := policy_for(row.host, situation.facts)):
            yield rule


def _beside_the_service(situation: Situation) -> Iterator[Contact]:
    for control in situation.catalogue.control:
        why = f"a known-good site ({control.operator}), to tell a closed port from a dead network"
        for host in (control.host, *control.addresses):
            yield Contact(host, control.port, control.transport, why, _checks_of_control(control, situation))
    for probe in situation.catalogue.sign_in_probe:
        yield _url(probe.url, f"is there a Wi-Fi sign-in page ({probe.owner})", f"sign-in.{probe.id}")
    for source in situation.catalogue.clock_source:
        yield _url(source.url, f"the time of day ({source.operator})", f"clock.{source.id}")
    for public in situation.catalogue.resolver:
        why = f"a second opinion on a name ({public.operator}), only where a name is in doubt"
        hosts = dict.fromkeys(row.host for row in locations(situation) if row.host)
        yield from _dns(public.address, public.port, why, *(f"second-opinion.{host}.{public.id}" for host in hosts))


def _checks_of(location: Location) -> tuple[str, ...]:
    ids = tuple(f"{family}.{location.id}" for family in _OF_A_LOCATION)
    return (*ids, f"address.{location.id}.second-opinion", f"ipv6.{location.host}")


def _checks_of_control(control: Control, situation: Situation) -> tuple[str, ...]:
    """Web traffic and proxies are tried with the first of them."""
    ids = (*(f"{family}.{control.id}" for family in _OF_A_CONTROL), f"ipv6.{control.host}")
    if control not in sites_of(situation):
        return ids
    if proxy := proxy_in_use(situation):
        ids = (*ids, connect_check_id(proxy))
    return (*ids, "web.method", *((_OF_THE_FILE,) if pac.pac_address(situation) else ()))


def _dns(address: str, port: int, why: str, *checks: str) -> Iterator[Contact]:
    yield Contact(address, port, "udp", why, checks)
    yield Contact(address, port, "tcp", f"{why}, where an answer does not fit into a datagram", checks)


def _url(url: str, why: str, check: str) -> Contact:
    parts = urlsplit(url)
    return Contact(parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme), "tcp", why, (check,))
