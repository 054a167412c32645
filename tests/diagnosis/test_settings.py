"""What settings alone tell: sources that disagree, file addresses, automatic detection, a local proxy that is gone."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.world import PROXY, PROXY_ADDRESS, World, codes
from wssdiag.model.facts import ProxyKind, ProxyServer, ProxySetting
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity
from wssdiag.model.mode import Method
from wssdiag.model.profile import Endpoints, Expect, Profile
from wssdiag.session.judge import on_facts_alone
from wssdiag.system.folder import read_capture
from wssdiag.system.parse.facts import facts_of

OTHER = "old-proxy.office.example"
PAC = "http://pac.office.example/proxy.pac"

Settings = tuple[ProxySetting, ...]


def manual(source: str, follows: str, host: str = PROXY, port: int = 3128) -> ProxySetting:
    return ProxySetting(source=source, applies_to=follows, kind=ProxyKind.MANUAL, servers=(ProxyServer(host=host, port=port),))


def pac(source: str, follows: str, url: str = PAC) -> ProxySetting:
    return ProxySetting(source=source, applies_to=follows, kind=ProxyKind.PAC, pac_url=url)


def said(*settings: ProxySetting, profile: Profile | None = None, agent: bool = False) -> list[str]:
    """Every code of a run on a Windows computer with these settings."""
    world = World(profile=profile or Profile())
    world.set_proxy()
    world.network.truth[OTHER] = ("10.20.0.99",)
    world.system.files["capture.json"] = {"schema": "wssdiag.capture/1", "os": "windows"}
    if agent:
        world.run_agent()
    facts = msgspec.structs.replace(facts_of(world.system.capture()), proxy_settings=settings)
    return [row.code for row in world.run(None, facts=facts).findings]


SYSTEM = manual("internet-settings", "system")


@pytest.mark.parametrize(
    "other",
    [
        manual("environment", "command-line", OTHER),
        manual("winhttp", "services", OTHER),
        ProxySetting(source="chrome-policy", applies_to="chrome", kind=ProxyKind.DIRECT, policy=True),
    ],
)
def test_two_sources_that_name_different_places(other: ProxySetting) -> None:
    assert "proxy-settings-conflict" in said(SYSTEM, other)


@pytest.mark.parametrize(
    "other",
    [
        manual("environment", "command-line"),
        manual("environment", "command-line", PROXY.upper()),
        manual("environment", "command-line", PROXY_ADDRESS),
        manual("environment", "command-line", PROXY, 8080),
        manual("environment", "command-line", "127.0.0.1", 3129),
        manual("environment", "command-line", "localhost", 3129),
        pac("firefox", "firefox"),
        ProxySetting(source="internet-settings", applies_to="system", kind=ProxyKind.AUTO_DETECT),
        manual("internet-settings", "system", OTHER),
    ],
)
def test_what_is_no_conflict(other: ProxySetting) -> None:
    assert "proxy-settings-conflict" not in said(SYSTEM, other)


def test_a_source_that_is_silent_is_no_conflict() -> None:
    assert "proxy-settings-conflict" not in said(SYSTEM)


def test_proxies_that_the_organisation_declares_do_not_conflict() -> None:
    declared = Profile(endpoints=Endpoints(proxies=(f"{PROXY}:3128", f"{OTHER}:3128")))
    assert "proxy-settings-conflict" not in said(SYSTEM, manual("winhttp", "services", OTHER), profile=declared)


def test_behind_an_agent_settings_do_not_conflict() -> None:
    assert "proxy-settings-conflict" not in said(SYSTEM, manual("winhttp", "services", OTHER), agent=True)


@pytest.mark.parametrize(("url", "conflict"), [(PAC, False), ("http://pac.office.example/other.pac", True)])
def test_pac_addresses(url: str, conflict: bool) -> None:
    codes_said = said(pac("internet-settings", "system"), pac("edge-policy", "edge", url))
    assert ("proxy-settings-conflict" in codes_said) is conflict


@pytest.mark.parametrize("url", ["file:///C:/proxy.pac", "FILE://C:/proxy.pac", "file://server/share/proxy.pac"])
def test_a_pac_file_of_this_computer(url: str) -> None:
    assert "pac-file-scheme" in said(pac("internet-settings", "system", url))


@pytest.mark.parametrize(
    "settings",
    [
        (pac("firefox", "firefox", "file:///C:/proxy.pac"),),
        (pac("internet-settings", "system"), pac("internet-settings", "system", "file:///C:/proxy.pac")),
    ],
)
def test_firefox_reads_files_and_a_policy_comes_first(settings: Settings) -> None:
    assert "pac-file-scheme" not in said(*settings)


def test_behind_an_agent_a_file_address_is_harmless() -> None:
    assert "pac-file-scheme" not in said(pac("internet-settings", "system", "file:///C:/proxy.pac"), agent=True)


def detected(url: str | None) -> ProxySetting:
    return ProxySetting(source="internet-settings", applies_to="system", kind=ProxyKind.AUTO_DETECT, pac_url=url)


@pytest.mark.parametrize(
    ("row", "used"),
    [(detected("http://wpad/wpad.dat"), True), (detected(None), False), (SYSTEM, False), (pac("internet-settings", "system"), False)],
)
def test_automatic_detection_counts_with_what_it_found(row: ProxySetting, used: bool) -> None:
    assert ("wpad-in-use" in said(row, agent=True)) is used


LPS = {"name": "SepLpsService", "display_name": "", "status": "running", "start_type": "automatic", "binpath": ""}
LISTENER = {"pid": 8, "process": "x.exe", "local": "0.0.0.0:135", "status": "LISTEN", "transport": "tcp"}


def local(service: str | None, *sockets: str, url: str = "http://127.0.0.1:2968/proxy.pac", profile: Profile | None = None) -> list[str]:
    """The codes where the PAC address is on this computer, with its service and its listening sockets."""
    world = World(profile=profile or Profile())
    world.system.files |= {
        "capture.json": {"schema": "wssdiag.capture/1", "os": "windows"},
        "services.json": [{**LPS, "status": service}] if service else [],
        "connections.json": [{**LISTENER, "local": local} for local in sockets],
        "windows/registry.reg": "Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\"
        f'CurrentVersion\\Internet Settings]\n"AutoConfigURL"="{url}"\n',
    }
    return codes(world.run(None))


@pytest.mark.parametrize(
    ("service", "sockets", "stopped"),
    [
        ("stopped", (), True),
        ("running", ("0.0.0.0:135",), True),
        ("running", (), False),  # sockets that listen were not read
        ("running", ("127.0.0.1:2968",), False),
        ("stopped", ("0.0.0.0:2968",), False),
        ("running", ("[::]:2968",), False),
        ("running", ("192.0.2.17:2968",), True),
        (None, ("0.0.0.0:135",), False),  # somebody else's local proxy
    ],
)
def test_a_local_proxy_that_does_not_listen(service: str | None, sockets: tuple[str, ...], stopped: bool) -> None:
    assert ("sep-local-proxy-stopped" in local(service, *sockets)) is stopped


def test_a_pac_address_elsewhere_is_not_the_local_proxy() -> None:
    assert "sep-local-proxy-stopped" not in local("stopped", url=PAC)


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999/x", "http://[::1/x", "http://localhost/proxy.pac"])
def test_odd_addresses_are_read_or_left_alone(url: str) -> None:
    assert ("sep-local-proxy-stopped" in local("stopped", url=url)) is url.startswith("http://localhost")


def test_the_profile_may_say_that_the_local_proxy_belongs_there() -> None:
    expected = Profile(expect=Expect(method=Method.SEP_PAC))
    assert "sep-local-proxy-stopped" in local(None, "0.0.0.0:135", profile=expected)


def test_the_local_proxy_masks_the_pac_address_that_it_makes_unreachable() -> None:
    world = World()
    world.network.strangers |= {"127.0.0.1"}
    world.network.block("127.0.0.1", 2968, Failure.REFUSED)
    world.system.files |= {
        "capture.json": {"schema": "wssdiag.capture/1", "os": "windows"},
        "services.json": [LPS],
        "windows/registry.reg": "Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\"
        'CurrentVersion\\Internet Settings]\n"AutoConfigURL"="http://127.0.0.1:2968/proxy.pac"\n',
    }
    report = world.run(None)
    assert codes(report) == ["sep-local-proxy-stopped"]
    assert {row.masked_by for row in report.findings if row.code == "pac-unreachable"} == {"sep-local-proxy-stopped"}


def test_a_pac_file_beside_an_agent_that_stands_aside_is_no_matter() -> None:
    facts = facts_of(read_capture(Path(__file__).parents[1] / "captures" / "windows11-ja-agent-passive"))
    beside = msgspec.structs.replace(facts, proxy_settings=(pac("internet-settings", "system"),))
    said = on_facts_alone(World().session, beside)
    assert (said.mode.method, said.mode.in_use, said.mode.agent_captures) == (Method.WSS_AGENT, True, False)
    assert "pac-with-agent" not in [row.code for row in said.findings]


@pytest.mark.parametrize(
    ("agent", "settings", "found"),
    [
        (True, (pac("internet-settings", "system"),), True),
        (True, (SYSTEM,), False),
        (True, (manual("internet-settings", "system"), pac("environment", "system")), False),  # the PAC file is not in force
        (True, (pac("firefox", "firefox"),), False),
        (False, (pac("internet-settings", "system"),), False),
    ],
)
def test_a_pac_file_beside_an_agent_is_possible_until_its_script_is_asked(agent: bool, settings: Settings, found: bool) -> None:
    world = World()
    world.system.files["capture.json"] = {"schema": "wssdiag.capture/1", "os": "windows"}
    if agent:
        world.run_agent()
    facts = msgspec.structs.replace(facts_of(world.system.capture()), proxy_settings=settings)
    said = [(row.severity, row.confidence) for row in on_facts_alone(world.session, facts).findings if row.code == "pac-with-agent"]
    assert said == [(Severity.NOTICE, Certainty.POSSIBLE)] * found
    assert not [row.code for row in world.run(None, facts=facts).findings if row.code == "pac-with-agent"]  # a run leaves it to the script
