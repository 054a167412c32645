"""Windows' functions by which something is done and no setting is changed. Must not decide when."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from queue import Empty, SimpleQueue
from typing import Any, ClassVar

from wssdiag.model.unknown import Unknown

#: wininet.h: the registry is newer than what programs know; they are to read it again.
_SETTINGS_CHANGED, _REFRESH = 39, 37

#: A lease is given within some seconds (RFC 2131 section 4.1: resent after 4 and 8 s); Windows itself waits for a minute.
_LEASE_LIMIT_S = 20.0

#: ipexport.h
_ADAPTER_NAME_CHARACTERS = 128

_INTERFACE_LIMIT = 1_000


class _Adapter(ctypes.Structure):
    """IP_ADAPTER_INDEX_MAP (ipexport.h)."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [("index", ctypes.c_uint32), ("name", ctypes.c_uint16 * _ADAPTER_NAME_CHARACTERS)]


def tell_of_proxy_settings() -> None:
    """Programs that run follow the changed proxy settings at once. One that takes no notice reads them when it starts again."""
    if sys.platform == "win32":
        api = ctypes.WinDLL("wininet")
        for option in (_SETTINGS_CHANGED, _REFRESH):
            api.InternetSetOptionW(None, option, None, 0)


def flush_dns() -> Unknown | None:
    """Empty the cache of names, as ``ipconfig /flushdns`` does and by the same function."""
    done = False
    if sys.platform == "win32":
        done = bool(ctypes.WinDLL("dnsapi").DnsFlushResolverCache())
    return None if done else Unknown("Windows did not empty its cache of names")


def open_page(address: str) -> Unknown | None:
    """Show a web page, a page of the settings (``ms-settings:``) or a folder, with the program that the person has for it."""
    answer: Unknown | None = Unknown("this is not Windows")
    if sys.platform == "win32":
        try:
            os.startfile(address)  # noqa: S606 - no program, but an address of this program's own making, or a folder
            answer = None
        except OSError as error:
            answer = Unknown(f"Windows does not open {address} ({error.winerror})")
    return answer


def renew_lease(interface: str) -> Unknown | None:
    """Ask the DHCP server for the lease again; ``interface`` by the name that people see. It is not given back before.

    A released lease that nobody renews leaves the computer without an address; asking again keeps the old one until a new one is there.
    """
    codes: SimpleQueue[int | None] = SimpleQueue()
    # Windows' own call waits, and cannot be interrupted.
    threading.Thread(target=lambda: codes.put(_renew(interface)), name="action-lease", daemon=True).start()
    try:
        code = codes.get(timeout=_LEASE_LIMIT_S)
    except Empty:
        return Unknown(f"no DHCP server answered within {_LEASE_LIMIT_S:g} s")
    if code is None:
        return Unknown(f"Windows knows no interface {interface}")
    return Unknown(f"Windows did not renew the lease of {interface} ({code})") if code else None


def _renew(interface: str) -> int | None:
    """IpRenewAddress's code, 0 for success; None where there is no such interface with IPv4."""
    code: int | None = None
    if sys.platform == "win32":
        api = ctypes.WinDLL("iphlpapi")
        luid, index, size = ctypes.c_uint64(), ctypes.c_uint32(), ctypes.c_ulong(0)
        api.ConvertInterfaceAliasToLuid(ctypes.c_wchar_p(interface), ctypes.byref(luid))
        api.ConvertInterfaceLuidToIndex(ctypes.byref(luid), ctypes.byref(index))
        api.GetInterfaceInfo(None, ctypes.byref(size))
        buffer = ctypes.create_string_buffer(size.value + ctypes.sizeof(_Adapter))
        size = ctypes.c_ulong(len(buffer))
        if not api.GetInterfaceInfo(buffer, ctypes.byref(size)):
            count = min(int.from_bytes(buffer.raw[:4], "little"), _INTERFACE_LIMIT)
            adapters = (_Adapter * count).from_buffer(buffer, 4)
            mine = next((row for row in adapters if index.value and row.index == index.value), None)
            code = api.IpRenewAddress(ctypes.byref(mine)) if mine else None
    return code
