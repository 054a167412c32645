"""The lab's internet on paper: every name of the catalogue with its addresses. Pure; opens nothing."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wssdiag.catalogue.rows import PROXY_PROTOCOLS
from wssdiag.model.observation import Transport

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.model.location import Catalogue
    from wssdiag.model.profile import Profile

#: Where names without a documented address live: a public-looking range, so that no "private address" rule trips over the lab.
_INVENTED = "45.79"

#: The data centre that the agent's log names in the lab's captures. It has no name; like every address of the internet it answers.
LOGGED_DATACENTRE = "45.79.1.1"

#: A public address that belongs to nobody in the lab: a web server with a certificate for another name answers there.
PARKED = "45.99.99.99"

#: Where the vendor publishes its own list of hosts and addresses: a name that no check contacts, and that is in no group.
SERVICE_LIST_HOST = "servicepoints.threatpulse.com"

#: The on-premises proxy, by name and address.
OFFICE_PROXY_NAME = "proxy.office.example"
OFFICE_PROXY_ADDRESS = "10.20.0.10"
OFFICE_PROXY_PORT = 3128

#: Names of the branch office -> address in its network: the proxy, the PAC host, the Auth Connector server, the domain controllers.
OFFICE = {
    OFFICE_PROXY_NAME: OFFICE_PROXY_ADDRESS,
    "ac.office.example": "10.20.0.20",
    "dc1.office.example": "10.20.0.31",
    "dc2.office.example": "10.20.0.32",
    "pac.office.example": "10.20.0.40",
}


#: The name whose servers are the domain controllers of the office's domain.
DIRECTORY_NAME = "_ldap._tcp.dc._msdcs.office.example"


class UnknownTargetError(ValueError):
    """A scenario speaks of a name that the lab does not have."""


def invented_address(host: str) -> str:
    """A stable public-looking address for a name, never .0 and never .255."""
    digest = sha256(host.encode()).digest()
    return f"{_INVENTED}.{digest[0]}.{digest[1] % 254 + 1}"


@dataclass(frozen=True, slots=True)
class Zone:
    """Who is who in the lab's internet."""

    names: dict[str, tuple[str, ...]]  # lower-case name -> addresses
    groups: dict[str, tuple[str, ...]]  # "service", "controls", ... -> addresses
    proxies: frozenset[tuple[str, int]]  # (address, port) at which HTTP proxy is spoken
    ports: frozenset[int]  # TCP ports that the internet serves
    hosts_of: dict[str, tuple[str, ...]]  # group -> names

    def addresses(self, words: Iterable[str]) -> tuple[str, ...]:
        """Names, group names and address literals as addresses, without doubles."""
        found: dict[str, None] = {}
        for word in words:
            if word in self.groups:
                found.update(dict.fromkeys(self.groups[word]))
            elif word.lower() in self.names:
                found.update(dict.fromkeys(self.names[word.lower()]))
            else:
                found[_literal(word)] = None
        return tuple(found)

    def hosts(self, words: Iterable[str]) -> tuple[str, ...]:
        """Names and group names as names."""
        found: dict[str, None] = {}
        for word in words:
            if word in self.hosts_of:
                found.update(dict.fromkeys(self.hosts_of[word]))
            elif word.lower() in self.names:
                found[word.lower()] = None
            else:
                raise UnknownTargetError(word)
        return tuple(found)


def _literal(word: str) -> str:
    try:
        return str(ip_address(word))
    except ValueError:
        raise UnknownTargetError(word) from None


def _profile_hosts(profile: Profile) -> tuple[str, ...]:
    endpoints = profile.endpoints
    proxies = tuple(proxy.rpartition(":")[0] for proxy in endpoints.proxies)
    return (*endpoints.datacentres, *endpoints.ike_gateways, *proxies, *(extra.host for extra in endpoints.extra))


def build_zone(catalogue: Catalogue, profile: Profile) -> Zone:
    """The zone of a catalogue: documented addresses as they are, invented ones for names without."""
    names: dict[str, dict[str, None]] = {}
    hosts_of: dict[str, dict[str, None]] = {"service": {}, "controls": {}, "sign-in": {}, "clock": {}}

    def add(group: str, host: str | None, addresses: Iterable[str] = ()) -> None:
        if host and not _is_literal(host):
            names.setdefault(host.lower(), {}).update(dict.fromkeys(a for a in addresses if ":" not in a))
            hosts_of[group][host.lower()] = None

    for location in catalogue.location:
        add("service", location.host, location.addresses)
    for host in _profile_hosts(profile):
        add("service", host)
    for control in catalogue.control:
        add("controls", control.host, control.addresses)
    for probe in catalogue.sign_in_probe:
        add("sign-in", urlsplit(probe.url).hostname)
    if egress := urlsplit(profile.controls.egress_url or "").hostname:
        names.setdefault(egress, {})  # the organisation's own: in no group
    for source in catalogue.clock_source:
        add("clock", urlsplit(source.url).hostname)
    if identity_provider := urlsplit(profile.endpoints.identity_provider or "").hostname:
        names.setdefault(identity_provider, {})  # the organisation's own: in no group
    names[SERVICE_LIST_HOST] = {}
    names.update({host: {address: None} for host, address in OFFICE.items()})
    table = {name: tuple(found) or (invented_address(name),) for name, found in names.items()}
    table |= _tunnel_proxies(table)
    groups = {group: tuple(dict.fromkeys(a for host in hosts for a in table[host])) for group, hosts in hosts_of.items()}
    groups["service"] += (LOGGED_DATACENTRE,)
    groups["resolvers"] = tuple(resolver.address for resolver in catalogue.resolver)
    return Zone(
        names=table,
        groups=groups,
        proxies=_proxies(catalogue, profile, table),
        ports=frozenset({80, 443, 8080, 8443} | _tcp_ports(catalogue)),
        hosts_of={group: tuple(hosts) for group, hosts in hosts_of.items()},
    )


def _tunnel_proxies(table: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The names of the proxy inside a site's tunnel as the reference has them: one, all, one of all; the first number is the first."""
    family = {name: table[name] for name in table if name.partition(".")[0].removeprefix("ep").isdigit() and name.startswith("ep")}
    one = table.get("ep.threatpulse.net")
    if one is None:
        return {}
    every = tuple(dict.fromkeys((*one, *(address for name in family if name != "ep1.threatpulse.net" for address in family[name]))))
    told = {"ep1": one, "ep-all": every, "ep-roundrobin": every[-1:]}
    return {f"{label}.threatpulse.net": addresses for label, addresses in told.items() if f"{label}.threatpulse.net" in table}


def _tcp_ports(catalogue: Catalogue) -> set[int]:
    located = {row.port for row in catalogue.location if row.port and row.transport is Transport.TCP}
    return located | {row.port for row in catalogue.control if row.transport is Transport.TCP}


def _proxies(catalogue: Catalogue, profile: Profile, table: dict[str, tuple[str, ...]]) -> frozenset[tuple[str, int]]:
    rows = [row for row in catalogue.location if row.protocol in PROXY_PROTOCOLS]
    pairs = [(row.host.lower(), row.port) for row in rows if row.host and row.port]
    sites = [row.port for row in rows if row.placeholder == "datacentres" and row.port]
    pairs += [(host.lower(), port) for host in profile.endpoints.datacentres for port in sites]
    for proxy in profile.endpoints.proxies:
        host, _, port = proxy.rpartition(":")
        pairs.append((host.lower(), int(port)))
    return frozenset((address, port) for host, port in pairs for address in ((host,) if _is_literal(host) else table.get(host, ())))


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
