"""Browsers' own encrypted DNS and own trust: policies (registry, files of policies) and Firefox's profiles.

Names and values as in the policy lists of Chrome and Edge (DnsOverHttpsMode), and in Mozilla's policy templates and preferences
(DNSOverHTTPS, Certificates, network.trr.mode, security.enterprise_roots.enabled).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from wssdiag.model.facts import BrowserSetting
from wssdiag.system.parse.policy_files import MANAGED, file_policies
from wssdiag.system.parse.registry import Registry
from wssdiag.system.parse.rows import ABSENT
from wssdiag.system.parse.text import VALUE_LIMIT, lines_of

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture
    from wssdiag.model.unknown import Unknown

_CHROMIUM_KEYS = (
    ("chrome", r"Software\Policies\Google\Chrome"),
    ("edge", r"Software\Policies\Microsoft\Edge"),
    ("chromium", r"Software\Policies\Chromium"),
)

_FIREFOX_KEY = r"Software\Policies\Mozilla\Firefox"

#: A policy for the computer comes before one for the user.
_HIVES = ("HKEY_LOCAL_MACHINE", "HKEY_CURRENT_USER")

#: DnsOverHttpsMode. "automatic" asks the system's own resolver, encrypted where that one offers it: that is no other resolver.
_CHROMIUM_MODES = {"secure": True, "off": False, "automatic": False}

#: network.trr.mode: first or alone its own resolver; off by choice. 0 (the default) leaves it to Firefox, which nobody here can tell.
_TRR_MODES = {2: True, 3: True, 5: False}

_PREF = re.compile(r'user_pref\("(network\.trr\.mode|network\.trr\.uri|security\.enterprise_roots\.enabled)",\s{0,8}(.{1,2000}?)\);$')

_VERSION = re.compile(r"^LastVersion=([0-9]{1,4}(?:\.[0-9]{1,4}){0,3})", re.MULTILINE)

_FOLDER = "browsers/firefox/"

#: Profiles beyond this are not looked at.
_PROFILE_LIMIT = 20


def browsers_of(capture: Capture, registry: Registry | None) -> tuple[BrowserSetting, ...] | Unknown:
    """What the sources say, policies first; Unknown where not one of the places is in the capture."""
    if registry is None and not any(name.startswith(("browsers/", MANAGED)) for name in capture):
        return ABSENT
    registry = registry or Registry({})
    found = [row for browser, key in _CHROMIUM_KEYS if (row := _chromium(capture, registry, browser, key))]
    policy = _firefox_policy(capture, registry)
    profiles = sorted({name.rpartition("/")[0] for name in capture if name.startswith(_FOLDER) and name.count("/") > _FOLDER.count("/")})
    return (*found, *([policy] if policy else []), *(_firefox_profile(capture, folder) for folder in profiles[:_PROFILE_LIMIT]))


def _chromium(capture: Capture, registry: Registry, browser: str, key: str) -> BrowserSetting | None:
    names = ("DnsOverHttpsMode", "DnsOverHttpsTemplates")
    places: list[dict[str, Any]] = [{name: registry.text(rf"{hive}\{key}", name) for name in names} for hive in _HIVES]
    places.append(file_policies(capture, browser))
    for place in places:
        own_dns = _CHROMIUM_MODES.get(_text(place.get("DnsOverHttpsMode")))
        if own_dns is not None:
            server = _text(place.get("DnsOverHttpsTemplates"))
            return BrowserSetting(app=browser, source=f"{browser}-policy", own_dns=own_dns, dns_server=server, policy=True)
    return None


def _firefox_policy(capture: Capture, registry: Registry) -> BrowserSetting | None:
    content = file_policies(capture, "firefox")
    inner = content.get("policies", content)
    policies: dict[str, Any] = inner if isinstance(inner, dict) else {}
    dns, certificates = _table(policies.get("DNSOverHTTPS")), _table(policies.get("Certificates"))
    for hive in reversed(_HIVES):
        key = rf"{hive}\{_FIREFOX_KEY}"
        dns |= _switch(registry, rf"{key}\DNSOverHTTPS", "Enabled")
        dns |= {name: text for name in ("ProviderURL",) if (text := registry.text(rf"{key}\DNSOverHTTPS", name))}
        certificates |= _switch(registry, rf"{key}\Certificates", "ImportEnterpriseRoots")
        if registry.values(rf"{key}\Certificates\Install"):
            certificates["Install"] = True
    row = BrowserSetting(
        app="firefox",
        source="firefox-policy",
        own_dns=_switched(dns.get("Enabled")),
        dns_server=_text(dns.get("ProviderURL")),
        system_roots=_switched(certificates.get("ImportEnterpriseRoots")),
        adds_roots=bool(certificates.get("Install")),
        policy=True,
    )
    return row if row != BrowserSetting(app="firefox", source="firefox-policy", policy=True) else None


def _firefox_profile(capture: Capture, folder: str) -> BrowserSetting:
    """One profile, whether it sets anything or not: that it is there tells that Firefox is used."""
    # user.js is read after prefs.js and wins.
    prefs = _prefs(capture.get(f"{folder}/prefs.js", b"")) | _prefs(capture.get(f"{folder}/user.js", b""))
    version = _VERSION.search("\n".join(lines_of(capture.get(f"{folder}/compatibility.ini", b""))))
    mode = prefs.get("network.trr.mode")
    return BrowserSetting(
        app="firefox",
        source=folder.removeprefix(_FOLDER),
        version=version[1] if version else "",
        own_dns=_TRR_MODES.get(mode) if type(mode) is int else None,
        dns_server=_text(prefs.get("network.trr.uri")),
        system_roots=_switched(prefs.get("security.enterprise_roots.enabled")),
    )


def _prefs(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in lines_of(data):
        if len(line) <= VALUE_LIMIT and (match := _PREF.match(line)):
            try:
                found[match[1]] = msgspec.json.decode(match[2])
            except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
                continue
    return found


def _switch(registry: Registry, key: str, name: str) -> dict[str, Any]:
    value = registry.number(key, name)
    return {} if value is None else {name: value == 1}


def _switched(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _text(value: object) -> str:
    return value[:VALUE_LIMIT] if isinstance(value, str) else ""


def _table(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}
