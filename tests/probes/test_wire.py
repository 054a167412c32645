from __future__ import annotations

import itertools
import threading
import time
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.probes.test_quic import V1, V2, answer_to
from tests.servers import authority as made
from tests.servers import dns as dns_peers
from tests.servers import tcp as peers
from tests.servers import udp as udp_peers
from tests.servers.clock import RealClock
from wssdiag.model.failure import Failure
from wssdiag.model.observation import (
    ConnectDetail,
    HttpDetail,
    Observation,
    ProxyDetail,
    ResolveDetail,
    Step,
    TlsDetail,
    Transport,
    UdpDetail,
    Via,
)
from wssdiag.probes import dns, tcp, udp
from wssdiag.probes.meter import Meter
from wssdiag.probes.network import STEP_LIMIT_S, Datagram, HttpAsk, Journey, ProxyHop, Question, TlsAsk
from wssdiag.probes.trip import JOURNEY_LIMIT_S
from wssdiag.probes.wire import Wire

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from wssdiag.probes.network import Network

NAME = "ctc.service.example"
ROOT = trustme.CA()
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def wire(cancelled: Callable[[], bool] = lambda: False, addresses: tuple[str, ...] = ("127.0.1.1",)) -> Network:
    clock = RealClock()
    return Wire(clock, cancelled, clock.monotonic(), lambda _: list(addresses), made.judges_of(ROOT))


def outline(observations: tuple[Observation, ...]) -> list[tuple[Step, Failure | None, Via]]:
    return [(one.step, one.failure, one.via) for one in observations]


def page(connection: socket.socket) -> None:
    peers.read_head(connection)
    connection.sendall(PAGE)


def secured() -> Callable[[socket.socket], None]:
    return made.over_tls(made.server_context(made.leaf(ROOT, NAME)), page)


def test_every_step_on_one_socket() -> None:
    accepted: list[int] = []
    inner = secured()

    def handle(connection: socket.socket) -> None:
        accepted.append(1)
        inner(connection)

    with peers.serve(handle) as port:
        seen = wire(addresses=("127.0.1.1", "127.0.1.2")).travel(
            Journey(host="localhost", port=port, tls=TlsAsk(server_name=NAME), http=HttpAsk(url=f"https://{NAME}/"))
        )
    assert outline(seen) == [(step, None, Via.DIRECT) for step in (Step.RESOLVE, Step.CONNECT, Step.TLS, Step.HTTP)]
    assert accepted == [1]
    assert [one.target.address for one in seen] == [None, "127.0.1.1", "127.0.1.1", "127.0.1.1"]
    assert {one.target.host for one in seen} == {"localhost"}
    assert seen[1].target.transport is Transport.TCP
    assert all(later.offset_ms >= one.offset_ms + one.elapsed_ms for one, later in itertools.pairwise(seen))
    assert isinstance(seen[2].detail, TlsDetail)
    assert isinstance(seen[3].detail, HttpDetail)
    assert seen[3].detail.body_start == "ok"


def test_given_addresses_are_not_resolved_and_each_failure_is_told() -> None:
    with peers.serve(peers.silent, "127.0.1.2") as port:
        seen = wire().travel(Journey(host=NAME, port=port, addresses=("127.0.1.1", "127.0.1.2")))
    assert outline(seen) == [(Step.CONNECT, Failure.REFUSED, Via.DIRECT), (Step.CONNECT, None, Via.DIRECT)]


def test_a_literal_host_is_not_resolved() -> None:
    with peers.serve(peers.silent) as port:
        assert outline(wire().travel(Journey(host="127.0.1.1", port=port))) == [(Step.CONNECT, None, Via.DIRECT)]


def test_it_ends_at_the_first_failure() -> None:
    ask = Journey(host=NAME, port=9, tls=TlsAsk(server_name=NAME))
    assert outline(wire(addresses=()).travel(ask)) == [(Step.RESOLVE, Failure.NO_ADDRESS, Via.DIRECT)]
    assert outline(wire().travel(ask)) == [(Step.RESOLVE, Failure.DNS_BOGON, Via.DIRECT)]
    with peers.serve(peers.reset_after_first_bytes) as port:
        seen = wire().travel(
            Journey(host=NAME, port=port, addresses=("127.0.1.1",), tls=TlsAsk(server_name=NAME), http=HttpAsk(url="https://a.example/"))
        )
    assert [one.failure for one in seen] == [None, Failure.RESET]


def test_a_chain_that_does_not_hold_ends_it_unless_it_is_not_judged() -> None:
    context = made.server_context(made.leaf(trustme.CA(), NAME))
    with peers.serve(made.over_tls(context, page)) as port:
        for judged, steps in ((True, [None, Failure.CERT_UNTRUSTED]), (False, [None, None, None])):
            seen = wire().travel(
                Journey(host="127.0.1.1", port=port, tls=TlsAsk(server_name=NAME, judged=judged), http=HttpAsk(url=f"https://{NAME}/"))
            )
            assert [one.failure for one in seen] == steps


