"""The three seams as plain values: a network made of dictionaries, a computer made of files, a clock that a test moves.

A :class:`FakeNetwork` is healthy until something in it is broken. It records every request, and answers as ``probes.wire.Wire`` would.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import msgspec

from tests.fake_answers import Answer, resolved, seen_step
from tests.fake_chain import PUBLIC_ROOT, shown_chain
from tests.fake_directory import FakeDirectory
from tests.fake_echoes import Echoes
from wssdiag.model.failure import Failure
from wssdiag.model.observation import (
    ConnectDetail,
    HttpDetail,
    Observation,
    ProxyDetail,
    ResolveDetail,
    Step,
    Target,
    Transport,
    UdpDetail,
    Via,
)
from wssdiag.model.web_address import is_literal
from wssdiag.probes.network import Datagram, Echo, Journey, ProxyHop, Question, TlsAsk
from wssdiag.probes.verify_codes import failure_of_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
OWN_ADDRESS = "192.0.2.17"

#: What is asked of the network: a host to resolve, or one of the frozen requests.
Ask = str | Question | Datagram | Echo | Journey

_STATUSES = {407: Failure.PROXY_AUTH, 502: Failure.PROXY_UPSTREAM, 503: Failure.PROXY_UPSTREAM, 504: Failure.PROXY_UPSTREAM}
_OK = 200


@dataclass(frozen=True)
class Rule:
    """A line of the firewall; None matches all. ``how`` None lets through."""

    how: Failure | None
    address: str | None = None
    port: int | None = None
    transport: Transport = Transport.TCP

    def matches(self, address: str, port: int, transport: Transport) -> bool:
        """Whether the line is about this packet."""
        return self.transport is transport and self.address in {None, address} and self.port in {None, port}


@dataclass(frozen=True)
class Peer:
    """How a handshake ends: cut, or with a chain that two stores judge (verify codes, 0 is good)."""

    cut: Failure | None = None
    system: int | None = 0
    mozilla: int | None = 0
    issuer: str = PUBLIC_ROOT
    sha256: str = "aa"
    small_only: bool = False  # the handshake stalls, unless its segments are small
    received: int | None = None  # bytes that had come when it stalled
    alert: int | None = None


@dataclass(frozen=True)
class Page:
    """An HTTP answer."""

    status: int = _OK
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FakeProxy:
    """What a proxy answers to CONNECT: a status, or a failure to answer in HTTP at all. ``refuses``: another status for one host."""

    status: int = _OK
    failure: Failure | None = None
    schemes: tuple[str, ...] = ()
    refuses: Mapping[str, int] = field(default_factory=dict)
    body: str = ""


@dataclass
class FakeNetwork:
    """The world outside. ``truth`` is what names are; everything else says how this network departs from it."""

    truth: dict[str, tuple[str, ...]] = field(default_factory=dict)
    says: dict[str, Answer] = field(default_factory=dict)  # what this network's resolvers say instead, by name; "*" is every name
    hosts_file: dict[str, str] = field(default_factory=dict)
    servers: dict[str, Failure] = field(default_factory=dict)  # DNS servers that do not answer a question, and how
    public: frozenset[str] = frozenset()  # DNS servers that tell the truth
    firewall: list[Rule] = field(default_factory=list)  # the first line that matches counts
    strangers: frozenset[str] = frozenset()  # addresses that exist beside those of names: proxies, parked sites
    peers: dict[tuple[str, str], Peer] = field(default_factory=dict)  # (address, server name) -> handshake; "*" is every one
    pages: dict[str, Page | Failure] = field(default_factory=dict)
    directory: FakeDirectory = field(default_factory=FakeDirectory)
    hijack: Page | None = None  # a sign-in page in place of every plain HTTP page
    proxies: dict[tuple[str, int], FakeProxy] = field(default_factory=dict)
    round_trips: dict[str, float] = field(default_factory=dict)  # address -> milliseconds of a connect
    lookup_ms: dict[str | None, float] = field(default_factory=dict)  # server -> milliseconds; None is the system's own look-up
    echoes: dict[str, Echoes] = field(default_factory=dict)  # by address; "*" is every one
    beyond: dict[str, FakeNetwork] = field(default_factory=dict)  # what is behind an interface, where it is another network than this
    binds: bool = True  # whether this computer lets programs choose the interface
    lowers_segments: bool = True  # whether this computer can lower the largest segment of a connection
    skew: timedelta = timedelta()  # everybody else's clock minus this computer's
    before: Callable[[Ask], None] = lambda _ask: None  # called in the asking thread: a test may wait or raise there
    asked: list[Ask] = field(default_factory=list)

    def block(
        self,
        target: str | None = None,
        port: int | None = None,
        how: Failure | None = Failure.TIMED_OUT,
        transport: Transport = Transport.TCP,
    ) -> None:
        """A line at the top of the firewall for a name (all of its addresses), an address, or everything."""
        for address in self.truth.get(target, (target,)) if target else (None,):
            self.firewall.insert(0, Rule(how, address, port, transport))

    def resolve(self, host: str) -> Observation:
        """The hosts file, then what this network's resolvers say."""
        self._note(host)
        if host in self.hosts_file:
            return resolved(host, None, (self.hosts_file[host],))
        return self._timed(resolved(host, None, self._said(host)), self.lookup_ms.get(None))

    def query(self, question: Question) -> Observation:
        """One server: dead, public, or one of this network."""
        self._note(question)
        if question.interface in self.beyond:
            return self.beyond[question.interface].query(question)
        if question.kind == "servers":
            target = Target(host=question.name, address=question.server, port=question.port, transport=Transport.UDP)
            return seen_step(Step.RESOLVE, target, *self.directory.named(question, self.servers.get(question.server)))
        answer: Answer
        if question.server in self.servers:
            answer = self.servers[question.server]
        elif question.server in self.public:
            answer = self.truth.get(question.name, Failure.NAME_NOT_FOUND)
        else:
            answer = self._said(question.name)
        return self._timed(resolved(question.name, question.server, answer), self.lookup_ms.get(question.server))

    def exchange(self, datagram: Datagram) -> Observation:
        """An answer from every address that exists, unless the firewall has it."""
        self._note(datagram)
        failure = self._way(datagram.address, datagram.port, Transport.UDP)
        target = Target(host=datagram.host, address=datagram.address, port=datagram.port, transport=Transport.UDP)
        return seen_step(Step.UDP, target, failure, UdpDetail(protocol=datagram.protocol))

    def echo(self, echo: Echo) -> Observation:
        """It comes back where the address exists, unless it is too large."""
        self._note(echo)
        how = self.echoes.get(echo.address, self.echoes.get("*", Echoes()))
        closed = next((rule.how for rule in self.firewall if rule.port is None and rule.address in {None, echo.address}), None)
        failure, detail = how.outcome(echo, closed)
        return seen_step(Step.ICMP, Target(host=echo.host, address=echo.address), failure, detail)

    def travel(self, journey: Journey) -> tuple[Observation, ...]:
        """Step by step, to the first that fails; by an interface, in the network behind it."""
        self._note(journey)
        if journey.interface and not self.binds:
            target = Target(host=journey.host, port=journey.port, transport=Transport.TCP)
            return (seen_step(Step.CONNECT, target, Failure.UNKNOWN, ConnectDetail(error="PermissionError [Errno 1]")),)
        steps = self.beyond.get(journey.interface or "", self)._steps(journey)
        later = journey.pause_s * 1000
        return tuple(msgspec.structs.replace(seen, offset_ms=seen.offset_ms + later, interface=journey.interface) for seen in steps)

    def fetch(self, journey: Journey) -> tuple[tuple[Observation, ...], bytes]:
        """The same, and the page."""
        seen = self.travel(journey)
        page = self.pages.get(journey.http.url) if journey.http and seen[-1].step is Step.HTTP else None
        if journey.http is None or not isinstance(page, Page):
            return seen, b""
        body = page.body.encode()
        if len(body) > journey.http.body_limit:
            seen = (*seen[:-1], msgspec.structs.replace(seen[-1], failure=Failure.BODY_TOO_LARGE))
        return seen, body[: journey.http.body_limit]

    def _steps(self, journey: Journey) -> Iterator[Observation]:
        hop = journey.proxy
        host, port = (hop.host, hop.port) if hop else (journey.host, journey.port)
        addresses = () if hop else journey.addresses
        if not addresses and not is_literal(host):
            found = resolved(host, None, (self.hosts_file[host],) if host in self.hosts_file else self._said(host))
            yield found
            if not found.ok or not isinstance(found.detail, ResolveDetail):
                return
            addresses = found.detail.addresses
        address = None
        for tried in addresses or (host,):
            failure = self._way(tried, port, Transport.TCP)
            target = Target(host=host, address=tried, port=port, transport=Transport.TCP)
            lowered = journey.max_segment if self.lowers_segments and not failure else None
            detail = ConnectDetail(source=None if failure else OWN_ADDRESS, max_segment=lowered)
            yield self._timed(seen_step(Step.CONNECT, target, failure, detail), self.round_trips.get(tried))
            if failure is None:
                address = tried
                break
        if address is not None:
            yield from self._beyond(journey, address)

    def _beyond(self, journey: Journey, address: str) -> Iterator[Observation]:
        """CONNECT, TLS and HTTP over the connection that opened."""
        hop = journey.proxy
        via = Via.PROXY if hop else Via.DIRECT
        target = Target(host=journey.host, address=None if hop else address, port=journey.port, transport=Transport.TCP)
        if hop and hop.tls_name:
            secured = self._secured_proxy(hop, address)
            yield secured
            if not secured.ok:
                return
        if hop and (journey.tls or not journey.http or journey.http.absolute):
            tunnel = self._tunnel(journey, target, address)
            yield tunnel
            if not tunnel.ok:
                return
        if hop:
            address = next(iter(self.truth.get(journey.host, (journey.host,))))
        if journey.tls:
            shaken = self._handshake(journey, journey.tls, target, address)
            yield shaken
            if not shaken.ok:
                return
        if journey.http:
            yield self._page(journey.http.url, target, via)
        elif journey.ask:
            step, failure, detail = self.directory.answer(journey.host, journey.port, journey.ask)
            yield seen_step(step, target, failure, detail, via)

    def _handshake(self, journey: Journey, ask: TlsAsk, target: Target, address: str) -> Observation:
        peer = self._peer(address, ask.server_name or "")
        if peer.small_only and not (journey.max_segment and self.lowers_segments):
            peer = replace(peer, cut=Failure.TIMED_OUT)
        judged = failure_of_code(peer.system) if ask.judged else None
        via = Via.PROXY if journey.proxy else Via.DIRECT
        return seen_step(Step.TLS, target, peer.cut or judged, shown_chain(ask.server_name, peer), via)

    def _secured_proxy(self, hop: ProxyHop, address: str) -> Observation:
        peer = self._peer(address, hop.tls_name or "")
        place = Target(host=hop.host, address=address, port=hop.port, transport=Transport.TCP)
        return seen_step(Step.TLS, place, peer.cut or failure_of_code(peer.system), shown_chain(hop.tls_name, peer))

    def _timed(self, seen: Observation, elapsed_ms: float | None) -> Observation:
        return seen if elapsed_ms is None else msgspec.structs.replace(seen, elapsed_ms=elapsed_ms)

    def _tunnel(self, journey: Journey, target: Target, address: str) -> Observation:
        port = journey.proxy.port if journey.proxy else 0
        proxy = self.proxies.get((address, port), FakeProxy(failure=Failure.PROXY_NOT_A_PROXY))
        status = proxy.refuses.get(journey.host, proxy.status)
        failure = proxy.failure or (None if status == _OK else _STATUSES.get(status, Failure.PROXY_DENIED))
        detail = ProxyDetail(
            proxy=f"{address}:{port}", status=None if proxy.failure else status, schemes=proxy.schemes, body_start=proxy.body
        )
        return seen_step(Step.PROXY, target, failure, detail, Via.PROXY)

    def _page(self, url: str, target: Target, via: Via) -> Observation:
        page = self.pages.get(url, Page())
        if self.hijack and url.startswith("http:"):
            page = self.hijack
        if isinstance(page, Failure):
            return seen_step(Step.HTTP, target, page, HttpDetail(url=url), via)
        date = ("date", format_datetime(NOON + self.skew, usegmt=True))
        detail = HttpDetail(url=url, status=page.status, headers=(date, *page.headers), body_start=page.body, body_size=len(page.body))
        return seen_step(Step.HTTP, target, None, detail, via)

    def _said(self, name: str) -> Answer:
        for answers, key in ((self.says, name), (self.says, "*"), (self.truth, name)):
            if key in answers:
                return answers[key]
        return Failure.NAME_NOT_FOUND

    def _way(self, address: str, port: int, transport: Transport) -> Failure | None:
        for rule in self.firewall:
            if rule.matches(address, port, transport):
                return rule.how
        exists = address in self.strangers or any(address in addresses for addresses in self.truth.values())
        return None if exists else Failure.TIMED_OUT

    def _peer(self, address: str, name: str) -> Peer:
        for key in ((address, name), (address, "*"), ("*", name), ("*", "*")):
            if key in self.peers:
                return self.peers[key]
        right = not name or address in self.truth.get(name, (name,))
        return Peer() if right else Peer(system=62, mozilla=62)

    def _note(self, ask: Ask) -> None:
        self.asked.append(ask)
        self.before(ask)


@dataclass
class FakeSystem:
    """A computer as its capture: file name -> text, or a value that is written as JSON. ``later``: the neighbours after the checks."""

    files: dict[str, object]
    later: list[dict[str, object]] | None = None

    def capture(self) -> dict[str, bytes]:
        """All files."""
        return {name: _bytes(value) for name, value in self.files.items()}

    def neighbours(self) -> dict[str, bytes]:
        """The one file."""
        rows = self.files.get("neighbours.json") if self.later is None else self.later
        return {} if rows is None else {"neighbours.json": _bytes(rows)}


def _bytes(value: object) -> bytes:
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()


@dataclass
class FakeClock:
    """Stands still until a test moves it."""

    wall: datetime = NOON
    seconds: float = 1000.0

    def now(self) -> datetime:
        """The wall time."""
        return self.wall

    def monotonic(self) -> float:
        """The seconds."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Nobody waits: it is later at once."""
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        """Let time pass, by both clocks."""
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds)
