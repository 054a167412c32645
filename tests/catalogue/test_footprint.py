from __future__ import annotations

import pytest

from wssdiag.catalogue.footprint import Finder, Kind, Mark, Match, match_trace, matching
from wssdiag.catalogue.shipped import load_footprint, load_other_clients
from wssdiag.model.location import Sureness
from wssdiag.model.mode import Method

TRACES = load_footprint()
CLIENTS = load_other_clients()


def mark(match: Match, value: str) -> Mark:
    return Mark(kind=Kind.PROCESS, os="windows", match=match, value=value, certainty=Sureness.DOCUMENTED, source="test")


@pytest.mark.parametrize(
    ("match", "value", "text", "expected"),
    [
        (Match.EXACT, "wssad.exe", "WSSAD.EXE", True),
        (Match.EXACT, "wssad.exe", "wssad.exe.bak", False),
        (Match.CONTAINS, "wss agent", "Symantec WSS Agent 9.7", True),
        (Match.CONTAINS, "wss agent", "WSS", False),
        (Match.GLOB, "wss-agent-log*.log", "wss-agent-log-2026.log", True),
        (Match.GLOB, "com.zscaler.*", "com.zscaler.tunnel", True),
        (Match.GLOB, "com.zscaler.*", "com-zscaler-tunnel", False),
        (Match.GLOB, "WireGuardTunnel$*", "WireGuardTunnel$office", True),
        (Match.FOLDER, r"C:\Program Files\Symantec\WSS Agent", r"c:\program files\symantec\wss agent\wssad.exe", True),
        (Match.FOLDER, r"C:\Program Files\Symantec\WSS Agent", r'"C:\Program Files\Symantec\WSS Agent\wssad.exe" -k run', True),
        (Match.FOLDER, r"C:\Program Files\Symantec\WSS Agent", r"C:\Program Files\Symantec\WSS Agent", True),
        (Match.FOLDER, r"C:\Program Files\Symantec\WSS Agent", r"C:\Program Files\Symantec\WSS Agent Old\x.exe", False),
        (Match.FOLDER, "/opt/agent/", "/opt/agent/bin", True),
        (Match.FOLDER, r"C:\Program Files\Symantec\WSS Agent", r"D:\Program Files\Symantec\WSS Agent\wssad.exe", True),
        (Match.FOLDER, r"C:\Program Files\Symantec\WSS Agent", r"\\?\C:\Program Files\Symantec\WSS Agent\wssad.exe", True),
        (Match.FOLDER, r"C:\Program Files\Symantec\WSS Agent", r"\??\C:\Program Files\Symantec\WSS Agent\wssad.exe", True),
        (Match.FOLDER, r"C:\Program Files\Symantec\WSS Agent", r"%ProgramFiles%\Symantec\WSS Agent\wssad.exe", True),
        (Match.FOLDER, r"C:\Program Files\Symantec\WSS Agent", r"C:\Backup\Program Files\Symantec\WSS Agent\wssad.exe", False),
        (Match.TITLE, "symantec wss agent", "Symantec WSS Agent", True),
        (Match.TITLE, "symantec wss agent", " Symantec WSS Agent 9.7.1.21007 (x64)", True),
        (Match.TITLE, "symantec wss", "Symantec WSS Agent", True),
        (Match.TITLE, "symantec wss", "Symantec WSS Backup", False),
        (Match.TITLE, "symantec wss agent", "Exporter for Symantec WSS Agent", False),
        (Match.TITLE, "wss agent", "WSS Agentless Scanner", False),
        (Match.TITLE, "wss agent", "WSS Agent 9.7 Exporter", False),
    ],
)
def test_matches(match: Match, value: str, text: str, expected: bool) -> None:
    assert match_trace(mark(match, value), text) is expected


@pytest.mark.parametrize(
    ("os", "kind", "text", "method"),
    [
        ("windows", Kind.PROCESS, "wssad.exe", Method.WSS_AGENT),
        ("windows", Kind.PRODUCT, "Symantec WSS Agent", Method.WSS_AGENT),
        ("windows", Kind.PRODUCT, "Symantec Cloud SWG Agent", Method.WSS_AGENT),
        ("windows", Kind.FILE, r"C:\ProgramData\Symantec WSS Agent\wss-agent-log.log", Method.WSS_AGENT),
        ("macos", Kind.PROCESS, "wssa-ui_netext", Method.WSS_AGENT),
        ("macos", Kind.EXTENSION, "com.symantec.wssa.wssax", Method.WSS_AGENT),
        ("macos", Kind.VPN, "WSS Agent Tunnel", Method.WSS_AGENT),
        ("windows", Kind.SERVICE, "bcua-service", Method.UNIFIED_AGENT),
        ("windows", Kind.PRODUCT, "Unified Agent", Method.UNIFIED_AGENT),
        ("windows", Kind.SERVICE, "SepLpsService", Method.SEP_PAC),
        ("windows", Kind.SERVICE, "SepMasterService", Method.SEP_TUNNEL),
    ],
)
def test_known_traces_name_their_method(os: str, kind: Kind, text: str, method: Method) -> None:
    assert {trace.method for trace in matching(TRACES, os, kind, text)} == {method}


