from __future__ import annotations

import contextlib
import hashlib
import socket
import time
from typing import TYPE_CHECKING

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probes.deadlines import within
from tests.servers import tcp as peers
from wssdiag import __version__
from wssdiag.model.failure import Failure
from wssdiag.model.web_address import without_credentials
from wssdiag.probes.http import get, request_for
from wssdiag.probes.network import HttpAsk
from wssdiag.probes.stream import TcpStream

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.model.observation import HttpDetail

URL = "http://127.0.1.1/path?q=1"


def fetch(
    handle: Callable[[socket.socket], None], limit_s: float = 4.0, body_limit: int = 64 * 1024, url: str = URL
) -> tuple[Failure | None, HttpDetail]:
    with peers.serve(handle) as port, contextlib.closing(TcpStream(socket.create_connection(("127.0.1.1", port)))) as stream:
        return get(stream, HttpAsk(url=url, body_limit=body_limit), within(limit_s), absolute=False)[:2]


def answers(*pieces: bytes, pause_s: float = 0.0) -> Callable[[socket.socket], None]:
    return peers.says(*pieces, pause_s=pause_s)


def test_an_answer_is_kept_whole() -> None:
    failure, detail = fetch(
        answers(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Thing: a\r\nDate: today\r\nSet-Cookie: s=1\r\nAuthorization: x\r\n\r\nhello")
    )
    assert failure is None
    assert (detail.status, detail.body_size, detail.body_start, detail.url) == (200, 5, "hello", URL)
    assert detail.headers == (("content-length", "5"), ("x-thing", "a"), ("date", "today"))
    assert detail.body_sha256 == hashlib.sha256(b"hello").hexdigest()


def test_what_is_asked() -> None:
    seen: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        seen.append(peers.read_head(connection))
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    failure, detail = fetch(handle, url="http://user:secret@127.0.1.1:8080/a b?c=d#e")
    assert (failure, detail.status, detail.body_size) == (None, 204, 0)
    assert detail.url == "http://127.0.1.1:8080/a b?c=d"
    text = seen[0].decode()
    assert text.startswith("GET /a%20b?c=d HTTP/1.1\r\nHost: 127.0.1.1:8080\r\n")
    assert f"User-Agent: wssdiag/{__version__}\r\n" in text
    assert "secret" not in text


@pytest.mark.parametrize("status", [301, 302, 304, 403, 404, 407, 500, 503, 511, 599])
def test_any_status_is_an_answer(status: int) -> None:
    failure, detail = fetch(answers(b"HTTP/1.1 %d X\r\nLocation: http://a.example/\r\nContent-Length: 0\r\n\r\n" % status))
    assert (failure, detail.status) == (None, status)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nabcde",
        b"HTTP/1.0 200 OK\r\n\r\nabcde",
        b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde",
    ],
)
def test_bodies_of_all_kinds(answer: bytes) -> None:
    failure, detail = fetch(answers(answer))
    assert (failure, detail.status, detail.body_start) == (None, 200, "abcde")


def test_a_body_over_the_limit_is_cut_there() -> None:
    failure, detail = fetch(answers(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000), body_limit=1000)
    assert (failure, detail.status, detail.body_size, len(detail.body_start)) == (Failure.BODY_TOO_LARGE, 200, 1000, 512)


