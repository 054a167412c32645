"""Web servers and proxies that mean harm, over real sockets: every answer ends in time, inside its limits, with an outcome of the list."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import socket
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probes.deadlines import within
from tests.servers import tcp as peers
from wssdiag.model.failure import Failure
from wssdiag.probes.connect import connect
from wssdiag.probes.http import get
from wssdiag.probes.network import HttpAsk, ProxyHop
from wssdiag.probes.stream import TcpStream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wssdiag.model.observation import HttpDetail

#: The step's own limit here, and how much later it may be seen: one batch of what has arrived is read without looking at the clock.
_LIMIT_S = 1.0
_LATE_S = 1.0

_BODY_LIMIT = 1024 * 1024

_HEAD = b"HTTP/1.1 200 OK\r\n"
_CHUNKED = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def pours(head: bytes, again: Iterable[bytes]) -> Callable[[socket.socket], None]:
    """A peer that says its head, and then goes on as fast as it is read."""

    def handle(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(head)
        for piece in again:
            connection.sendall(piece)

    return handle


def drips(data: bytes) -> Callable[[socket.socket], None]:
    """A byte every 20 ms."""
    return peers.says(*(bytes([byte]) for byte in data), pause_s=0.02)


#: The peer -> the failures that it may lead to.
PEERS: dict[str, tuple[Callable[[socket.socket], None], set[Failure | None]]] = {
    "a head without end": (pours(_HEAD, itertools.repeat(b"X-A: b\r\n" * 500)), {Failure.HTTP_MALFORMED}),
    "one line without end": (pours(b"HTTP/1.1 200 ", itertools.repeat(b"x" * 9000)), {Failure.HTTP_MALFORMED}),
    "one header without end": (pours(_HEAD + b"X: ", itertools.repeat(b"x" * 9000)), {Failure.HTTP_MALFORMED}),
    "a head that drips": (drips(_HEAD + b"X-A: b\r\n" * 999), {Failure.TIMED_OUT}),
    "a body that drips": (drips(_HEAD + b"Content-Length: 9999\r\n\r\n" + b"x" * 999), {Failure.TIMED_OUT}),
    "a body without end": (pours(_HEAD + b"\r\n", itertools.repeat(b"x" * 65536)), {Failure.BODY_TOO_LARGE}),
    "chunks of one byte": (pours(_CHUNKED, itertools.repeat(b"1\r\nx\r\n" * 5000)), {Failure.BODY_TOO_LARGE, Failure.TIMED_OUT}),
    "a chunk of an endless size": (pours(_CHUNKED, itertools.repeat(b"f" * 9000)), {Failure.HTTP_MALFORMED}),
    "a chunk larger than memory": (pours(_CHUNKED + b"fffffffffffffff\r\n", itertools.repeat(b"x" * 65536)), {Failure.BODY_TOO_LARGE}),
    "a chunk of a negative size": (peers.says(_CHUNKED + b"-1\r\nx\r\n0\r\n\r\n"), {Failure.HTTP_MALFORMED}),
    "a chunk's extension without end": (pours(_CHUNKED + b"1;", itertools.repeat(b"x" * 9000)), {Failure.HTTP_MALFORMED}),
    "trailers without end": (pours(_CHUNKED + b"0\r\n", itertools.repeat(b"X-A: b\r\n" * 500)), {Failure.HTTP_MALFORMED}),
    "interim answers without end": (pours(b"", itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)), {Failure.HTTP_MALFORMED}),
    "early hints without end": (pours(b"", itertools.repeat(b"HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n")), {Failure.HTTP_MALFORMED}),
    "another protocol": (peers.says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" + b"x" * 99), {Failure.HTTP_MALFORMED}),
    "two lengths": (peers.says(_HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), {Failure.HTTP_MALFORMED}),
    "a length that is none": (peers.says(_HEAD + b"Content-Length: -1\r\n\r\nab"), {Failure.HTTP_MALFORMED}),
    "a length of a thousand digits": (
        peers.says(_HEAD + b"Content-Length: " + b"9" * 1000 + b"\r\n\r\nab"),
        {Failure.HTTP_MALFORMED, Failure.RESET},
    ),
    "a status of no number": (peers.says(b"HTTP/1.1 abc OK\r\n\r\n"), {Failure.HTTP_MALFORMED}),
    "a status of a thousand digits": (peers.says(b"HTTP/1.1 " + b"2" * 1000 + b"\r\n\r\n"), {Failure.HTTP_MALFORMED}),
    "a status of zero": (peers.says(b"HTTP/1.1 000 \r\n\r\n"), {None, Failure.HTTP_MALFORMED}),
    "the answer of HTTP/0.9": (peers.says(b"<html>"), {Failure.HTTP_MALFORMED}),
    "the preface of HTTP/2": (peers.says(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" * 9), {Failure.HTTP_MALFORMED}),
    "a version that nobody speaks": (peers.says(b"HTTP/9.9 200 OK\r\n\r\n"), {None, Failure.HTTP_MALFORMED}),
    "a null character in a header": (peers.says(_HEAD + b"X-A: a\x00b\r\n\r\n"), {Failure.HTTP_MALFORMED}),
    "a line break in a header": (peers.says(_HEAD + b"X-A: a\rInjected: b\r\nContent-Length: 0\r\n\r\n"), {None, Failure.HTTP_MALFORMED}),
    "escape signs in a header": (peers.says(_HEAD + b"X-A: \x1b[31m\xff\r\nContent-Length: 0\r\n\r\n"), {None, Failure.HTTP_MALFORMED}),
    "a header without a name": (peers.says(_HEAD + b": b\r\n\r\n"), {Failure.HTTP_MALFORMED}),
    "a cut inside the head": (peers.says(_HEAD + b"X-A"), {Failure.RESET}),
    "a reset inside the head": (peers.reset_after_first_bytes, {Failure.RESET}),
    "a cut inside a chunk": (peers.says(_CHUNKED + b"ff\r\nx"), {Failure.RESET}),
}


def asked(handle: Callable[[socket.socket], None]) -> tuple[Failure | None, HttpDetail, bytes]:
    with peers.serve(handle) as port, contextlib.closing(TcpStream(socket.create_connection(("127.0.1.1", port)))) as stream:
        return get(stream, HttpAsk(url="http://127.0.1.1/", body_limit=_BODY_LIMIT), within(_LIMIT_S), absolute=False)


@pytest.mark.parametrize(("handle", "failures"), PEERS.values(), ids=PEERS)
def test_a_hostile_server_ends_in_time(handle: Callable[[socket.socket], None], failures: set[Failure | None]) -> None:
    began = time.monotonic()
    failure, detail, body = asked(handle)
    assert failure in failures
    assert time.monotonic() - began < _LIMIT_S + _LATE_S
    assert len(body) <= _BODY_LIMIT
    assert len(detail.headers) <= 64
    assert all(text.isprintable() and len(text) <= 1024 for row in detail.headers for text in row)
    assert all(character.isprintable() for character in detail.body_start)


@pytest.mark.parametrize("handle", [handle for handle, _ in PEERS.values()], ids=PEERS)
def test_a_hostile_proxy_ends_in_time(handle: Callable[[socket.socket], None]) -> None:
    began = time.monotonic()
    with peers.serve(handle) as port, contextlib.closing(TcpStream(socket.create_connection(("127.0.1.1", port)))) as stream:
        failure, detail = connect(stream, ProxyHop(host="127.0.1.1", port=port), "a.example", 443, within(_LIMIT_S))
    assert failure in {None, Failure.PROXY_NOT_A_PROXY, Failure.PROXY_DENIED, Failure.TIMED_OUT, Failure.RESET}
    assert failure is not None or detail.status is not None
    assert time.monotonic() - began < _LIMIT_S + _LATE_S


def test_what_is_packed_stays_packed() -> None:
    """A body that unpacks to gigabytes is as long as it is: nothing here unpacks it."""
    bomb = gzip.compress(bytes(20 * 1024 * 1024))
    failure, detail, body = asked(peers.says(_HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb), bomb))
    assert (failure, detail.body_size, body) == (None, len(bomb), bomb)


GOOD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nX-A: b\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
DAMAGE = st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=3)), max_size=4)


@given(DAMAGE, st.integers(0, len(GOOD)))
def test_any_damage_to_a_good_answer_is_an_outcome(damage: list[tuple[int, bytes]], end: int) -> None:
    data = bytearray(GOOD)
    for place, value in damage:
        data[place : place + len(value)] = value
    for method in ("GET", "CONNECT"):
        here, there = socket.socketpair()
        with there, contextlib.closing(TcpStream(here)) as stream:
            there.sendall(bytes(data[:end]))
            there.shutdown(socket.SHUT_WR)
            if method == "GET":
                failure, _, _ = get(stream, HttpAsk(url="http://127.0.1.1/"), within(2.0), absolute=False)
            else:
                failure, _ = connect(stream, ProxyHop(host="127.0.1.1", port=80), "a.example", 443, within(2.0))
        assert failure in {None, *Failure}
        assert failure is not Failure.TIMED_OUT
