"""No bytes make a parser raise, or take long: the whole road from capture to facts, file by file."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wssdiag.model.codec import encode
from wssdiag.model.facts import Facts
from wssdiag.system.linux_tables import arp_neighbours, ipv4_routes, ipv6_routes
from wssdiag.system.macos_tables import arp_neighbours as macos_arp
from wssdiag.system.macos_tables import ndp_neighbours, netstat_routes, wifi_devices
from wssdiag.system.parse.connection_blob import connection_settings
from wssdiag.system.parse.facts import facts_of
from wssdiag.system.parse.registry import registry_of
from wssdiag.system.windows_tables import FORWARD_ROW_BYTES, forward_rows, neighbour_rows

FILES = [
    "capture.json",
    "processes.json",
    "services.json",
    "interfaces.json",
    "connections.json",
    "routes.json",
    "neighbours.json",
    "products.json",
    "environment.json",
    "files.json",
    "certificates.json",
    "connectivity.json",
    "hosts.txt",
    "windows/registry.reg",
    "macos/scutil-proxy.txt",
    "macos/scutil-dns.txt",
    "macos/scutil-nc-list.txt",
    "macos/systemextensions.txt",
    "macos/launchd.txt",
    "linux/resolv.conf",
    "linux/resolvectl.json",
    "linux/systemd-resolv.conf",
    "linux/nmcli.txt",
    "linux/gsettings.txt",
    "linux/kioslaverc",
    "browsers/policies/chrome.json",
    "browsers/policies/firefox.json",
    "browsers/firefox/x/prefs.js",
    "browsers/firefox/x/compatibility.ini",
    "browsers/policies/edge.json",
]

#: Pieces of every format, so that chance gets past the first check.
PIECES = st.sampled_from(
    [
        "[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections]\n",
        '"DefaultConnectionSettings"=hex:46,00,00,00,01,00,00,00,07,00,00,00,',
        '"a"="',
        "\\\n",
        "hex(7):",
        "<dictionary> {\n",
        " : <array> {\n",
        "}\n",
        "HTTPEnable : 1\nHTTPProxy : ",
        "ProxyAutoConfigEnable : 1\nProxyAutoConfigURLString : x\n",
        "resolver #1\n  nameserver[0] : 192.0.2.1\n  port : 9\n",
        "nameserver 127.0.0.53\n",
        "nameserver ",
        "org.gnome.system.proxy mode 'manual'\n",
        "org.gnome.system.proxy.http host '",
        "[Proxy Settings]\nProxyType=1\nhttpProxy=",
        'user_pref("network.proxy.type", 1);\nuser_pref("network.proxy.http", ',
        '[{"pid": 1, "name": "x", "address": "192.0.2.1", "up": true, "path": "p", "exists": true}, ',
        '{"servers": [{"addressString": "192.0.2.1", "port": ',
        'user_pref("network.trr.mode", 2);\nuser_pref("network.trr.uri", "',
        "LastVersion=115.6_",
        '{"policies": {"DNSOverHTTPS": {"Enabled": true, "ProviderURL": "\\ud800"}, "Certificates": {"Install": ',
        '{"DnsOverHttpsMode": "secure", "DnsOverHttpsTemplates": "\\ud800"}',
        '{"os": "windows"}',
        '{"os": "macos"}',
        '{"os": "linux"}',
        '{"http_proxy": "',
        "]",
        "}",
        '"',
        "1e999999",
        "\x00",
        "\u202e",
        "\n",
    ]
)
CONTENT = st.one_of(
    st.binary(max_size=400),
    st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=12).map(lambda parts: "".join(parts).encode("utf-8", errors="replace")),
)


@given(st.dictionaries(st.sampled_from(FILES), CONTENT, max_size=6), st.sampled_from(["windows", "macos", "linux", "other"]))
@settings(max_examples=400, deadline=None)
def test_no_capture_makes_the_parsers_raise(files: dict[str, bytes], os: str) -> None:
    found = facts_of({"capture.json": encode({"os": os}), **files})
    assert isinstance(found, Facts)
    encode(found)


TABLE = st.text("0123456789abcdefULAN:./%-*?() \n", max_size=600).map(str.encode)


@given(st.one_of(st.binary(max_size=600), TABLE))
def test_tables_take_any_bytes(data: bytes) -> None:
    for read in (ipv4_routes, ipv6_routes, arp_neighbours, macos_arp, ndp_neighbours, netstat_routes):
        read(data)
    wifi_devices(data)
    forward_rows(data, lambda luid: luid.hex())
    neighbour_rows(b"\x05\0\0\0\0\0\0\0" + data, lambda luid: luid.hex())
    forward_rows(b"\x02\0\0\0\0\0\0\0" + data.ljust(FORWARD_ROW_BYTES, b"\x02"), lambda luid: luid.hex())
    connection_settings(data)
    registry_of(data)


MEBIBYTE = 1024 * 1024

#: What makes careless patterns and joins quadratic: openings without ends, continuations, separators.
WORST = ["'", "\\'", '"', '"\\', "[", "{", "<dictionary> {\n", " : <array> {\n", "\\\n", ",", "a=b;", ";", " ", "\n", "(", "://@", "1,"]
TEXT_PREFIX = {
    "linux/gsettings.txt": "org.gnome.system.proxy ignore-hosts ",
    "linux/kioslaverc": "[Proxy Settings]\nProxyType=1\nhttpProxy=",
    "windows/registry.reg": '[HKEY_X]\n"a"=',
    "macos/scutil-proxy.txt": "<dictionary> {\n",
    "environment.json": '{"http_proxy": "',
    "browsers/firefox/x/prefs.js": 'user_pref("network.proxy.http", ',
    "macos/scutil-nc-list.txt": "* (Connected) 1B2C3D4E-0000-1111-2222-333344445555 ",
}


@pytest.mark.slow
@pytest.mark.parametrize("piece", WORST)
@pytest.mark.parametrize("name", FILES)
def test_a_mebibyte_of_the_same_is_soon_done(name: str, piece: str) -> None:
    text = TEXT_PREFIX.get(name, "") + piece * (MEBIBYTE // len(piece))
    started = time.monotonic()
    facts_of({"capture.json": encode({"os": name.partition("/")[0]}), name: text.encode()})
    assert time.monotonic() - started < 6  # a safety limit: linear parsers take well under one second, quadratic ones minutes