@pytest.mark.parametrize(
    ("os", "kind", "text"),
    [
        ("linux", Kind.PROCESS, "wssad.exe"),
        ("windows", Kind.SERVICE, "wssad.exe"),
        ("windows", Kind.PRODUCT, "Cisco Unified Agent Desktop"),
        ("windows", Kind.PROCESS, "svchost.exe"),
    ],
)
def test_what_only_looks_alike_does_not_match(os: str, kind: Kind, text: str) -> None:
    assert matching(TRACES, os, kind, text) == ()


NAMES = sorted(
    {trace.value for trace in (*TRACES, *CLIENTS)}
    | {f"{trace.value} 2" for trace in TRACES}
    | {trace.value.replace("*", "x").upper() for trace in CLIENTS}
    | {f'"{trace.value}\\x.exe" -k' for trace in TRACES if trace.match is Match.FOLDER}
    | {"", "*", "x", "C:\\", "com.", "agent"}
)


@pytest.mark.parametrize("os", ["windows", "macos", "linux"])
def test_looking_up_finds_what_comparing_finds(os: str) -> None:
    for traces in (TRACES, CLIENTS):
        finder = Finder[Mark](traces, os)
        for kind in Kind:
            for name in NAMES:
                assert set(finder.find(kind, name)) == set(matching(traces, os, kind, name)), (kind, name)


def test_endpoint_protection_alone_does_not_name_a_method() -> None:
    assert {trace.alone for trace in TRACES if trace.method is Method.SEP_TUNNEL} == {False}
    assert {trace.alone for trace in TRACES if trace.method is Method.SEP_PAC} == {True}


def test_what_an_agent_leaves_behind_or_shares_does_not_name_it() -> None:
    """Logs and data outlive the agent, and in its vendor's folder lie other products too."""
    left = {trace.value for trace in TRACES if trace.method is not Method.SEP_TUNNEL and not trace.alone}
    assert left == {
        r"C:\ProgramData\Symantec WSS Agent\wss-agent-log*.log",
        r"C:\ProgramData\bcua",
        r"C:\Program Files\Blue Coat Systems",
        r"C:\Windows\System32\drivers\bcua-wfp.sys",
        "bcua-wfp",
    }


def test_nothing_is_claimed_of_an_agent_on_linux() -> None:
    assert not [trace for trace in TRACES if trace.os == "linux"]


def test_what_is_remembered_or_doubtful_is_unverified() -> None:
    by_value = {(trace.kind, trace.value): trace.certainty for trace in TRACES}
    assert by_value[(Kind.PROCESS, "wssa-ui.exe")] is Sureness.UNVERIFIED
    assert by_value[(Kind.SERVICE, "*symantec*wss*")] is Sureness.UNVERIFIED
    assert by_value[(Kind.PROCESS, "wssad.exe")] is Sureness.INFERRED
    assert by_value[(Kind.PROCESS, "bcua-service.exe")] is Sureness.DOCUMENTED


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: f"{trace.method}-{trace.os}-{trace.value}")
def test_a_trace_says_what_it_means_in_a_sentence(trace: Mark) -> None:
    assert getattr(trace, "says", "").endswith(".")
    assert ("*" in trace.value) == (trace.match is Match.GLOB)


@pytest.mark.parametrize(
    ("os", "kind", "text", "product"),
    [
        ("windows", Kind.PROCESS, "zsatunnel.exe", "Zscaler Client Connector"),
        ("windows", Kind.INTERFACE, "Zscaler Network Adapter 1.0", "Zscaler Client Connector"),
        ("windows", Kind.SERVICE, "WireGuardTunnel$office", "WireGuard"),
        ("macos", Kind.EXTENSION, "com.cisco.anyconnect.macos.acsockext", "Cisco Secure Client / AnyConnect"),
        ("linux", Kind.INTERFACE, "wg0", "WireGuard"),
        ("linux", Kind.INTERFACE, "tailscale0", "Tailscale"),
        ("linux", Kind.PROCESS, "charon", "strongSwan"),
    ],
)
def test_other_clients_are_named(os: str, kind: Kind, text: str, product: str) -> None:
    assert [trace.product for trace in matching(CLIENTS, os, kind, text)] == [product]


def test_other_clients_are_weak_evidence_and_never_one_of_ours() -> None:
    assert {trace.certainty for trace in CLIENTS} == {Sureness.UNVERIFIED}
    assert not matching(CLIENTS, "windows", Kind.PROCESS, "wssad.exe")
    assert not matching(CLIENTS, "windows", Kind.INTERFACE, "WAN Miniport (IKEv2)")
    assert not matching(CLIENTS, "linux", Kind.INTERFACE, "eth0")
