"""Owns the question who said "unreachable": the network by ICMP, or this computer itself. Linux alone can tell (ip(7), IP_RECVERR)."""

from __future__ import annotations

import socket
import struct
import sys
from dataclasses import dataclass
from enum import Enum
from ipaddress import ip_address

#: From linux/in.h and linux/in6.h; Python has no names for them.
_IP_RECVERR = 11
_IPV6_RECVERR = 25

#: ``ee_origin`` of linux/errqueue.h.
_ORIGIN_ICMP = 2
_ORIGIN_ICMP6 = 3

#: struct sock_extended_err: errno, origin, type, code, pad, info, data.
_EXTENDED_ERROR = struct.Struct("=IBBBBII")

#: Linux alone hands ICMP messages to the program that caused them.
_KEEPS_REPORTS = sys.platform == "linux"

#: "Administratively prohibited" as (type, code): RFC 1812 section 5.2.7.1, RFC 4443 section 3.1.
_PROHIBITED = frozenset({(3, 9), (3, 10), (3, 13), (1, 1), (1, 5), (1, 6)})

#: Level and type of the control messages that carry an entry of the error queue.
_CONTROL_MESSAGES = frozenset({(0, _IP_RECVERR), (41, _IPV6_RECVERR)})

#: Room for one report with the offender's address behind it (16 + 28 bytes and the header).
_ANCILLARY_BYTES = 512


class Verdict(Enum):
    """Who said that a target cannot be reached."""

    NETWORK = "network"  # an ICMP message from another computer
    HERE = "here"  # no route, or no neighbour answered: the ICMP message came from this computer itself (measured)
    HERE_PROHIBITED = "here, prohibited"  # this computer's own packet filter rejected it with "administratively prohibited" (measured)


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """One entry of a socket's error queue."""

    by_icmp: bool
    type: int
    code: int
    offender: str | None  # who sent the ICMP message
    info: int = 0  # of a packet that was too big: the size that the next hop takes


def read_report(data: bytes) -> ErrorReport | None:
    """The entry in an IP_RECVERR or IPV6_RECVERR control message; None where it is too short."""
    if len(data) < _EXTENDED_ERROR.size:
        return None
    _, origin, kind, code, _, info, _ = _EXTENDED_ERROR.unpack_from(data)
    offender = _address(data[_EXTENDED_ERROR.size :])
    return ErrorReport(by_icmp=origin in {_ORIGIN_ICMP, _ORIGIN_ICMP6}, type=kind, code=code, offender=offender, info=info)


def _address(sockaddr: bytes) -> str | None:
    """The address in a ``struct sockaddr_in`` or ``sockaddr_in6`` of Linux."""
    family = int.from_bytes(sockaddr[:2], sys.byteorder)
    if family == 2 and len(sockaddr) >= 8:  # noqa: PLR2004 - AF_INET: 2 family, 2 port, 4 address
        return str(ip_address(sockaddr[4:8]))
    if family == 10 and len(sockaddr) >= 24:  # noqa: PLR2004 - AF_INET6 of Linux: 2 family, 2 port, 4 flow, 16 address
        return str(ip_address(sockaddr[8:24]))
    return None


def ask_for_reports(sock: socket.socket) -> None:
    """Have the socket keep ICMP messages for :func:`verdict`. Does nothing where the system cannot."""
    if sys.platform == "linux":
        if sock.family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, _IPV6_RECVERR, 1)
        else:
            sock.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, 1)


def verdict(sock: socket.socket) -> Verdict:
    """Who sent the asynchronous error of the socket. Where the system cannot tell: the network, as a rule, for it came after the call."""
    if not _KEEPS_REPORTS:
        return Verdict.NETWORK
    try:
        return judge(reports(sock), sock.getsockname()[0])
    except OSError:
        return Verdict.HERE


def reports(sock: socket.socket) -> list[ErrorReport]:
    """The next entry of the socket's error queue; none where the system keeps none. Raises ``OSError`` where the queue is empty."""
    read: list[ErrorReport | None] = []
    if sys.platform == "linux":
        _, ancillary, _, _ = sock.recvmsg(1, _ANCILLARY_BYTES, socket.MSG_ERRQUEUE)
        read = [read_report(data) for level, kind, data in ancillary if (level, kind) in _CONTROL_MESSAGES]
    return [report for report in read if report]


def judge(said: list[ErrorReport], own: str) -> Verdict:
    """The same from the entries of the queue and the socket's own address. No ICMP at all: this computer's own answer."""
    for report in said:
        if report.by_icmp and report.offender != own:
            return Verdict.NETWORK
        if report.by_icmp and (report.type, report.code) in _PROHIBITED:
            return Verdict.HERE_PROHIBITED
    return Verdict.HERE
