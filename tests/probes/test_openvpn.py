from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wssdiag.probes.openvpn import Reset, build, read

SERVER_RESET = 8 << 3


def answer(session: bytes, *, opcode: int = SERVER_RESET, acknowledged: bytes = bytes(4)) -> bytes:
    """A server's reset for a session of ours."""
    count = len(acknowledged) // 4
    own = b"\x11" * 8
    return bytes([opcode]) + own + bytes([count]) + acknowledged + (session if count else b"") + bytes(4)


def test_the_packet_is_a_clients_reset() -> None:
    sent = build()
    assert len(sent.data) == 14
    assert sent.data[0] == 0x38
    assert sent.data[1:9] == sent.session
    assert sent.data[9:] == bytes(5)
    assert build().session != sent.session


def test_an_answer_names_our_session() -> None:
    sent = build()
    assert read(sent, answer(sent.session))
    assert read(sent, answer(sent.session, acknowledged=bytes(8)))
    assert read(sent, answer(sent.session, opcode=SERVER_RESET | 3)), "the key's number is not of our concern"
    assert read(sent, answer(bytes(8))) is None
    assert read(sent, answer(sent.session, opcode=7 << 3)) is None
    assert read(sent, answer(sent.session, acknowledged=b"")) is None
    assert read(sent, answer(sent.session)[:-1]) is None
    assert read(sent, sent.data) is None, "our own packet, sent back"


@given(st.binary(max_size=60))
def test_no_answer_raises(data: bytes) -> None:
    assert read(Reset(b"sessions", b""), data) in {None, True}


@given(st.binary(min_size=8, max_size=8), st.integers(1, 8), st.binary(max_size=40))
def test_whatever_follows_the_head(session: bytes, count: int, more: bytes) -> None:
    whole = answer(session, acknowledged=bytes(4 * count)) + more
    assert read(Reset(session, b""), whole)