def test_through_a_proxy_the_target_goes_by_name() -> None:
    heads: list[bytes] = []
    inner = secured()

    def proxy(connection: socket.socket) -> None:
        heads.append(peers.read_head(connection))
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        inner(connection)

    with peers.serve(proxy) as port:
        seen = wire().travel(
            Journey(
                host=NAME,
                port=443,
                proxy=ProxyHop(host="localhost", port=port),
                tls=TlsAsk(server_name=NAME),
                http=HttpAsk(url=f"https://{NAME}/"),
            )
        )
    assert outline(seen) == [
        (Step.RESOLVE, None, Via.DIRECT),
        (Step.CONNECT, None, Via.DIRECT),
        (Step.PROXY, None, Via.PROXY),
        (Step.TLS, None, Via.PROXY),
        (Step.HTTP, None, Via.PROXY),
    ]
    assert heads[0].startswith(f"CONNECT {NAME}:443 ".encode())
    assert (seen[1].target.host, seen[1].target.port) == ("localhost", port)
    assert (seen[2].target.host, seen[2].target.port, seen[2].target.address) == (NAME, 443, None)
    assert isinstance(seen[2].detail, ProxyDetail)
    assert seen[2].detail.proxy == f"localhost:{port}"


def test_plain_http_through_a_proxy_goes_in_absolute_form() -> None:
    heads: list[bytes] = []

    def proxy(connection: socket.socket) -> None:
        heads.append(peers.read_head(connection))
        connection.sendall(PAGE)

    with peers.serve(proxy) as port:
        hop = ProxyHop(host="127.0.1.1", port=port)
        seen = wire().travel(Journey(host=NAME, port=80, proxy=hop, http=HttpAsk(url=f"http://{NAME}/x")))
        assert outline(seen) == [(Step.CONNECT, None, Via.DIRECT), (Step.HTTP, None, Via.PROXY)]
    assert heads[0].startswith(f"GET http://{NAME}/x HTTP/1.1\r\n".encode())


