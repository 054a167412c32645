"""Watches what the laptop really sends while a program runs, and what the program said before that it would contact.

Run on the laptop as ``python tests/lab/watcher.py PROGRAM...``, where the program is wssdiag's own command line. Prints one JSON object:
``listed`` (host, port, transport of ``--list-hosts``), ``while_listing`` and ``sent`` (address, port, transport of every first packet),
``asked`` (the names of all DNS questions) and ``answers`` (name -> addresses, as the resolvers gave them). Knows nothing of wssdiag's code.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from ipaddress import ip_address

import dns.exception
import dns.message
import dns.rdatatype

#: linux/if_packet.h and if_ether.h.
_EVERYTHING = 3
_OUTGOING = 4
_IPV4, _IPV6 = 0x0800, 0x86DD

_TCP, _UDP = 6, 17

#: Of the kernel's own: errors and neighbours by ICMP, and groups of neighbours (MLD) behind a hop-by-hop header (RFC 3810).
_KERNEL = (1, 58, 0)

_SYN, _ACK = 0x02, 0x10
_DNS = 53

#: The last answer of a program that has ended is read within this.
_LINGER_S = 0.2

Place = tuple[str, int, str]


class Watcher:
    """A packet socket on every interface but the loopback one, read by a thread of its own."""

    def __init__(self) -> None:
        self.sent: dict[Place, None] = {}
        self.asked: dict[str, None] = {}
        self.answers: dict[str, set[str]] = {}
        self._sock = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.ntohs(_EVERYTHING))
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while True:
            data, (interface, protocol, direction, *_) = self._sock.recvfrom(65535)
            if interface != "lo" and protocol in {_IPV4, _IPV6}:
                self._packet(data, protocol, outgoing=direction == _OUTGOING)

    def _packet(self, data: bytes, protocol: int, *, outgoing: bool) -> None:
        """Of TCP the first packet of a connection, of UDP everything."""
        if protocol == _IPV4:
            start, kind, target = (data[0] & 15) * 4, data[9], data[16:20]
        else:
            start, kind, target = 40, data[6], data[24:40]
        body = data[start:]
        source, port = int.from_bytes(body[:2], "big"), int.from_bytes(body[2:4], "big")
        address = str(ip_address(target))
        if kind == _TCP and outgoing and body[13] & (_SYN | _ACK) == _SYN:
            self.sent[address, port, "tcp"] = None
        elif kind == _UDP and outgoing:
            self.sent[address, port, "udp"] = None
            if port == _DNS:
                self._question(body[8:])
        elif kind == _UDP and source == _DNS:
            self._answer(body[8:])
        elif outgoing and kind not in {_TCP, _UDP, *_KERNEL}:
            self.sent[address, 0, str(kind)] = None

    def _question(self, data: bytes) -> None:
        try:
            self.asked.update({row.name.to_text(omit_final_dot=True).lower(): None for row in dns.message.from_wire(data).question})
        except dns.exception.DNSException:
            self.asked[data.hex()] = None

    def _answer(self, data: bytes) -> None:
        try:
            message = dns.message.from_wire(data)
        except dns.exception.DNSException:
            return
        for question in message.question:
            name = question.name.to_text(omit_final_dot=True).lower()
            for row in message.answer:
                if row.rdtype in {dns.rdatatype.A, dns.rdatatype.AAAA}:
                    self.answers.setdefault(name, set()).update(rdata.address for rdata in row)


def main(program: list[str]) -> None:
    """List, then run; both are watched."""
    watcher = Watcher()
    listing = subprocess.run([*program, "--list-hosts"], capture_output=True, check=False)
    time.sleep(_LINGER_S)
    while_listing, watcher.sent = list(watcher.sent), {}
    begun = time.monotonic()
    run = subprocess.run(program, capture_output=True, check=False)
    took = time.monotonic() - begun
    time.sleep(_LINGER_S)
    rows = json.loads(listing.stdout)["hosts"]
    found = {
        "listed": [(row["host"], row["port"], row["transport"]) for row in rows],
        "why": {row["host"]: row["why"] for row in rows},
        "while_listing": while_listing,
        "sent": sorted(watcher.sent),
        "asked": sorted(watcher.asked),
        "answers": {name: sorted(addresses) for name, addresses in watcher.answers.items()},
        "exits": [listing.returncode, run.returncode],
        "checks": [row["id"] for row in json.loads(run.stdout)["checks"]],
        "took_s": took,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
