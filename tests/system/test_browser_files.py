"""Of a browser's files only what is used enters the capture, and no credential."""

from __future__ import annotations

import json
import plistlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wssdiag.model.facts import BrowserSetting, ProxyKind, known
from wssdiag.system.browser_files import (
    CHROMIUM_POLICIES,
    FIREFOX_POLICIES,
    firefox_profiles,
    json_policies,
    managed_preferences,
    policy_files,
)
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from pathlib import Path

INDEX = """[Install4F96D1932A9F858E]
Default=Profiles/abc.default-release
Locked=1

[Profile1]
Name=Anna's private things
IsRelative=1
Path=Profiles/abc.default-release

[Profile0]
Name=work
IsRelative=0
Path={absolute}

[Profile2]
Path=../../somewhere
[General]
StartWithLastProfile=1
"""

PREFS = r"""// Mozilla User Preferences
user_pref("browser.startup.homepage", "https://private.example/");
user_pref("network.proxy.http", "user:secret@proxy.example");
user_pref("network.proxy.http_port", 8080);
user_pref("network.proxy.autoconfig_url", "http://user:secret@pac.example/p@th.pac");
user_pref("network.proxy.type", 2);
user_pref("network.proxy.socks_password", "secret");
user_pref("network.trr.mode", 3);
user_pref("network.trr.excluded-domains", "private.example");
user_pref("security.enterprise_roots.enabled", true);
user_pref("signon.secret", "secret");
"""


def firefox(root: Path) -> Path:
    absolute = root / "else where"
    for folder in (root / "Profiles/abc.default-release", absolute):
        folder.mkdir(parents=True)
        (folder / "prefs.js").write_text(PREFS)
    (root / "profiles.ini").write_text(INDEX.format(absolute=absolute))
    (absolute / "user.js").write_text('user_pref("network.proxy.type", 0);\n')
    (absolute / "compatibility.ini").write_text("[Compatibility]\nLastVersion=115.6.0_2023/2023\nLastPlatformDir=/home/anna/private\n")
    return root


def test_firefox_profiles(tmp_path: Path) -> None:
    found = firefox_profiles([tmp_path / "no firefox here", firefox(tmp_path / "root")])
    first, second = "browsers/firefox/abc.default-release", "browsers/firefox/else where"
    assert sorted(found) == [
        f"{first}/prefs.js",
        f"{second}/compatibility.ini",
        f"{second}/prefs.js",
        f"{second}/user.js",
        "browsers/firefox/profiles.ini",
    ]
    assert found[f"{first}/prefs.js"].decode().splitlines() == [
        'user_pref("network.proxy.http", "***@proxy.example");',
        'user_pref("network.proxy.http_port", 8080);',
        'user_pref("network.proxy.autoconfig_url", "http://***@pac.example/p@th.pac");',
        'user_pref("network.proxy.type", 2);',
        'user_pref("network.trr.mode", 3);',
        'user_pref("security.enterprise_roots.enabled", true);',
    ]
    everything = b"".join(found.values())
    assert not [word for word in (b"secret", b"private", b"Name=") if word in everything]


def test_what_the_parsers_make_of_it(tmp_path: Path) -> None:
    facts = facts_of({"capture.json": b'{"os": "linux"}', **firefox_profiles([firefox(tmp_path / "root")])})
    assert [(row.source, row.kind, row.pac_url) for row in known(facts.proxy_settings)] == [
        ("firefox", ProxyKind.PAC, "http://***@pac.example/p@th.pac"),
        ("firefox", ProxyKind.DIRECT, None),
    ]
    rows = [BrowserSetting(app="firefox", source=name, own_dns=True, system_roots=True) for name in ("abc.default-release", "else where")]
    assert [row for row in known(facts.browsers) if not row.version] == rows[:1]
    assert [row.version for row in known(facts.browsers)] == ["", "115.6.0"]


