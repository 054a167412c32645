"""The verb of ``echo`` on Windows, which has no sockets for it: IcmpSendEcho2 of iphlpapi, documented and open to every program.

Owns the numbers that Windows answers with (ipexport.h). It does not say which size a router would take, and IPv6 is not asked.
"""

from __future__ import annotations

import ctypes
import socket
import sys
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from wssdiag.model.failure import Failure
from wssdiag.model.observation import EchoDetail
from wssdiag.model.web_address import is_literal
from wssdiag.probes.address import is_ipv6
from wssdiag.probes.deadline import LimitReachedError
from wssdiag.probes.echo_message import build
from wssdiag.probes.udp import SENT_AFTER_S

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wssdiag.probes.deadline import Deadline
    from wssdiag.probes.network import Echo

#: ``IP_STATUS`` of ipexport.h -> failure; 0 is success. What is not listed is UNKNOWN.
FAILURE_BY_STATUS: Mapping[int, Failure] = MappingProxyType(
    {
        11002: Failure.UNREACHABLE,  # IP_DEST_NET_UNREACHABLE
        11003: Failure.UNREACHABLE,  # IP_DEST_HOST_UNREACHABLE
        11004: Failure.UNREACHABLE,  # IP_DEST_PROT_UNREACHABLE
        11005: Failure.REFUSED,  # IP_DEST_PORT_UNREACHABLE
        11009: Failure.UNREACHABLE,  # IP_PACKET_TOO_BIG
        11010: Failure.TIMED_OUT,  # IP_REQ_TIMED_OUT
        11013: Failure.UNREACHABLE,  # IP_TTL_EXPIRED_TRANSIT
        11018: Failure.NO_ROUTE,  # IP_BAD_DESTINATION
        1231: Failure.NO_ROUTE,  # ERROR_NETWORK_UNREACHABLE, of the call itself
        1232: Failure.NO_ROUTE,  # ERROR_HOST_UNREACHABLE, of the call itself
    }
)

#: IP_FLAG_DF of ipexport.h: routers may not cut it.
_NEVER_CUT = 0x02

#: IP and ICMP before the data of an echo; what the API hands back is data alone.
_HEAD_BYTES = 28

#: "One ICMP_ECHO_REPLY, the data, 8 bytes of an ICMP error, and an IO_STATUS_BLOCK" (IcmpSendEcho2); and room to spare.
_REPLY_ROOM = 128

_IO_PENDING = 997
_WAIT_OBJECT = 0
_HOPS = 128


