from __future__ import annotations

import socket
import threading
import time

import pytest

from tests.probes.deadlines import within
from tests.servers import tcp as peers
from wssdiag.model.failure import Failure
from wssdiag.probes import tcp
from wssdiag.probes.tcp import connect


def test_the_first_address_opens() -> None:
    with peers.serve(peers.silent) as port:
        tried, sock = connect(("127.0.1.1",), port, within())
        assert sock is not None
        sock.close()
    assert [(one.address, one.failure, one.source is not None) for one in tried] == [("127.0.1.1", None, True)]


def test_a_refused_address_comes_before_the_one_that_opens() -> None:
    with peers.serve(peers.silent, "127.0.1.2") as port:
        tried, sock = connect(("127.0.1.1", "127.0.1.2"), port, within())
        assert sock is not None
        sock.close()
    assert [(one.address, one.failure) for one in tried] == [("127.0.1.1", Failure.REFUSED), ("127.0.1.2", None)]
    assert tried[0].error == "ConnectionRefusedError [Errno 111]"


def test_all_refused() -> None:
    port = peers.closed_port()
    tried, sock = connect(("127.0.1.1", "::1", "127.0.1.3"), port, within())
    assert sock is None
    assert [one.address for one in tried] == ["127.0.1.1", "::1", "127.0.1.3"]
    assert {one.failure for one in tried} == {Failure.REFUSED}


def full_listener() -> tuple[socket.socket, list[socket.socket], int]:
    """A listener whose queue is full: further SYNs get silence."""
    listener = socket.create_server(("127.0.1.4", 0), backlog=0)
    port: int = listener.getsockname()[1]
    fillers = []
    for _ in range(3):
        filler = socket.socket()
        filler.settimeout(0)
        filler.connect_ex(("127.0.1.4", port))
        fillers.append(filler)
    time.sleep(0.1)
    return listener, fillers, port


def test_silence_is_timed_out_at_the_limit_of_the_step() -> None:
    listener, fillers, port = full_listener()
    began = time.monotonic()
    tried, sock = connect(("127.0.1.4",), port, within(0.5))
    took = time.monotonic() - began
    for one in [listener, *fillers]:
        one.close()
    assert sock is None
    assert [one.failure for one in tried] == [Failure.TIMED_OUT]
    assert 0.5 <= took < 1.5


def test_a_silent_address_does_not_hold_up_the_next() -> None:
    listener, fillers, port = full_listener()
    with socket.create_server(("127.0.1.5", port)):
        tried, sock = connect(("127.0.1.4", "127.0.1.5"), port, within())
    for one in [listener, *fillers]:
        one.close()
    assert sock is not None
    sock.close()
    assert [(one.address, one.failure) for one in tried] == [("127.0.1.5", None)]


def test_cancel_is_seen_while_waiting() -> None:
    listener, fillers, port = full_listener()
    cancelled = threading.Event()
    threading.Timer(0.2, cancelled.set).start()  # noqa: TID251 - a test's own alarm
    began = time.monotonic()
    tried, sock = connect(("127.0.1.4",), port, within(4.0, cancelled.is_set))
    took = time.monotonic() - began
    for one in [listener, *fillers]:
        one.close()
    assert sock is None
    assert [one.failure for one in tried] == [Failure.CANCELLED]
    assert took < 0.2 + 3 * 0.2


def test_no_more_than_four_addresses_are_tried() -> None:
    port = peers.closed_port()
    tried, _ = connect(tuple(f"127.0.1.{last}" for last in range(20, 30)), port, within())
    assert len(tried) == tcp.MOST_ADDRESSES


@pytest.mark.parametrize(
    ("address", "port"), [("service.example", 443), ("", 443), ("127.0.1.1", 0), ("127.0.1.1", 65536), ("fe80::1%nowhere", 1)]
)
def test_what_is_no_address_is_a_failure_and_no_exception(address: str, port: int) -> None:
    tried, sock = connect((address,), port, within())
    assert sock is None
    assert [(one.failure, one.error) for one in tried] == [(Failure.UNKNOWN, "NoAddressError [Errno 0]")]


def test_a_lowered_segment_is_what_the_other_side_is_told() -> None:
    """The largest segment stands in the SYN, so the peer's socket knows it (tcp(7), TCP_MAXSEG)."""
    seen: list[int] = []

    def note(connection: socket.socket) -> None:
        seen.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG))
        connection.sendall(b"x")

    for wanted in (536, None):
        with peers.serve(note) as port:
            tried, sock = connect(("127.0.1.1",), port, within(), wanted)
            assert sock is not None
            with sock:
                sock.settimeout(3)
                assert sock.recv(1) == b"x"
        assert tried[0].max_segment == wanted
    assert seen[0] <= 536 < seen[1]


def test_a_segment_that_the_system_refuses_is_not_lowered() -> None:
    with peers.serve(peers.silent) as port:
        tried, sock = connect(("127.0.1.1",), port, within(), 10_000_000)
        assert sock is not None
        sock.close()
    assert tried[0].max_segment is None