def test_a_proxy_that_refuses_ends_it() -> None:
    with peers.serve(peers.says(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")) as port:
        seen = wire().travel(Journey(host=NAME, port=443, proxy=ProxyHop(host="127.0.1.1", port=port), tls=TlsAsk(server_name=NAME)))
    assert [one.failure for one in seen] == [None, Failure.PROXY_DENIED]


def test_resolve_and_query() -> None:
    seen = wire(addresses=("192.0.2.1",)).resolve(NAME)
    assert (seen.step, seen.failure, seen.target.host) == (Step.RESOLVE, None, NAME)
    with dns_peers.serve(dns_peers.always(f"{NAME}. 60 IN A 192.0.2.1")) as port:
        asked = wire().query(Question(server="127.0.1.1", port=port, name=NAME))
    assert isinstance(asked.detail, ResolveDetail)
    assert (asked.failure, asked.detail.addresses, asked.target.address) == (None, ("192.0.2.1",), "127.0.1.1")


def test_quic() -> None:
    with udp_peers.serve(lambda data: [answer_to(data, V1 + V2)]) as port:
        seen = wire().exchange(Datagram(host=NAME, address="127.0.1.1", port=port, protocol="quic"))
    assert isinstance(seen.detail, UdpDetail)
    assert (seen.step, seen.failure, seen.detail.answer, seen.detail.answer_bytes) == (Step.UDP, None, "version negotiation: 1, 2", 31)
    assert wire().exchange(Datagram(address="127.0.1.1", port=port, protocol="not spoken")).failure is Failure.UNKNOWN
    assert wire().exchange(Datagram(address="127.0.1.1", port=port, protocol="quic")).failure is Failure.REFUSED


@pytest.mark.slow
def test_quic_silence_has_its_own_failure() -> None:
    with udp_peers.serve(lambda _: []) as port:
        seen = wire().exchange(Datagram(address="127.0.1.1", port=port, protocol="quic"))
    assert seen.failure is Failure.QUIC_NO_ANSWER
    assert STEP_LIMIT_S <= seen.elapsed_ms / 1000 < 2 * STEP_LIMIT_S


def test_cancelled_before_it_began() -> None:
    network = wire(lambda: True)
    question = Question(server="127.0.1.1", name=NAME)
    datagram = Datagram(address="127.0.1.1", port=443, protocol="quic")
    seen = [network.resolve(NAME), network.query(question), network.exchange(datagram)]
    seen += network.travel(Journey(host=NAME, port=443)) + network.travel(Journey(host="127.0.1.1", port=443))
    assert {one.failure for one in seen} == {Failure.CANCELLED}
    assert len(seen) == 5


@pytest.mark.parametrize("handle", [peers.silent, made.over_tls(made.server_context(made.leaf(ROOT, NAME)))])
def test_cancel_under_way_keeps_what_was_done(handle: Callable[[socket.socket], None]) -> None:
    cancelled = threading.Event()
    with peers.serve(handle) as port:
        alarm = threading.Timer(0.3, cancelled.set)  # noqa: TID251 - a test's own alarm
        alarm.start()
        began = time.monotonic()
        seen = wire(cancelled.is_set).travel(
            Journey(host="127.0.1.1", port=port, tls=TlsAsk(server_name=NAME), http=HttpAsk(url=f"https://{NAME}/"))
        )
        took = time.monotonic() - began
        alarm.join()
    assert [one.failure for one in seen[:-1]] == [None] * (len(seen) - 1)
    assert seen[-1].failure is Failure.CANCELLED
    assert took < 0.3 + 3 * 0.2


def test_nested_limits_fit() -> None:
    """A verb's own schedule ends inside its step, the last address still has room for a second SYN, and the steps make up the journey."""
    assert udp.SENT_AFTER_S[-1] < STEP_LIMIT_S
    assert dns.SENT_AFTER_S[-1] + dns.SECOND_FAMILY_S < STEP_LIMIT_S
    assert (tcp.MOST_ADDRESSES - 1) * tcp.NEXT_ADDRESS_S + 3.0 < STEP_LIMIT_S
    assert len([Step.RESOLVE, Step.CONNECT, Step.TLS, Step.PROXY, Step.TLS, Step.HTTP]) * STEP_LIMIT_S == JOURNEY_LIMIT_S
    clock = RealClock()
    assert Meter(clock, lambda: False, 0.0).deadline().limit_s == STEP_LIMIT_S


@pytest.mark.slow
def test_a_journey_of_slow_steps_ends_within_its_bound() -> None:
    """The name takes its time, the proxy answers late, and what is behind it says nothing."""

    def proxy(connection: socket.socket) -> None:
        peers.read_head(connection)
        time.sleep(1)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        peers.silent(connection)

    clock = RealClock()
    began = clock.monotonic()

    def late(_: str) -> list[str]:
        time.sleep(0.5)
        return ["127.0.1.1"]

    network = Wire(clock, lambda: False, began, late, made.judges_of(ROOT))
    with peers.serve(proxy) as port:
        seen = network.travel(Journey(host=NAME, port=443, proxy=ProxyHop(host="localhost", port=port), tls=TlsAsk(server_name=NAME)))
    assert [one.failure for one in seen] == [None, None, None, Failure.TIMED_OUT]
    assert all(one.elapsed_ms / 1000 < STEP_LIMIT_S + 0.5 for one in seen)
    assert clock.monotonic() - began < JOURNEY_LIMIT_S


def openvpn_server(data: bytes) -> list[bytes]:
    """A server's reset for a client's (the draft "openvpn-wire-protocol")."""
    return [bytes([8 << 3]) + bytes(8) + b"\x01" + bytes(4) + data[1:9] + bytes(4)] if data[0] >> 3 == 7 else []


@pytest.mark.parametrize(
    ("answers", "said"),
    [(openvpn_server, "server reset"), (lambda data: [answer_to(data, V1)] if data[0] & 0x80 else [], "version negotiation: 1")],
    ids=["openvpn", "quic"],
)
def test_the_far_end_of_a_tunnel_may_answer_either(answers: Callable[[bytes], list[bytes]], said: str) -> None:
    with udp_peers.serve(answers) as port:
        seen = wire().exchange(Datagram(address="127.0.1.1", port=port, protocol="openvpn"))
    assert seen.failure is None
    assert isinstance(seen.detail, UdpDetail)
    assert (seen.detail.protocol, seen.detail.answer) == ("openvpn", said)


def test_a_journey_waits_before_it_begins_and_does_not_count_it() -> None:
    with peers.serve(peers.silent) as port:
        (seen,) = wire().travel(Journey(host="127.0.1.1", port=port, pause_s=0.3))
    assert seen.failure is None
    assert seen.offset_ms >= 300.0
    assert seen.elapsed_ms < 300.0


def test_a_cancel_ends_the_pause() -> None:
    cancelled = threading.Event()
    alarm = threading.Timer(0.2, cancelled.set)  # noqa: TID251 - a test's own alarm
    alarm.start()
    began = time.monotonic()
    seen = wire(cancelled.is_set).travel(Journey(host="127.0.1.1", port=9, pause_s=30.0))
    assert time.monotonic() - began < 3
    alarm.join()
    assert {one.failure for one in seen} == {Failure.CANCELLED}


def test_a_lowered_segment_is_told() -> None:
    with peers.serve(peers.silent) as port:
        (seen,) = wire().travel(Journey(host="127.0.1.1", port=port, max_segment=536))
    assert isinstance(seen.detail, ConnectDetail)
    assert seen.detail.max_segment == 536
