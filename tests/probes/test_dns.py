from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import dns.message
import dns.rcode
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probes.deadlines import within
from tests.probes.test_udp import closed_port
from tests.servers.dns import always, kind_of, reply, serve
from wssdiag.model.failure import Failure
from wssdiag.probes.deadline import CancelledError
from wssdiag.probes.dns import query
from wssdiag.probes.dns_answer import parse, read
from wssdiag.probes.network import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wssdiag.model.observation import ResolveDetail

NAME = "ctc.service.example"
A = f"{NAME}. 300 IN A 192.0.2.1"
AAAA = f"{NAME}. 60 IN AAAA 2001:db8::1"


def ask(
    by_udp: Callable[[dns.message.Message], Iterable[bytes]],
    by_tcp: Callable[[dns.message.Message], Iterable[bytes]] | None = None,
    limit_s: float = 4.0,
) -> tuple[Failure | None, ResolveDetail]:
    with serve(by_udp, by_tcp) as port:
        return query(Question(server="127.0.1.1", port=port, name=NAME), within(limit_s))


def by_kind(
    a: Callable[[dns.message.Message], list[bytes]], aaaa: Callable[[dns.message.Message], list[bytes]]
) -> Callable[[dns.message.Message], list[bytes]]:
    return lambda question: a(question) if kind_of(question) == "A" else aaaa(question)


def silence(_: dns.message.Message) -> list[bytes]:
    return []


def test_both_families() -> None:
    failure, detail = ask(always(A, AAAA))
    assert failure is None
    assert detail.addresses == ("192.0.2.1", "2001:db8::1")
    assert (detail.rcode, detail.ttl, detail.server) == ("NOERROR", 60, "127.0.1.1")


def test_aliases_are_followed_inside_the_answer() -> None:
    chain = (f"{NAME}. 20 IN CNAME b.example.", "b.example. 900 IN CNAME c.example.", "c.example. 900 IN A 192.0.2.7")
    failure, detail = ask(always(*chain))
    assert (failure, detail.addresses, detail.ttl) == (None, ("192.0.2.7",), 20)


@pytest.mark.parametrize(
    ("rcode", "failure"),
    [
        (dns.rcode.NXDOMAIN, Failure.NAME_NOT_FOUND),
        (dns.rcode.SERVFAIL, Failure.DNS_SERVFAIL),
        (dns.rcode.REFUSED, Failure.DNS_REFUSED),
        (dns.rcode.NOERROR, Failure.NO_ADDRESS),
        (dns.rcode.NOTAUTH, Failure.UNKNOWN),
    ],
)
def test_codes(rcode: dns.rcode.Rcode, failure: Failure) -> None:
    seen, detail = ask(always(rcode=rcode))
    assert seen is failure
    assert detail.rcode == dns.rcode.to_text(rcode)


@pytest.mark.parametrize("rcode", [dns.rcode.NXDOMAIN, dns.rcode.SERVFAIL, dns.rcode.REFUSED])
def test_one_good_family_is_enough(rcode: dns.rcode.Rcode) -> None:
    assert ask(by_kind(always(A), always(rcode=rcode)))[0] is None
    assert ask(by_kind(always(rcode=rcode), always(AAAA)))[0] is None


def test_ipv4_decides_where_neither_has_an_address() -> None:
    assert ask(by_kind(always(), always(rcode=dns.rcode.NXDOMAIN)))[0] is Failure.NO_ADDRESS
    assert ask(by_kind(always(rcode=dns.rcode.NXDOMAIN), always()))[0] is Failure.NAME_NOT_FOUND


def test_silence_on_the_second_family_is_waited_for_a_moment_only() -> None:
    began = time.monotonic()
    failure, detail = ask(by_kind(always(A), silence))
    assert (failure, detail.addresses) == (None, ("192.0.2.1",))
    assert time.monotonic() - began < 2


def test_truncated_is_asked_by_tcp() -> None:
    failure, detail = ask(lambda question: [reply(question, truncated=True)], always(A, AAAA))
    assert (failure, detail.addresses) == (None, ("192.0.2.1", "2001:db8::1"))


def test_truncated_without_tcp_is_refused() -> None:
    assert ask(lambda question: [reply(question, truncated=True)])[0] is Failure.REFUSED


def test_garbage_by_tcp() -> None:
    assert ask(lambda question: [reply(question, truncated=True)], lambda _: [b"garbage"])[0] is Failure.DNS_MALFORMED


