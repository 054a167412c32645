"""Good answers of the datagram protocols with damage in them: read or refused, never more."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.probes.test_ike import answer as ike_answer
from tests.probes.test_ike import notify
from tests.probes.test_openvpn import answer as reset_answer
from tests.probes.test_quic import answer_to
from wssdiag.probes import ike_message, openvpn, quic

#: Places as shares of the length, with what is written there; then how much is cut off, and what comes behind.
DAMAGE = st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=5)
CUT = st.integers(0, 40)
MORE = st.binary(max_size=20)


def damaged(data: bytes, damage: list[tuple[float, int]], cut: int, more: bytes) -> bytes:
    changed = bytearray(data)
    for share, value in damage:
        changed[int(share * len(data))] = value
    return bytes(changed[: len(changed) - cut]) + more


@given(DAMAGE, CUT, MORE)
def test_version_negotiation(damage: list[tuple[float, int]], cut: int, more: bytes) -> None:
    initial = quic.build()
    good = answer_to(initial.data, b"\x00\x00\x00\x01" * 5)
    assert quic.read(initial, good) is not None
    versions = quic.read(initial, damaged(good, damage, cut, more))
    assert versions is None or len(quic.describe(versions)) < 300


@given(DAMAGE, CUT, MORE)
def test_a_server_reset(damage: list[tuple[float, int]], cut: int, more: bytes) -> None:
    sent = openvpn.build()
    good = reset_answer(sent.session)
    assert openvpn.read(sent, good)
    assert openvpn.read(sent, damaged(good, damage, cut, more)) in {None, True}


@given(DAMAGE, CUT, MORE, st.lists(st.tuples(st.integers(0, 65535), st.binary(max_size=70)), min_size=1, max_size=40))
def test_an_answer_to_an_initiator(damage: list[tuple[float, int]], cut: int, more: bytes, notifies: list[tuple[int, bytes]]) -> None:
    request = ike_message.build()
    last = len(notifies) - 1
    body = b"".join(notify(number, data, 0 if place == last else 41) for place, (number, data) in enumerate(notifies))
    good = ike_answer(request, 41, body)
    assert (ike_message.read(request, good) is not None) == (len(notifies) < 32)
    found = ike_message.read(request, damaged(good, damage, cut, more))
    assert found is None or (len(found.says) <= 32 and len(found.cookie) <= 64)
