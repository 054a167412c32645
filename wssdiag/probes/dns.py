"""One verb: ask one DNS server directly for a name's addresses, or a service's servers. What an answer means in a run, the checks say."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import dns.exception
import dns.message
import dns.rdatatype

from wssdiag.model.failure import Failure
from wssdiag.model.observation import ResolveDetail
from wssdiag.probes.address import is_bogus
from wssdiag.probes.deadline import LimitReachedError
from wssdiag.probes.dns_answer import Said, dislikes_edns, is_truncated, make_query, parse, read
from wssdiag.probes.dns_tcp import ask_by_tcp
from wssdiag.probes.errors import name_number
from wssdiag.probes.udp import DatagramError, UdpSocket

if TYPE_CHECKING:
    from wssdiag.probes.deadline import Deadline
    from wssdiag.probes.network import Question

#: Seconds after which an unanswered question is sent (again): one lost packet, or two, are no silence.
SENT_AFTER_S = (0.0, 1.2, 2.5)

#: How long the IPv6 addresses are waited for when the IPv4 ones are there: some paths drop that question alone.
SECOND_FAMILY_S = 0.5

#: Datagrams that answer nothing, after which the rest is not read: a flood must not keep the thread.
_MOST_STRANGERS = 64


def query(question: Question, deadline: Deadline) -> tuple[Failure | None, ResolveDetail]:
    """The server's answer within the deadline. One good family is enough, and where none is, IPv4's failure counts.

    Raises ``CancelledError`` alone.
    """
    server = question.server
    try:
        asked = _Asked(question, deadline)
    except (dns.exception.DNSException, UnicodeError) as error:
        return Failure.NAME_NOT_FOUND, ResolveDetail(server=server, error=name_number(error))
    except DatagramError as error:
        return error.failure, ResolveDetail(server=server, error=str(error))
    with contextlib.closing(asked):
        asked.run()
    if question.kind == "servers":
        said = asked.said(dns.rdatatype.SRV)
        return said.failure, ResolveDetail(server=server, rcode=said.rcode, ttl=said.ttl, error=said.error, services=said.services)
    first, second = asked.said(dns.rdatatype.A), asked.said(dns.rdatatype.AAAA)
    addresses = first.addresses + second.addresses
    deciding = first if first.addresses or not second.addresses else second
    failure = Failure.DNS_BOGON if is_bogus(question.name, addresses) else deciding.failure
    ttls = [said.ttl for said in (first, second) if said.ttl is not None]
    detail = ResolveDetail(server=server, addresses=addresses, rcode=deciding.rcode, ttl=min(ttls, default=None), error=deciding.error)
    return failure, detail


class _Asked:
    """Both questions for addresses, or the one for servers, to one server over one connected socket."""

    def __init__(self, question: Question, deadline: Deadline) -> None:
        self._question = question
        self._deadline = deadline
        kinds = (dns.rdatatype.SRV,) if question.kind == "servers" else (dns.rdatatype.A, dns.rdatatype.AAAA)
        self._open = {kind: make_query(question.name, kind, edns=True) for kind in kinds}
        self._said: dict[dns.rdatatype.RdataType, Said] = {}
        self._enough: float | None = None  # the moment when the second family has been waited for
        self._strangers = 0
        self._malformed = False  # something came that is no message at all
        self._sock = UdpSocket(question.server, question.port, question.interface)

    def close(self) -> None:
        self._sock.close()

    def said(self, kind: dns.rdatatype.RdataType) -> Said:
        return self._said[kind]

    def run(self) -> None:
        """Ask until all are answered, or the limit passes, or an error settles them."""
        try:
            for number in range(len(SENT_AFTER_S)):
                for message in self._open.values():
                    self._sock.send(message.to_wire())
                self._listen(self._deadline.began + SENT_AFTER_S[number + 1] if number + 1 < len(SENT_AFTER_S) else None)
        except DatagramError as error:
            self._settle_rest(Said(error.failure, error=str(error)))
        except LimitReachedError as error:
            silent = Failure.DNS_MALFORMED if self._malformed else Failure.DNS_TIMEOUT
            self._settle_rest(Said(silent, error=name_number(error)))
        self._settle_rest(Said(Failure.DNS_MALFORMED))

    def _listen(self, until: float | None) -> None:
        while self._open and self._strangers < _MOST_STRANGERS:
            if self._enough is None and dns.rdatatype.A in self._said and self._said[dns.rdatatype.A].addresses:
                self._enough = self._deadline.now() + SECOND_FAMILY_S
            limits = [moment for moment in (until, self._enough) if moment is not None]
            data = self._sock.receive(self._deadline, min(limits, default=None))
            if data is not None:
                self._take(data)
            elif self._enough is not None and self._deadline.now() >= self._enough:
                self._settle_rest(Said(Failure.DNS_TIMEOUT))
            elif until is not None and self._deadline.now() >= until:
                return

    def _take(self, data: bytes) -> None:
        answer = parse(data)
        for kind, message in list(self._open.items()):
            if answer is None and data[:2] == message.id.to_bytes(2, "big"):
                self._settle(kind, Said(Failure.DNS_MALFORMED))
                return
            if answer is not None and message.is_response(answer):
                self._answered(kind, message, answer)
                return
        self._strangers += 1  # a good message that answers something else as well: anybody can send many of those
        self._malformed = self._malformed or answer is None

    def _answered(self, kind: dns.rdatatype.RdataType, message: dns.message.QueryMessage, answer: dns.message.Message) -> None:
        if dislikes_edns(answer) and message.edns >= 0:
            self._open[kind] = make_query(self._question.name, kind, edns=False)
            self._sock.send(self._open[kind].to_wire())
        elif is_truncated(answer):
            self._settle(kind, ask_by_tcp(self._question, message, self._deadline))
        else:
            self._settle(kind, read(answer))

    def _settle(self, kind: dns.rdatatype.RdataType, said: Said) -> None:
        del self._open[kind]
        self._said[kind] = said

    def _settle_rest(self, said: Said) -> None:
        for kind in list(self._open):
            self._settle(kind, said)
