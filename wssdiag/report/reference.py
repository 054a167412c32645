"""The catalogue's locations as rows for a reader: grouped by access method in the order of the vendor's reference, everything as text.

Owns the order, the headings and the words. Must not format for a medium (:mod:`wssdiag.report.ports` does). English, like the reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.catalogue.values import METHOD_WORDS, address
from wssdiag.model.location import Need, Sureness
from wssdiag.model.observation import Transport
from wssdiag.model.shown import shown
from wssdiag.report.texts import to_translate

if TYPE_CHECKING:
    from wssdiag.model.location import Catalogue, Location


@dataclass(frozen=True, slots=True)
class Section:
    """A row of the reference: its label there, and the words of the methods that it covers."""

    title: str
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One location under one section, as text."""

    section: str
    methods: tuple[str, ...]  # those of the section that need the location
    all_methods: bool  # whether that is every method of the section
    id: str
    host: str  # empty where only the organisation knows it
    stands_for: str  # then what would stand there: "data centre of your tenant"
    addresses: tuple[str, ...]
    port: str  # "443", "49152-65535", empty for a protocol without ports
    transport: str  # "TCP", "UDP", "IP"
    protocol: str
    purpose: str
    need: str
    when: str
    certainty: str
    source: str
    revised: str

    @property
    def target(self) -> str:
        """The host, or in parentheses what would stand there."""
        return self.host or f"({self.stands_for})"

    @property
    def port_words(self) -> str:
        """``TCP 443``; ``ESP`` for a protocol without ports."""
        return f"{self.transport} {self.port}" if self.port else self.protocol.upper()


SECTIONS = (
    Section("Portals and support", ("portal",)),
    Section("Firewall/VPN (IPsec)", ("ipsec",)),
    Section("Proxy Forwarding", ("proxy-forwarding",)),
    Section("Explicit Proxy, PAC file", ("explicit-proxy", "pac-file", "sep-pac")),
    Section("Explicit Over IPsec (Trans-Proxy)", ("trans-proxy",)),
    Section("WSS Agent", ("wss-agent", "sep-tunnel")),
    Section("Unified Agent", ("unified-agent",)),
    Section("Mobile (SEP Mobile app)", ("mobile",)),
    Section("Universal Policy Enforcement (UPE)", ("upe",)),
    Section("Auth Connector", ("auth-connector",)),
    Section("Auth Connector to Active Directory", ("auth-connector-ad",)),
    Section("AC-Logon App", ("ac-logon",)),
    Section("SAML", ("saml",)),
    Section("Roaming Captive Portal", ("roaming-captive-portal",)),
    Section("No access method", ("direct", "unknown")),
)

#: What an organisation adds by its profile holds for every method, and is listed once.
OWN = Section("Named by your organisation", METHOD_WORDS)

#: What the words in the sources mean, for the head of every rendering.
(PAGE_EXPLAINED,) = to_translate(
    '"page" is the vendor\'s "Reference: Required Locations, Ports, and Protocols", "KB n" an article of its knowledge base.'
)

_STANDS_FOR = {
    "datacentres": "data centre of your tenant",
    "proxies": "your own proxy",
    "ike_gateways": "IPsec address of your data centre",
    "domain_controllers": "your domain controllers",
    "auth_connector": "your Auth Connector server",
    "identity_provider": "your identity provider",
    "pac_url": "where your PAC file is",
    "not_established": "not established",
}


def rows(catalogue: Catalogue, method: str | None = None) -> tuple[Row, ...]:
    """All rows, or those of one METHOD word. A location that several sections need stands in each of them."""
    own = tuple(row for row in catalogue.location if set(row.methods) >= set(METHOD_WORDS))
    listed = [
        _row(location, section, words)
        for section in SECTIONS
        if method is None or method in section.methods
        for location in catalogue.location
        if location not in own and (words := _words(location, section)) and (method is None or method in words)
    ]
    return (*listed, *(_row(location, OWN, ()) for location in own))


def _words(location: Location, section: Section) -> tuple[str, ...]:
    return tuple(word for word in section.methods if word in location.methods)


def _row(location: Location, section: Section, words: tuple[str, ...]) -> Row:
    return Row(
        section=section.title,
        methods=words,
        all_methods=words == section.methods,
        id=shown(location.id),
        host=shown(location.host or ""),
        stands_for=_STANDS_FOR.get(location.placeholder or "", shown(location.placeholder or "")),
        addresses=tuple(shown(address) for address in location.addresses),
        port=shown(location.ports or "") if location.port is None else str(location.port),
        transport="IP" if location.transport is Transport.IP else location.transport.upper(),
        protocol=shown(location.protocol),
        purpose=shown(location.purpose),
        need=f"one of {shown(location.group or '')}" if location.need is Need.ALTERNATIVE else str(location.need),
        when=shown(location.when or ""),
        certainty=str(location.provenance.certainty),
        source=shown(location.provenance.source),
        revised=shown(location.provenance.revised),
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """One line of a short list for a firewall: where to, on which ports. A port that any row requires is required."""

    target: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    hosts: tuple[str, ...] = ()  # for an address: whose it is

    @property
    def ports(self) -> str:
        """``TCP 8080, TCP 8443; optional: TCP 8084``."""
        optional = f"optional: {', '.join(self.optional)}" if self.optional else ""
        return "; ".join(part for part in (", ".join(self.required), optional) if part)


def by_host(listed: tuple[Row, ...]) -> tuple[Opening, ...]:
    """Each target that is no address once, in the order of the reference; what is unverified or not established is left out."""
    found: dict[str, list[Row]] = {}
    for row in _sure(listed):
        if row.stands_for != _STANDS_FOR["not_established"] and (not row.host or address(row.host)):
            found.setdefault(row.target, []).append(row)
    return tuple(Opening(target, *_ports(group)) for target, group in found.items())


def by_address(listed: tuple[Row, ...]) -> tuple[Opening, ...]:
    """Each address that a document gives, with its ports and hosts; what is unverified is left out."""
    found: dict[str, list[Row]] = {}
    for row in _sure(listed):
        for one in dict.fromkeys((*row.addresses, *([row.host] if row.host and not address(row.host) else []))):
            found.setdefault(one, []).append(row)
    return tuple(
        Opening(one, *_ports(group), hosts=tuple(dict.fromkeys(row.target for row in group if row.target != one)))
        for one, group in found.items()
    )


def _ports(group: list[Row]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    required = tuple(dict.fromkeys(row.port_words for row in group if row.need != Need.OPTIONAL))
    return required, tuple(dict.fromkeys(row.port_words for row in group if row.port_words not in required))


def _sure(listed: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(row for row in listed if row.certainty != Sureness.UNVERIFIED)
