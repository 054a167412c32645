"""A whole world for a run: the built-in catalogue, a network in which all of it is reachable, and a computer with one cable."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from tests.chain_laws import chains_hold, of_a_run
from tests.fakes import OWN_ADDRESS, FakeClock, FakeNetwork, FakeProxy, FakeSystem, Page, Peer, Rule
from tests.pac.asking import in_process
from tests.retold_laws import sentences_are_known
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.catalogue.loader import load_builtin
from wssdiag.catalogue.merge import merged
from wssdiag.catalogue.rows import PROXY_PROTOCOLS
from wssdiag.catalogue.shipped import load_footprint, load_other_clients, load_signatures
from wssdiag.diagnosis.background import Background
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Finding, Severity
from wssdiag.model.profile import Profile
from wssdiag.model.web_address import is_literal
from wssdiag.session import Request, Session

if TYPE_CHECKING:
    from wssdiag.catalogue.footprint import Trace
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.catalogue.signatures import Signature
    from wssdiag.model.event import AnyEvent
    from wssdiag.model.location import Catalogue
    from wssdiag.model.report import Report
    from wssdiag.model.service_list import ServiceList

CTC = "ctc.threatpulse.com"
CTC_ADDRESS = "130.211.30.2"
PORTAL = "portal.threatpulse.com"
DATACENTRE = "gcato2-vip1.threatpulse.net"
LOGGED_DATACENTRES = ("45.79.1.1", "45.79.2.1")  # that the agent's log names in tests
GATEWAY = "192.0.2.1"
RESOLVER = "192.0.2.53"
PROXY = "proxy.office.example"
PROXY_ADDRESS = "10.20.0.8"
PROXY_PORT = 3128
SERVICE_PROXY = "proxy.threatpulse.net"
PAC_URL = "https://pac.office.example/proxy.pac"
PAC_ADDRESS = "10.20.0.9"

#: The verify code of a chain that ends in a root that nobody knows (X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN).
UNTRUSTED = 19
EXPIRED = 10
NOT_YET_VALID = 9
OTHER_NAME = 62


@cache
def builtin() -> tuple[Catalogue, tuple[Trace, ...], Knowledge, tuple[Signature, ...]]:
    """The data that comes with the program, read once."""
    return load_builtin(), load_footprint(), load_knowledge("en"), load_signatures()


@dataclass
class World:
    """One computer in one network. Change ``network``, ``system`` or ``profile``, then :meth:`run`."""

    profile: Profile = field(default_factory=Profile)
    published: ServiceList | None = None
    catalogue: Catalogue = field(default_factory=lambda: builtin()[0])
    clock: FakeClock = field(default_factory=FakeClock)
    network: FakeNetwork = field(default_factory=FakeNetwork)
    system: FakeSystem = field(default_factory=lambda: FakeSystem(cable()))
    events: list[AnyEvent] = field(default_factory=list)
    cancel: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        catalogue = merged(self.catalogue, self.profile)
        self.network.truth |= addresses_for(catalogue)
        self.network.strangers |= {*LOGGED_DATACENTRES}
        self.network.public |= {row.address for row in catalogue.resolver}
        self.network.pages |= {probe.url: Page(probe.status, probe.body) for probe in catalogue.sign_in_probe}
        for location in catalogue.location:
            if location.protocol in PROXY_PROTOCOLS and location.host:
                self.network.proxies |= {(address, location.port or 0): FakeProxy() for address in self.network.truth[location.host]}
            if location.trust == "private" and location.host:
                self.network.peers["*", location.host] = Peer(system=UNTRUSTED, mozilla=UNTRUSTED, issuer="CN=The service's own")

    @property
    def session(self) -> Session:
        """Everything that a run needs."""
        _, footprint, knowledge, signatures = builtin()
        return Session(
            system=self.system,
            network=lambda _started, _cancelled: self.network,
            clock=self.clock,
            catalogue=merged(self.catalogue, self.profile),
            background=Background(knowledge, signatures, footprint, self.profile, load_other_clients(), self.published),
            pac=in_process,
        )

    def run(self, method: str | None = "wss-agent", **request: object) -> Report:
        """A whole run; ``method`` None lets it be detected. Its events are kept; whatever a test is about, the evidence must hold."""
        wanted = msgspec.convert({"method": method}, Request)
        report = self.session.run(msgspec.structs.replace(wanted, **request), self.events.append, self.cancel)
        chains_hold(report)
        of_a_run(report)
        sentences_are_known(report)
        return report

    def set_proxy(self, host: str = PROXY, port: int = PROXY_PORT, answer: FakeProxy | None = None) -> None:
        """Set a proxy in the environment, and let one stand there."""
        self.system.files["environment.json"] = {"http_proxy": f"http://{host}:{port}", "https_proxy": f"http://{host}:{port}"}
        if not is_literal(host):
            self.network.truth.setdefault(host, (PROXY_ADDRESS,))
        address = host if is_literal(host) else self.network.truth[host][0]
        self.network.strangers |= {address}
        self.network.proxies[address, port] = answer or FakeProxy()

    def set_pac(self, script: str | Page, url: str = PAC_URL) -> None:
        """Set a PAC file in the desktop's settings, and let its host serve it."""
        lines = ("org.gnome.system.proxy mode 'auto'", f"org.gnome.system.proxy autoconfig-url '{url}'")
        self.system.files["linux/gsettings.txt"] = "".join(f"{line}\n" for line in lines)
        host = urlsplit(url).hostname or ""
        if host and not is_literal(host):
            self.network.truth.setdefault(host, (PAC_ADDRESS,))
        headers = (("content-type", "application/x-ns-proxy-autoconfig"),)
        self.network.pages[url] = script if isinstance(script, Page) else Page(200, script, headers)

    def join(self, *domains: str) -> None:
        """One cable for each DNS suffix."""
        loopback, wire = interfaces()
        rows = [{**wire, "name": f"eth{number}", "dns_suffix": domain} for number, domain in enumerate(domains)]
        self.system.files["interfaces.json"] = [loopback, *rows]

    def proxy_only(self) -> None:
        """Only the proxy's network can be reached, and only its name is known: a healthy network of the strict kind."""
        self.network.block(how=None, target=PROXY_ADDRESS)
        self.network.firewall.append(Rule(Failure.TIMED_OUT))
        self.network.says |= {"*": Failure.NAME_NOT_FOUND, PROXY: (PROXY_ADDRESS,)}

    def run_agent(self) -> None:
        """WSS Agent is installed and runs."""
        folder = "C:\\Program Files\\Symantec\\WSS Agent"
        self.system.files |= {
            "capture.json": {"schema": "wssdiag.capture/1", "os": "windows"},
            "processes.json": [{"pid": 8, "name": "wssad.exe", "exe": f"{folder}\\wssad.exe"}],
            "services.json": [{"name": "wssad", "display_name": "", "status": "running", "start_type": "automatic", "binpath": folder}],
        }