def test_no_answer() -> None:
    failure, detail = ask(silence, limit_s=0.3)
    assert (failure, detail.rcode) == (Failure.DNS_TIMEOUT, None)


def test_a_lost_question_is_asked_again() -> None:
    seen: list[str] = []

    def second(question: dns.message.Message) -> list[bytes]:
        seen.append(kind_of(question))
        return [reply(question, A)] if seen.count(kind_of(question)) == 2 else []

    assert ask(second)[0] is None


def test_a_closed_port_is_refused_at_once() -> None:
    failure, detail = query(Question(server="127.0.1.1", port=closed_port(), name=NAME), within())
    assert (failure, detail.error) == (Failure.REFUSED, "ConnectionRefusedError [Errno 111]")


@pytest.mark.parametrize("garbage", [b"", b"garbage that is no message at all", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_garbage(garbage: bytes) -> None:
    expected = Failure.DNS_MALFORMED
    assert ask(lambda _: [garbage], limit_s=0.3)[0] is expected


def test_garbage_with_our_id_ends_the_wait() -> None:
    began = time.monotonic()
    assert ask(lambda question: [question.id.to_bytes(2, "big") + b"\xff"])[0] is Failure.DNS_MALFORMED
    assert time.monotonic() - began < 1


def test_answers_to_other_questions_do_not_count() -> None:
    def wrong_id(question: dns.message.Message) -> list[bytes]:
        good = reply(question, f"{NAME}. 1 IN A 192.0.2.66")
        return [((question.id + 1) % 65536).to_bytes(2, "big") + good[2:]]

    def wrong_name(question: dns.message.Message) -> list[bytes]:
        other = dns.message.make_query("other.example", question.question[0].rdtype, id=question.id)
        return [reply(other, "other.example. 1 IN A 192.0.2.66")]

    assert ask(wrong_id, limit_s=0.3)[0] is Failure.DNS_TIMEOUT
    assert ask(wrong_name, limit_s=0.3)[0] is Failure.DNS_TIMEOUT
    assert ask(lambda question: [*wrong_id(question), *wrong_name(question), reply(question, A)])[1].addresses == ("192.0.2.1",)


def test_a_sinkhole_keeps_its_addresses() -> None:
    failure, detail = ask(always(f"{NAME}. 1 IN A 0.0.0.0", f"{NAME}. 1 IN AAAA ::"))
    assert (failure, detail.addresses) == (Failure.DNS_BOGON, ("0.0.0.0", "::"))


def test_a_server_that_does_not_know_edns_is_asked_without() -> None:
    def old(question: dns.message.Message) -> list[bytes]:
        if question.edns >= 0:
            bare = dns.message.make_query(NAME, question.question[0].rdtype, id=question.id)
            return [reply(bare, rcode=dns.rcode.FORMERR)]
        return [reply(question, A)]

    assert ask(old)[1].addresses == ("192.0.2.1",)


def test_impossible_names() -> None:
    for name in ("a" * 64 + ".example", "a..example"):
        assert query(Question(server="127.0.1.1", port=9, name=name), within())[0] is Failure.NAME_NOT_FOUND


def test_cancel() -> None:
    cancelled = threading.Event()
    cancelled.set()
    with serve(silence) as port, pytest.raises(CancelledError):
        query(Question(server="127.0.1.1", port=port, name=NAME), within(4.0, cancelled.is_set))


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    if (message := parse(data)) is not None:
        read(message)


@given(st.integers(0, 120), st.binary(min_size=1, max_size=8))
def test_any_damage_is_read(where: int, damage: bytes) -> None:
    good = reply(dns.message.make_query(NAME, "A"), f"{NAME}. 20 IN CNAME b.example.", "b.example. 9 IN A 192.0.2.7")
    if (message := parse(good[:where] + damage + good[where + len(damage) :])) is not None:
        read(message)


def test_a_flood_of_good_answers_to_nobody_is_not_read_to_its_end() -> None:
    """Each is a message; none is the answer. Whoever sends as many keeps no thread, and nothing behind them counts."""

    def flood(question: dns.message.Message) -> list[bytes]:
        good = reply(question, f"{NAME}. 1 IN A 192.0.2.66")
        other = ((question.id + 1) % 65536).to_bytes(2, "big") + good[2:]
        return [*[other] * 64, reply(question, A)]

    began = time.monotonic()
    failure, detail = ask(flood)
    assert (failure, detail.addresses) == (Failure.DNS_MALFORMED, ())
    assert time.monotonic() - began < 1
