"""Owns what a DNS answer says about a name: rcode, addresses or servers, the age they may reach. Reads bytes; opens nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rdtypes.IN.SRV

from wssdiag.model.failure import Failure
from wssdiag.model.observation import ServiceTarget
from wssdiag.model.web_address import bare_host
from wssdiag.probes.errors import name_number

if TYPE_CHECKING:
    from collections.abc import Mapping

#: RFC 9715 / DNS flag day 2020: what passes every path in one piece.
PAYLOAD_BYTES = 1232

#: Servers of one answer: a large directory lists hundreds, of which a few are asked.
MOST_SERVERS = 16

#: The name of a host as DNS may hold it (RFC 1123 section 2.1), and the underscore that some directories use; no escapes.
_HOST = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")

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
    """What is known of one type of record. ``failure`` None: there are addresses, or servers."""

    failure: Failure | None
    addresses: tuple[str, ...] = ()
    rcode: str | None = None
    ttl: int | None = None
    error: str = ""
    services: tuple[ServiceTarget, ...] = ()


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
        if answer.question[0].rdtype == dns.rdatatype.SRV:
            return _servers(chain, rcode)
        addresses = tuple(dict.fromkeys(rdata.address for rdata in chain.answer)) if chain.answer else ()
    except (dns.exception.DNSException, AttributeError) as error:
        return Said(Failure.DNS_MALFORMED, rcode=rcode, error=name_number(error))
    if not addresses:
        return Said(Failure.NO_ADDRESS, rcode=rcode)
    return Said(None, addresses, rcode, chain.minimum_ttl)


def _servers(chain: dns.message.ChainingResult, rcode: str) -> Said:
    """Servers by priority, the heavier first (RFC 2782 leaves them to chance); a lone dot says that there is none.

    What can be no host's name is left out; an answer that holds nothing else is none.
    """
    rows = [ServiceTarget(host=_host(row), port=row.port, priority=row.priority, weight=row.weight) for row in chain.answer or ()]
    wanted = [row for row in rows if row.host]
    usable = {(row.host, row.port): row for row in sorted(wanted, key=_last_choice_first) if _HOST.match(row.host)}
    services = tuple(sorted(usable.values(), key=_last_choice_first, reverse=True))[:MOST_SERVERS]
    if not services:
        return Said(Failure.DNS_MALFORMED if wanted else Failure.NO_ADDRESS, rcode=rcode)
    return Said(None, rcode=rcode, ttl=chain.minimum_ttl, services=services)


def _host(row: dns.rdtypes.IN.SRV.SRV) -> str:
    return bare_host(row.target.to_text())


def _last_choice_first(row: ServiceTarget) -> tuple[int, int, str]:
    return -row.priority, row.weight, row.host


def safe_rcode(code: int) -> str:
    """``"NXDOMAIN"`` and the like, a number where the code has no name."""
    return dns.rcode.to_text(dns.rcode.Rcode.make(code))
