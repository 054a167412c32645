"""What one scenario's network will be: a healthy plan that faults change. Pure data; :mod:`tests.lab.stage` builds it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tests.lab.network.zone import OFFICE_PROXY_PORT

if TYPE_CHECKING:
    from tests.lab.network.zone import Zone

LAPTOP_ADDRESS = "192.168.7.23"
ROUTER_ADDRESS = "192.168.7.1"
SECOND_RESOLVER = "192.168.7.2"
LINK_LOCAL_ADDRESS = "169.254.7.23"

#: Where the router's sign-in page listens; port 80 of everything is redirected there.
SIGN_IN_PORT = 8000


@dataclass(slots=True)
class Link:
    """The laptop's end of the cable."""

    up: bool = True
    address: str = LAPTOP_ADDRESS
    prefix: int = 24
    default_route: bool = True
    routes: tuple[str, ...] = ()  # networks through the router, beside the default route
    gateway_answers: bool = True  # False: the router never answers ARP


@dataclass(slots=True)
class Packets:
    """nft statements on the router, by hook, first match wins."""

    forward: list[str] = field(default_factory=list)  # laptop and office to the internet
    arriving: list[str] = field(default_factory=list)  # to the router itself
    leaving: list[str] = field(default_factory=list)  # from the router itself
    beyond: list[str] = field(default_factory=list)  # at the far end of the line
    redirect: list[str] = field(default_factory=list)  # prerouting nat


@dataclass(slots=True)
class Names:
    """The resolver that the laptop was given, and the files that come before it."""

    resolv_conf: list[str] = field(default_factory=lambda: [f"nameserver {ROUTER_ADDRESS}"])
    hosts: list[str] = field(default_factory=lambda: ["127.0.0.1 localhost"])
    forwards: bool = True  # False: the inside resolver knows the office's names only
    answers: dict[str, str] = field(default_factory=dict)  # inside only: name -> "nxdomain", "refused", "servfail", "silent" or an address
    everything: str = ""  # inside only: "servfail" or "refused" for whatever is asked
    delay_s: float = 0.0  # inside only


@dataclass(slots=True)
class Page:
    """What an HTTP server says for one host, whatever the path."""

    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Cut:
    """A connection that is reset at its first bytes: by server name, by address, or both."""

    names: tuple[str, ...] = ()  # empty: any
    addresses: tuple[str, ...] = ()  # empty: any
    port: int | None = None


@dataclass(slots=True)
class Proxy:
    """How an HTTP proxy behaves."""

    mode: str = "open"  # open, auth, status, silent, not-a-proxy
    status: int = 200
    schemes: tuple[str, ...] = ()


@dataclass(slots=True)
class World:
    """The internet's servers."""

    clock_offset_s: float = 0.0
    clocks: dict[str, float] = field(default_factory=dict)  # host -> its own offset, seconds
    certificates: dict[str, str] = field(default_factory=dict)  # host -> kind of :mod:`tests.lab.network.trust`
    pages: dict[str, Page] = field(default_factory=dict)  # host -> what it answers in place of the right thing
    cuts: list[Cut] = field(default_factory=list)
    service_proxy: Proxy = field(default_factory=Proxy)


@dataclass(slots=True)
class Office:
    """The branch office's own servers, on the far side of the router from the laptop; names that the inside resolver alone knows."""

    ports: set[int] = field(default_factory=lambda: {OFFICE_PROXY_PORT})  # of the lab's own server, on every office address
    proxy: Proxy = field(default_factory=Proxy)
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
    environment: dict[str, str] = field(default_factory=dict)
    programs: list[Program] = field(default_factory=list)


def page_table(page: Page) -> dict[str, Any]:
    """A page as the peers' configuration spells it."""
    return {"status": page.status, "body": page.body, "headers": page.headers}
