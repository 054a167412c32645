"""One journey: resolve, connect, (CONNECT), TLS, HTTP or another ask on one socket, each measured alone. Ends at the first failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.observation import (
    AnyDetail,
    ConnectDetail,
    HttpDetail,
    LdapDetail,
    ProxyDetail,
    ResolveDetail,
    RpcDetail,
    Step,
    Target,
    TlsDetail,
    Transport,
    Via,
)
from wssdiag.model.web_address import is_literal
from wssdiag.probes.connect import authority
from wssdiag.probes.connect import connect as connect_through
from wssdiag.probes.http import get
from wssdiag.probes.ldap import search
from wssdiag.probes.network import STEP_LIMIT_S, HttpAsk, Journey, LdapAsk, ProxyHop, RpcAsk, TlsAsk
from wssdiag.probes.resolve import Lookup, resolve
from wssdiag.probes.rpc import map_endpoint
from wssdiag.probes.stream import TcpStream
from wssdiag.probes.tcp import connect
from wssdiag.probes.tls import handshake

if TYPE_CHECKING:
    from wssdiag.model.failure import Failure
    from wssdiag.model.observation import Observation
    from wssdiag.probes.deadline import Deadline
    from wssdiag.probes.judge import Judges
    from wssdiag.probes.meter import Meter
    from wssdiag.probes.stream import Stream
    from wssdiag.probes.tls import TlsStream

#: Resolve, connect, TLS to the proxy, CONNECT, TLS, HTTP: a journey with all of its steps can take no longer.
JOURNEY_LIMIT_S = 6 * STEP_LIMIT_S


class Trip:
    """One journey under way. :meth:`run` once, :meth:`close` always."""

    def __init__(self, journey: Journey, meter: Meter, lookup: Lookup, judges: Judges) -> None:
        self.observations: list[Observation] = []
        self.body = b""
        self._journey = journey
        self._meter = meter
        self._lookup = lookup
        self._judges = judges
        self._tcp: TcpStream | None = None
        self._opened: str | None = None  # the address that took the connection
        self._via = Via.PROXY if journey.proxy else Via.DIRECT

    def run(self) -> None:
        """Go until the end, or to the first step that fails. A cancel in the pause is the first step's failure."""
        journey = self._journey
        self._meter.pause(journey.pause_s)
        hop = journey.proxy
        host, port = (hop.host, hop.port) if hop else (journey.host, journey.port)
        stream: Stream | None = self._reach(host, port)
        if stream and hop and hop.tls_name:
            place = Target(host=hop.host, address=self._opened, port=hop.port, transport=Transport.TCP)
            stream = self._secure(stream, TlsAsk(server_name=hop.tls_name), place, Via.DIRECT)
        if stream is None or (hop and not self._absolute and not self._tunnel(stream, hop)):
            return
        if journey.tls:
            stream = self._secure(stream, journey.tls, self._target(), self._via)
        if stream and journey.http:
            self._ask(stream, journey.http)
        elif stream and journey.ask:
            self._ask_directory(stream, journey.ask)

    def close(self) -> None:
        """Close the socket, if there is one."""
        if self._tcp:
            self._tcp.close()

    @property
    def _absolute(self) -> bool:
        """Whether the proxy is asked for the page itself rather than for a tunnel to who has it."""
        http = self._journey.http
        return self._journey.proxy is not None and http is not None and not http.absolute and self._journey.tls is None

    def _reach(self, host: str, port: int) -> TcpStream | None:
        addresses = () if self._journey.proxy else self._journey.addresses
        if not addresses and is_literal(host):
            addresses = (host,)
        if not addresses:
            seen = self._meter.measure(
                Step.RESOLVE, Target(host=host), lambda deadline: resolve(host, deadline, self._lookup), ResolveDetail()
            )
            self.observations.append(seen)
            if not seen.ok or not isinstance(seen.detail, ResolveDetail):
                return None
            addresses = seen.detail.addresses
        deadline = self._meter.deadline(min(self._journey.connect_s, STEP_LIMIT_S))
        tried, sock = connect(addresses, port, deadline, self._journey.max_segment, self._journey.interface)
        for one in tried:
            target = Target(host=host, address=one.address, port=port, transport=Transport.TCP)
            detail = ConnectDetail(error=one.error, source=one.source, max_segment=one.max_segment)
            outcome = (one.failure, detail)
            self.observations.append(self._meter.observation(Step.CONNECT, target, (one.began, one.ended), outcome, Via.DIRECT))
        if sock is not None:
            self._tcp = TcpStream(sock)
            self._opened = tried[-1].address
        return self._tcp

    def _tunnel(self, stream: Stream, hop: ProxyHop) -> bool:
        def act(deadline: Deadline) -> tuple[Failure | None, AnyDetail]:
            return connect_through(stream, hop, self._journey.host, self._journey.port, deadline)

        self.observations.append(
            self._meter.measure(Step.PROXY, self._target(), act, ProxyDetail(proxy=authority(hop.host, hop.port)), self._via)
        )
        return self.observations[-1].ok

    def _secure(self, stream: Stream, ask: TlsAsk, target: Target, via: Via) -> Stream | None:
        """TLS over what there is; None where the step failed."""
        secured: TlsStream | None = None

        def act(deadline: Deadline) -> tuple[Failure | None, AnyDetail]:
            nonlocal secured
            failure, detail, secured = handshake(stream, ask, self._judges, deadline)
            return failure, detail

        untried = TlsDetail(server_name=ask.server_name)
        self.observations.append(self._meter.measure(Step.TLS, target, act, untried, via))
        return secured if self.observations[-1].ok else None

    def _ask(self, stream: Stream, ask: HttpAsk) -> None:
        def act(deadline: Deadline) -> tuple[Failure | None, AnyDetail]:
            failure, detail, self.body = get(stream, ask, deadline, absolute=self._absolute or ask.absolute)
            return failure, detail

        self.observations.append(self._meter.measure(Step.HTTP, self._target(), act, HttpDetail(), self._via, ask.patience_s))

    def _ask_directory(self, stream: Stream, ask: LdapAsk | RpcAsk) -> None:
        def act(deadline: Deadline) -> tuple[Failure | None, AnyDetail]:
            return search(stream, deadline) if isinstance(ask, LdapAsk) else map_endpoint(stream, deadline)

        step, untried = (Step.LDAP, LdapDetail()) if isinstance(ask, LdapAsk) else (Step.RPC, RpcDetail())
        self.observations.append(self._meter.measure(step, self._target(), act, untried, self._via))

    def _target(self) -> Target:
        address = None if self._journey.proxy else self._opened
        return Target(host=self._journey.host, address=address, port=self._journey.port, transport=Transport.TCP)
