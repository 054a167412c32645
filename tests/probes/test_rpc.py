"""The endpoint mapper's bytes, written by hand after C706 and MS-RPCE, and what a peer may do with the connection."""

from __future__ import annotations

import struct
import time
from contextlib import closing, suppress
from socket import create_connection
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probes.deadlines import within
from tests.servers import tcp
from wssdiag.model.failure import Failure
from wssdiag.probes.deadline import CancelledError
from wssdiag.probes.rpc import map_endpoint
from wssdiag.probes.rpc_message import BIND, QUESTION, Mapper, NotRpcError
from wssdiag.probes.stream import TcpStream

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from wssdiag.model.observation import RpcDetail

NDR = "045d888aeb1cc9119fe808002b104860"
LOGON = "785634123412cdabef0001234567cffb"

#: What a client of others sends (impacket 0.10), with our fragment size, call number, room for towers and padding of zeros.
ASKED_TO_BIND = f"05000b03100000004800000001000000d016d016000000000100000000000100 0883afe11f5dc91191a408002b14a0fa03000000 {NDR}02000000"
ASKED = (
    "05000003100000009c00000002000000 84000000 0000 0300 01000000 00000000000000000000000000000000 02000000 4b000000 4b000000"
    f"0500 1300 0d{LOGON}0100 0200 0000 1300 0d{NDR}0200 0200 0000 0100 0b 0200 0000 0100 07 0200 0000 0100 09 0400 00000000 00"
    "0000000000000000000000000000000000000000 04000000"
)

NOT_REGISTERED = 0x16C9A0D6


def packet(kind: int, call: int, body: bytes, order: str = "<", flags: int = 3) -> bytes:
    mark = b"\x10\0\0\0" if order == "<" else bytes(4)
    return struct.pack(f"{order}BBBB4sHHI", 5, 0, kind, flags, mark, 16 + len(body), 0, call) + body


def bound(result: int = 0, order: str = "<", address: bytes = b"135\0") -> bytes:
    body = struct.pack(f"{order}HHIH", 5840, 5840, 0x1234, len(address)) + address
    body += bytes(-len(body) % 4) + struct.pack(f"{order}BxHHH", 1, 0, result, 0) + bytes.fromhex(NDR) + struct.pack(f"{order}I", 2)
    return packet(12, 1, body, order)


def tower(port: int, interface: str = LOGON, transport: int = 7, floors: int = 5) -> bytes:
    rows = [
        (bytes.fromhex(f"0d{interface}0100"), bytes(2)),
        (bytes.fromhex(f"0d{NDR}0200"), bytes(2)),
        (b"\x0b", bytes(2)),
        (bytes([transport]), port.to_bytes(2, "big")),
        (b"\x09", bytes([10, 20, 0, 31])),
    ][:floors]
    sides = (struct.pack("<H", len(left)) + left + struct.pack("<H", len(right)) + right for left, right in rows)
    return struct.pack("<H", len(rows)) + b"".join(sides)


def mapped(*towers: bytes, status: int = 0, order: str = "<") -> bytes:
    stub = bytes(20) + struct.pack(f"{order}IIII", len(towers), 4, 0, len(towers))
    stub += b"".join(struct.pack(f"{order}I", 3 + number) for number in range(len(towers)))
    for one in towers:
        stub += bytes(-len(stub) % 4) + struct.pack(f"{order}II", len(one), len(one)) + one
    stub += bytes(-len(stub) % 4) + struct.pack(f"{order}I", status)
    return packet(2, 2, struct.pack(f"{order}IHBx", len(stub), 0, 0) + stub, order)


def fault(call: int, status: int) -> bytes:
    return packet(3, call, struct.pack("<IHBxII", 32, 0, 0, status, 0))


def speaks(*answers: bytes) -> Callable[[socket.socket], None]:
    """One answer to each packet of the client, then silence until it goes."""

    def handle(connection: socket.socket) -> None:
        for answer in answers:
            connection.recv(4096)
            connection.sendall(answer)
        tcp.silent(connection)

    return handle


def ask(handle: Callable[[socket.socket], None], limit_s: float = 4.0) -> tuple[Failure | None, RpcDetail]:
    with tcp.serve(handle) as port, closing(TcpStream(create_connection(("127.0.1.1", port)))) as stream:
        return map_endpoint(stream, within(limit_s))


def test_the_bytes_are_those_of_other_clients() -> None:
    assert bytes.fromhex(ASKED_TO_BIND) == BIND
    assert bytes.fromhex(ASKED) == QUESTION


def test_one_bind_and_one_question() -> None:
    asked: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        for answer in (bound(), mapped(tower(49664))):
            asked.append(connection.recv(4096))
            connection.sendall(answer)
        asked.append(connection.recv(4096))

    assert ask(handle) == (None, ask(speaks(bound(), mapped(tower(49664))))[1])
    assert asked == [BIND, QUESTION, b""]


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_mapper_names_ports(order: str) -> None:
    failure, detail = ask(speaks(bound(order=order), mapped(tower(49664), tower(49669), tower(49664), order=order)))
    assert (failure, detail.answer, detail.ports) == (None, "named", (49664, 49669))


