"""Owns the meaning of error numbers: errno and ``gaierror`` of Linux, macOS and Windows, each as a failure of the closed list.

Numbers stand here as data, so that every system's table is tested on every system. Message text is never read: it is translated.
Sources: Linux asm-generic/errno.h, Darwin sys/errno.h and netdb.h, Windows Sockets error codes, glibc netdb.h.
"""

from __future__ import annotations

import ssl
import sys
from types import MappingProxyType
from typing import TYPE_CHECKING

from wssdiag.model.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Error number -> failure, by ``sys.platform``. UNREACHABLE stands for "host or net unreachable, whoever said so".
FAILURE_BY_ERRNO: Mapping[str, Mapping[int, Failure]] = MappingProxyType(
    {
        "linux": MappingProxyType(
            {
                1: Failure.BLOCKED_LOCALLY,  # EPERM
                13: Failure.BLOCKED_LOCALLY,  # EACCES
                22: Failure.NO_ROUTE,  # EINVAL: a blackhole route (measured), or a link-local address without its interface
                32: Failure.RESET,  # EPIPE
                64: Failure.UNREACHABLE,  # ENONET: ICMP host isolated
                97: Failure.NO_ROUTE,  # EAFNOSUPPORT: no IPv6 on this computer
                98: Failure.NO_LOCAL_PORT,  # EADDRINUSE
                99: Failure.NO_LOCAL_PORT,  # EADDRNOTAVAIL
                100: Failure.NO_ROUTE,  # ENETDOWN
                101: Failure.UNREACHABLE,  # ENETUNREACH
                103: Failure.RESET,  # ECONNABORTED
                104: Failure.RESET,  # ECONNRESET
                110: Failure.TIMED_OUT,  # ETIMEDOUT
                111: Failure.REFUSED,  # ECONNREFUSED
                112: Failure.UNREACHABLE,  # EHOSTDOWN: ICMP host unknown
                113: Failure.UNREACHABLE,  # EHOSTUNREACH
            }
        ),
        "darwin": MappingProxyType(
            {
                1: Failure.BLOCKED_LOCALLY,  # EPERM
                13: Failure.BLOCKED_LOCALLY,  # EACCES
                32: Failure.RESET,  # EPIPE
                47: Failure.NO_ROUTE,  # EAFNOSUPPORT
                48: Failure.NO_LOCAL_PORT,  # EADDRINUSE
                49: Failure.NO_LOCAL_PORT,  # EADDRNOTAVAIL
                50: Failure.NO_ROUTE,  # ENETDOWN
                51: Failure.UNREACHABLE,  # ENETUNREACH
                53: Failure.RESET,  # ECONNABORTED
                54: Failure.RESET,  # ECONNRESET
                60: Failure.TIMED_OUT,  # ETIMEDOUT
                61: Failure.REFUSED,  # ECONNREFUSED
                64: Failure.NO_ROUTE,  # EHOSTDOWN: ARP got no answer
                65: Failure.UNREACHABLE,  # EHOSTUNREACH
            }
        ),
        "win32": MappingProxyType(
            {
                10013: Failure.BLOCKED_LOCALLY,  # WSAEACCES
                10047: Failure.NO_ROUTE,  # WSAEAFNOSUPPORT
                10048: Failure.NO_LOCAL_PORT,  # WSAEADDRINUSE
                10049: Failure.NO_LOCAL_PORT,  # WSAEADDRNOTAVAIL
                10050: Failure.NO_ROUTE,  # WSAENETDOWN
                10051: Failure.UNREACHABLE,  # WSAENETUNREACH
                10053: Failure.RESET,  # WSAECONNABORTED
                10054: Failure.RESET,  # WSAECONNRESET
                10060: Failure.TIMED_OUT,  # WSAETIMEDOUT
                10061: Failure.REFUSED,  # WSAECONNREFUSED
                10064: Failure.NO_ROUTE,  # WSAEHOSTDOWN
                10065: Failure.UNREACHABLE,  # WSAEHOSTUNREACH
            }
        ),
    }
)

