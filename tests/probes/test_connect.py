from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probes.deadlines import within
from tests.servers import tcp as peers
from wssdiag.model.failure import Failure
from wssdiag.probes.connect import connect, failure_of, schemes
from wssdiag.probes.network import ProxyHop
from wssdiag.probes.stream import TcpStream

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.model.observation import ProxyDetail

HOP = ProxyHop(host="proxy.example", port=8080)


def through(handle: Callable[[socket.socket], None], host: str = "ctc.example", limit_s: float = 4.0) -> tuple[Failure | None, ProxyDetail]:
    with peers.serve(handle) as port, contextlib.closing(TcpStream(socket.create_connection(("127.0.1.1", port)))) as stream:
        return connect(stream, HOP, host, 443, within(limit_s))


def test_a_tunnel() -> None:
    seen: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        seen.append(peers.read_head(connection))
        connection.sendall(b"HTTP/1.1 200 Connection established\r\nVia: 1.1 p\r\n\r\n")

    failure, detail = through(handle)
    assert (failure, detail.status, detail.proxy, detail.headers) == (None, 200, "proxy.example:8080", (("via", "1.1 p"),))
    assert seen[0].startswith(b"CONNECT ctc.example:443 HTTP/1.1\r\nHost: ctc.example:443\r\n")


def test_ipv6_targets_stand_in_brackets() -> None:
    seen: list[bytes] = []
    through(lambda connection: seen.append(peers.read_head(connection)), host="2001:db8::1")
    assert seen[0].startswith(b"CONNECT [2001:db8::1]:443 ")


def test_what_comes_behind_the_head_is_the_tunnels() -> None:
    handle = peers.says_and_stays(b"HTTP/1.1 200 OK\r\n\r\nfirst words")
    with peers.serve(handle) as port, contextlib.closing(TcpStream(socket.create_connection(("127.0.1.1", port)))) as stream:
        assert connect(stream, HOP, "ctc.example", 443, within())[0] is None
        assert stream.receive(within()) == b"first words"


def test_authentication_lists_its_schemes_and_page() -> None:
    failure, detail = through(
        peers.says(
            b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n"
            b'Proxy-Authenticate: Basic realm="a, b", charset="UTF-8"\r\nContent-Length: 6\r\n\r\nsorry.'
        )
    )
    assert (failure, detail.status, detail.body_start) == (Failure.PROXY_AUTH, 407, "sorry.")
    assert detail.schemes == ("negotiate", "ntlm", "basic")


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (200, None),
        (299, None),
        (301, Failure.PROXY_DENIED),
        (400, Failure.PROXY_DENIED),
        (403, Failure.PROXY_DENIED),
        (405, Failure.PROXY_DENIED),
        (407, Failure.PROXY_AUTH),
        (500, Failure.PROXY_UPSTREAM),
        (502, Failure.PROXY_UPSTREAM),
        (503, Failure.PROXY_UPSTREAM),
        (504, Failure.PROXY_UPSTREAM),
    ],
)
def test_every_status_has_its_failure(status: int, failure: Failure | None) -> None:
    assert through(peers.says(b"HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n" % status))[0] is failure
    assert failure_of(status, Failure.TIMED_OUT) is failure


def test_a_page_without_an_end_does_not_hide_the_refusal() -> None:
    failure, detail = through(peers.says_and_stays(b"HTTP/1.1 403 No\r\nContent-Length: 100\r\n\r\nblocked"), limit_s=0.4)
    assert (failure, detail.status, detail.body_start) == (Failure.PROXY_DENIED, 403, "blocked")


@pytest.mark.parametrize(
    ("handle", "failure"),
    [
        (peers.says(b"SSH-2.0-OpenSSH_9.2\r\n"), Failure.PROXY_NOT_A_PROXY),
        (peers.says_and_stays(b"\x15\x03\x01\x00\x02\x02\x28"), Failure.PROXY_NOT_A_PROXY),
        (peers.silent, Failure.TIMED_OUT),
        (peers.close_after_first_bytes, Failure.RESET),
        (peers.reset_after_first_bytes, Failure.RESET),
    ],
)
def test_what_is_no_proxy(handle: Callable[[socket.socket], None], failure: Failure) -> None:
    assert through(handle, limit_s=0.4)[0] is failure


def test_impossible_names_are_a_failure_and_no_exception() -> None:
    for host in ("a" * 64 + ".example", "a..example"):
        assert through(peers.silent, host=host)[0] is Failure.UNKNOWN
    assert through(peers.silent, host="a b\r\nX: y", limit_s=0.3)[0] is not None


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ('Basic realm="x"', ("basic",)),
        ('Negotiate, NTLM, Basic realm="a, Digest b"', ("negotiate", "ntlm", "basic")),
        ('Digest realm="x", nonce="n", qop="auth", algorithm=MD5, Basic realm="y"', ("digest", "basic")),
        ("Negotiate YIIabc==", ("negotiate",)),
        ('Basic realm = "x" , charset = "y"', ("basic",)),
        ("", ()),
        (",,,", ()),
    ],
)
def test_schemes_of_one_header(value: str, found: tuple[str, ...]) -> None:
    assert schemes((("proxy-authenticate", value),)) == found


@given(st.text(max_size=200))
def test_any_header_is_searched_for_schemes(value: str) -> None:
    assert len(schemes((("proxy-authenticate", value),))) <= 8