def test_only_ports_of_the_interface_by_tcp_count() -> None:
    others = (tower(49700, interface=NDR), tower(50000, transport=8), tower(0), tower(1, floors=3))
    assert ask(speaks(bound(), mapped(*others[:3])))[1].answer == "nothing named"
    assert ask(speaks(bound(), mapped(*others[1:], tower(49664))))[1].ports == (49664,)


@pytest.mark.parametrize("address", [b"", b"1\0", b"135\0", b"\\PIPE\\epmapper\0"])
def test_the_name_in_a_bind_has_any_length(address: bytes) -> None:
    assert ask(speaks(bound(address=address), mapped(tower(49664))))[1].ports == (49664,)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ((bound(), mapped(status=NOT_REGISTERED)), "not registered"),
        ((bound(), mapped(status=5)), "status 5"),
        ((bound(), fault(2, 5)), "fault 5"),
        ((fault(1, 0x1C010003),), "fault 469827587"),
        ((packet(13, 1, struct.pack("<HBBB", 2, 1, 5, 0)),), "bind refused: 2"),
        ((bound(result=2),), "bind refused: 2, 0"),
    ],
)
def test_a_mapper_that_says_no_speaks(answers: tuple[bytes, ...], says: str) -> None:
    failure, detail = ask(speaks(*answers))
    assert (failure, detail.answer, detail.ports) == (None, says, ())


def test_it_may_come_in_pieces() -> None:
    def handle(connection: socket.socket) -> None:
        for answer in (bound(), mapped(tower(49664))):
            connection.recv(4096)
            for place in range(0, len(answer), 9):
                connection.sendall(answer[place : place + 9])

    assert ask(handle)[1].ports == (49664,)


def test_silence() -> None:
    assert ask(tcp.silent, limit_s=0.3)[0] is Failure.TIMED_OUT


def test_a_mapper_that_accepts_and_says_no_more_speaks() -> None:
    failure, detail = ask(speaks(bound()), limit_s=0.3)
    assert (failure, detail.answer, detail.ports) == (None, "bound", ())


@pytest.mark.parametrize("handle", [tcp.close_after_first_bytes, tcp.reset_after_first_bytes, tcp.says(bound()[:30])])
def test_an_end_before_an_answer_is_a_cut(handle: Callable[[socket.socket], None]) -> None:
    assert ask(handle)[0] is Failure.RESET


@pytest.mark.parametrize(
    "answers",
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n",),
        (bytes(40),),
        (packet(12, 1, b""),),
        (packet(2, 1, bytes(60)),),
        (packet(12, 2, bound()[16:]),),
        (packet(12, 1, bound()[16:], flags=1),),
        (bound() + b"more",),
        (bound(), mapped(tower(1), tower(2), tower(3), tower(4), tower(5))),
        (bound(), mapped(tower(49664)[:-1] + b"\x00\x00")),
        (bound(), mapped(struct.pack("<H", 9))),
        (bound(), mapped(tower(49664) + bytes(2000))),
        (bound(), packet(2, 2, mapped(tower(49664))[16:-8])),
        (bound(), packet(12, 2, bound()[16:])),
        (struct.pack("<BBBB4sHHI", 5, 0, 12, 3, b"\x10\0\0\0", 0xFFFF, 0, 1),),
        (struct.pack("<BBBB4sHHI", 5, 0, 12, 3, b"\x20\0\0\0", 72, 0, 1),),
    ],
)
def test_what_is_no_rpc_is_not_guessed(answers: tuple[bytes, ...]) -> None:
    failure, detail = ask(speaks(*answers), limit_s=1.0)
    assert (failure, detail.error) == (Failure.UNKNOWN, "NotRpcError")


def test_a_cancel_is_seen_at_once() -> None:
    began = time.monotonic()
    with tcp.serve(tcp.silent) as port, closing(TcpStream(create_connection(("127.0.1.1", port)))) as stream, pytest.raises(CancelledError):
        map_endpoint(stream, within(cancelled=lambda: time.monotonic() > began + 0.2))
    assert time.monotonic() - began < 0.45


@given(st.lists(st.binary(max_size=200), max_size=5), st.booleans())
def test_no_bytes_raise_anything_else(pieces: list[bytes], asked: bool) -> None:
    reader = Mapper()
    with suppress(NotRpcError):
        if asked:
            assert reader.take(bound()) == QUESTION
        for piece in pieces:
            reader.take(piece)


@given(st.integers(0, 200), st.binary(max_size=6), st.integers(0, 6), st.booleans())
def test_no_damage_raises_anything_else(at: int, put: bytes, cut: int, first: bool) -> None:
    answer = bound() if first else mapped(tower(49664), tower(49665))
    reader = Mapper()
    with suppress(NotRpcError):
        if not first:
            reader.take(bound())
        reader.take(answer[:at] + put + answer[at + cut :])
    assert len(reader.ports) <= 4
