from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wssdiag.probes import quic

V1 = (1).to_bytes(4, "big")
V2 = (0x6B3343CF).to_bytes(4, "big")
GREASE = b"\x1a\x2a\x3a\x4a"


def answer_to(data: bytes, versions: bytes, first: int = 0x80) -> bytes:
    """What a server does with a packet of RFC 8999: it swaps the connection ids."""
    destination = data[6 : 6 + data[5]]
    rest = data[6 + data[5] :]
    source = rest[1 : 1 + rest[0]]
    return bytes([first]) + bytes(4) + bytes([len(source)]) + source + bytes([len(destination)]) + destination + versions


def test_the_packet_is_one_that_a_server_must_answer() -> None:
    initial = quic.build()
    assert len(initial.data) == 1200
    assert initial.data[0] & 0xC0 == 0xC0
    assert all(byte & 0x0F == 0x0A for byte in initial.data[1:5])
    assert initial.data[5] == 8
    assert initial.data[14] == 8
    assert quic.build().data != initial.data


def test_an_answer_is_read_without_its_reserved_versions() -> None:
    initial = quic.build()
    versions = quic.read(initial, answer_to(initial.data, V1 + GREASE + V2))
    assert versions == (1, 0x6B3343CF)
    assert quic.describe(versions) == "version negotiation: 1, 2"


def test_unknown_versions_are_numbers() -> None:
    assert quic.describe((0xFF00001D,)) == "version negotiation: 0xff00001d"


def test_what_is_no_answer_to_our_packet() -> None:
    initial, other = quic.build(), quic.build()
    good = answer_to(initial.data, V1)
    assert quic.read(initial, good) is not None
    assert quic.read(other, good) is None
    assert quic.read(initial, initial.data) is None
    assert quic.read(initial, bytes([good[0] & 0x7F]) + good[1:]) is None
    assert quic.read(initial, good[:1] + V1 + good[5:]) is None
    assert quic.read(initial, good + b"\0") is None
    assert quic.read(initial, answer_to(initial.data, b"")) is None
    assert quic.read(initial, b"") is None


@given(st.binary(max_size=100))
def test_any_bytes_are_read(data: bytes) -> None:
    assert quic.read(quic.build(), data) is None


@given(st.binary(max_size=64))
def test_any_tail_is_read(tail: bytes) -> None:
    initial = quic.build()
    versions = quic.read(initial, answer_to(initial.data, tail))
    assert (versions is not None) == (len(tail) >= 4 and len(tail) % 4 == 0)
