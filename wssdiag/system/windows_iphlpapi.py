"""Asks Windows' IP Helper API. The only place with its C calls; what the bytes mean is said in ``windows_tables``."""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from wssdiag.system.windows_tables import adapter_type, socket_address

if TYPE_CHECKING:
    from wssdiag.model.facts import Interface

_AF_UNSPEC = 0

#: winsock2.h. Each is asked for on its own: where one has no table, asking for both gives none at all.
_AF_INET, _AF_INET6 = 2, 23

#: iptypes.h: no anycast and multicast lists.
_SKIP_ADDRESSES = 0x0002 | 0x0004

#: iptypes.h: IP_ADAPTER_DHCP_ENABLED
_DHCP = 0x0004

#: What Microsoft recommends to start with, and where it ends: the list of adapters grows while it is read.
_BUFFER_BYTES = (16 * 1024, 128 * 1024, 1024 * 1024)

#: NDIS_IF_MAX_STRING_SIZE + 1
_ALIAS_CHARACTERS = 257

#: A broken list must not be walked for ever.
_CHAIN_LIMIT = 1_000

_SOCKADDR_BYTES = 28


class _Adapter(ctypes.Structure):
    """The head of IP_ADAPTER_ADDRESSES_LH (iptypes.h)."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("length", ctypes.c_uint32),
        ("index", ctypes.c_uint32),
        ("next", ctypes.c_void_p),
        ("adapter_name", ctypes.c_char_p),
        ("unicast", ctypes.c_void_p),
        ("anycast", ctypes.c_void_p),
        ("multicast", ctypes.c_void_p),
        ("dns", ctypes.c_void_p),
        ("dns_suffix", ctypes.c_wchar_p),
        ("description", ctypes.c_wchar_p),
        ("friendly_name", ctypes.c_wchar_p),
        ("physical", ctypes.c_ubyte * 8),
        ("physical_length", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("mtu", ctypes.c_uint32),
        ("if_type", ctypes.c_uint32),
        ("oper_status", ctypes.c_uint32),
    ]


class _SocketAddress(ctypes.Structure):
    """SOCKET_ADDRESS (ws2def.h)."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [("address", ctypes.c_void_p), ("length", ctypes.c_int)]


class _DnsServer(ctypes.Structure):
    """IP_ADAPTER_DNS_SERVER_ADDRESS_XP (iptypes.h)."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("length", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("next", ctypes.c_void_p),
        ("socket", _SocketAddress),
    ]


class _Unicast(ctypes.Structure):
    """IP_ADAPTER_UNICAST_ADDRESS_LH (iptypes.h)."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("length", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("next", ctypes.c_void_p),
        ("socket", _SocketAddress),
        ("prefix_origin", ctypes.c_int),
        ("suffix_origin", ctypes.c_int),
        ("dad_state", ctypes.c_int),
        ("valid_lifetime", ctypes.c_uint32),
        ("preferred_lifetime", ctypes.c_uint32),
        ("lease_lifetime", ctypes.c_uint32),
        ("prefix", ctypes.c_uint8),
    ]


def ip_tables(function: str, row_bytes: int) -> tuple[bytes, ...]:
    """``GetIpForwardTable2`` or ``GetIpNetTable2`` as bytes, a table for each family that has one; none where Windows gives none."""
    found: list[bytes] = []
    if sys.platform == "win32":
        api = ctypes.WinDLL("iphlpapi")
        for family in (_AF_INET, _AF_INET6):
            pointer = ctypes.c_void_p()
            if not getattr(api, function)(ctypes.c_ushort(family), ctypes.byref(pointer)) and pointer.value:
                try:
                    count = ctypes.c_uint32.from_address(pointer.value).value
                    found.append(ctypes.string_at(pointer.value, 8 + count * row_bytes))
                finally:
                    api.FreeMibTable(pointer)
    return tuple(found)


def alias(luid: bytes) -> str:
    """The name of an interface as people see it, by its LUID; empty where it is gone."""
    name = ctypes.create_unicode_buffer(_ALIAS_CHARACTERS)
    if sys.platform == "win32":
        ctypes.WinDLL("iphlpapi").ConvertInterfaceLuidToAlias(ctypes.c_char_p(luid), name, ctypes.c_size_t(_ALIAS_CHARACTERS))
    return name.value


def with_adapters(rows: tuple[Interface, ...]) -> list[dict[str, Any]]:
    """The interfaces as rows of the capture, with what GetAdaptersAddresses knows beside: kind, description, DNS servers, DHCP.

    Its addresses count: psutil gives those of IPv6 on Windows without a prefix.

    Where it knows nothing of one, that row has no list of DNS servers at all: an empty one would say that none is configured.
    """
    adapters = _adapters()
    nothing = {"dns_servers": None}
    return [{**msgspec.to_builtins(row), **adapters.get(row.name, nothing)} for row in rows]


def _adapters() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    if sys.platform == "win32":
        api = ctypes.WinDLL("iphlpapi")
        for size in _BUFFER_BYTES:
            buffer = ctypes.create_string_buffer(size)
            length = ctypes.c_ulong(size)
            if not api.GetAdaptersAddresses(_AF_UNSPEC, _SKIP_ADDRESSES, None, buffer, ctypes.byref(length)):
                found = _walk(ctypes.addressof(buffer))
                break
    return found


def _walk(address: int | None) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    while address and len(found) < _CHAIN_LIMIT:
        adapter = _Adapter.from_address(address)
        description = adapter.description or ""
        found[adapter.friendly_name or ""] = {
            "description": description,
            "type": adapter_type(adapter.if_type, description),
            "addresses": _addresses(adapter.unicast),
            "dns_servers": _dns_servers(adapter.dns),
            "dns_suffix": adapter.dns_suffix or None,
            "dhcp": bool(adapter.flags & _DHCP),
        }
        address = adapter.next
    return found


def _dns_servers(address: int | None) -> tuple[str, ...]:
    found: list[str] = []
    steps = 0
    while address and steps < _CHAIN_LIMIT:
        server = _DnsServer.from_address(address)
        if ip := _socket_address(server):
            found.append(ip)
        address = server.next
        steps += 1
    return tuple(found)


def _addresses(address: int | None) -> tuple[dict[str, Any], ...]:
    found: list[dict[str, Any]] = []
    steps = 0
    while address and steps < _CHAIN_LIMIT:
        row = _Unicast.from_address(address)
        if ip := _socket_address(row):
            found.append({"address": ip, "prefix": row.prefix})
        address = row.next
        steps += 1
    return tuple(found)


def _socket_address(row: _DnsServer | _Unicast) -> str:
    """The text of a row's address; empty for another family than IPv4 and IPv6."""
    data = ctypes.string_at(row.socket.address, min(row.socket.length, _SOCKADDR_BYTES)) if row.socket.address else b""
    return str(socket_address(data) or "")
