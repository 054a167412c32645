"""What is nobody's own: the names, addresses and ids of the catalogue and of the service, and how its agents look. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wssdiag.catalogue.footprint import Finder, match_trace
from wssdiag.catalogue.merge import FROM_PROFILE, OWN
from wssdiag.catalogue.signatures import Sign
from wssdiag.model.web_address import bare_host, is_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wssdiag.bundle.redaction.addresses import Network
    from wssdiag.catalogue.footprint import Kind, Mark
    from wssdiag.catalogue.signatures import Signature
    from wssdiag.diagnosis.background import Background
    from wssdiag.model.location import Catalogue, ClockSource, Control, Location, PublicResolver, SignInProbe
    from wssdiag.model.profile import Profile
    from wssdiag.model.service_list import ServiceList

_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")


_URL = re.compile(r"https?://[^\s\"'<>]+")


@dataclass(frozen=True, slots=True)
class Public:
    """What stays. Whatever the organisation's profile brought into the catalogue is not among it."""

    names: frozenset[str] = frozenset()  # hosts, lower case
    domains: tuple[str, ...] = ()  # the service's own, with the dot in front: whatever stands below them stays
    networks: tuple[Network, ...] = ()
    ids: frozenset[str] = frozenset()  # of locations, controls, probes, resolvers, clock sources
    marks: tuple[Mark, ...] = ()  # how the agents and other vendors' clients look
    words: frozenset[str] = frozenset()  # of operators, and of the patterns by which certificates and pages are recognised, lower case
    headers: tuple[Signature, ...] = ()  # by which an answer of the service is recognised
    texts: frozenset[str] = field(default_factory=frozenset)  # whole values that stay as they are: the addresses of probes, operators

    @classmethod
    def of(cls, catalogue: Catalogue, background: Background) -> Public:
        """By a catalogue with or without a profile merged into it."""
        profile = background.profile
        locations = tuple(row for row in catalogue.location if not _is_of(profile, row))
        controls = tuple(row for row in catalogue.control if row.host != row.operator)
        probes = tuple(row for row in catalogue.sign_in_probe if row not in profile.controls.sign_in_probes)
        clocks = tuple(row for row in catalogue.clock_source if row.url not in profile.controls.urls)
        urls = (*(row.url for row in probes), *(row.url for row in clocks), *(url for row in probes for url in _URL.findall(row.body)))
        hosts = [
            *(row.host for row in locations if row.host),
            *(row.host for row in controls),
            *(urlsplit(url).hostname or "" for url in urls),
            *((row.host for row in background.published.hosts) if background.published else ()),
        ]
        addresses = [
            *(address for row in locations for address in row.addresses),
            *(address for row in controls for address in row.addresses),
            *(row.address for row in catalogue.resolver),
            *_published(background.published),
            *(host for host in hosts if is_literal(host)),
        ]
        runs = (*(row.operator for row in controls), *(row.operator for row in probes), *(row.operator for row in clocks))
        return cls(
            names=frozenset(bare_host(host) for host in hosts if host and not is_literal(host)),
            domains=tuple(sorted({f".{domain}" for row in locations if (domain := _domain(row))})),
            networks=tuple(dict.fromkeys(ip_network(text, strict=False) for text in addresses)),
            ids=frozenset(_ids(locations, controls, probes, catalogue.resolver, clocks)),
            marks=(*background.footprint, *background.clients),
            words=frozenset(_words(background, (*runs, *(row.operator for row in catalogue.resolver)))),
            headers=tuple(row for row in background.signatures if row.sign is Sign.RESPONSE_HEADER),
            texts=frozenset({*urls, *runs, *(row.body for row in probes), *(row.operator for row in catalogue.resolver)} - {""}),
        )

    def name(self, host: str) -> bool:
        """Whether a host name stays: it is the catalogue's, or stands below a domain of the service."""
        name = bare_host(host)
        return name in self.names or name.endswith(self.domains) or f".{name}" in self.domains

    def finder(self, os: str) -> Finder[Mark]:
        """Tells what is a trace of an agent or a client on one system."""
        return Finder(self.marks, os)

    def knows(self, os: str, kind: Kind, text: str) -> bool:
        """Whether a text is a trace of that kind."""
        return any(match_trace(mark, text) for mark in self.marks if mark.os == os and mark.kind is kind)


def _is_of(profile: Profile, row: Location) -> bool:
    return row.provenance.source == OWN or row.provenance.source.endswith(FROM_PROFILE) or row.id in {e.id for e in profile.endpoints.extra}


def _domain(row: Location) -> str:
    """The last two labels of a location's host; nothing for an address."""
    host = row.host or ""
    try:
        ip_address(host)
    except ValueError:
        return ".".join(host.split(".")[-2:]) if host.count(".") else ""
    return ""


def _published(listed: ServiceList | None) -> Iterator[str]:
    if listed is not None:
        yield from listed.networks
        yield from (address for host in listed.hosts for address in host.addresses)
        yield from (address for site in listed.sites for address in (*site.ingress, *site.authentication))


def _ids(*rows: Iterable[Location | Control | SignInProbe | PublicResolver | ClockSource]) -> Iterator[str]:
    for some in rows:
        yield from (row.id for row in some)


def _words(background: Background, operators: Iterable[str]) -> Iterator[str]:
    signs = (text for row in background.signatures for text in (row.name, *row.patterns))
    for text in (*signs, *operators):
        yield from (found.casefold() for found in _WORD.findall(text))
