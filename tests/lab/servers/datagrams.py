"""Answers to single datagrams: QUIC version negotiation (RFC 9000 section 6) and OpenVPN's hard reset. Pure but for :func:`serve`."""

from __future__ import annotations

import os
import socket
import struct

#: linux/in6.h: send from addresses that no interface holds, as all but a few of the lab's internet are; Python does not name it.
_IPV6_FREEBIND = 78

_MAX_DATAGRAM = 2048
_MIN_INITIAL = 1200  # RFC 9000 section 14.1: a server ignores smaller ones
_QUIC_V1 = 1
_LONG_HEADER = 0x80
_OPENVPN_CLIENT_RESET = 7
_OPENVPN_SERVER_RESET = 8


def answer_to(datagram: bytes) -> bytes | None:
    """What a server says, or None for silence."""
    if not datagram:
        return None
    if datagram[0] & _LONG_HEADER and len(datagram) >= _MIN_INITIAL:
        return _version_negotiation(datagram)
    if datagram[0] >> 3 == _OPENVPN_CLIENT_RESET:
        return openvpn_reset(datagram)
    return None


def _version_negotiation(datagram: bytes) -> bytes | None:
    version = int.from_bytes(datagram[1:5], "big")
    if version in {0, _QUIC_V1}:
        return None
    length = datagram[5]
    destination = datagram[6 : 6 + length]
    rest = datagram[6 + length :]
    source = rest[1 : 1 + rest[0]]
    first = bytes([_LONG_HEADER | os.urandom(1)[0] & 0x7F])
    identifiers = bytes([len(source)]) + source + bytes([len(destination)]) + destination
    return first + bytes(4) + identifiers + struct.pack("!I", _QUIC_V1)


def openvpn_reset(packet: bytes) -> bytes | None:
    """P_CONTROL_HARD_RESET_SERVER_V2 for a client's, acknowledging its packet 0 (openvpn-wire-protocol)."""
    session = packet[1:9]
    if packet[0] >> 3 != _OPENVPN_CLIENT_RESET or len(session) < 8:
        return None
    return bytes([_OPENVPN_SERVER_RESET << 3]) + os.urandom(8) + b"\x01" + bytes(4) + session + bytes(4)


def serve(port: int) -> None:
    """Answer on every address of this namespace, of both families, from the address that was asked (RFC 3542 section 6). Blocks."""
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as server:
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
        server.setsockopt(socket.IPPROTO_IPV6, _IPV6_FREEBIND, 1)
        server.bind(("::", port))
        while True:
            datagram, ancillary, _flags, peer = server.recvmsg(_MAX_DATAGRAM, 64)
            answer = answer_to(datagram)
            if answer is None:
                continue
            info = next(data for level, kind, data in ancillary if (level, kind) == (socket.IPPROTO_IPV6, socket.IPV6_PKTINFO))
            source = info[:16] + bytes(4)  # any interface: the route decides
            server.sendmsg([answer], [(socket.IPPROTO_IPV6, socket.IPV6_PKTINFO, source)], 0, peer)
