"""What reg.exe writes, our reader reads, and the parsers make the same settings of it as Windows does."""

from __future__ import annotations

import itertools
import json
import struct
from typing import TYPE_CHECKING, Any

from tests.wine.windows import seen_from_windows
from wssdiag.model.facts import NamePolicy, ProxyKind, ProxySetting, known
from wssdiag.system.parse.facts import facts_of
from wssdiag.system.parse.proxy_server import listed, windows_servers
from wssdiag.system.parse.registry import registry_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wine.windows import Windows

USER = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Internet Settings"
MACHINE = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Internet Settings"
MACHINE_32 = r"HKLM\Software\WOW6432Node\Microsoft\Windows\CurrentVersion\Internet Settings"
POLICY = r"Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings"
NRPT = r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\DNSClient\DnsPolicyConfig\{1}"
NRPT_LOCAL = r"HKLM\SYSTEM\CurrentControlSet\Services\Dnscache\Parameters\DnsPolicyConfig\{2}"
CHROME = r"HKLM\Software\Policies\Google\Chrome"

FLAGS = {"direct": 1, "manual": 2, "pac": 4, "auto": 8}
TEXTS = ("http=web.example:8080;https=safe.example:8443", "*.corp.example;<local>", "http://pac.example/proxy.pac")

WINHTTP = struct.pack("<IIII", 0x28, 0, 3, 6) + b"a:8080" + bytes(4)


def blob(flags: int, *texts: str | bytes) -> bytes:
    parts = [text if isinstance(text, bytes) else text.encode() for text in texts]
    return struct.pack("<III", 0x46, 7, flags) + b"".join(struct.pack("<I", len(part)) + part for part in parts) + bytes(32)


def add(key: str, name: str, kind: str, data: str) -> tuple[str, ...]:
    return ("add", key, "/v", name, "/t", kind, "/d", data, "/f")


def exported(export: bytes) -> list[ProxySetting]:
    rows = known(facts_of({"capture.json": b'{"os": "windows"}', "windows/registry.reg": export}).proxy_settings)
    return [row for row in rows if row.source == "internet-settings"]


def test_every_combination_of_flags_is_what_windows_says(windows: Windows) -> None:
    western = ("proxy.example:8080", "*.münchen.example;<local>".encode("cp1252"), TEXTS[2])
    sums = [sum(some) for count in range(5) for some in itertools.combinations(FLAGS.values(), count)]
    cases = [blob(flags, *texts) for flags in sums for texts in (TEXTS, ("", "", ""), western)]
    assert len(cases) == 48
    rows = json.loads(windows.run("winhttp.py", json.dumps([case.hex() for case in cases])))
    ours = [told({row.kind: row for row in exported(row["export"].encode())}) for row in rows]
    theirs = [of_windows(row["windows"]) for row in rows]
    assert [list(pair) for pair in zip(cases, ours, strict=True)] == [list(pair) for pair in zip(cases, theirs, strict=True)]
    assert {row["windows"]["bypass"] for row in rows} == {None, TEXTS[1], "*.münchen.example;<local>"}


def told(kinds: dict[ProxyKind, ProxySetting]) -> tuple[Any, ...]:
    manual = kinds.get(ProxyKind.MANUAL)
    pac = kinds.get(ProxyKind.PAC)
    return ProxyKind.AUTO_DETECT in kinds, pac and pac.pac_url, manual and (manual.servers, manual.bypass)


def of_windows(config: dict[str, Any]) -> tuple[Any, ...]:
    servers = windows_servers(config["servers"] or "")
    manual = (servers, listed(config["bypass"] or "", "; \t\r\n")) if servers else None
    return bool(config["auto_detect"]), config["pac_url"] or None, manual


