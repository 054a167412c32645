"""What a computer says of itself: parsed, typed, and Unknown where it would not say.

Paths into these values ("routes", "interfaces[eth0].addresses") are what findings cite as evidence.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal, TypeVar

import msgspec

from wssdiag.model.unknown import Unknown

FACTS_SCHEMA: Final = "wssdiag.facts/1"

T = TypeVar("T")


class InterfaceType(StrEnum):
    """The kind of a network interface."""

    ETHERNET = "ethernet"
    WIFI = "wifi"
    TUNNEL = "tunnel"
    LOOPBACK = "loopback"
    CELLULAR = "cellular"
    OTHER = "other"


class InterfaceAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An address with its prefix length."""

    address: str
    prefix: int


class Interface(msgspec.Struct, frozen=True, kw_only=True):
    """A network interface."""

    name: str
    description: str = ""
    type: InterfaceType = InterfaceType.OTHER
    up: bool
    addresses: tuple[InterfaceAddress, ...] = ()
    mac: str | None = None
    mtu: int | None = None
    dns_servers: tuple[str, ...] = ()
    dns_suffix: str | None = None
    dhcp: bool | None = None


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the routing table; ``destination`` is a network in CIDR form, a default route is 0.0.0.0/0 or ::/0."""

    destination: str
    gateway: str | None = None
    interface: str
    metric: int = 0


class Neighbour(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the neighbour (ARP, NDP) table; ``state`` in RFC 4861 words, lower case: reachable, stale, incomplete, failed."""

    address: str
    mac: str | None = None
    interface: str
    state: str


class Resolver(msgspec.Struct, frozen=True, kw_only=True):
    """A configured DNS server."""

    address: str
    port: int = 53
    interface: str | None = None
    source: str  # "resolv.conf", "resolvectl", "interfaces", ...
    stub: bool = False  # a forwarder on this computer, whose upstreams are listed beside it where they are known


class NamePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that sends some names to resolvers of their own: Windows' name resolution policy table, a scoped resolver of macOS.

    ``pattern``, lower case: ``.corp.example`` is the domain and all below it, ``.`` is every name, anything else is that name alone.
    """

    pattern: str
    servers: tuple[str, ...]  # addresses; a rule without any changes how names are asked for, not whom
    source: str  # "group-policy", "local-policy", "scutil"


class HostsEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the hosts file that maps names."""

    address: str
    names: tuple[str, ...]  # lower case


class Process(msgspec.Struct, frozen=True, kw_only=True):
    """A running process; its arguments are never read."""

    pid: int
    name: str
    exe: str | None = None


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A service of the system (Windows services, macOS launch daemons, systemd units)."""

    name: str
    display_name: str = ""
    status: str  # "running", "stopped", ...
    start_type: str = ""  # "automatic", "manual", "disabled", ...
    binpath: str = ""


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """An installed product."""

    name: str
    version: str = ""
    publisher: str = ""


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """A socket of a process; ``local`` and ``remote`` as address:port, IPv6 in brackets."""

    pid: int | None = None
    process: str = ""
    local: str
    remote: str | None = None
    status: str = ""
    transport: str = "tcp"


class TracedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A path that the footprint names, and whether it exists."""

    path: str
    exists: bool
    tail: str | None = None


class AgentCertificate(msgspec.Struct, frozen=True, kw_only=True):
    """A CA file that an agent installed beside itself; or, where ``variable`` says so, one certificate of a bundle of trusted roots.

    What stands in a bundle is trusted by some program here, and is nobody's own: it says nothing of the service.
    """

    path: str
    sha256: str  # of the DER
    subject: str = ""
    not_after: str = ""
    variable: str = ""  # the CA variable that names the bundle ("REQUESTS_CA_BUNDLE")


class Variable(msgspec.Struct, frozen=True, kw_only=True):
    """A proxy or CA variable of the environment; names keep their case."""

    name: str
    value: str


class ProxyKind(StrEnum):
    """What a source of proxy settings says."""

    DIRECT = "direct"  # explicitly none
    MANUAL = "manual"
    PAC = "pac"
    AUTO_DETECT = "auto-detect"  # WPAD


class ProxyServer(msgspec.Struct, frozen=True, kw_only=True):
    """A proxy: for which scheme ("http", "https", "socks", "all"), and where."""

    scheme: str = "all"
    host: str
    port: int


class ProxySetting(msgspec.Struct, frozen=True, kw_only=True):
    """What one source says; a source that says nothing is not listed."""

    source: str  # "environment", "gnome", "kde", "internet-settings", "winhttp", "scutil", ...
    applies_to: str  # which programs follow it: "system", "services", "command-line", "firefox", ...
    kind: ProxyKind
    servers: tuple[ProxyServer, ...] = ()
    pac_url: str | None = None
    bypass: tuple[str, ...] = ()
    policy: bool = False  # set by the organisation, not changeable here


class BrowserSetting(msgspec.Struct, frozen=True, kw_only=True):
    """What one source says of a browser's own names and own trust; a source that says nothing of either is not listed."""

    app: str  # "chrome", "edge", "chromium", "firefox"
    source: str  # "chrome-policy", "firefox-policy", or the folder of a Firefox profile
    version: str = ""  # with which a profile was last opened
    own_dns: bool | None = None  # it asks an encrypted resolver of its own, first or alone; None: not set here
    dns_server: str = ""  # that resolver's address or template, where it is set
    system_roots: bool | None = None  # it trusts what the system trusts beside its own store; None: not set here
    adds_roots: bool = False  # the policy installs certificates into its own store
    policy: bool = False


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is known of a computer without touching the network."""

    schema: Literal["wssdiag.facts/1"] = FACTS_SCHEMA
    os: str
    os_version: str = ""
    collected_at: str = ""
    user: str = "interactive"
    interfaces: tuple[Interface, ...] | Unknown
    routes: tuple[Route, ...] | Unknown
    neighbours: tuple[Neighbour, ...] | Unknown
    resolvers: tuple[Resolver, ...] | Unknown
    hosts: tuple[HostsEntry, ...] | Unknown
    processes: tuple[Process, ...] | Unknown
    services: tuple[Service, ...] | Unknown
    products: tuple[Product, ...] | Unknown
    connections: tuple[Connection, ...] | Unknown
    files: tuple[TracedFile, ...] | Unknown
    certificates: tuple[AgentCertificate, ...] | Unknown
    environment: tuple[Variable, ...] | Unknown
    proxy_settings: tuple[ProxySetting, ...] | Unknown
    windows_nlm: str | Unknown
    networkmanager: str | Unknown
    captive_portal_api: str | Unknown | None
    browsers: tuple[BrowserSetting, ...] | Unknown = Unknown("not in these facts")
    name_policies: tuple[NamePolicy, ...] | Unknown = Unknown("not in these facts")
    domain: str | Unknown | None = Unknown("not in these facts")  # of the computer's own name: Windows' primary DNS suffix, lower case


def known(value: tuple[T, ...] | Unknown) -> tuple[T, ...]:
    """The rows that are known; none where the fact is Unknown. Only for evidence *for* something: absence must be proven otherwise."""
    return () if isinstance(value, Unknown) else value
