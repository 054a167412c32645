"""What the resolver that misbehaves answers, without a network."""

from __future__ import annotations

from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from tests.lab.servers.resolver import answer, truncated

UPSTREAM = "127.0.0.1"  # nobody is asked in these tests: every one of them is about a lie


def config(**lies: object) -> dict[str, Any]:
    return {"everything": "", "answers": {}, "ipv6_answer": "", "upstream": UPSTREAM, **lies}


@pytest.mark.parametrize(
    ("lie", "rcode"), [("servfail", dns.rcode.SERVFAIL), ("refused", dns.rcode.REFUSED), ("nxdomain", dns.rcode.NXDOMAIN)]
)
def test_it_lies_about_one_name_by_code(lie: str, rcode: dns.rcode.Rcode) -> None:
    response = answer(dns.message.make_query("A.example", "A"), config(answers={"a.example": lie}))
    assert response is not None
    assert response.rcode() == rcode


def test_it_lies_by_address_for_ipv4_alone() -> None:
    lies = config(answers={"a.example": "10.0.0.1"})
    response = answer(dns.message.make_query("a.example", "A"), lies)
    other = answer(dns.message.make_query("a.example", "AAAA"), lies)
    assert response is not None
    assert [str(row[0]) for row in response.answer] == ["10.0.0.1"]
    assert other is not None
    assert other.answer == []


def test_it_can_be_silent() -> None:
    assert answer(dns.message.make_query("a.example", "A"), config(everything="silent")) is None


def test_it_can_refuse_ipv6_alone() -> None:
    lies = config(answers={"a.example": "10.0.0.1"}, ipv6_answer="refused")
    refused = answer(dns.message.make_query("b.example", "AAAA"), lies)
    answered = answer(dns.message.make_query("a.example", "A"), lies)
    assert refused is not None
    assert refused.rcode() == dns.rcode.REFUSED
    assert answered is not None
    assert answered.rcode() == dns.rcode.NOERROR


def test_a_truncated_answer_says_so_and_holds_nothing() -> None:
    response = dns.message.make_response(dns.message.make_query("a.example", "A"))
    response.answer.append(dns.rrset.from_text("a.example.", 60, "IN", "A", "10.0.0.1"))
    cut = dns.message.from_wire(truncated(response).to_wire())
    assert cut.flags & dns.flags.TC
    assert (cut.answer, cut.rcode()) == ([], dns.rcode.NOERROR)
    assert cut.id == response.id