def test_an_endless_body_ends() -> None:
    def handle(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    assert fetch(handle)[0] is Failure.BODY_TOO_LARGE


def test_a_slow_drip_does_not_pass_the_limit_of_the_step() -> None:
    began = time.monotonic()
    failure, detail = fetch(answers(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 100, pause_s=0.05), limit_s=0.5)
    assert (failure, detail.status) == (Failure.TIMED_OUT, 200)
    assert (detail.body_size or 0) > 0
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(
    ("handle", "failure"),
    [
        (peers.reset_after_first_bytes, Failure.RESET),
        (peers.close_after_first_bytes, Failure.RESET),
        (peers.silent, Failure.TIMED_OUT),
        (peers.says_and_stays(b"SSH-2.0-OpenSSH\r\n"), Failure.HTTP_MALFORMED),
        (answers(b"\x00\x01\x02\x03"), Failure.HTTP_MALFORMED),
        (answers(b"HTTP/1.1 abc\r\n\r\n"), Failure.HTTP_MALFORMED),
        (answers(b"HTTP/1.1 200 OK\r\nbad header line\r\n\r\n"), Failure.HTTP_MALFORMED),
        (answers(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"), Failure.HTTP_MALFORMED),
        (answers(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000), Failure.HTTP_MALFORMED),
        (answers(b"HTTP/1.1 103 X\r\n\r\n" * 50), Failure.HTTP_MALFORMED),
        (answers(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), Failure.HTTP_MALFORMED),
        (answers(b"HTTP/1."), Failure.RESET),
        (answers(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), Failure.RESET),
        (answers(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"), Failure.RESET),
    ],
)
def test_what_is_no_answer(handle: Callable[[socket.socket], None], failure: Failure) -> None:
    assert fetch(handle, limit_s=0.5)[0] is failure


def test_many_headers_are_bounded() -> None:
    head = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (number, b"v" * 40) for number in range(500)) + b"\r\n"
    failure, detail = fetch(answers(head))
    assert (failure, len(detail.headers)) == (None, 64)


def test_what_is_shown_is_safe() -> None:
    _, detail = fetch(answers("HTTP/1.1 200 OK\r\nX: a\x9bb\r\n\r\n<b>\x1b[31m\u202eevil\u200b\r\n".encode("latin-1", "ignore")))
    assert detail.headers == (("x", "a\ufffdb"),)
    assert detail.body_start == "<b>\ufffd[31mevil  "


@pytest.mark.parametrize(
    "url",
    ["", "ftp://a.example/", "http://", "http://[::1", "file:///etc/passwd", "http://" + "a" * 64 + ".example/", "http://a.example:x/"],
)
def test_what_is_no_address_is_a_failure_and_no_exception(url: str) -> None:
    assert fetch(peers.silent, url=url)[0] is Failure.UNKNOWN


def test_absolute_form_is_for_proxies() -> None:
    assert request_for("http://a.example/x?y", absolute=True).target == b"http://a.example/x?y"
    assert request_for("http://[2001:db8::1]:81", absolute=True).target == b"http://[2001:db8::1]:81/"
    assert request_for("https://a.example:443", absolute=False).headers[0] == (b"host", b"a.example")
    assert (b"accept", b"*/*") in request_for("http://a.example/", absolute=False).headers
    assert (b"accept", b"a/b") in request_for("http://a.example/", absolute=False, accept="a/b").headers


@given(st.text(max_size=60))
def test_any_path_is_asked_or_refused(path: str) -> None:
    try:
        request = request_for("http://a.example/" + path, absolute=False)
    except (ValueError, h11.LocalProtocolError):
        return
    assert b" " not in request.target
    assert b"\r" not in request.target
    without_credentials("http://a.example/" + path)


@given(st.lists(st.binary(max_size=80), max_size=4))
def test_any_bytes_are_an_answer_of_sorts(pieces: list[bytes]) -> None:
    here, there = socket.socketpair()
    with there, contextlib.closing(TcpStream(here)) as stream:
        for piece in [b"HTTP/1.1 ", *pieces]:
            there.sendall(piece)
        there.shutdown(socket.SHUT_WR)
        get(stream, HttpAsk(url=URL), within(2.0), absolute=False)


def test_a_body_may_take_its_time_and_the_first_byte_may_not() -> None:
    ask = HttpAsk(url=URL, patience_s=9.0)
    slow = answers(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na", b"b", pause_s=0.3)
    with peers.serve(slow) as port, contextlib.closing(TcpStream(socket.create_connection(("127.0.1.1", port)))) as stream:
        failure, detail, body = get(stream, ask, within(9.0), absolute=False)
    assert (failure, detail.status, body) == (None, 200, b"ab")
    assert within(9.0).sooner(4.0).limit_s == 4.0
    assert within(2.0).sooner(4.0).limit_s == 2.0
    late = within(9.0)
    late.began -= 5.0
    with peers.serve(slow) as port, contextlib.closing(TcpStream(socket.create_connection(("127.0.1.1", port)))) as stream:
        assert get(stream, ask, late, absolute=False)[0] is Failure.TIMED_OUT
