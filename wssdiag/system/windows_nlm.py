"""What Windows itself thinks of its connection: the Network List Manager, asked by COM. The only place with COM calls.

Not GetNetworkConnectivityHint, which is one plain call: its "constrained" may be a sign-in page or a proxy that changes headers, as
Microsoft's page on NetworkConnectivityLevel says, and a fail-closed agent looks the same. The list manager has a flag for that page alone.
"""

from __future__ import annotations

import ctypes
import sys
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from wssdiag.model.codec import encode

if TYPE_CHECKING:
    from collections.abc import Iterable

#: netlistmgr.h, oaidl.h
_CLASS = uuid.UUID("dcb00c01-570f-4a9b-8d69-199fdba5723b")
_MANAGER = uuid.UUID("dcb00000-570f-4a9b-8d69-199fdba5723b")
_PROPERTY_BAG = uuid.UUID("55272a00-42cb-11ce-8135-00aa004bb851")

#: objbase.h, combaseapi.h
_MULTITHREADED = 0
_ALL_CONTEXTS = 0x17

#: Places in the tables of functions: IUnknown has three functions, IDispatch seven.
_QUERY_INTERFACE, _RELEASE = 0, 2
_PROPERTY_READ = 3
_GET_NETWORKS = 7
_NEXT = 8
_NETWORK_CONNECTIVITY = 17

#: NLM_ENUM_NETWORK_CONNECTED
_CONNECTED = 1

#: NLM_CONNECTIVITY, both families: up without traffic or with the subnet alone; a local network; the internet.
_IPV4_ROUTED, _IPV6_ROUTED = 0x20 | 0x40, 0x200 | 0x400
_INTERNET = 0x40 | 0x400

#: NLM_INTERNET_CONNECTIVITY_WEBHIJACK
_HIJACKED = 1

#: A computer is in a few networks at once.
_NETWORK_LIMIT = 50


class _Variant(ctypes.Structure):
    """VARIANT (oaidl.h), of which only unsigned numbers are read here."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("kind", ctypes.c_ushort),
        ("reserved", ctypes.c_ushort * 3),
        ("number", ctypes.c_uint32),
        ("rest", ctypes.c_ubyte * 12),
    ]


#: What one network is: its NLM_CONNECTIVITY, and NLM_INTERNET_CONNECTIVITY of IPv4 and of IPv6.
Network = tuple[int, int, int]


def connectivity_json() -> bytes | None:
    """``connectivity.json`` with Windows' opinion; None where the list manager does not answer."""
    networks = _networks()
    return None if networks is None else encode({"windows_nlm": opinion(networks)})


def opinion(networks: Iterable[Network]) -> str:
    """One word for the networks that are connected: "internet" where one leads there, else "webhijack", "local" or "none"."""
    rows = list(networks)
    hijacked = [row for row in rows if _is_hijacked(*row)]
    if any(row[0] & _INTERNET for row in rows if row not in hijacked):
        return "internet"
    if hijacked:
        return "webhijack"
    return "local" if any(row[0] for row in rows) else "none"


def _is_hijacked(connectivity: int, ipv4: int, ipv6: int) -> bool:
    """A family's flag counts where that family leads beyond its own subnet; IPv4's before IPv6's."""
    if connectivity & _IPV4_ROUTED:
        return bool(ipv4 & _HIJACKED)
    return bool(connectivity & _IPV6_ROUTED and ipv6 & _HIJACKED)


def _networks() -> list[Network] | None:
    found: list[Network] | None = None
    if sys.platform == "win32":
        ole = ctypes.WinDLL("ole32")
        started = ole.CoInitializeEx(None, _MULTITHREADED) >= 0
        try:
            manager = ctypes.c_void_p()
            identity, interface = _guid(_CLASS), _guid(_MANAGER)
            if not ole.CoCreateInstance(identity, None, _ALL_CONTEXTS, interface, ctypes.byref(manager)) and manager.value:
                found = _read(manager)
        finally:
            if started:
                ole.CoUninitialize()
    return found


def _read(manager: ctypes.c_void_p) -> list[Network] | None:
    networks = ctypes.c_void_p()
    failed = _call(manager, _GET_NETWORKS, ctypes.c_int(_CONNECTED), _out(networks))
    _call(manager, _RELEASE)
    if failed or not networks.value:
        return None
    found: list[Network] = []
    while len(found) < _NETWORK_LIMIT:
        network = ctypes.c_void_p()
        if _call(networks, _NEXT, ctypes.c_ulong(1), _out(network), ctypes.c_void_p()) or not network.value:
            break
        found.append(_network(network))
        _call(network, _RELEASE)
    _call(networks, _RELEASE)
    return found


def _network(network: ctypes.c_void_p) -> Network:
    connectivity = ctypes.c_uint32()
    _call(network, _NETWORK_CONNECTIVITY, _out(connectivity))
    bag = ctypes.c_void_p()
    flags = [0, 0]
    if not _call(network, _QUERY_INTERFACE, _guid(_PROPERTY_BAG), _out(bag)) and bag.value:
        flags = [_property(bag, f"NA_InternetConnectivity{family}") for family in ("V4", "V6")]
        _call(bag, _RELEASE)
    return connectivity.value, flags[0], flags[1]


def _property(bag: ctypes.c_void_p, name: str) -> int:
    """A number; 0 where the network does not have it."""
    value = _Variant()
    failed = _call(bag, _PROPERTY_READ, ctypes.c_wchar_p(name), _out(value), ctypes.c_void_p())
    return 0 if failed else value.number


def _call(instance: ctypes.c_void_p, place: int, *arguments: Any) -> int:  # noqa: ANN401 - ctypes' values have no common type
    """An HRESULT: 0 is success, 1 "no more"."""
    result = -1
    if sys.platform == "win32" and instance.value:
        table = ctypes.c_void_p.from_address(instance.value).value or 0
        function = ctypes.c_void_p.from_address(table + place * ctypes.sizeof(ctypes.c_void_p)).value or 0
        kinds = [type(argument) for argument in arguments]
        result = ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_void_p, *kinds)(function)(instance, *arguments)
    return result


def _out(target: Any) -> ctypes.c_void_p:  # noqa: ANN401 - ctypes' values have no common type
    return ctypes.c_void_p(ctypes.addressof(target))


def _guid(value: uuid.UUID) -> ctypes.c_char_p:
    return ctypes.c_char_p(value.bytes_le)
