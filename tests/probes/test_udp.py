from __future__ import annotations

import socket
import threading
import time

import pytest

from tests.probes.deadlines import within
from tests.servers import udp as peers
from wssdiag.model.failure import Failure
from wssdiag.probes.deadline import CancelledError
from wssdiag.probes.udp import exchange


def pong(data: bytes) -> bytes | None:
    return data if data.startswith(b"pong") else None


def closed_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.1.1", 0))
        port: int = sock.getsockname()[1]
    return port


def test_an_answer() -> None:
    with peers.serve(lambda _: [b"pong"]) as port:
        done = exchange("127.0.1.1", port, b"ping", pong, within())
    assert (done.answer, done.failure, done.received_bytes) == (b"pong", None, 4)


def test_what_does_not_fit_is_passed_over() -> None:
    with peers.serve(lambda _: [b"", b"what", b"pong!"]) as port:
        assert exchange("127.0.1.1", port, b"ping", pong, within()).answer == b"pong!"


def test_only_what_does_not_fit_is_silence_with_a_size() -> None:
    with peers.serve(lambda _: [b"what"]) as port:
        done = exchange("127.0.1.1", port, b"ping", pong, within(0.3))
    assert (done.failure, done.received_bytes) == (Failure.TIMED_OUT, 4)


def test_a_flood_ends_before_the_limit() -> None:
    began = time.monotonic()
    with peers.serve(lambda _: [b"what"] * 200) as port:
        done = exchange("127.0.1.1", port, b"ping", pong, within(10))
    assert done.failure is Failure.TIMED_OUT
    assert time.monotonic() - began < 3


def test_a_lost_datagram_is_sent_again() -> None:
    seen: list[bytes] = []

    def second(data: bytes) -> list[bytes]:
        seen.append(data)
        return [b"pong"] if len(seen) == 2 else []

    with peers.serve(second) as port:
        assert exchange("127.0.1.1", port, b"ping", pong, within()).answer == b"pong"
    assert seen == [b"ping", b"ping"]


def test_a_closed_port_is_refused_at_once() -> None:
    began = time.monotonic()
    done = exchange("127.0.1.1", closed_port(), b"ping", pong, within())
    assert done.failure is Failure.REFUSED
    assert done.error == "ConnectionRefusedError [Errno 111]"
    assert time.monotonic() - began < 1


def test_silence() -> None:
    with peers.serve(lambda _: []) as port:
        assert exchange("127.0.1.1", port, b"ping", pong, within(0.3)).failure is Failure.TIMED_OUT


def test_cancel() -> None:
    cancelled = threading.Event()
    cancelled.set()
    with peers.serve(lambda _: []) as port, pytest.raises(CancelledError):
        exchange("127.0.1.1", port, b"ping", pong, within(4, cancelled.is_set))


def test_what_is_no_address() -> None:
    assert exchange("service.example", 443, b"ping", pong, within()).failure is not None


def test_several_protocols_at_once() -> None:
    """What goes with the first datagram goes each time; whichever is answered ends it."""
    seen: list[bytes] = []

    def second(data: bytes) -> list[bytes]:
        seen.append(data)
        return [b"pong"] if data == b"other" and len(seen) > 2 else []

    with peers.serve(second) as port:
        done = exchange("127.0.1.1", port, b"ping", pong, within(), b"other")
    assert done.answer == b"pong"
    assert seen == [b"ping", b"other", b"ping", b"other"]
