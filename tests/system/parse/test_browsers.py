"""A browser's own names and own trust, in the spelling of each source."""

from __future__ import annotations

import json
import plistlib

import pytest

from wssdiag.model.facts import BrowserSetting
from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.browsers import browsers_of
from wssdiag.system.parse.registry import exported

EDGE = "HKEY_LOCAL_MACHINE\\Software\\Policies\\Microsoft\\Edge"
FIREFOX = "HKEY_LOCAL_MACHINE\\Software\\Policies\\Mozilla\\Firefox"


def registry(*lines: str) -> bytes:
    return "\n".join(("Windows Registry Editor Version 5.00", "", *lines, "")).encode()


def rows(**files: bytes | str) -> tuple[BrowserSetting, ...]:
    names = {"reg": "windows/registry.reg", "chrome": "browsers/policies/chrome.json", "firefox": "browsers/policies/firefox.json"}
    names |= {"managed": "macos/managed-preferences/org.mozilla.firefox.plist"}
    names |= {part: f"browsers/firefox/a.default/{part}" for part in ("prefs.js", "user.js", "compatibility.ini")}
    capture = {names[name]: text if isinstance(text, bytes) else text.encode() for name, text in files.items()}
    found = browsers_of(capture, exported(capture))
    assert not isinstance(found, Unknown)
    return found


def profile(*prefs: str, user: str = "", version: str = "") -> BrowserSetting:
    files = {"prefs.js": "".join(f"user_pref({pref});\n" for pref in prefs), "user.js": user, "compatibility.ini": version}
    (row,) = rows(**files)
    return row


@pytest.mark.parametrize(("mode", "own"), [("secure", True), ("off", False), ("automatic", False)])
def test_chromium_policies_in_both_places(mode: str, own: bool) -> None:
    of_registry = rows(reg=registry(f"[{EDGE}]", f'"DnsOverHttpsMode"="{mode}"', '"DnsOverHttpsTemplates"="https://r.example/q"'))
    assert of_registry == (BrowserSetting(app="edge", source="edge-policy", own_dns=own, dns_server="https://r.example/q", policy=True),)
    of_file = rows(chrome=json.dumps({"DnsOverHttpsMode": mode}))
    assert of_file == (BrowserSetting(app="chrome", source="chrome-policy", own_dns=own, policy=True),)


@pytest.mark.parametrize("value", ["true", "[]", '{"DnsOverHttpsMode": true}', '{"DnsOverHttpsMode": "maybe"}', "{"])
def test_a_policy_of_another_shape_says_nothing(value: str) -> None:
    assert rows(chrome=value, firefox=value) == ()


def test_firefox_policies_in_both_places() -> None:
    of_registry = rows(
        reg=registry(
            f"[{FIREFOX}\\DNSOverHTTPS]",
            '"Enabled"=dword:00000001',
            '"ProviderURL"="https://r.example/q"',
            f"[{FIREFOX}\\Certificates]",
            '"ImportEnterpriseRoots"=dword:00000000',
        )
    )
    expected = BrowserSetting(
        app="firefox", source="firefox-policy", own_dns=True, dns_server="https://r.example/q", system_roots=False, policy=True
    )
    assert of_registry == (expected,)
    policies = {
        "DNSOverHTTPS": {"Enabled": True, "ProviderURL": "https://r.example/q"},
        "Certificates": {"ImportEnterpriseRoots": False},
    }
    assert rows(firefox=json.dumps({"policies": policies})) == (expected,)


def test_firefox_policies_in_the_managed_preferences_of_a_mac() -> None:
    policies = {"DNSOverHTTPS": {"Enabled": False}, "Certificates": {"ImportEnterpriseRoots": True}}
    for form in (plistlib.FMT_XML, plistlib.FMT_BINARY):
        (row,) = rows(managed=plistlib.dumps(policies, fmt=form))
        assert row == BrowserSetting(app="firefox", source="firefox-policy", own_dns=False, system_roots=True, policy=True)


def test_a_policy_that_installs_certificates() -> None:
    (of_file,) = rows(firefox=json.dumps({"policies": {"Certificates": {"Install": ["root.pem"]}}}))
    (of_registry,) = rows(reg=registry(f"[{FIREFOX}\\Certificates\\Install]", '"1"="root.pem"'))
    assert of_file.adds_roots
    assert of_registry == of_file


@pytest.mark.parametrize(
    ("mode", "own"),
    [("2", True), ("3", True), ("5", False), ("0", None), ("true", None), ('"2"', None), ("2x", None), ("[2]", None), ("2.0", None)],
)
def test_firefox_resolver_modes(mode: str, own: bool | None) -> None:
    assert profile(f'"network.trr.mode", {mode}').own_dns is own


def test_a_profile() -> None:
    row = profile(
        '"security.enterprise_roots.enabled", false',
        '"network.trr.uri", "https://r.example/q"',
        user='user_pref("security.enterprise_roots.enabled", true);\n',
        version="[Compatibility]\r\nLastVersion=128.5.0_20260101000000/20260101000000\r\n",
    )
    assert row == BrowserSetting(app="firefox", source="a.default", version="128.5.0", dns_server="https://r.example/q", system_roots=True)


def test_a_profile_that_sets_nothing_tells_that_firefox_is_used() -> None:
    assert profile() == BrowserSetting(app="firefox", source="a.default")


def test_no_place_at_all_is_not_known() -> None:
    assert isinstance(browsers_of({"hosts.txt": b""}, None), Unknown)
    assert rows(reg=registry("[HKEY_CURRENT_USER\\Software]")) == ()
