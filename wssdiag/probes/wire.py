"""The real :class:`~wssdiag.probes.network.Network`: each verb with its limit, its times and its target. Judges nothing."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import msgspec

from wssdiag.model.failure import Failure
from wssdiag.model.observation import AnyDetail, EchoDetail, ResolveDetail, Step, Target, Transport, UdpDetail
from wssdiag.probes import echo, ike, openvpn, quic, windows_echo
from wssdiag.probes.dns import query
from wssdiag.probes.meter import Meter
from wssdiag.probes.network import STEP_LIMIT_S
from wssdiag.probes.resolve import Lookup, resolve, system_lookup
from wssdiag.probes.system_store import standard_judges
from wssdiag.probes.trip import Trip
from wssdiag.probes.udp import exchange

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.model.clock import Clock
    from wssdiag.model.observation import Observation
    from wssdiag.probes.deadline import Deadline
    from wssdiag.probes.judge import Judges
    from wssdiag.probes.network import Datagram, Echo, Journey, Question

_send_echo = windows_echo.send_echo if sys.platform == "win32" else echo.send_echo


class Wire:
    """One for each run; may be used by many threads at once."""

    def __init__(
        self,
        clock: Clock,
        cancelled: Callable[[], bool],
        started: float,
        lookup: Lookup = system_lookup,
        judges: Judges | None = None,
    ) -> None:
        """``started``: the run's first moment by ``clock.monotonic()``. Without ``judges`` the roots of this computer are loaded now."""
        self._meter = Meter(clock, cancelled, started)
        self._lookup = lookup
        self._judges = judges or standard_judges()

    def resolve(self, host: str) -> Observation:
        """Ask the system's resolver for all addresses, as applications do."""
        return self._meter.measure(Step.RESOLVE, Target(host=host), lambda deadline: resolve(host, deadline, self._lookup), ResolveDetail())

    def query(self, question: Question) -> Observation:
        """Ask one DNS server directly."""
        target = Target(host=question.name, address=question.server, port=question.port, transport=Transport.UDP)
        untried = ResolveDetail(server=question.server)
        seen = self._meter.measure(Step.RESOLVE, target, lambda deadline: query(question, deadline), untried)
        return msgspec.structs.replace(seen, interface=question.interface)

    def exchange(self, datagram: Datagram) -> Observation:
        """Send a datagram and wait for an answer in the protocol."""
        target = Target(host=datagram.host, address=datagram.address, port=datagram.port, transport=Transport.UDP)
        untried = UdpDetail(protocol=datagram.protocol)
        return self._meter.measure(Step.UDP, target, lambda deadline: _exchange(datagram, deadline), untried)

    def echo(self, echo: Echo) -> Observation:
        """Send an ICMP echo and wait until it comes back."""
        target = Target(host=echo.host, address=echo.address)
        untried = EchoDetail(sent_bytes=echo.size)
        return self._meter.measure(
            Step.ICMP, target, lambda deadline: _send_echo(echo, deadline), untried, limit_s=min(echo.patience_s, STEP_LIMIT_S)
        )

    def travel(self, journey: Journey) -> tuple[Observation, ...]:
        """Go step by step; one observation a step, one more for each further address that was tried. Never empty."""
        return self.fetch(journey)[0]

    def fetch(self, journey: Journey) -> tuple[tuple[Observation, ...], bytes]:
        """As :meth:`travel`, and the body of the HTTP answer up to the limit of the ask: for what is read, not only judged."""
        with contextlib.closing(Trip(journey, self._meter, self._lookup, self._judges)) as trip:
            trip.run()
        return tuple(msgspec.structs.replace(row, interface=journey.interface) for row in trip.observations), trip.body


def _exchange(datagram: Datagram, deadline: Deadline) -> tuple[Failure | None, AnyDetail]:
    if datagram.protocol == "openvpn":
        return _tunnel_exchange(datagram, deadline)
    if datagram.protocol == "ike":
        return ike.initiate(datagram.address, datagram.port, deadline)
    if datagram.protocol != "quic":
        return Failure.UNKNOWN, UdpDetail(protocol=datagram.protocol, error="protocol not spoken")
    initial = quic.build()
    done = exchange(datagram.address, datagram.port, initial.data, lambda data: quic.read(initial, data), deadline)
    detail = UdpDetail(
        error=done.error,
        protocol=datagram.protocol,
        answer_bytes=done.received_bytes,
        answer="" if done.answer is None else quic.describe(done.answer),
    )
    return (Failure.QUIC_NO_ANSWER if done.failure is Failure.TIMED_OUT else done.failure), detail


def _tunnel_exchange(datagram: Datagram, deadline: Deadline) -> tuple[Failure | None, AnyDetail]:
    """Both first packets that the far end of an agent's tunnel may answer, side by side: which of them it knows is not documented."""
    reset, initial = openvpn.build(), quic.build()

    def read(data: bytes) -> str | None:
        if openvpn.read(reset, data):
            return "server reset"
        versions = quic.read(initial, data)
        return None if versions is None else quic.describe(versions)

    done = exchange(datagram.address, datagram.port, reset.data, read, deadline, initial.data)
    return done.failure, UdpDetail(error=done.error, protocol=datagram.protocol, answer_bytes=done.received_bytes, answer=done.answer or "")
