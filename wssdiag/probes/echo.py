"""One verb: an ICMP echo that no router may cut into pieces, without privileges (Linux and macOS; ``windows_echo`` is the other one).

Linux keeps the groups that may send echoes in a setting (icmp(7), ping_group_range). Where this program may not, a datagram of the same
size still learns what a router says of it; everything else stays unknown then, and nobody is blamed.
"""

from __future__ import annotations

import contextlib
import errno
import socket
import sys
from typing import TYPE_CHECKING

from wssdiag.model.failure import Failure
from wssdiag.model.observation import EchoDetail
from wssdiag.probes import quic
from wssdiag.probes.address import is_ipv6, socket_address
from wssdiag.probes.deadline import LimitReachedError
from wssdiag.probes.echo_message import build, read
from wssdiag.probes.errors import first_packet_failure, name_number, number_of
from wssdiag.probes.icmp import ask_for_reports, reports
from wssdiag.probes.tcp import asynchronous_failure
from wssdiag.probes.udp import DATAGRAM_BYTES, SENT_AFTER_S

if TYPE_CHECKING:
    from wssdiag.probes.deadline import Deadline
    from wssdiag.probes.echo_message import Request
    from wssdiag.probes.network import Echo

#: From linux/in.h, linux/in6.h and Darwin's netinet/in.h, netinet6/in6.h; Python has no names for most of them.
_IP_MTU_DISCOVER, _IPV6_MTU_DISCOVER = 10, 23
_PROBE = 3  # never cut, and never mind what was learnt of the path before
_IPV6_DONTFRAG = 62
_DARWIN_IP_DONTFRAG = 28

#: The system does not let this program send echoes, or knows no such socket.
_NOT_ALLOWED = frozenset({errno.EPERM, errno.EACCES, errno.EPROTONOSUPPORT, errno.EPROTOTYPE})

#: Answers to others, after which the rest is not read: a flood must not keep the thread.
_MOST_STRANGERS = 64

#: IP and UDP before what a datagram carries.
_DATAGRAM_HEAD = 28

#: A router that says that a packet is too big says so within a round trip.
_TOLD_S = 1.0

_HTTPS = 443


def send_echo(echo: Echo, deadline: Deadline) -> tuple[Failure | None, EchoDetail]:
    """Send until it comes back, or an error does. TIMED_OUT for silence, UNREACHABLE or NO_ROUTE for what is too big for the way.

    Which of the two says who said so: a router, or this computer itself. Raises ``CancelledError`` alone.
    """
    request = build(echo.size, ipv6=is_ipv6(echo.address))
    try:
        sock = _open(echo.address)
    except OSError as error:
        if number_of(error) in _NOT_ALLOWED:
            return _by_datagram(echo, deadline, name_number(error))
        return first_packet_failure(number_of(error), own=True), EchoDetail(sent_bytes=echo.size, error=name_number(error))
    with contextlib.closing(sock):
        try:
            return _exchange(sock, request, echo, deadline)
        except LimitReachedError:
            return Failure.TIMED_OUT, EchoDetail(sent_bytes=echo.size)


def _exchange(sock: socket.socket, request: Request, echo: Echo, deadline: Deadline) -> tuple[Failure | None, EchoDetail]:
    strangers = 0
    sends = [deadline.began + after for after in SENT_AFTER_S]
    while strangers < _MOST_STRANGERS:
        try:
            if sends and deadline.now() >= sends[0]:
                del sends[0]
                _send(sock, request.message)
            if not deadline.readable(sock, sends[0] if sends else None):
                continue
            received = read(request, sock.recv(DATAGRAM_BYTES))
        except BlockingIOError:  # what woke the wait is gone
            continue
        except OSError as error:
            failure, mtu = _said(sock, error)
            return failure, EchoDetail(sent_bytes=echo.size, path_mtu=mtu, error=name_number(error))
        if received is not None:
            # An answer that is not whole is in no list: the other side shortens what it sends back.
            return None if received >= echo.size else Failure.UNKNOWN, EchoDetail(sent_bytes=echo.size, received_bytes=received)
        strangers += 1
    return Failure.TIMED_OUT, EchoDetail(sent_bytes=echo.size)


def _send(sock: socket.socket, data: bytes) -> None:
    """A full buffer loses it, as the network might."""
    with contextlib.suppress(BlockingIOError):
        sock.send(data)


def _open(address: str, protocol: int | None = None) -> socket.socket:
    """A connected socket for echoes, or of a protocol, whose packets are never cut. Raises ``OSError``."""
    family, target = socket_address(address, _HTTPS)
    if protocol is None:
        protocol = socket.IPPROTO_ICMPV6 if family is socket.AF_INET6 else socket.IPPROTO_ICMP
        target = (target[0], 0) if len(target) == 2 else (target[0], 0, *target[2:])  # noqa: PLR2004 - an echo has no port
    sock = socket.socket(family, socket.SOCK_DGRAM, protocol)
    try:
        sock.settimeout(0)
        _never_cut(sock)
        ask_for_reports(sock)
        sock.connect(target)
    except OSError:
        sock.close()
        raise
    return sock


def _never_cut(sock: socket.socket) -> None:
    """Raises ``OSError`` where the system cannot."""
    if sock.family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, _IPV6_DONTFRAG, 1)
    elif sys.platform == "darwin":
        sock.setsockopt(socket.IPPROTO_IP, _DARWIN_IP_DONTFRAG, 1)
    if sys.platform == "linux":
        level, option = (
            (socket.IPPROTO_IPV6, _IPV6_MTU_DISCOVER) if sock.family == socket.AF_INET6 else (socket.IPPROTO_IP, _IP_MTU_DISCOVER)
        )
        sock.setsockopt(level, option, _PROBE)


def _said(sock: socket.socket, error: OSError) -> tuple[Failure, int | None]:
    """Who refused a packet, and the size that would pass where it is said."""
    if number_of(error) != errno.EMSGSIZE:
        return asynchronous_failure(sock, number_of(error)), None
    found = []
    with contextlib.suppress(OSError):
        found = reports(sock)
    told = next((row for row in found if row.info), None)
    by_another = told is not None and told.by_icmp and told.offender != sock.getsockname()[0]
    return (Failure.UNREACHABLE if by_another else Failure.NO_ROUTE), told.info if told else None


def _by_datagram(echo: Echo, deadline: Deadline, error: str) -> tuple[Failure, EchoDetail]:
    """What is said of a datagram of that size: that it is too big, or nothing. It is one that a QUIC server takes for a first packet."""
    untold = Failure.UNKNOWN, EchoDetail(sent_bytes=echo.size, allowed=False, error=error)
    data = quic.build().data.ljust(echo.size - _DATAGRAM_HEAD, b"\0")
    if len(data) + _DATAGRAM_HEAD > echo.size or is_ipv6(echo.address):
        return untold
    try:
        sock = _open(echo.address, socket.IPPROTO_UDP)
    except OSError:
        return untold
    with contextlib.closing(sock):
        try:
            _send(sock, data)
            deadline.sooner(_TOLD_S).readable(sock)
            sock.recv(DATAGRAM_BYTES)  # an answer in the place of an error: it passed, or others of its kind would
        except LimitReachedError:
            return untold
        except OSError as refused:
            failure, mtu = _said(sock, refused)
            if mtu is not None:
                return failure, EchoDetail(sent_bytes=echo.size, path_mtu=mtu, allowed=False, error=error)
    return untold
