"""IKE_SA_INIT: what is sent, what is taken for an answer, and the exchange with a responder of loopback."""

from __future__ import annotations

import socket
import struct
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probes.deadlines import within
from wssdiag.model.failure import Failure
from wssdiag.probes import ike
from wssdiag.probes.ike_message import Answer, Request, build, read

if TYPE_CHECKING:
    from collections.abc import Callable

HEADER = struct.Struct("!8s8sBBBBII")


def answer(request: Request, first: int, body: bytes, **changes: int | bytes) -> bytes:
    """A responder's message."""
    fields: dict[str, int | bytes] = {"spi": request.spi, "version": 0x20, "exchange": 34, "flags": 0x20, "id": 0, **changes}
    length = fields.get("length", HEADER.size + len(body))
    return (
        HEADER.pack(fields["spi"], b"\x09" * 8, first, fields["version"], fields["exchange"], fields["flags"], fields["id"], length) + body
    )


def notify(number: int, data: bytes = b"", following: int = 0) -> bytes:
    return struct.pack("!BBHBBH", following, 0, 8 + len(data), 0, 0, number) + data


def test_the_request_is_a_first_message() -> None:
    request = build()
    message = request.message()
    spi, responder, first, version, exchange, flags, number, length = HEADER.unpack_from(message)
    assert (spi, responder, first, version, exchange, flags, number) == (request.spi, bytes(8), 33, 0x20, 34, 0x08, 0)
    assert length == len(message) < 1200
    assert spi[0] != 0
    assert build().spi != request.spi
    assert build().message() != message
    kinds = []
    kind, rest = first, message[HEADER.size :]
    while kind:
        kinds.append(kind)
        kind, rest = rest[0], rest[int.from_bytes(rest[2:4], "big") :]
    assert kinds == [33, 34, 40]
    assert not rest


def test_a_cookie_stands_first() -> None:
    request = build()
    message = request.message(b"crumbs")
    assert message[16] == 41
    assert message[HEADER.size : HEADER.size + 14] == struct.pack("!BBHBBH", 33, 0, 14, 0, 0, 16390) + b"crumbs"
    assert message[HEADER.size + 14 :] == request.message()[HEADER.size :]


@pytest.mark.parametrize(
    ("first", "body", "expected"),
    [
        (41, notify(14), Answer(("NO_PROPOSAL_CHOSEN",))),
        (41, notify(17, b"\x00\x13"), Answer(("INVALID_KE_PAYLOAD",))),
        (41, notify(7), Answer(("INVALID_SYNTAX",))),
        (41, notify(16390, b"crumbs"), Answer(("COOKIE",), b"crumbs")),
        (41, notify(16388, b"x" * 20, following=41) + notify(14), Answer(("NO_PROPOSAL_CHOSEN",))),
        (33, struct.pack("!BBH", 34, 0, 4) + struct.pack("!BBH", 40, 0, 4) + struct.pack("!BBH", 0, 0, 4), Answer(("SA", "KE", "Nonce"))),
        (0, b"", Answer(())),
    ],
)
def test_an_answer_is_what_repeats_our_spi(first: int, body: bytes, expected: Answer) -> None:
    request = build()
    assert read(request, answer(request, first, body)) == expected
    assert read(build(), answer(request, first, body)) is None


def test_an_older_responder_answers_too() -> None:
    request = build()
    assert read(request, answer(request, 11, b"whatever", version=0x10, exchange=5, flags=0)) == Answer(("IKEv1",))


@pytest.mark.parametrize(
    "changes",
    [{"flags": 0x08}, {"exchange": 35}, {"id": 1}, {"version": 0x30}, {"length": 27}, {"length": 5000}],
)
def test_what_is_no_answer_to_our_message(changes: dict[str, int]) -> None:
    request = build()
    assert read(request, answer(request, 41, notify(14), **changes)) is None


@pytest.mark.parametrize(
    "body", [b"\0", b"\0\0\0\3", b"\0\0\0\x09\0\0\0\x0e", notify(14) + b"\0", notify(14, following=41), notify(14)[:-1]]
)
def test_payloads_that_do_not_add_up(body: bytes) -> None:
    request = build()
    assert read(request, answer(request, 41, body)) is None


def test_a_chain_without_end_is_no_answer() -> None:
    request = build()
    assert read(request, answer(request, 41, notify(14, following=41) * 200)) is None


@given(st.binary(max_size=120), st.integers(0, 255))
def test_any_bytes_are_read(data: bytes, first: int) -> None:
    request = build()
    assert read(request, data) is None
    found = read(request, answer(request, first, data))
    assert found is None or isinstance(found, Answer)


def served(reply: Callable[[bytes], bytes | None]) -> tuple[int, list[bytes]]:
    """A responder on loopback that answers each datagram; its port and what it got."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    got: list[bytes] = []

    def run() -> None:
        with server:
            server.settimeout(5.0)
            while True:
                try:
                    data, peer = server.recvfrom(4096)
                except OSError:
                    return
                got.append(data)
                said = reply(data)
                if said is not None:
                    server.sendto(said, peer)

    threading.Thread(target=run, daemon=True).start()
    return server.getsockname()[1], got


def test_a_responder_is_open() -> None:
    port, _got = served(lambda data: answer(Request(data[:8], b"", 0), 41, notify(14)))
    failure, detail = ike.initiate("127.0.0.1", port, within())
    assert failure is None
    assert (detail.protocol, detail.answer, detail.answer_bytes) == ("ike", "NO_PROPOSAL_CHOSEN", 36)


def test_a_cookie_is_answered() -> None:
    def reply(data: bytes) -> bytes:
        request = Request(data[:8], b"", 0)
        return answer(request, 41, notify(14)) if b"crumbs" in data else answer(request, 41, notify(16390, b"crumbs"))

    port, got = served(reply)
    failure, detail = ike.initiate("127.0.0.1", port, within())
    assert failure is None
    assert detail.answer == "COOKIE, NO_PROPOSAL_CHOSEN"
    assert len(got) == 2
    assert got[1].endswith(got[0][28:])


def test_something_else_that_answers_is_malformed() -> None:
    port, _got = served(lambda _data: b"hello")
    failure, detail = ike.initiate("127.0.0.1", port, within())
    assert failure is Failure.IKE_MALFORMED
    assert detail.answer == ""


def test_silence_is_no_answer() -> None:
    port, got = served(lambda _data: None)
    failure, _detail = ike.initiate("127.0.0.1", port, within())
    assert failure is Failure.IKE_NO_ANSWER
    assert len(set(got)) == 1


def test_a_closed_port_is_refused() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    failure, _detail = ike.initiate("127.0.0.1", port, within())
    assert failure is Failure.REFUSED
