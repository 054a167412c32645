"""The listings of macOS, as public examples show them."""

from __future__ import annotations

from wssdiag.model.facts import Service
from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.macos_services import macos_services

ID = "3C1D2E4F-0000-4000-8000-000000000001"


def profile(line: str) -> list[tuple[str, str, str, str]]:
    found = macos_services({"macos/scutil-nc-list.txt": line.encode()})
    assert not isinstance(found, Unknown)
    return [(row.name, row.display_name, row.status, row.start_type) for row in found]


def test_a_profile_with_and_without_its_kind_at_the_end() -> None:
    expected = [("com.wireguard.macos", "Work VPN", "running", "manual")]
    assert profile(f'* (Connected)      {ID} VPN (com.wireguard.macos) "Work VPN"   [VPN:com.wireguard.macos]') == expected
    assert profile(f'* (Connected)      {ID} VPN (com.wireguard.macos) "Work VPN"') == expected


def test_profiles_of_the_system_itself() -> None:
    assert profile(f'* (Disconnected)   {ID} IPSec              "My: VPN"                            [IPSec]') == [
        (ID, "My: VPN", "stopped", "manual")
    ]
    assert profile(f'  (Disconnected)   {ID} PPP --> L2TP       "Some L2TP VPN"      [PPP:L2TP]') == [
        ("L2TP", "Some L2TP VPN", "stopped", "disabled")
    ]


def test_a_line_that_is_cut_is_none() -> None:
    assert profile(f'* (Connected)      {ID} VPN (com.wireguard.macos) "Work') == []


def test_states_of_an_extension() -> None:
    rows = (
        "*\t*\tY2CCP3S9W7\tcom.a (1.0/1)\tA\t[activated enabled]\n"
        "\t*\tY2CCP3S9W7\tcom.b (1.0/1)\tB\t[activated waiting for user]\n"
        "\t\tY2CCP3S9W7\tcom.c (1.0/1)\tC\t[terminated waiting to uninstall on reboot]\n"
    )
    heading = (
        "3 extension(s)\n--- com.apple.system_extension.network_extension\nenabled\tactive\tteamID\tbundleID (version)\tname\t[state]\n"
    )
    assert macos_services({"macos/systemextensions.txt": (heading + rows).encode()}) == (
        Service(name="com.a", display_name="A", status="running", start_type="activated enabled"),
        Service(name="com.b", display_name="B", status="stopped", start_type="activated waiting for user"),
        Service(name="com.c", display_name="C", status="stopped", start_type="terminated waiting to uninstall on reboot"),
    )
