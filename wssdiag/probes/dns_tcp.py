"""Owns the repetition of a DNS question over TCP, after an answer that was cut to fit a datagram (RFC 7766)."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from wssdiag.model.failure import Failure
from wssdiag.probes.dns_answer import Said, parse, read
from wssdiag.probes.errors import name_number, number_of, socket_failure
from wssdiag.probes.stream import TcpStream
from wssdiag.probes.tcp import connect

if TYPE_CHECKING:
    import dns.message

    from wssdiag.probes.deadline import Deadline
    from wssdiag.probes.network import Question

_LENGTH_BYTES = 2


def ask_by_tcp(question: Question, message: dns.message.QueryMessage, deadline: Deadline) -> Said:
    """What the server says by TCP. Raises ``LimitReachedError`` and ``CancelledError`` alone."""
    tried, sock = connect((question.server,), question.port, deadline, interface=question.interface)
    if sock is None:
        deadline.slice_s()
        return Said(tried[-1].failure, error=tried[-1].error)
    with contextlib.closing(TcpStream(sock)) as stream:
        try:
            wire = message.to_wire()
            stream.send(len(wire).to_bytes(_LENGTH_BYTES, "big") + wire, deadline)
            data = _exactly(stream, int.from_bytes(_exactly(stream, _LENGTH_BYTES, deadline), "big"), deadline)
        except OSError as error:
            return Said(socket_failure(number_of(error)), error=name_number(error))
        except EOFError as error:
            return Said(Failure.RESET, error=name_number(error))
    answer = parse(data)
    if answer is None or not message.is_response(answer):
        return Said(Failure.DNS_MALFORMED)
    return read(answer)


def _exactly(stream: TcpStream, size: int, deadline: Deadline) -> bytes:
    data = b""
    while len(data) < size:
        received = stream.receive(deadline)
        if not received:
            raise EOFError
        data += received
    stream.unread(data[size:])
    return data[:size]
