"""Regedit's format, the binary settings in it, and what Windows makes of both."""

from __future__ import annotations

import struct

import pytest

from wssdiag.model.facts import ProxyKind
from wssdiag.system.parse.connection_blob import connection_settings
from wssdiag.system.parse.internet_settings import internet_settings_proxies, unread_settings
from wssdiag.system.parse.registry import Registry, registry_of
from wssdiag.system.reg_text import reg_text

USER = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings"
MACHINE = r"HKEY_LOCAL_MACHINE\Software\Microsoft\Windows\CurrentVersion\Internet Settings"
POLICY = r"HKEY_LOCAL_MACHINE\Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings"


def blob(flags: int, *texts: str) -> bytes:
    return struct.pack("<III", 70, 1, flags) + b"".join(struct.pack("<I", len(text)) + text.encode() for text in texts)


def test_all_types_of_values() -> None:
    text = (
        "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_X\\Key]\r\n"
        '@="default"\r\n"Path\\\\\\"x"="C:\\\\a \\"b\\""\r\n"n"=dword:0000002a\r\n'
        '"e"=hex(2):61,00,62,00,00,00\r\n"m"=hex(7):61,00,00,00,62,00,00,00,00,00\r\n'
        '"long"=hex:01,02,\\\r\n  03,04\r\n"q"=hex(b):01,00,00,00,00,00,00,00\r\n"gone"=-\r\n[-HKEY_X\\Dead]\r\n"no"="no"\r\n'
    )
    for data in (text.encode(), text.encode("utf-16"), text.replace("\r\n", "\n").encode()):
        values = registry_of(data).values(r"hkey_x\KEY")
        assert values == {
            "": "default",
            'path\\"x': 'C:\\a "b"',
            "n": 42,
            "e": "ab",
            "m": ("a", "b"),
            "long": b"\1\2\3\4",
            "q": 1,
        }


def test_what_the_reader_writes_the_parser_reads_back() -> None:
    rows: list[tuple[str, object, int]] = [
        ("", "x", 1),
        ('a "quoted\\name', 'C:\\p "q"', 1),
        ("two\tlines", "a\r\nb", 1),
        ("n", 7, 4),
        ("m", ["a", "b"], 7),
        ("b", b"\0\xff" * 40, 3),
        ("odd", object(), 99),
    ]
    assert registry_of(reg_text([("HKEY_X", rows)])).values("HKEY_X") == {
        "": "x",
        'a "quoted\\name': 'C:\\p "q"',
        "two\tlines": "a\r\nb",
        "n": 7,
        "m": ("a", "b"),
        "b": b"\0\xff" * 40,
    }


def test_the_blob() -> None:
    detected = blob(15, "p:8", "<local>", "http://x/p") + struct.pack("<I", 0) + struct.pack("<I", 4) + b"http"
    found = connection_settings(detected)
    assert found is not None
    assert (found.manual, found.pac, found.auto_detect) == (True, True, True)
    assert (found.servers, found.bypass, found.pac_url, found.detected_url) == ("p:8", "<local>", "http://x/p", "http")


@pytest.mark.parametrize("data", [b"", b"\x46\0\0\0", blob(0x80), b"\xff" * 40])
def test_a_blob_that_is_none(data: bytes) -> None:
    assert connection_settings(data) is None


@pytest.mark.parametrize("size", range(12, 40))
def test_a_blob_that_is_cut_has_no_more_than_whole_texts(size: int) -> None:
    found = connection_settings(blob(7, "p:8", "<local>", "http://x/p")[:size])
    assert found is not None
    assert found.servers in {"", "p:8"}
    assert found.pac_url in {"", "http://x/p"}


def registry(**keys: dict[str, int | str | bytes]) -> Registry:
    paths = {"user": USER, "connections": USER + r"\Connections", "machine": MACHINE + r"\Connections", "policy": POLICY}
    return Registry({paths[key].lower(): dict(values) for key, values in keys.items()})


def kinds(found: Registry) -> list[tuple[str, ProxyKind, bool]]:
    return [(row.source, row.kind, row.policy) for row in internet_settings_proxies(found)]


def test_the_blob_counts_where_there_is_one() -> None:
    legacy: dict[str, int | str | bytes] = {"proxyenable": 1, "proxyserver": "old:1"}
    assert kinds(registry(user=legacy)) == [("internet-settings", ProxyKind.MANUAL, False)]
    assert kinds(registry(user=legacy, connections={"defaultconnectionsettings": blob(1)})) == []


def test_a_proxy_that_is_switched_off_says_nothing() -> None:
    assert kinds(registry(user={"proxyenable": 0, "proxyserver": "old:1"})) == []


def test_per_machine_settings_replace_the_users() -> None:
    found = registry(
        policy={"proxysettingsperuser": 0},
        connections={"defaultconnectionsettings": blob(3, "user:1")},
        machine={"defaultconnectionsettings": blob(5, "", "", "http://x/p")},
    )
    assert kinds(found) == [("internet-settings", ProxyKind.PAC, True)]


def test_a_policys_own_values_come_first() -> None:
    found = registry(policy={"autoconfigurl": "http://policy/p"}, user={"autoconfigurl": "http://user/p"})
    assert [(row.pac_url, row.policy) for row in internet_settings_proxies(found)] == [("http://policy/p", True), ("http://user/p", False)]


def test_silence_is_explained() -> None:
    assert unread_settings(Registry({})) is not None
    assert unread_settings(registry(user={})) is None
    assert unread_settings(registry(connections={"defaultconnectionsettings": b"?"})) is not None
