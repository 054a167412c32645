"""What the catalogue lists: where the service must be reachable, and the known-good targets that judge the network beside it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal
from urllib.parse import urlsplit

import msgspec

from wssdiag.model.observation import Transport

CATALOGUE_SCHEMA: Final = "wssdiag.catalogue/1"


class Sureness(StrEnum):
    """How sure a value of the catalogue is. An unverified one never convicts."""

    DOCUMENTED = "documented"
    INFERRED = "inferred"
    UNVERIFIED = "unverified"


class Need(StrEnum):
    """What the lack of a location means for its methods."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    ALTERNATIVE = "alternative"  # one of its ``group`` is enough


class Trust(StrEnum):
    """Who signs the certificate of a location."""

    PUBLIC = "public"
    PRIVATE = "private"
    UNKNOWN = "unknown"


class Provenance(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a value was read, when that was written, and how sure it is."""

    source: str
    revised: str = ""
    certainty: Sureness


class Location(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One required location: a row of the vendor's reference, by host and by address."""

    id: str  # "ctc-443"
    methods: tuple[str, ...]  # access methods, or rows beside a method: "portal", "auth-connector", "saml", ...
    host: str | None = None
    placeholder: str | None = None  # filled from the profile: "datacentres", "proxies", "domain_controllers", ...
    addresses: tuple[str, ...] = ()
    port: int | None = None
    ports: str | None = None  # a range: "49152-65535"
    transport: Transport
    protocol: str  # tls, http, http-proxy, ike, esp, ldap, tcp, openvpn, ...; esp is listed, never checked
    purpose: str
    path: str | None = None  # a documented path to ask for
    trust: Trust = Trust.UNKNOWN
    need: Need = Need.REQUIRED
    group: str | None = None
    when: str | None = None  # the condition under which it applies, in words
    provenance: Provenance


class Control(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A known-good target that has nothing to do with the service."""

    id: str
    host: str
    addresses: tuple[str, ...] = ()
    port: int
    transport: Transport
    operator: str


class SignInProbe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A plain HTTP address whose right answer is known."""

    url: str
    status: int
    body: str = ""  # the answer contains it; empty: the body is empty
    operator: str = ""  # two probes count as unrelated only when their operators differ; unnamed, the host stands for it

    @property
    def owner(self) -> str:
        """The operator, or the host of the address where none is named."""
        return self.operator or urlsplit(self.url).hostname or self.url

    @property
    def id(self) -> str:
        """The owner as part of a check id: ``"Example Ltd"`` -> ``"example-ltd"``."""
        return "-".join(self.owner.lower().split())


class PublicResolver(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A public DNS server that gives a second opinion. It can clear or accuse a name, never fail a run."""

    id: str
    address: str
    port: int = 53
    operator: str


class ClockSource(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A web address whose Date header tells the time."""

    id: str
    url: str
    operator: str


class Catalogue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that a run may contact, apart from what this computer's own settings and the profile name."""

    schema: Literal["wssdiag.catalogue/1"] = CATALOGUE_SCHEMA
    version: str
    location: tuple[Location, ...] = ()
    control: tuple[Control, ...] = ()
    sign_in_probe: tuple[SignInProbe, ...] = ()
    resolver: tuple[PublicResolver, ...] = ()
    clock_source: tuple[ClockSource, ...] = ()