def cable() -> dict[str, object]:
    """A computer on a cable, with an address, a router, a resolver, and no trace of the service."""
    return {
        "capture.json": {"schema": "wssdiag.capture/1", "os": "linux", "collected_at": "2026-03-04T12:00:00Z"},
        "interfaces.json": interfaces(),
        "routes.json": [{"destination": "0.0.0.0/0", "gateway": GATEWAY, "interface": "eth0", "metric": 0}],
        "neighbours.json": [neighbour("reachable")],
        "processes.json": [],
        "services.json": [],
        "products.json": [],
        "connections.json": [],
        "files.json": [],
        "certificates.json": [],
        "environment.json": {},
        "connectivity.json": {},
        "hosts.txt": "127.0.0.1 localhost\n",
        "linux/resolv.conf": f"nameserver {RESOLVER}\n",
    }


def interfaces() -> list[dict[str, object]]:
    """The loopback and a cable."""
    return [
        {"name": "lo", "type": "loopback", "up": True, "addresses": [{"address": "127.0.0.1", "prefix": 8}]},
        {
            "name": "eth0",
            "type": "ethernet",
            "up": True,
            "addresses": [{"address": OWN_ADDRESS, "prefix": 24}],
            "dns_servers": [RESOLVER],
        },
    ]


def neighbour(state: str, address: str = GATEWAY) -> dict[str, object]:
    """A row of the neighbour table."""
    mac = "02:00:00:00:00:01" if state == "reachable" else None
    return {"address": address, "mac": mac, "interface": "eth0", "state": state}


def addresses_for(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """A public address for every host of a catalogue: the documented one, or one of its own."""
    rows = [(row.host, row.addresses) for row in catalogue.location if row.host]
    rows += [(row.host, row.addresses) for row in catalogue.control]
    rows += [(urlsplit(url).hostname or "", ()) for url in [row.url for row in catalogue.sign_in_probe]]
    rows += [(urlsplit(url).hostname or "", ()) for url in [row.url for row in catalogue.clock_source]]
    hosts = list(dict.fromkeys(host for host, _ in rows))
    made = {host: (host if is_literal(host) else str(IPv4Address("45.10.0.1") + number),) for number, host in enumerate(hosts)}
    documented = {host: addresses for host, addresses in reversed(rows) if addresses}
    return made | documented


def alarming(report: Report) -> list[Finding]:
    """The findings that stand: unmasked, and minor or more."""
    return [row for row in report.findings if row.masked_by is None and row.severity is not Severity.NOTICE]


def codes(report: Report) -> list[str]:
    """The codes of the findings that stand."""
    return [row.code for row in alarming(report)]
