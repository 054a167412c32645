"""Captures of every system parse on every system, and a damaged file loses its own facts alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wssdiag.model.codec import decode, encode
from wssdiag.model.facts import Facts, InterfaceType, ProxyKind, ProxySetting, Resolver
from wssdiag.model.unknown import Unknown
from wssdiag.system.folder import read_capture
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture

CAPTURES = Path(__file__).parents[2] / "captures"
NAMES = sorted(path.name for path in CAPTURES.iterdir() if path.is_dir())


def facts(name: str) -> Facts:
    return facts_of(read_capture(CAPTURES / name))


def settings(name: str) -> list[tuple[str, str, ProxyKind, str]]:
    rows = facts(name).proxy_settings
    assert not isinstance(rows, Unknown)
    return [(row.source, row.applies_to, row.kind, _where(row)) for row in rows]


def _where(row: ProxySetting) -> str:
    return row.pac_url or " ".join(f"{server.scheme}={server.host}:{server.port}" for server in row.servers)


def resolvers(name: str) -> tuple[Resolver, ...]:
    rows = facts(name).resolvers
    assert not isinstance(rows, Unknown)
    return rows


@pytest.mark.parametrize("name", NAMES)
def test_every_capture_gives_facts_that_survive_json(name: str) -> None:
    found = facts(name)
    assert decode(encode(found), Facts) == found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "ubuntu-gnome-manual",
            [("gnome", "system", ProxyKind.MANUAL, "https=proxy.threatpulse.net:8080 http=proxy.threatpulse.net:8080")],
        ),
        ("ubuntu-gnome-pac", [("gnome", "system", ProxyKind.PAC, "http://pac.example.net/proxy.pac")]),
        ("kde-pac", [("kde", "system", ProxyKind.PAC, "http://pac.example.net/proxy.pac")]),
        ("headless-direct", []),
        (
            "headless-env-proxy",
            [("environment", "command-line", ProxyKind.MANUAL, "http=proxy.example.net:3128 https=proxy.example.net:3128")],
        ),
        ("windows11-wss-agent", [("internet-settings", "system", ProxyKind.AUTO_DETECT, "")]),
        (
            "windows11-pac",
            [
                ("internet-settings", "system", ProxyKind.PAC, "https://pac.example.net/proxy.pac?é"),
                ("winhttp", "services", ProxyKind.MANUAL, "all=proxy.example.net:808"),
            ],
        ),
        ("windows-sep-pac", [("internet-settings", "system", ProxyKind.PAC, "http://127.0.0.1:2968/proxy.pac")]),
        (
            "windows-machine-policy",
            [
                (
                    "internet-settings",
                    "system",
                    ProxyKind.MANUAL,
                    "http=proxy.example.net:8080 https=proxy.example.net:8443 ftp=x:1",
                ),
                ("chrome-policy", "chrome", ProxyKind.PAC, "https://pac.example.net/chrome.pac"),
            ],
        ),
        ("macos-wss-agent", []),
        (
            "macos-pac-and-proxy",
            [
                ("scutil", "system", ProxyKind.AUTO_DETECT, ""),
                ("scutil", "system", ProxyKind.PAC, "http://pac.example.net/proxy.pac"),
                ("scutil", "system", ProxyKind.MANUAL, "https=2001:db8::8:8443 http=proxy.example.net:8080"),
            ],
        ),
    ],
)
def test_proxy_settings(name: str, expected: list[tuple[str, str, ProxyKind, str]]) -> None:
    assert settings(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ubuntu-gnome-manual", [("127.0.0.53", True), ("192.0.2.53", False), ("2001:db8::53", False)]),
        ("ubuntu-gnome-pac", [("127.0.0.53", True), ("192.0.2.53", False), ("fe80::1", False)]),
        ("kde-pac", [("127.0.0.1", True), ("192.0.2.53", False), ("2001:db8::53", False)]),
        ("headless-direct", [("192.0.2.53", False), ("192.0.2.54", False)]),
        ("headless-env-proxy", []),
        ("windows11-pac", [("192.0.2.53", False), ("2001:db8::53", False)]),  # not the server of the adapter that is down
        ("macos-wss-agent", [("192.0.2.53", False), ("2001:db8::53", False)]),  # no supplemental, no scoped ones
    ],
)
def test_resolvers(name: str, expected: list[tuple[str, bool]]) -> None:
    assert [(row.address, row.stub) for row in resolvers(name)] == expected


def test_a_link_local_resolver_keeps_its_interface() -> None:
    assert resolvers("ubuntu-gnome-pac")[2].interface == "enp3s0"


def test_policy_is_told_from_preference() -> None:
    rows = facts("windows-machine-policy").proxy_settings
    assert not isinstance(rows, Unknown)
    assert [row.policy for row in rows] == [True, True]
    assert facts("windows-machine-policy").user == "system"


def test_spellings_of_windows_become_the_models() -> None:
    found = facts("windows11-wss-agent")
    assert not isinstance(found.interfaces, Unknown)
    assert not isinstance(found.neighbours, Unknown)
    assert not isinstance(found.routes, Unknown)
    assert found.interfaces[0].mac == "00:1b:44:11:3a:b7"
    assert found.interfaces[0].addresses[1].address == "fe80::1c2d"
    assert [(row.mac, row.state) for row in found.neighbours] == [("52:54:00:00:00:01", "reachable"), (None, "incomplete")]
    assert found.routes[1].gateway is None
    assert found.hosts == ()
    assert found.captive_portal_api is None
    assert found.windows_nlm == "internet"


def test_macos_extensions_and_profiles_are_services() -> None:
    rows = facts("macos-wss-agent").services
    assert not isinstance(rows, Unknown)
    assert [(row.name, row.status) for row in rows] == [
        ("com.symantec.wssa.uix", "running"),
        ("com.apple.example", "stopped"),
        ("com.symantec.wssa.wssax", "running"),
        ("com.example.other", "stopped"),
        ("com.symantec.wssa.ui", "running"),
        ("com.example.vpn", "stopped"),
    ]


def test_a_computer_with_loopback_alone() -> None:
    found = facts("linux-no-network")
    assert not isinstance(found.interfaces, Unknown)
    assert [row.type for row in found.interfaces] == [InterfaceType.LOOPBACK]
    assert found.routes == ()
    assert found.resolvers == ()
    assert found.proxy_settings == ()


def test_an_empty_capture_knows_nothing() -> None:
    found = facts_of({})
    assert found.os == "unknown"
    lists = [getattr(found, name) for name in Facts.__struct_fields__ if name not in {"schema", "os", "os_version", "collected_at", "user"}]
    assert lists
    assert all(isinstance(value, Unknown) for value in lists)


def test_damage_is_told_and_stays_where_it_is() -> None:
    found = facts("broken")
    for name in ("routes", "neighbours", "processes", "services", "connections", "products", "certificates", "environment"):
        value = getattr(found, name)
        assert isinstance(value, Unknown), name
        assert value.unknown.startswith(f"{name}.json: ")
    assert not isinstance(found.interfaces, Unknown)
    assert [(row.name, row.type, row.dns_servers) for row in found.interfaces] == [("eth0", InterfaceType.OTHER, ("192.0.2.53",))]
    assert not isinstance(found.files, Unknown)
    assert [row.path for row in found.files] == ["/y"]
    assert resolvers("broken")[0].stub


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("broken")])
def test_losing_one_file_changes_no_other_facts(name: str) -> None:
    capture = dict(read_capture(CAPTURES / name))
    whole = facts_of(capture)
    del capture["hosts.txt"]
    assert facts_of(capture).hosts == Unknown("not read, or not in the capture")
    assert facts_of(capture).interfaces == whole.interfaces
    assert facts_of(capture).proxy_settings == whole.proxy_settings


@pytest.mark.parametrize(
    ("capture", "known"),
    [
        ({"capture.json": b'{"os":"windows"}', "interfaces.json": b'[{"name":"a","up":true,"dns_servers":[]}]'}, True),
        ({"capture.json": b'{"os":"windows"}', "interfaces.json": b'[{"name":"a","up":true,"dns_servers":null}]'}, False),
        ({"capture.json": b'{"os":"macos"}', "interfaces.json": b'[{"name":"a","up":true,"dns_servers":[]}]'}, False),
        ({"capture.json": b'{"os":"macos"}', "macos/scutil-dns.txt": b"No DNS configuration available"}, True),
        ({"capture.json": b'{"os":"macos"}', "macos/scutil-dns.txt": b"?"}, False),
        ({"capture.json": b'{"os":"linux"}', "linux/resolv.conf": b""}, True),
        ({"capture.json": b'{"os":"linux"}'}, False),
    ],
)
def test_no_resolver_is_a_fact_only_where_resolvers_were_read(capture: Capture, known: bool) -> None:
    found = facts_of(capture).resolvers
    assert (found == ()) is known
    assert isinstance(found, Unknown) is not known


LINUX = json.dumps({"os": "linux"}).encode()
DESKTOP = json.dumps([{"pid": 9, "name": "gnome-shell"}]).encode()


@pytest.mark.parametrize(
    ("capture", "known"),
    [
        ({"capture.json": LINUX}, False),
        ({"capture.json": LINUX, "environment.json": b"{}"}, True),
        ({"capture.json": LINUX, "environment.json": b"{}", "processes.json": DESKTOP}, False),
        ({"capture.json": LINUX, "environment.json": b"{}", "processes.json": DESKTOP, "linux/gsettings.txt": b""}, True),
        ({"capture.json": LINUX, "linux/gsettings.txt": b"some other text"}, False),
        ({"capture.json": LINUX, "environment.json": b"["}, False),
        ({"capture.json": b'{"os":"windows"}', "environment.json": b"{}"}, False),
        ({"capture.json": b'{"os":"windows"}', "windows/registry.reg": b"garbage"}, False),
        ({"capture.json": b'{"os":"macos"}', "macos/scutil-proxy.txt": b"<dictionary> {\n}\n"}, True),
        ({"capture.json": b'{"os":"macos"}', "macos/scutil-proxy.txt": b""}, False),
    ],
)
def test_silence_means_nothing_set_only_where_the_main_source_was_read(capture: Capture, known: bool) -> None:
    found = facts_of(capture).proxy_settings
    assert (found == ()) is known
    assert isinstance(found, Unknown) is not known
