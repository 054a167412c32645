"""DNS answers that no honest server sends: damaged, looped, of strange types; read or refused, in time, with an outcome of the list."""

from __future__ import annotations

import struct
import time

import dns.message
import dns.rdatatype
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probes.deadlines import within
from tests.servers.dns import reply, serve
from wssdiag.model.failure import Failure
from wssdiag.probes.dns import query
from wssdiag.probes.dns_answer import Said, dislikes_edns, is_truncated, parse, read
from wssdiag.probes.network import Question

NAME = "ctc.service.example"
QUESTION = dns.message.make_query(NAME, "A", use_edns=0)
GOOD = reply(QUESTION, f"{NAME}. 20 IN CNAME b.example.", "b.example. 9 IN A 192.0.2.7")

#: Reading one answer of 64 KiB, however it points into itself.
_LIMIT_S = 2.0

#: A pointer to the question's name (RFC 1035 section 4.1.4).
_TO_QUESTION = b"\xc0\x0c"

#: Types whose data this program's library reads by their form, and some that nobody knows.
_TYPES = st.sampled_from(sorted({int(kind) for kind in dns.rdatatype.RdataType} | {0, 65280, 65535})) | st.integers(0, 65535)

RECORDS = st.builds(
    lambda name, kind, group, ttl, data: name + struct.pack("!HHIH", kind, group, ttl, len(data)) + data,
    name=st.sampled_from([_TO_QUESTION, b"\x00", b"\x01a\x00", b"\xc0\xff", b"\x3f" + b"a" * 63 + b"\x00"]),
    kind=_TYPES,
    group=st.sampled_from([1, 3, 4, 254, 255, 1232, 0]),
    ttl=st.integers(0, 2**32 - 1),
    data=st.binary(max_size=60) | st.sampled_from([_TO_QUESTION, b"\xc0\x00", b"\x00" * 4, b"\x00\x0f\x00\x03\x00\x00\xff"]),
)


def said(data: bytes) -> Said | None:
    """What becomes of the bytes; everything that is asked of an answer is asked."""
    answer = parse(data)
    if answer is None:
        return None
    QUESTION.is_response(answer)
    dislikes_edns(answer)
    is_truncated(answer)
    return read(answer)


def message(*records: bytes, flags: int = 0x8180, counts: tuple[int, int, int] | None = None) -> bytes:
    """A response to the question with these records, in the answer unless ``counts`` says otherwise."""
    numbers = counts or (len(records), 0, 0)
    name = b"\x03ctc\x07service\x07example\x00"
    return QUESTION.id.to_bytes(2, "big") + struct.pack("!HHHHH", flags, 1, *numbers) + name + b"\x00\x01\x00\x01" + b"".join(records)


@given(st.lists(RECORDS, max_size=4), st.integers(0, 65535), st.tuples(*[st.integers(0, 5)] * 3) | st.none())
def test_any_records_are_read(records: list[bytes], flags: int, counts: tuple[int, int, int] | None) -> None:
    outcome = said(message(*records, flags=flags, counts=counts))
    assert outcome is None or outcome.failure in {None, *Failure}
    assert outcome is None or all(isinstance(address, str) for address in outcome.addresses)


@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6), st.integers(0, len(GOOD)), st.binary(max_size=9)
)
def test_any_damage_to_a_good_answer_is_read(damage: list[tuple[int, int]], end: int, more: bytes) -> None:
    data = bytearray(GOOD)
    for place, value in damage:
        data[place] = value
    said(bytes(data[:end]) + more)


LOOPS = {
    "a name that points to itself": message(b"\xc0\x25" + struct.pack("!HHIH", 1, 1, 9, 4) + bytes(4)),
    "two names that point to each other": message(b"\xc0\x27\xc0\x25" + struct.pack("!HHIH", 1, 1, 9, 4) + bytes(4)),
    "pointers without end": message(*[_TO_QUESTION + struct.pack("!HHIH", 5, 1, 9, 2) + _TO_QUESTION] * 4000),
    "an alias of itself": message(_TO_QUESTION + struct.pack("!HHIH", 5, 1, 9, 2) + _TO_QUESTION),
    "a long name, again and again": message(
        *[(b"\x01a" * 120 + b"\x00") + struct.pack("!HHIH", 1, 1, 9, 4) + bytes(4)] * 250,
    ),
    "thousands of addresses": message(*[_TO_QUESTION + struct.pack("!HHIHI", 1, 1, 9, 4, number) for number in range(4000)]),
    "counts that promise more": message(counts=(65535, 65535, 65535)),
    "two OPT records": message(*[b"\x00" + struct.pack("!HHIH", 41, 1232, 0, 0)] * 2, counts=(0, 0, 2)),
    "an OPT with a text that is none": message(
        b"\x00" + struct.pack("!HHIH", 41, 1232, 0, 7) + b"\x00\x0f\x00\x03\x00\x00\xff", counts=(0, 0, 1)
    ),
    "a signature of nobody": message(b"\x00" + struct.pack("!HHIH", 250, 255, 0, 20) + bytes(20), counts=(0, 0, 1)),
}


@pytest.mark.parametrize("data", LOOPS.values(), ids=LOOPS)
def test_no_answer_keeps_the_reader(data: bytes) -> None:
    began = time.monotonic()
    said(data[:65535])
    assert time.monotonic() - began < _LIMIT_S


@pytest.mark.parametrize("data", LOOPS.values(), ids=LOOPS)
def test_a_server_that_answers_so_gives_an_outcome_in_time(data: bytes) -> None:
    def answers(question: dns.message.Message) -> list[bytes]:
        return [question.id.to_bytes(2, "big") + data[2:9000]]

    began = time.monotonic()
    with serve(answers) as port:
        failure, detail = query(Question(server="127.0.1.1", port=port, name=NAME), within(1.0))
    assert failure in {None, *Failure}
    assert detail.server == "127.0.1.1"
    assert time.monotonic() - began < 1.0 + _LIMIT_S


@pytest.mark.parametrize("length", [0, 1, 5, 65535])
def test_a_length_by_tcp_that_does_not_hold_is_a_failure(length: int) -> None:
    def truncated(question: dns.message.Message) -> list[bytes]:
        return [reply(question, truncated=True)]

    def by_tcp(_: dns.message.Message) -> list[bytes]:
        return [b"\x00" * length]

    with serve(truncated, by_tcp) as port:
        failure, _ = query(Question(server="127.0.1.1", port=port, name=NAME), within(1.0))
    assert failure is Failure.DNS_MALFORMED
