"""The peers' own reading and answering, without a network."""

from __future__ import annotations

import contextlib
import socket
import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lab.servers.config import ServerConfig
from tests.lab.servers.datagrams import answer_to
from tests.lab.servers.hello import Incomplete, is_tls, server_name
from tests.lab.servers.web import Request, page_for, read_request


def client_hello(name: str | None) -> bytes:
    outgoing = ssl.MemoryBIO()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    tls = context.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname=name)
    with pytest.raises(ssl.SSLWantReadError):
        tls.do_handshake()
    return outgoing.read()


@pytest.mark.parametrize("name", ["ctc.threatpulse.com", "a.example", None])
def test_the_server_name_is_read_from_a_real_hello(name: str | None) -> None:
    hello = client_hello(name)
    assert is_tls(hello)
    assert server_name(hello) == name


def test_a_hello_in_pieces_is_incomplete_until_its_last_byte() -> None:
    hello = client_hello("ctc.threatpulse.com")
    for size in range(1, len(hello)):
        with pytest.raises(Incomplete):
            server_name(hello[:size])


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_a_crash(data: bytes) -> None:
    with contextlib.suppress(Incomplete):
        server_name(b"\x16" + data)


def test_an_unknown_quic_version_is_negotiated() -> None:
    datagram = b"\xc0\x1a\x2a\x3a\x4a" + b"\x08DESTCID8" + b"\x04SCID" + bytes(1200)
    reply = answer_to(datagram)
    assert reply is not None
    assert reply[0] & 0x80
    assert reply[1:5] == bytes(4)
    assert reply[5:] == b"\x04SCID" + b"\x08DESTCID8" + b"\x00\x00\x00\x01"


@pytest.mark.parametrize(
    "datagram",
    [b"", b"hello", b"\xc0\x1a\x2a\x3a\x4a\x08DESTCID8\x04SCID", b"\xc0\x00\x00\x00\x01\x08DESTCID8\x04SCID" + bytes(1200)],
    ids=["empty", "text", "too small", "version 1"],
)
def test_other_datagrams_get_silence(datagram: bytes) -> None:
    assert answer_to(datagram) is None


def test_an_openvpn_client_reset_is_answered_with_its_session() -> None:
    reply = answer_to(b"\x38" + b"SESSION8" + b"\x00" + bytes(4))
    assert reply is not None
    assert reply[0] == 0x40
    assert b"SESSION8" in reply


@given(st.binary(min_size=1, max_size=1300))
def test_any_datagram_is_answered_or_not(data: bytes) -> None:
    answer_to(data)


def asked(text: bytes) -> Request | None:
    ours, theirs = socket.socketpair()
    with ours:
        ours.sendall(text)
        ours.shutdown(socket.SHUT_WR)
        with theirs:
            return read_request(theirs)


@pytest.mark.parametrize(
    ("head", "host", "path"),
    [
        (b"GET /a/b HTTP/1.1\r\nHost: A.example:80\r\n\r\n", "a.example", "/a/b"),
        (b"GET http://B.example/c?d HTTP/1.1\r\nHost: proxy\r\n\r\n", "b.example", "/c"),
        (b"CONNECT c.example:443 HTTP/1.1\r\nHost: c.example:443\r\n\r\n", "c.example", "/"),
    ],
)
def test_requests_are_read(head: bytes, host: str, path: str) -> None:
    request = asked(head)
    assert request is not None
    assert (request.host, request.path) == (host, path)


@pytest.mark.parametrize("head", [b"", b"220 mail\r\n", b"nonsense\r\n\r\n"])
def test_what_is_no_request_is_none(head: bytes) -> None:
    assert asked(head) is None


def test_the_closest_page_answers() -> None:
    config = ServerConfig(tcp_ports=[], pages={"a.example/x": {"status": 1}, "a.example": {"status": 2}, "": {"status": 3}})
    requests = [Request("GET", path, host, path) for host, path in (("a.example", "/x"), ("a.example", "/y"), ("b.example", "/"))]
    assert [page_for(config, request)["status"] for request in requests] == [1, 2, 3]
