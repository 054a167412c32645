"""A DNS server of a few lines on loopback: one function from a question to its answers, over UDP and, if wanted, TCP."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from tests.servers import tcp, udp

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterable, Iterator

Answers = "Callable[[dns.message.Message], Iterable[bytes]]"


def reply(question: dns.message.Message, *records: str, rcode: dns.rcode.Rcode = dns.rcode.NOERROR, truncated: bool = False) -> bytes:
    """Records as ``"name ttl IN type data"``; only those of the asked type, and CNAMEs, go in."""
    answer = dns.message.make_response(question)
    answer.set_rcode(rcode)
    if truncated:
        answer.flags |= dns.flags.TC
    asked = dns.rdatatype.to_text(question.question[0].rdtype)
    for record in records:
        name, ttl, _, kind, data = record.split(" ", 4)
        if kind in {asked, "CNAME"}:
            answer.answer.append(dns.rrset.from_text(name, int(ttl), "IN", kind, data))
    return answer.to_wire()


def always(*records: str, rcode: dns.rcode.Rcode = dns.rcode.NOERROR) -> Callable[[dns.message.Message], list[bytes]]:
    return lambda question: [reply(question, *records, rcode=rcode)]


def kind_of(question: dns.message.Message) -> str:
    return dns.rdatatype.to_text(question.question[0].rdtype)


@contextlib.contextmanager
def serve(
    by_udp: Callable[[dns.message.Message], Iterable[bytes]],
    by_tcp: Callable[[dns.message.Message], Iterable[bytes]] | None = None,
) -> Iterator[int]:
    """The value is the port."""

    def handle(connection: socket.socket) -> None:
        data = connection.recv(65535)
        for answer in by_tcp(dns.message.from_wire(data[2:])) if by_tcp else ():
            connection.sendall(len(answer).to_bytes(2, "big") + answer)

    with contextlib.ExitStack() as stack:
        port = stack.enter_context(tcp.serve(handle)) if by_tcp else 0
        yield stack.enter_context(udp.serve(lambda data: by_udp(dns.message.from_wire(data)), port=port))
