"""What one scenario's network will be: a healthy plan that faults change. Pure data; :mod:`tests.lab.stage` builds it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from tests.lab.network.zone import OFFICE_PROXY_PORT

if TYPE_CHECKING:
    from tests.lab.network.relay import Condition
    from tests.lab.network.zone import Zone

LAPTOP_ADDRESS = "192.168.7.23"
ROUTER_ADDRESS = "192.168.7.1"
SECOND_RESOLVER = "192.168.7.2"
LINK_LOCAL_ADDRESS = "169.254.7.23"

#: The second interface's network, and the tunnel's.
SECOND_ADDRESS = "192.168.8.23"
SECOND_ROUTER_ADDRESS = "192.168.8.1"
VPN_ADDRESS = "10.8.0.2"
VPN_ROUTER_ADDRESS = "10.8.0.1"

#: Which public resolver the router and the office's own servers ask.
PUBLIC_RESOLVER = "1.1.1.1"

#: Where the router's sign-in page listens; port 80 of everything is redirected there.
SIGN_IN_PORT = 8000

#: The sign-in page's own name, where it has an API (RFC 8908): the router answers there over HTTPS.
SIGN_IN_HOST = "wifi.hotel.example"
SIGN_IN_API = "/captive-portal/api"


@dataclass(frozen=True, slots=True)
class Vpn:
    """A tunnel interface of the laptop."""

    routes: tuple[str, ...] = ()  # addresses and networks, either family
    passes: bool = True  # what enters comes out at the router


@dataclass(slots=True)
class Link:
    """The laptop's end of the cable, and its other ways out."""

    up: bool = True
    address: str = LAPTOP_ADDRESS
    prefix: int = 24
    default_route: bool = True
    routes: tuple[str, ...] = ()  # networks through the router, beside the default route
    local_ports: tuple[int, int] | None = None  # the only ports that it connects from
    gateway_answers: bool = True  # False: the router never answers ARP
    ipv6: Literal["", "works", "dropped", "refused", "only"] = ""  # the word of that name; empty: there is none
    vpn: Vpn | None = None
    second_route: bool = False  # eth1 with a default route of a worse metric


@dataclass(slots=True)
class Packets:
    """nft statements on the router, by hook, first match wins."""

    forward: list[str] = field(default_factory=list)  # laptop and office to the internet
    arriving: list[str] = field(default_factory=list)  # to the router itself
    leaving: list[str] = field(default_factory=list)  # from the router itself
    beyond: list[str] = field(default_factory=list)  # at the far end of the line
    redirect: list[str] = field(default_factory=list)  # prerouting nat
    here: list[str] = field(default_factory=list)  # on the laptop itself, about to leave it
    beyond_redirect: list[str] = field(default_factory=list)  # the same at the far end of the line
    line: list[Condition] = field(default_factory=list)  # what the line to the internet does; none: a plain cable


@dataclass(slots=True)
class Names:
    """The resolver that the laptop was given, and the files that come before it."""

    resolv_conf: list[str] = field(default_factory=lambda: [f"nameserver {ROUTER_ADDRESS}"])
    hosts: list[str] = field(default_factory=lambda: ["127.0.0.1 localhost"])
    forwards: bool = True  # False: the inside resolver knows the office's names only
    answers: dict[str, str] = field(default_factory=dict)  # inside only: name -> "nxdomain", "refused", "servfail", "silent" or an address
    everything: str = ""  # inside only: "servfail" or "refused" for whatever is asked
    delay_s: float = 0.0  # inside only
    truncates: bool = False  # inside only: answers by UDP come without their records
    ipv6_answer: str = ""  # inside only: "refused", "servfail" or "nxdomain" for every AAAA question
    controllers: list[str] = field(default_factory=list)  # inside only: domain controllers of the office's domain, the first the best
    by_program: bool = False  # a program of others is the inside resolver

    @property
    def inside_as_ever(self) -> bool:
        """Whether the inside resolver gives the true answers, and those alone, at once."""
        return replace(self, resolv_conf=[], hosts=[], by_program=False) == Names(resolv_conf=[], hosts=[])


@dataclass(slots=True)
class Page:
    """What an HTTP server says for one host, whatever the path."""

    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    size: int | None = None  # bytes: white space after the body up to here
    endless: bool = False  # white space after the body for ever
    first_byte_s: float = 0.0  # silence before the answer begins
    body_s: float = 0.0  # how long the body takes, once the head has been sent


