"""Owns what a DNS answer says about a name: rcode, addresses, the age they may reach. Reads bytes from outside; opens nothing."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype

from wssdiag.model.failure import Failure
from wssdiag.probes.errors import name_number

if TYPE_CHECKING:
    from collections.abc import Mapping

#: RFC 9715 / DNS flag day 2020: what passes every path in one piece.
PAYLOAD_BYTES = 1232

#: RFC 1035 section 4.1.1. Other codes are no answer to the question.
_FAILURE_BY_RCODE: Mapping[int, Failure] = MappingProxyType(
    {
        dns.rcode.NXDOMAIN: Failure.NAME_NOT_FOUND,
        dns.rcode.SERVFAIL: Failure.DNS_SERVFAIL,
        dns.rcode.REFUSED: Failure.DNS_REFUSED,
    }
)

#: Codes by which an old server says that it does not know EDNS (RFC 6891 section 7).
_NO_EDNS = frozenset({dns.rcode.FORMERR, dns.rcode.NOTIMP, dns.rcode.BADVERS})


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of one type of address. ``failure`` None: there are addresses."""

    failure: Failure | None
    addresses: tuple[str, ...] = ()
    rcode: str | None = None
    ttl: int | None = None
    error: str = ""


def make_query(name: str, kind: dns.rdatatype.RdataType, *, edns: bool) -> dns.message.QueryMessage:
    """A recursive query with a random id. Raises ``DNSException`` or ``UnicodeError`` for what can be no name."""
    return dns.message.make_query(name, kind, use_edns=0 if edns else False, payload=PAYLOAD_BYTES)


def parse(data: bytes) -> dns.message.Message | None:
    """The message, or None for bytes that are none."""
    try:
        return dns.message.from_wire(data)
    except (dns.exception.DNSException, ValueError, IndexError, OverflowError):
        return None


def is_truncated(answer: dns.message.Message) -> bool:
    """Whether the rest of it must be fetched by TCP."""
    return bool(answer.flags & dns.flags.TC)


def dislikes_edns(answer: dns.message.Message) -> bool:
    """Whether the question is worth asking again without EDNS."""
    return answer.rcode() in _NO_EDNS


def read(answer: dns.message.Message) -> Said:
    """What an answer says, its CNAMEs followed inside of it."""
    code = answer.rcode()
    rcode = safe_rcode(code)
    if code != dns.rcode.NOERROR:
        return Said(_FAILURE_BY_RCODE.get(code, Failure.UNKNOWN), rcode=rcode)
    if not isinstance(answer, dns.message.QueryMessage):
        return Said(Failure.DNS_MALFORMED, rcode=rcode)
    try:
        chain = answer.resolve_chaining()
        addresses = tuple(dict.fromkeys(rdata.address for rdata in chain.answer)) if chain.answer else ()
    except (dns.exception.DNSException, AttributeError) as error:
        return Said(Failure.DNS_MALFORMED, rcode=rcode, error=name_number(error))
    if not addresses:
        return Said(Failure.NO_ADDRESS, rcode=rcode)
    return Said(None, addresses, rcode, chain.minimum_ttl)


def safe_rcode(code: int) -> str:
    """``"NXDOMAIN"`` and the like, a number where the code has no name."""
    return dns.rcode.to_text(dns.rcode.Rcode.make(code))