class _Options(ctypes.Structure):
    """IP_OPTION_INFORMATION (ipexport.h)."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("ttl", ctypes.c_ubyte),
        ("tos", ctypes.c_ubyte),
        ("flags", ctypes.c_ubyte),
        ("size", ctypes.c_ubyte),
        ("data", ctypes.c_void_p),
    ]


class Reply(ctypes.Structure):
    """ICMP_ECHO_REPLY (ipexport.h)."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("address", ctypes.c_uint32),
        ("status", ctypes.c_uint32),
        ("round_trip_ms", ctypes.c_uint32),
        ("data_size", ctypes.c_uint16),
        ("reserved", ctypes.c_uint16),
        ("data", ctypes.c_void_p),
        ("options", _Options),
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one call is given; it must live until the call has ended."""

    address: str
    body: bytes
    options: _Options


def outcome(status: int, data_size: int, size: int) -> tuple[Failure | None, EchoDetail]:
    """What the numbers of one answer mean for an echo of a whole packet of ``size`` bytes."""
    if status == 0:
        received = data_size + _HEAD_BYTES
        return None if received >= size else Failure.UNKNOWN, EchoDetail(sent_bytes=size, received_bytes=received)
    return FAILURE_BY_STATUS.get(status, Failure.UNKNOWN), EchoDetail(sent_bytes=size, error=f"IP_STATUS {status}")


def send_echo(echo: Echo, deadline: Deadline) -> tuple[Failure | None, EchoDetail]:
    """As ``echo.send_echo``. Raises ``CancelledError`` alone."""
    if is_ipv6(echo.address) or not is_literal(echo.address):
        return Failure.UNKNOWN, EchoDetail(sent_bytes=echo.size, allowed=False, error="not asked by this family of addresses")
    found: tuple[Failure | None, EchoDetail] = Failure.TIMED_OUT, EchoDetail(sent_bytes=echo.size)
    try:
        for number in range(len(SENT_AFTER_S)):
            until = deadline.began + (SENT_AFTER_S[number + 1] if number + 1 < len(SENT_AFTER_S) else deadline.limit_s)
            found = _once(echo, deadline, until)
            if found[0] is not Failure.TIMED_OUT:
                break
    except LimitReachedError:
        return Failure.TIMED_OUT, EchoDetail(sent_bytes=echo.size)
    return found


def _once(echo: Echo, deadline: Deadline, until: float) -> tuple[Failure | None, EchoDetail]:
    """One request, waited for in slices; closing the handle ends a call that is under way.

    What such a call was given is never freed: nobody says when the system has let go of it, and one that still writes would write into
    memory that has become something else.
    """
    found: tuple[Failure | None, EchoDetail] = Failure.TIMED_OUT, EchoDetail(sent_bytes=echo.size)
    if sys.platform == "win32":
        api, kernel = ctypes.WinDLL("iphlpapi", use_last_error=True), ctypes.WinDLL("kernel32")
        api.IcmpCreateFile.restype = kernel.CreateEventW.restype = ctypes.c_void_p
        handle, event = ctypes.c_void_p(api.IcmpCreateFile()), ctypes.c_void_p(kernel.CreateEventW(None, 1, 0, None))
        asked = _Asked(echo.address, build(echo.size, ipv6=False).body, _Options(ttl=_HOPS, flags=_NEVER_CUT))
        buffer = ctypes.create_string_buffer(ctypes.sizeof(Reply) + len(asked.body) + _REPLY_ROOM)
        under_way = False
        try:
            code = _start(api, (handle, event), asked, buffer, round((until - deadline.now()) * 1000))
            if code != _IO_PENDING:
                return outcome(code, 0, echo.size)
            under_way = True
            while deadline.now() < until:
                pause = round(deadline.slice_s(until) * 1000)
                if kernel.WaitForSingleObject(event, pause) == _WAIT_OBJECT:
                    under_way = False
                    if not api.IcmpParseReplies(buffer, ctypes.c_uint32(len(buffer))):
                        return outcome(ctypes.get_last_error(), 0, echo.size)
                    reply = Reply.from_buffer(buffer)
                    return outcome(reply.status, reply.data_size, echo.size)
        finally:
            if under_way:
                _keep(asked, buffer)
            api.IcmpCloseHandle(handle)
            kernel.CloseHandle(event)
    return found


def _keep(*things: object) -> None:
    """Let these live as long as the process: some kilobytes for an echo that nobody answered."""
    for thing in things:
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(thing))


def _start(
    api: ctypes.CDLL, handles: tuple[ctypes.c_void_p, ctypes.c_void_p], echo: _Asked, buffer: ctypes.Array[ctypes.c_char], patience_ms: int
) -> int:
    """Begin one request: 997 (under way), or the number of the error."""
    handle, event = handles
    done = api.IcmpSendEcho2(
        handle,
        event,
        None,
        None,
        ctypes.c_uint32(int.from_bytes(socket.inet_aton(echo.address), sys.byteorder)),
        echo.body,
        ctypes.c_ushort(len(echo.body)),
        ctypes.byref(echo.options),
        buffer,
        ctypes.c_uint32(len(buffer)),
        ctypes.c_uint32(max(1, patience_ms)),
    )
    code = _IO_PENDING
    if sys.platform == "win32" and not done:
        code = ctypes.get_last_error()
    return code
