"""What the servers of the self-test say in protocols of datagrams and of a directory: the shortest right answer each. Pure."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import dns.message
import dns.rrset

if TYPE_CHECKING:
    import socket

_READ_BYTES = 65536

#: The root entry without attributes, and the result "success", to message 1 (RFC 4511 section 4.5.2).
_LDAP_ENTRY = bytes.fromhex("3009020101640404003000")
_LDAP_DONE = bytes.fromhex("300c02010165070a010004000400")

#: A refusal of the bind, reason 2: congestion (C706 section 12.6.4.5).
_RPC_REFUSAL = struct.pack("<BBBB4sHHIHBBB", 5, 0, 13, 3, b"\x10\0\0\0", 21, 0, 1, 2, 1, 5, 0)


def dns_answer(address: str, question: bytes) -> bytes:
    """The address for every A question, nothing for the others."""
    message = dns.message.from_wire(question)
    response = dns.message.make_response(message)
    if message.question[0].rdtype.name == "A":
        response.answer.append(dns.rrset.from_text(message.question[0].name, 60, "IN", "A", address))
    return response.to_wire()


def quic_answer(initial: bytes) -> bytes:
    """Version negotiation for version 1 (RFC 9000 section 17.2.1): the connection ids change places."""
    length = initial[5]
    destination, source = initial[6 : 6 + length], initial[7 + length : 7 + length + initial[6 + length]]
    return b"\x80" + bytes(4) + bytes([len(source)]) + source + bytes([len(destination)]) + destination + (1).to_bytes(4, "big")


def ike_answer(request: bytes) -> bytes:
    """NO_PROPOSAL_CHOSEN (RFC 7296 sections 2.21.1 and 3.10.1), behind the marker of port 4500 where the request stands behind one."""
    marker = request[:4] if not any(request[:4]) else b""
    notify = struct.pack("!BBHBBH", 0, 0, 8, 0, 0, 14)
    header = request[len(marker) : len(marker) + 8] + bytes(8) + struct.pack("!BBBBII", 41, 0x20, 34, 0x20, 0, 28 + len(notify))
    return marker + header + notify


def openvpn_answer(reset: bytes) -> bytes:
    """A server's reset that acknowledges packet 0 of the client's session; nothing to what is no reset."""
    return b"\x40" + b"selftest" + b"\x01" + bytes(4) + reset[1:9] + bytes(4) if reset[0] == 0x38 else b""  # noqa: PLR2004 - the opcode


def ldap_root(connection: socket.socket) -> None:
    """Read a search, answer with a root entry without attributes."""
    connection.recv(_READ_BYTES)
    connection.sendall(_LDAP_ENTRY + _LDAP_DONE)


def rpc_refusal(connection: socket.socket) -> None:
    """Read a bind, refuse it."""
    connection.recv(_READ_BYTES)
    connection.sendall(_RPC_REFUSAL)