def test_what_reg_exe_writes_is_read_and_understood(windows: Windows) -> None:
    reg = [
        add(f"{USER}\\Connections", "DefaultConnectionSettings", "REG_BINARY", blob(1 | 4, "", "", TEXTS[2]).hex()),
        add(f"{USER}\\Connections", "Büro VPN", "REG_BINARY", blob(1 | 2, "vpn-proxy.example:3128").hex()),
        add(
            f"{MACHINE}\\Connections",
            "WinHttpSettings",
            "REG_BINARY",
            struct.pack("<III", 0x28, 0, 3).hex() + "08000000613a383038302020" + "00000000",
        ),
        add(f"{MACHINE_32}\\Connections", "DefaultConnectionSettings", "REG_BINARY", blob(1).hex()),
        add(f"HKLM\\{POLICY}", "ProxySettingsPerUser", "REG_DWORD", "1"),
        add(f"HKCU\\{POLICY}", "AutoConfigURL", "REG_SZ", "http://someone:secret@policy.example/p.pac"),
        add(CHROME, "ProxySettings", "REG_SZ", '{"ProxyMode": "fixed_servers", "ProxyServer": "chrome.example:80"}'),
        add(NRPT, "Name", "REG_MULTI_SZ", ".corp.example\\0vpn.example"),
        add(NRPT, "ConfigOptions", "REG_DWORD", "8"),
        add(NRPT, "GenericDNSServers", "REG_SZ", "192.0.2.1;192.0.2.2"),
        add(NRPT_LOCAL, "Name", "REG_MULTI_SZ", ".local.example"),
    ]
    export = windows.run("export.py", reg=reg)
    facts = facts_of({"capture.json": b'{"os": "windows"}', "windows/registry.reg": export})
    assert [(row.source, row.kind.value, row.pac_url or row.servers[0].host, row.policy) for row in known(facts.proxy_settings)] == [
        ("internet-settings", "pac", "http://***@policy.example/p.pac", True),
        ("internet-settings", "pac", TEXTS[2], False),
        ("winhttp", "manual", "a", False),
        ("chrome-policy", "manual", "chrome.example", True),
    ]
    servers = ("192.0.2.1", "192.0.2.2")
    assert facts.name_policies == (
        NamePolicy(pattern=".corp.example", servers=servers, source="group-policy"),
        NamePolicy(pattern="vpn.example", servers=servers, source="group-policy"),
    )
    registry = registry_of(export)
    assert b"vpn-proxy.example:3128" in (registry.blob(rf"HKEY_CURRENT_USER\{USER[5:]}\Connections", "Büro VPN") or b"")
    assert registry.blob(rf"HKEY_LOCAL_MACHINE\{MACHINE_32[5:]}\Connections", "DefaultConnectionSettings") == blob(1)
    assert registry.values(rf"HKEY_LOCAL_MACHINE\{NRPT_LOCAL[5:]}")["name"] == (".local.example",)


def test_our_export_is_regedits(windows: Windows, tmp_path: Path) -> None:
    """The same key by ``reg.exe export``: UTF-16, long values in many lines."""
    key = f"{USER}\\Connections"
    reg = [
        add(key, "DefaultConnectionSettings", "REG_BINARY", blob(1 | 2 | 8, *TEXTS).hex()),
        add(key, "text", "REG_SZ", 'C:\\a "quoted" ü'),
        add(key, "expand", "REG_EXPAND_SZ", "%SystemRoot%\\x"),
        add(key, "many", "REG_MULTI_SZ", "a\\0b"),
        add(key, "number", "REG_DWORD", "4294967295"),
        ("export", key, seen_from_windows(tmp_path / "theirs.reg"), "/y"),
    ]
    ours = registry_of(windows.run("export.py", reg=reg)).values(key.replace("HKCU", "HKEY_CURRENT_USER"))
    theirs = registry_of((tmp_path / "theirs.reg").read_bytes()).values(key.replace("HKCU", "HKEY_CURRENT_USER"))
    assert len(ours) == 5
    assert ours == theirs


def test_where_nobodys_settings_can_be_had_none_are_taken_for_theirs(windows: Windows) -> None:
    export = windows.run("export.py", "nobody", reg=[add(USER, "AutoConfigURL", "REG_SZ", "http://not.theirs.example/")])
    assert b"HKEY_LOCAL_MACHINE" in export
    assert b"HKEY_CURRENT_USER" not in export
    assert b"not.theirs" not in export
