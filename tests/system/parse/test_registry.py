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


@pytest.mark.parametrize("end", [b"", b'"x"=hex:46,00,\\', b'"x"=hex:4', b"[HKEY_CURR"])
def test_an_export_that_ends_in_the_middle_of_a_line_is_cut(end: bytes) -> None:
    text = f"Windows Registry Editor Version 5.00\r\n\r\n[{USER}]\r\n".encode() + end
    assert registry_of(text).cut is bool(end)
    assert (unread_settings(registry_of(text)) is not None) is bool(end)


def test_an_export_that_is_too_long_is_cut() -> None:
    assert registry_of(b"[HKEY_X]\n" + b'"a"="b"\n' * 60_000).cut


@pytest.mark.parametrize("flags", [3, 5, 7])
def test_a_blob_that_is_cut_before_what_it_switches_on_is_no_silence(flags: int) -> None:
    whole = blob(flags, "p:8", "<local>", "http://x/p")
    assert unread_settings(registry(connections={"defaultconnectionsettings": whole})) is None
    assert unread_settings(registry(connections={"defaultconnectionsettings": whole[:13]})) is not None


def test_a_blob_without_the_last_fields_is_whole() -> None:
    found = connection_settings(blob(3, "p:8", "<local>"))
    assert found is not None
    assert not found.cut


def test_a_connection_that_is_up_has_settings_of_its_own() -> None:
    found = registry(connections={"defaultconnectionsettings": blob(3, "lan:1"), "work vpn": blob(5, "", "", "http://vpn/p")})
    assert kinds(found) == [("internet-settings", ProxyKind.MANUAL, False)]
    (row,) = internet_settings_proxies(found, "interactive", {"work vpn", "ethernet"})
    assert (row.kind, row.pac_url) == (ProxyKind.PAC, "http://vpn/p")


def of_account(*people: str, **policy: int) -> Registry:
    """The settings of the system's own account, and of these people."""
    keys: dict[str, dict[str, int | str | bytes]] = {USER.lower(): {"proxyenable": 1, "proxyserver": "own:1"}}
    for sid in people:
        path = USER.replace("HKEY_CURRENT_USER", f"HKEY_USERS\\{sid}").lower()
        keys[path] = {"autoconfigurl": f"http://{sid[-1]}/p"}
    return Registry({**keys, POLICY.lower(): dict(policy)})  # type: ignore[dict-item]


def test_the_settings_of_the_systems_own_account_are_nobodys() -> None:
    assert internet_settings_proxies(of_account(), "system") == ()
    assert unread_settings(of_account(), "system") is not None
    assert unread_settings(of_account(), "interactive") is None


def test_the_settings_of_the_one_person_who_is_logged_on() -> None:
    one = of_account("S-1-5-21-1-2-3-1007")
    (row,) = internet_settings_proxies(one, "system")
    assert (row.pac_url, row.applies_to) == ("http://7/p", "system")
    assert unread_settings(one, "system") is None
    two = of_account("S-1-5-21-1-2-3-1007", "S-1-12-1-5-6-7-8")
    assert internet_settings_proxies(two, "system") == ()
    assert unread_settings(two, "system") is not None
    assert internet_settings_proxies(of_account("S-1-5-18"), "system") == ()


def test_settings_per_machine_are_everybodys() -> None:
    path = MACHINE.lower()
    found = Registry({POLICY.lower(): {"proxysettingsperuser": 0}, path: {"proxyenable": 1, "proxyserver": "m:1"}})
    assert kinds(found) == [("internet-settings", ProxyKind.MANUAL, True)]
    assert unread_settings(found, "system") is None


def test_silence_is_explained() -> None:
    assert unread_settings(Registry({})) is not None
    assert unread_settings(registry(user={})) is None
    assert unread_settings(registry(connections={"defaultconnectionsettings": b"?"})) is not None
    assert unread_settings(registry(machine={})) is not None
