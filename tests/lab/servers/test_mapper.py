"""The endpoint mapper's bytes: what a client of others sends, what comes back, and what no bytes may do."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lab.directory_prober import BIND, MAP
from tests.lab.servers.mapper_answers import MalformedError, answer, size_of
from tests.lab.servers.test_ldap import conversation

#: Written by hand after C706 section 12.6.4.4: bind_ack, 5840 bytes, group 0x2e1, "135", one context accepted in NDR.
BOUND = bytes.fromhex(
    "05000c03100000003c00000007000000 d016d016 e1020000 0400 31333500 0000 01000000 0000 0000 045d888aeb1cc9119fe808002b10486002000000"
)
TOWER = bytes.fromhex(
    "0500 1300 0d785634123412cdabef0001234567cffb0100 0200 0000 1300 0d045d888aeb1cc9119fe808002b1048600200 0200 0000"
    "0100 0b 0200 0000 0100 07 0200 c001 0100 09 0400 0a14001f"
)
MAPPED = (
    bytes.fromhex("050002031000000098000000080000008000000000000000")
    + bytes(20)
    + bytes.fromhex("01000000 04000000 00000000 01000000 03000000 4b000000 4b000000")
    + TOWER
    + bytes(1 + 4)
)


def test_a_bind_to_the_mapper_is_accepted() -> None:
    assert answer(BIND, "49153") == BOUND


def test_the_logon_service_has_one_port() -> None:
    assert answer(MAP, "49153") == MAPPED


def test_what_is_not_registered_has_none() -> None:
    for packet, how in ((MAP, "not-registered"), (MAP.replace(bytes.fromhex("cffb"), bytes.fromhex("cffc")), "49153")):
        said = answer(packet, how)
        assert said[2] == 2
        assert said[44:48] == bytes(4)
        assert said[-4:] == bytes.fromhex("d6a0c916")


def test_other_interfaces_and_questions_are_refused() -> None:
    other = answer(BIND.replace(bytes.fromhex("0883afe1"), bytes.fromhex("0883afe2")), "49153")
    assert other[36:40] == bytes.fromhex("02000100")
    fault = answer(MAP[:22] + b"\x04\x00" + MAP[24:], "49153")
    assert (fault[2], fault[24:28]) == (3, bytes.fromhex("0200011c"))
    assert answer(BIND, "refuses")[2] == 13


@pytest.mark.parametrize("data", [b"GET / HTTP/1.1\r\n\r\n", b"\x05\x00\x0b\x03\x00" + bytes(11), b"\x05\x00\x0b\x03\x10" + bytes(11)])
def test_what_is_no_packet_ends_it(data: bytes) -> None:
    with pytest.raises(MalformedError):
        size_of(data)
    assert conversation(data, speaks="mapper 49153") == b""


def test_a_packet_may_come_in_pieces_and_two_in_one() -> None:
    assert conversation(BIND[:9], BIND[9:20], BIND[20:] + MAP, speaks="mapper 49153") == BOUND + MAPPED


@given(st.sampled_from([BIND, MAP]), st.integers(0, 160), st.integers(0, 255))
def test_a_damaged_packet_is_answered_or_ends_it(packet: bytes, at: int, byte: int) -> None:
    damaged = bytearray(packet)
    damaged[at % len(damaged)] = byte
    with suppress(MalformedError):
        if size_of(bytes(damaged)) == len(packet):
            assert answer(bytes(damaged), "49153")[0] == 5


@given(st.binary(max_size=200))
def test_any_bytes_are_answered_or_end_it(data: bytes) -> None:
    with suppress(MalformedError):
        size = size_of(data)
        if size is not None and size <= len(data):
            answer(data[:size], "49153")
