from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.probes.echo_message import SMALLEST_BYTES, build, read

HEAD = 8


def answer(message: bytes, kind: int, body: int | None = None) -> bytes:
    """What a server makes of a request: another type, the same rest, perhaps less of it."""
    return bytes([kind]) + message[1 : None if body is None else HEAD + body]


@pytest.mark.parametrize(("ipv6", "kind", "head"), [(False, 0, 20), (True, 129, 40)])
@pytest.mark.parametrize("size", [84, 576, 1499, 1500])
def test_a_whole_packet_goes_and_comes_back(size: int, ipv6: bool, kind: int, head: int) -> None:
    request = build(size, ipv6=ipv6)
    assert len(request.message) + head == size
    assert request.message[0] == (128 if ipv6 else 8)
    assert read(request, answer(request.message, kind)) == size


def test_the_checksum_is_right() -> None:
    """The sum of all words of a message with the right checksum is all ones (RFC 1071)."""
    for size in (84, 1499, 1500):
        message = build(size, ipv6=False).message.ljust(1500, b"\0")
        assert sum(int.from_bytes(message[at : at + 2], "big") for at in range(0, 1500, 2)) % 0xFFFF == 0


def test_some_systems_hand_over_the_header() -> None:
    request = build(576, ipv6=False)
    assert read(request, b"\x46" + bytes(23) + answer(request.message, 0)) == 576


def test_what_is_shortened_is_known_and_told_apart() -> None:
    request = build(1500, ipv6=False)
    assert read(request, answer(request.message, 0, body=56)) == 84
    assert read(request, answer(request.message, 0, body=15)) is None


@pytest.mark.parametrize("at", [0, 1, 6, 7, HEAD, HEAD + 1400])
def test_one_wrong_byte_is_another_answer(at: int) -> None:
    request = build(1500, ipv6=False)
    data = bytearray(answer(request.message, 0))
    data[at] ^= 0x81
    assert read(request, bytes(data)) is None


def test_its_own_request_and_another_one_are_no_answer() -> None:
    request = build(84, ipv6=False)
    assert read(request, request.message) is None
    assert read(request, answer(build(84, ipv6=False).message, 0)) is None


@given(size=st.integers(-5, 2000), ipv6=st.booleans(), data=st.binary(max_size=200))
def test_any_bytes_are_read(size: int, ipv6: bool, data: bytes) -> None:
    request = build(size, ipv6=ipv6)
    assert len(request.message) >= SMALLEST_BYTES - 40
    assert read(request, data) is None
    assert read(request, answer(request.message, 129 if ipv6 else 0) + data) == (None if data else max(size, SMALLEST_BYTES))


@given(st.data())
def test_parts_of_an_answer(data: st.DataObject) -> None:
    request = build(300, ipv6=False)
    whole = answer(request.message, 0)
    end = data.draw(st.integers(0, len(whole)))
    assert read(request, whole[:end]) in {None, end + 20}
