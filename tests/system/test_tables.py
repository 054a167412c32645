"""The systems' own tables: the kernel's, the IP Helper API's, macOS's listings."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from wssdiag.model.facts import InterfaceType
from wssdiag.system import linux_tables, macos_tables
from wssdiag.system.linux_interfaces import interface_type
from wssdiag.system.windows_tables import adapter_type, forward_rows, neighbour_rows

if TYPE_CHECKING:
    from pathlib import Path

IPV4 = b"""Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0
eth0\t000200C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
*\t0000000A\t00000000\t0201\t0\t0\t0\t000000FF\t0\t0\t0
wg0\t05050505\t00000000\t0004\t0\t0\t0\tFFFFFFFF\t0\t0\t0
"""
IPV6 = b"""20010db8000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000002 00000000 00000003     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
ff000000000000000000000000000000 08 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
20010db8000000000000000000000009 80 00000000000000000000000000000000 00 00000000000000000000000000000000 00000000 00000001 00000000 80200001     eth0
"""  # noqa: E501 - the kernel's own columns


def test_linux_routes() -> None:
    rows = linux_tables.ipv4_routes(IPV4) + linux_tables.ipv6_routes(IPV6)
    assert [(row.destination, row.gateway, row.interface, row.metric) for row in rows] == [
        ("0.0.0.0/0", "192.0.2.1", "eth0", 100),
        ("192.0.2.0/24", None, "eth0", 100),
        ("2001:db8::/64", None, "eth0", 256),
        ("::/0", "fe80::1", "eth0", 1024),
    ]


def test_linux_arp() -> None:
    table = b"""IP address       HW type     Flags       HW address            Mask     Device
192.0.2.1        0x1         0x2         52:54:00:00:00:01     *        eth0
192.0.2.9        0x1         0x0         00:00:00:00:00:00     *        eth0
"""
    rows = linux_tables.arp_neighbours(table)
    assert [(row.address, row.mac, row.state) for row in rows] == [
        ("192.0.2.1", "52:54:00:00:00:01", "stale"),
        ("192.0.2.9", None, "incomplete"),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("lo", "loopback"),
        ("docker0", "other"),
        ("br-12ab", "other"),
        ("virbr0", "other"),
        ("veth12", "other"),
        ("vmnet8", "other"),
        ("vboxnet0", "other"),
        ("tun0", "tunnel"),
        ("tap0", "tunnel"),
        ("wg0", "tunnel"),
        ("ppp0", "tunnel"),
        ("utun3", "tunnel"),
        ("ipsec0", "tunnel"),
        ("tailscale0", "tunnel"),
        ("wwan0", "cellular"),
        ("wlp3s0", "wifi"),
        ("eth0", "ethernet"),
        ("enp3s0", "ethernet"),
    ],
)
def test_linux_names(tmp_path: Path, name: str, kind: str) -> None:
    assert interface_type(name, tmp_path) == kind


@pytest.mark.parametrize(("files", "kind"), [({"phy80211": ""}, "wifi"), ({"tun_flags": "0x1"}, "tunnel"), ({"type": "65534\n"}, "tunnel")])
def test_linux_drivers(tmp_path: Path, files: dict[str, str], kind: str) -> None:
    (tmp_path / "net7").mkdir()
    for name, text in files.items():
        (tmp_path / "net7" / name).write_text(text)
    assert interface_type("net7", tmp_path) == kind


def sockaddr(address: str) -> bytes:
    import ipaddress  # noqa: PLC0415 - a detail of this table

    ip = ipaddress.ip_address(address)
    head = struct.pack("<HH", 2, 0) if ip.version == 4 else struct.pack("<HHI", 23, 0, 0)
    return (head + ip.packed).ljust(28, b"\0")


def forward(destination: str, prefix: int, hop: str, metric: int, loopback: int = 0) -> bytes:
    row = b"LUIDLUID" + struct.pack("<I", 5) + sockaddr(destination) + bytes([prefix, 0, 0, 0]) + sockaddr(hop) + bytes(4)
    return (row + struct.pack("<IIIII", 0, 0, metric, 3, loopback)).ljust(104, b"\0")


def neighbour(address: str, mac: bytes, state: int) -> bytes:
    row = sockaddr(address) + struct.pack("<I", 5) + b"LUIDLUID" + mac.ljust(32, b"\0") + struct.pack("<II", len(mac), state)
    return row.ljust(88, b"\0")


def test_windows_routes() -> None:
    rows = [
        forward("0.0.0.0", 0, "192.0.2.1", 25),
        forward("127.0.0.0", 8, "0.0.0.0", 331, 1),
        forward("192.0.2.0", 24, "0.0.0.0", 281),
        forward("224.0.0.0", 4, "0.0.0.0", 281),
        forward("::", 0, "fe80::1", 16),
    ]
    table = struct.pack("<II", len(rows) + 1, 0) + b"".join(rows)  # one more than there is
    assert [(row.destination, row.gateway, row.interface, row.metric) for row in forward_rows(table, bytes.decode)] == [
        ("0.0.0.0/0", "192.0.2.1", "LUIDLUID", 25),
        ("192.0.2.0/24", None, "LUIDLUID", 281),
        ("::/0", "fe80::1", "LUIDLUID", 16),
    ]


def test_windows_neighbours() -> None:
    rows = [neighbour("192.0.2.1", b"\x52\x54\0\0\0\1", 5), neighbour("2001:db8::9", b"", 1), neighbour("224.0.0.22", b"", 6)]
    table = struct.pack("<II", len(rows), 0) + b"".join(rows)
    assert [(row.address, row.mac, row.state, row.interface) for row in neighbour_rows(table, bytes.decode)] == [
        ("192.0.2.1", "52:54:00:00:00:01", "reachable", "LUIDLUID"),
        ("2001:db8::9", None, "incomplete", "LUIDLUID"),
    ]


@pytest.mark.parametrize(
    ("if_type", "description", "kind"),
    [
        (6, "Intel(R) Ethernet Connection I219-LM", InterfaceType.ETHERNET),
        (6, "Hyper-V Virtual Ethernet Adapter", InterfaceType.OTHER),
        (6, "TAP-Windows Adapter V9", InterfaceType.TUNNEL),
        (71, "Intel(R) Wi-Fi 6 AX201", InterfaceType.WIFI),
        (53, "WireGuard Tunnel", InterfaceType.TUNNEL),
        (243, "Mobile Broadband", InterfaceType.CELLULAR),
        (999, "?", InterfaceType.OTHER),
    ],
)
def test_windows_adapters(if_type: int, description: str, kind: InterfaceType) -> None:
    assert adapter_type(if_type, description) is kind


NETSTAT = b"""Routing tables