#: ``gaierror`` number -> failure, by ``sys.platform``.
FAILURE_BY_GAIERROR: Mapping[str, Mapping[int, Failure]] = MappingProxyType(
    {
        "linux": MappingProxyType(
            {
                -2: Failure.NAME_NOT_FOUND,  # EAI_NONAME
                -3: Failure.DNS_SERVFAIL,  # EAI_AGAIN
                -4: Failure.DNS_SERVFAIL,  # EAI_FAIL
                -5: Failure.NO_ADDRESS,  # EAI_NODATA
                -9: Failure.NO_ADDRESS,  # EAI_ADDRFAMILY
            }
        ),
        "darwin": MappingProxyType(
            {
                1: Failure.NO_ADDRESS,  # EAI_ADDRFAMILY
                2: Failure.DNS_SERVFAIL,  # EAI_AGAIN
                4: Failure.DNS_SERVFAIL,  # EAI_FAIL
                7: Failure.NO_ADDRESS,  # EAI_NODATA
                8: Failure.NAME_NOT_FOUND,  # EAI_NONAME
            }
        ),
        "win32": MappingProxyType(
            {
                11001: Failure.NAME_NOT_FOUND,  # WSAHOST_NOT_FOUND
                11002: Failure.DNS_SERVFAIL,  # WSATRY_AGAIN
                11003: Failure.DNS_SERVFAIL,  # WSANO_RECOVERY
                11004: Failure.NO_ADDRESS,  # WSANO_DATA
            }
        ),
    }
)

#: EADDRNOTAVAIL by ``sys.platform``: for IPv6 it says that this computer has no IPv6 address to send from, not that ports ran out.
_NO_SOURCE = MappingProxyType({"linux": 99, "darwin": 49, "win32": 10049})


def socket_failure(number: int, *, platform: str = sys.platform, own: bool = False, ipv6: bool = False) -> Failure:
    """The failure of a socket's error number. ``own``: this computer said it, not the network. Unlisted: UNKNOWN, nothing is guessed."""
    if ipv6 and number == _NO_SOURCE.get(platform):
        return Failure.NO_ROUTE
    failure = FAILURE_BY_ERRNO.get(platform, {}).get(number, Failure.UNKNOWN)
    return Failure.NO_ROUTE if own and failure is Failure.UNREACHABLE else failure


def first_packet_failure(number: int, *, platform: str = sys.platform, own: bool = False, ipv6: bool = False) -> Failure:
    """The same for the answer to a first packet: before anything had opened, a reset is a refusal.

    Windows reports the ICMP port unreachable of a datagram as WSAECONNRESET.
    """
    failure = socket_failure(number, platform=platform, own=own, ipv6=ipv6)
    return Failure.REFUSED if failure is Failure.RESET else failure


def gaierror_failure(number: int, *, platform: str = sys.platform) -> Failure:
    """The failure of a ``gaierror`` number; UNKNOWN where it is not listed."""
    return FAILURE_BY_GAIERROR.get(platform, {}).get(number, Failure.UNKNOWN)


def number_of(error: OSError) -> int:
    """The error number of the system; on Windows the Winsock number. 0 where there is none."""
    if sys.platform == "win32" and error.winerror:
        return error.winerror
    return error.errno or 0


def tls_reason(error: ssl.SSLError) -> str:
    """OpenSSL's symbol for the error, ``""`` where there is none (an error that Python made by itself lacks the attribute)."""
    return getattr(error, "reason", None) or ""


def name_number(error: BaseException) -> str:
    """Class and number for a report: ``ConnectionRefusedError [Errno 111]``. Never the message: translated, and it may hold secrets."""
    name = type(error).__name__
    if isinstance(error, ssl.SSLError) and tls_reason(error):
        return f"{name} [{tls_reason(error)}]"
    return f"{name} [Errno {number_of(error)}]" if isinstance(error, OSError) else name
