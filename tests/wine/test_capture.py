"""The whole Windows capture, taken on Windows' interfaces in a network that is known, read back here."""

from __future__ import annotations

import ipaddress
import struct
from typing import TYPE_CHECKING

from tests.wine.windows import seen_from_windows
from tests.world import builtin
from wssdiag.detection.detect import detect
from wssdiag.model.facts import Facts, InterfaceType, known
from wssdiag.model.mode import Method
from wssdiag.model.profile import Profile
from wssdiag.model.unknown import Unknown
from wssdiag.system.folder import read_capture
from wssdiag.system.parse.facts import facts_of
from wssdiag.system.parse.registry import registry_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.wine.windows import Windows

NETWORK = """
ip link add eth0 type veth peer name peer0
ip addr add 192.0.2.9/24 dev eth0
ip -6 addr add 2001:db8::9/64 dev eth0 nodad
ip link set eth0 up
ip link set peer0 up
ip route add default via 192.0.2.1
ip route add 198.51.100.0/25 via 192.0.2.2
ip neigh add 192.0.2.1 lladdr 02:00:00:00:00:01 dev eth0
printf 'nameserver 192.0.2.53\\nnameserver 2001:db8::53\\n' >/tmp/.wine-0/resolv.conf
mount --bind /tmp/.wine-0/resolv.conf /etc/resolv.conf
"""

CONNECTIONS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections"
PROFILES = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
PERSON = "S-1-5-21-0-0-0-1000"
PAC = b"http://pac.threatpulse.example/proxy.pac"


def taken(windows: Windows, folder: Path, *variables: str, reg: Sequence[Sequence[str]] = (), network: str = "") -> Facts:
    windows.run("capture.py", seen_from_windows(folder), *variables, reg=reg, network=network)
    return facts_of(read_capture(folder))


def test_a_known_network(windows: Windows, tmp_path: Path) -> None:
    blob = struct.pack("<IIIIII", 70, 1, 5, 0, 0, len(PAC)) + PAC
    reg = [("add", CONNECTIONS, "/v", "DefaultConnectionSettings", "/t", "REG_BINARY", "/d", blob.hex(), "/f")]
    facts = taken(windows, tmp_path / "capture", network=NETWORK, reg=reg)
    assert facts.os == "windows"
    assert facts.os_version.startswith("10.0.")
    assert facts.user == "interactive"
    eth0 = next(row for row in known(facts.interfaces) if row.name == "eth0")
    assert (eth0.type, eth0.up, eth0.mtu, eth0.dns_servers) == (InterfaceType.ETHERNET, True, 1500, ("192.0.2.53", "2001:db8::53"))
    addresses = {f"{row.address}/{row.prefix}" for row in eth0.addresses if not ipaddress.ip_address(row.address).is_link_local}
    assert addresses == {"192.0.2.9/24", "2001:db8::9/64"}
    assert {(row.destination, row.gateway, row.interface) for row in known(facts.routes)} == {
        ("0.0.0.0/0", "192.0.2.1", "eth0"),
        ("198.51.100.0/25", "192.0.2.2", "eth0"),
        ("192.0.2.0/24", None, "eth0"),
    }
    assert {row.address for row in known(facts.resolvers)} == {"192.0.2.53", "2001:db8::53"}
    assert [(row.address, row.mac, row.interface) for row in known(facts.neighbours)] == [("192.0.2.1", "02:00:00:00:00:01", "eth0")]
    assert [row.exists for row in known(facts.files)] == [True, False]
    assert ("RpcSs", "running", "manual") in [(row.name, row.status, row.start_type) for row in known(facts.services)]
    assert {(row.local, row.transport, row.status) for row in known(facts.connections)} == {
        ("127.0.0.1:2968", "tcp", "listen"),
        ("127.0.0.1:2969", "udp", ""),
    }
    assert facts.windows_nlm == "internet"
    mode = detect(facts, builtin()[1], builtin()[0], Profile(), None)
    assert (mode.method, mode.evidence[0].fact) == (Method.PAC_FILE, "proxy_settings[internet-settings].pac")


def test_without_a_network(windows: Windows, tmp_path: Path) -> None:
    facts = taken(windows, tmp_path / "capture")
    assert [(row.name, row.type) for row in known(facts.interfaces)] == [("lo", InterfaceType.LOOPBACK)]
    assert facts.routes == ()
    assert facts.windows_nlm == "local"  # Wine counts the loopback among the networks
    # What Wine does not have is not read, and not "none".
    assert isinstance(facts.processes, Unknown)


def test_the_system_account_reads_the_settings_of_the_person_at_the_desktop(windows: Windows, tmp_path: Path) -> None:
    """Wine's desktop belongs to the account that everything runs as: only what this program believes of itself is different here."""
    profile = tmp_path / "home" / "AppData" / "Roaming" / "Mozilla" / "Firefox"
    (profile / "a.default").mkdir(parents=True)
    (profile / "profiles.ini").write_text("[Profile0]\nPath=a.default\n")
    (profile / "a.default" / "prefs.js").write_text('user_pref("network.trr.mode", 3);\n')
    reg = [
        ("add", CONNECTIONS.rpartition("\\")[0], "/v", "AutoConfigURL", "/t", "REG_SZ", "/d", PAC.decode(), "/f"),
        ("add", rf"HKLM\{PROFILES}\{PERSON}", "/v", "ProfileImagePath", "/t", "REG_SZ", "/d", seen_from_windows(tmp_path / "home"), "/f"),
        (
            "add",
            r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Own",
            "/v",
            "DisplayName",
            "/d",
            "A program of one person",
            "/f",
        ),
    ]
    facts = taken(windows, tmp_path / "capture", r"USERPROFILE=C:\windows\system32\config\systemprofile", reg=reg)
    assert facts.user == "system"
    assert [row.pac_url for row in known(facts.proxy_settings)] == [PAC.decode()]
    assert [(row.app, row.own_dns) for row in known(facts.browsers)] == [("firefox", True)]
    assert [row.name for row in known(facts.products)] == ["A program of one person"]
    export = registry_of((tmp_path / "capture" / "windows" / "registry.reg").read_bytes())
    assert export.text(rf"HKEY_USERS\{PERSON}\{CONNECTIONS[5:].rpartition(chr(92))[0]}", "AutoConfigURL") == PAC.decode()