def test_a_name_that_no_capture_may_hold(tmp_path: Path) -> None:
    (tmp_path / "profil é").mkdir()
    (tmp_path / "profil é" / "prefs.js").write_text(PREFS)
    (tmp_path / "profiles.ini").write_text("[Profile0]\nIsRelative=1\nPath=profil é\n", encoding="utf-8")
    assert "browsers/firefox/profil _/prefs.js" in firefox_profiles([tmp_path])


@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from(PREFS.splitlines())), max_size=20).map("\n".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_preferences_of_noise(tmp_path: Path, text: str) -> None:
    (tmp_path / "p").mkdir(exist_ok=True)
    (tmp_path / "p" / "prefs.js").write_text(text, encoding="utf-8", errors="replace")
    (tmp_path / "profiles.ini").write_text(f"[Profile0]\nPath=p\n{text}", encoding="utf-8", errors="replace")
    found = firefox_profiles([tmp_path])
    assert b"secret" not in found["browsers/firefox/p/prefs.js"]


def test_chromiums_policy_folders(tmp_path: Path) -> None:
    recommended, managed = tmp_path / "recommended", tmp_path / "managed"
    for folder, name, content in (
        (recommended, "a.json", {"ProxyMode": "direct", "DnsOverHttpsMode": "off"}),
        (managed, "10.json", {"ProxyMode": "pac_script", "HomepageLocation": "https://private.example/"}),
        (managed, "20.json", {"ProxyPacUrl": "http://u:secret@p/", "ProxyServer": "http=u:secret@p:1;q:2"}),
        (managed, "ignored.txt", {"ProxyMode": "direct"}),
    ):
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content))
    (managed / "30.json").write_text("{ broken")
    found = json_policies(policy_files([recommended, managed, tmp_path / "absent"]), CHROMIUM_POLICIES)
    assert json.loads(found or b"") == {
        "ProxyMode": "pac_script",
        "DnsOverHttpsMode": "off",
        "ProxyPacUrl": "http://***@p/",
        "ProxyServer": "http=***@p:1;q:2",
    }
    assert json_policies(policy_files([tmp_path / "absent"]), CHROMIUM_POLICIES) is None


def test_firefox_policies(tmp_path: Path) -> None:
    policies = {"Proxy": {"Mode": "manual", "HTTPProxy": "u:secret@p:1"}, "Certificates": {"Install": ["a.crt"]}, "Bookmarks": ["secret"]}
    (tmp_path / "policies.json").write_text(json.dumps({"policies": policies}))
    found = json.loads(json_policies([tmp_path / "policies.json"], FIREFOX_POLICIES) or b"")
    assert found == {"Proxy": {"Mode": "manual", "HTTPProxy": "***@p:1"}, "Certificates": {"Install": ["a.crt"]}}


@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_managed_preferences(tmp_path: Path, form: plistlib.PlistFormat) -> None:
    content: dict[str, Any] = {"ProxyMode": "direct", "Secret": "secret", "ProxySettings": {"ProxyServer": "u:secret@p:1"}}
    (tmp_path / "x.plist").write_bytes(plistlib.dumps(content, fmt=form))
    found = managed_preferences(tmp_path / "x.plist", CHROMIUM_POLICIES) or b""
    assert plistlib.loads(found) == {"ProxyMode": "direct", "ProxySettings": {"ProxyServer": "***@p:1"}}
    (tmp_path / "y.plist").write_bytes(plistlib.dumps({"Proxy__Mode": "none", "Homepage__URL": "secret"}, fmt=form))
    assert plistlib.loads(managed_preferences(tmp_path / "y.plist", FIREFOX_POLICIES) or b"") == {"Proxy__Mode": "none"}


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(b"bplist00".__add__), st.just(b"<plist><dict><key>a</key>")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_a_property_list_of_noise_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.plist").write_bytes(data)
    assert managed_preferences(tmp_path / "x.plist", CHROMIUM_POLICIES) is None
    assert managed_preferences(tmp_path / "absent.plist", CHROMIUM_POLICIES) is None