@dataclass(slots=True)
class Cut:
    """A connection that is reset at its first bytes: by server name, by address, or both."""

    names: tuple[str, ...] = ()  # empty: any
    addresses: tuple[str, ...] = ()  # empty: any
    port: int | None = None
    times: int | None = None  # only the first so many; None: always


@dataclass(slots=True)
class Handshake:
    """How a server ends the TLS handshake, once it has read the ClientHello."""

    how: str  # alert, old-version, stall
    alert: int = 40  # of "alert": its number (RFC 8446 section 6)


@dataclass(slots=True)
class Proxy:
    """How an HTTP proxy behaves."""

    mode: str = "open"  # open, auth, status, silent, not-a-proxy
    status: int = 200
    schemes: tuple[str, ...] = ()
    body: str = ""  # of "status"


@dataclass(slots=True)
class World:
    """The internet's servers."""

    clock_offset_s: float = 0.0
    clocks: dict[str, float] = field(default_factory=dict)  # host -> its own offset, seconds
    certificates: dict[str, str] = field(default_factory=dict)  # host -> kind of :mod:`tests.lab.network.trust`, or an authority
    authorities: dict[str, bool] = field(default_factory=dict)  # name of an authority of the scenario's own -> does the laptop trust it
    pages: dict[str, Page] = field(default_factory=dict)  # "host" or "host/path" -> what it answers in place of the right thing
    cuts: list[Cut] = field(default_factory=list)
    handshakes: dict[str, Handshake] = field(default_factory=dict)  # host -> how it ends its handshakes
    service_proxy: Proxy = field(default_factory=Proxy)


@dataclass(slots=True)
class Office:
    """The branch office's own servers, on the far side of the router from the laptop; names that the inside resolver alone knows."""

    ports: set[int] = field(default_factory=lambda: {OFFICE_PROXY_PORT})  # of the lab's own server, on every office address
    proxy: Proxy = field(default_factory=Proxy)
    listening: set[tuple[str, int]] = field(default_factory=set)  # (address, port) of the lab's own server, beside ``ports``
    directories: dict[str, dict[int, str]] = field(default_factory=dict)  # domain controller -> port -> what it speaks
    pages: dict[str, Page] = field(default_factory=dict)  # "host" or "host/path" -> page
    certificates: dict[str, str] = field(default_factory=dict)  # host -> kind of :mod:`tests.lab.network.trust`


Place = Literal["router", "internet", "office", "laptop"]


@dataclass(frozen=True, slots=True)
class Program:
    """A program of somebody else that the stage starts in one of the namespaces and waits for.

    In ``command``, in the values of ``files`` and of ``environment``, ``{folder}`` stands for a folder of its own, in memory.
    """

    name: str  # told when it does not start
    place: Place
    command: tuple[str, ...]
    tcp: tuple[int, ...] = ()  # it is ready when it listens on all of these ports ...
    udp: tuple[int, ...] = ()  # ... and has bound these
    files: dict[str, str] = field(default_factory=dict)  # path below the folder -> text, written before the start
    environment: dict[str, str] = field(default_factory=dict)
    certificates: dict[str, tuple[str, ...]] = field(default_factory=dict)  # path -> the names of a good certificate, with its key
    authorities: dict[str, str] = field(default_factory=dict)  # path -> an authority of the scenario's own, with its key
    executable: str = ""  # what must be installed here; empty: the first word of the command
    needs_root: bool = False  # it changes to a user of its own, which an unprivileged user namespace does not have


@dataclass(slots=True)
class Plan:
    """Everything that the stage needs to know."""

    zone: Zone
    link: Link = field(default_factory=Link)
    packets: Packets = field(default_factory=Packets)
    names: Names = field(default_factory=Names)
    world: World = field(default_factory=World)
    office: Office = field(default_factory=Office)
    sign_in_page: Page | None = None
    sign_in_api: Page | None = None
    environment: dict[str, str] = field(default_factory=dict)
    programs: list[Program] = field(default_factory=list)


def page_table(page: Page) -> dict[str, Any]:
    """A page as the peers' configuration spells it."""
    return asdict(page)
