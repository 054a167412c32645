"""A DNS server for the misbehaviour that a real one has no option for: an error code, silence, delay, truncation.

Run as ``python -m tests.lab.servers.resolver CONFIG.json``; what it does not lie about it asks the upstream.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import dns.exception
import dns.flags
import dns.message
import dns.query
import dns.rcode
import dns.rdatatype
import dns.rrset

_MAX_DATAGRAM = 4096
_UPSTREAM_LIMIT_S = 2.0
_RCODES = {"servfail": dns.rcode.SERVFAIL, "refused": dns.rcode.REFUSED, "nxdomain": dns.rcode.NXDOMAIN}


def answer(query: dns.message.Message, config: dict[str, Any]) -> dns.message.Message | None:
    """The answer, or None for silence."""
    question = query.question[0]
    lie = config["everything"] or config["answers"].get(question.name.to_text(omit_final_dot=True).lower())
    if question.rdtype == dns.rdatatype.AAAA:
        lie = lie or config["ipv6_answer"]
    if lie == "silent":
        return None
    response = dns.message.make_response(query)
    response.flags |= dns.flags.RA
    if lie in _RCODES:
        response.set_rcode(_RCODES[lie])
    elif lie:
        if question.rdtype == dns.rdatatype.A:
            response.answer.append(dns.rrset.from_text(question.name, 60, "IN", "A", lie))
    else:
        try:
            upstream = dns.query.udp(query, config["upstream"], timeout=_UPSTREAM_LIMIT_S)
        except (dns.exception.Timeout, OSError):
            return None
        response.set_rcode(upstream.rcode())
        response.answer = upstream.answer
    return response


def truncated(response: dns.message.Message) -> dns.message.Message:
    """The same without its records, and with the flag that says so (RFC 2181 section 9)."""
    response.flags |= dns.flags.TC
    for section in (response.answer, response.authority, response.additional):
        section.clear()
    return response


def _reply(server: socket.socket, data: bytes, peer: tuple[str, int], config: dict[str, Any]) -> None:
    time.sleep(config["delay_s"])
    with suppress(dns.exception.DNSException, OSError, IndexError):
        response = answer(dns.message.from_wire(data), config)
        if response is not None:
            server.sendto((truncated(response) if config["truncates"] else response).to_wire(), peer)


def _tcp(listener: socket.socket, config: dict[str, Any]) -> None:
    while True:
        connection, _peer = listener.accept()
        threading.Thread(target=_converse, args=(connection, config), daemon=True).start()


def _converse(connection: socket.socket, config: dict[str, Any]) -> None:
    """All questions of one connection (RFC 7766 section 6.2.1): a system's resolver asks for both families over one."""
    with suppress(dns.exception.DNSException, OSError, IndexError, EOFError), connection:
        connection.settimeout(_UPSTREAM_LIMIT_S)
        while True:
            query, _received = dns.query.receive_tcp(connection)
            time.sleep(config["delay_s"])
            response = answer(query, config)
            if response is not None:
                dns.query.send_tcp(connection, response)


def main(arguments: list[str]) -> None:
    """Listen on UDP and TCP, say so, and serve until killed."""
    config = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    listener = socket.create_server((config["listen"], 53))
    threading.Thread(target=_tcp, args=(listener, config), daemon=True).start()
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((config["listen"], 53))
    print("ready", flush=True)
    while True:
        data, peer = server.recvfrom(_MAX_DATAGRAM)
        threading.Thread(target=_reply, args=(server, data, peer, config), daemon=True).start()


if __name__ == "__main__":
    main(sys.argv[1:])
