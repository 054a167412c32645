"""Owns how a socket is bound to one interface, whatever the routes say. Each system has its own option, and a name or a number for it."""

from __future__ import annotations

import ctypes
import socket
import sys

#: linux: socket(7), asm-generic/socket.h; unprivileged since Linux 5.7, as long as the socket is not bound already.
_SO_BINDTODEVICE = 25

#: Darwin: netinet/in.h, netinet6/in6.h.
_IP_BOUND_IF, _IPV6_BOUND_IF = 25, 125

#: Windows: ws2ipdef.h, the same number at both levels.
_UNICAST_IF = 31

#: NET_LUID of Windows is one 64-bit number.
_LUID_BYTES = 8


def bind_to_interface(sock: socket.socket, name: str) -> None:
    """Have the socket use this interface alone. Raises ``OSError`` where the system does not let it, or knows no such interface."""
    if sys.platform == "linux":
        sock.setsockopt(socket.SOL_SOCKET, _SO_BINDTODEVICE, name.encode() + b"\0")
    elif sys.platform == "darwin":
        level, option = darwin_option(ipv6=sock.family == socket.AF_INET6)
        sock.setsockopt(level, option, socket.if_nametoindex(name))
    elif sys.platform == "win32":
        level, value = windows_value(_windows_index(name), ipv6=sock.family == socket.AF_INET6)
        sock.setsockopt(level, _UNICAST_IF, value)
    else:
        raise OSError


def darwin_option(*, ipv6: bool) -> tuple[int, int]:
    """Level and option."""
    return (socket.IPPROTO_IPV6, _IPV6_BOUND_IF) if ipv6 else (socket.IPPROTO_IP, _IP_BOUND_IF)


def windows_value(index: int, *, ipv6: bool) -> tuple[int, bytes]:
    """Level and value: the number in the network's byte order for IPv4, in the computer's own for IPv6 (IP_UNICAST_IF)."""
    if ipv6:
        return socket.IPPROTO_IPV6, index.to_bytes(4, sys.byteorder)
    return socket.IPPROTO_IP, index.to_bytes(4, "big")


def _windows_index(name: str) -> int:
    """The number of an interface by the name that people see, as the facts have it. Raises ``OSError`` where there is none."""
    index = ctypes.c_uint32()
    if sys.platform == "win32":
        api, luid = ctypes.WinDLL("iphlpapi"), ctypes.create_string_buffer(_LUID_BYTES)
        if api.ConvertInterfaceAliasToLuid(ctypes.c_wchar_p(name), luid) or api.ConvertInterfaceLuidToIndex(luid, ctypes.byref(index)):
            raise OSError
    return index.value
