"""What a resolver says of a service's servers (SRV, RFC 2782): their order, what is left out, and what no bytes may do."""

from __future__ import annotations

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probes.deadlines import within
from tests.servers.dns import always, reply, serve
from wssdiag.model.failure import Failure
from wssdiag.model.observation import ResolveDetail
from wssdiag.probes.dns import query
from wssdiag.probes.dns_answer import MOST_SERVERS, parse, read
from wssdiag.probes.network import Question

NAME = "_ldap._tcp.dc._msdcs.office.example"


def srv(*rows: str) -> tuple[str, ...]:
    return tuple(f"{NAME}. 600 IN SRV {row}" for row in rows)


def ask(*rows: str, rcode: dns.rcode.Rcode = dns.rcode.NOERROR) -> tuple[Failure | None, ResolveDetail]:
    with serve(always(*rows, rcode=rcode)) as port:
        return query(Question(server="127.0.1.1", port=port, name=NAME, kind="servers"), within())


def hosts(detail: ResolveDetail) -> list[str]:
    return [row.host for row in detail.services]


def test_by_priority_and_the_heavier_first() -> None:
    rows = ("10 0 389 C.office.example.", "0 5 389 b.office.example.", "0 100 3890 a.office.example.", "10 0 389 d.office.example.")
    failure, detail = ask(*srv(*rows))
    assert failure is None
    assert hosts(detail) == ["a.office.example", "b.office.example", "d.office.example", "c.office.example"]
    assert [row.port for row in detail.services] == [3890, 389, 389, 389]
    assert (detail.addresses, detail.rcode, detail.ttl) == ((), "NOERROR", 600)


def test_an_alias_is_followed() -> None:
    failure, detail = ask(f"{NAME}. 20 IN CNAME other.example.", "other.example. 900 IN SRV 0 0 389 dc.office.example.")
    assert (failure, hosts(detail), detail.ttl) == (None, ["dc.office.example"], 20)


@pytest.mark.parametrize(
    ("rows", "rcode", "failure"),
    [
        ((), dns.rcode.NXDOMAIN, Failure.NAME_NOT_FOUND),
        ((), dns.rcode.NOERROR, Failure.NO_ADDRESS),
        (("0 0 0 .",), dns.rcode.NOERROR, Failure.NO_ADDRESS),
        ((), dns.rcode.SERVFAIL, Failure.DNS_SERVFAIL),
        ((), dns.rcode.REFUSED, Failure.DNS_REFUSED),
        (("0 0 389 a\\032b.example.",), dns.rcode.NOERROR, Failure.DNS_MALFORMED),
    ],
)
def test_without_servers(rows: tuple[str, ...], rcode: dns.rcode.Rcode, failure: Failure) -> None:
    assert ask(*srv(*rows), rcode=rcode) == (failure, ResolveDetail(server="127.0.1.1", rcode=dns.rcode.to_text(rcode)))


@pytest.mark.parametrize("name", ["a\\032b.example.", "\\226\\128\\174.example.", "-a.example.", "a\\.b.example.", "a-.example."])
def test_what_can_be_no_host_is_left_out(name: str) -> None:
    assert hosts(ask(*srv(f"0 0 389 {name}", "1 0 389 dc_1.office.example."))[1]) == ["dc_1.office.example"]


def test_a_long_list_is_cut() -> None:
    many = srv(*(f"0 0 389 dc{number:02}.office.example." for number in range(20)))
    assert len(ask(*many)[1].services) == MOST_SERVERS


def test_truncated_is_asked_by_tcp() -> None:
    rows = srv("0 0 389 dc.office.example.")
    with serve(lambda question: [reply(question, truncated=True)], always(*rows)) as port:
        failure, detail = query(Question(server="127.0.1.1", port=port, name=NAME, kind="servers"), within())
    assert (failure, hosts(detail)) == (None, ["dc.office.example"])


def test_silence() -> None:
    with serve(lambda _: []) as port:
        failure, detail = query(Question(server="127.0.1.1", port=port, name=NAME, kind="servers"), within(0.3))
    assert (failure, detail.services) == (Failure.DNS_TIMEOUT, ())


QUESTION = dns.message.make_query(NAME, "SRV")
ANSWER = reply(QUESTION, *srv("0 5 389 b.office.example.", "10 0 389 c.office.example."))


@given(st.integers(0, len(ANSWER)), st.binary(max_size=6), st.integers(0, 6))
def test_no_damage_raises(at: int, put: bytes, cut: int) -> None:
    answer = parse(ANSWER[:at] + put + ANSWER[at + cut :])
    if answer is None or not QUESTION.is_response(answer):
        return
    said = read(answer)
    assert (said.failure is None) == bool(said.services)
    assert len(said.services) <= MOST_SERVERS
    assert all(row.host.isascii() and row.host.isprintable() and " " not in row.host for row in said.services)