Internet:
Destination        Gateway            Flags               Netif Expire
default            192.0.2.1          UGScg                 en0
10/8               10.9.0.1           UGSc                utun4
127                127.0.0.1          UCS                   lo0
192.0.2            link#6             UCS                   en0      !
192.0.2.1          52:54:0:0:0:1      UHLWIir               en0   1178
224.0.0/4          link#6             UmCS                  en0      !

Internet6:
Destination                             Gateway                                 Flags               Netif Expire
default                                 fe80::1%en0                             UGcg                  en0
fe80::%en0/64                           link#6                                  UCI                   en0
"""


def test_macos_routes() -> None:
    assert [(row.destination, row.gateway, row.interface) for row in macos_tables.netstat_routes(NETSTAT)] == [
        ("0.0.0.0/0", "192.0.2.1", "en0"),
        ("10.0.0.0/8", "10.9.0.1", "utun4"),
        ("127.0.0.0/8", "127.0.0.1", "lo0"),
        ("192.0.2.0/24", None, "en0"),
        ("::/0", "fe80::1", "en0"),
        ("fe80::/64", None, "en0"),
    ]


def test_macos_neighbours() -> None:
    arp = b"? (192.0.2.1) at 52:54:0:0:0:1 on en0 ifscope [ethernet]\n? (192.0.2.9) at (incomplete) on en0 ifscope [ethernet]\n"
    ndp = b"Neighbor  Linklayer Address  Netif Expire    St Flgs Prbs\nfe80::1%en0   52:54:0:0:0:1  en0 23h59m58s S R\n"
    rows = macos_tables.arp_neighbours(arp) + macos_tables.ndp_neighbours(ndp)
    assert [(row.address, row.mac, row.state) for row in rows] == [
        ("192.0.2.1", "52:54:00:00:00:01", "stale"),
        ("192.0.2.9", None, "incomplete"),
        ("fe80::1", "52:54:00:00:00:01", "stale"),
    ]


def test_macos_interfaces() -> None:
    ports = b"\nHardware Port: Ethernet\nDevice: en5\n\nHardware Port: Wi-Fi\nDevice: en0\nEthernet Address: a4:83:e7:00:01:02\n"
    wifi = macos_tables.wifi_devices(ports)
    assert [macos_tables.interface_type(name, wifi) for name in ("en0", "en5", "utun4", "lo0", "awdl0")] == [
        InterfaceType.WIFI,
        InterfaceType.ETHERNET,
        InterfaceType.TUNNEL,
        InterfaceType.LOOPBACK,
        InterfaceType.OTHER,
    ]
