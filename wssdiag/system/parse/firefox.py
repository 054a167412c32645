"""Firefox's own proxy settings: ``browsers/firefox/<profile>/prefs.js`` and ``user.js``, and its policies (registry, files)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from wssdiag.model.facts import ProxyKind, ProxySetting
from wssdiag.system.parse.policy_files import file_policies
from wssdiag.system.parse.proxy_server import listed, proxy_server
from wssdiag.system.parse.text import VALUE_LIMIT, lines_of

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture
    from wssdiag.system.parse.registry import Registry

#: ``user_pref("network.proxy.type", 2);`` with a JSON-like value.
_PREF = re.compile(r'user_pref\("(network\.proxy\.[a-z_.]{1,60})",\s{0,8}(.{1,4000}?)\);$')

#: network.proxy.type: 5 (and none) follows the system, which is no setting of Firefox's own.
_DIRECT, _MANUAL, _PAC, _AUTO_DETECT = 0, 1, 2, 4

#: Profiles beyond this are not looked at.
_PROFILE_LIMIT = 20

_SERVERS = (("ssl", "https"), ("http", "http"), ("socks", "socks"))

#: Mode of the Proxy policy (policies.json) -> network.proxy.type.
_POLICY_KEY = r"Software\Policies\Mozilla\Firefox\Proxy"
_POLICY_TEXTS = ("Mode", "AutoConfigURL", "HTTPProxy", "SSLProxy", "SOCKSProxy", "Passthrough")
_HTTP_FOR_ALL = "UseHTTPProxyForAllProtocols"

#: A policy for the computer comes before one for the user.
_HIVES = ("HKEY_LOCAL_MACHINE", "HKEY_CURRENT_USER")

_MODES = {"none": _DIRECT, "manual": _MANUAL, "autoConfig": _PAC, "autoDetect": _AUTO_DETECT}


def firefox_proxies(capture: Capture, registry: Registry) -> tuple[ProxySetting, ...]:
    """The policy's setting, then one a profile that does not follow the system, each once."""
    places = (*(_of_registry(registry, hive) for hive in _HIVES), _of_files(capture))
    found = next((settings for place in places if (settings := _of_policy(place))), [])
    folders = sorted({name.rpartition("/")[0] for name in capture if name.startswith("browsers/firefox/") and name.endswith(".js")})
    for folder in folders[:_PROFILE_LIMIT]:
        # user.js is read after prefs.js and wins.
        prefs = _prefs(capture.get(f"{folder}/prefs.js", b"")) | _prefs(capture.get(f"{folder}/user.js", b""))
        found.extend(_settings(prefs, policy=False))
    return tuple(dict.fromkeys(found))


def _prefs(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in lines_of(data):
        if len(line) <= VALUE_LIMIT and (match := _PREF.match(line)):
            try:
                found[match[1].removeprefix("network.proxy.")] = msgspec.json.decode(match[2])
            except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
                continue
    return found


def _of_registry(registry: Registry, hive: str) -> dict[str, Any]:
    key = rf"{hive}\{_POLICY_KEY}"
    texts = {name: text for name in _POLICY_TEXTS if (text := registry.text(key, name))}
    return {**texts, _HTTP_FOR_ALL: registry.number(key, _HTTP_FOR_ALL) == 1}


def _of_files(capture: Capture) -> dict[str, Any]:
    content = file_policies(capture, "firefox")
    inner = content.get("policies", content)
    policy = inner.get("Proxy") if isinstance(inner, dict) else None
    return policy if isinstance(policy, dict) else {}


def _of_policy(policy: dict[str, Any]) -> list[ProxySetting]:
    mode = policy.get("Mode")
    prefs: dict[str, Any] = {"type": _MODES.get(mode) if isinstance(mode, str) else None, "autoconfig_url": policy.get("AutoConfigURL")}
    for key, name in (("HTTPProxy", "http"), ("SSLProxy", "ssl"), ("SOCKSProxy", "socks")):
        prefs[name] = policy.get(key)
    if policy.get(_HTTP_FOR_ALL) is True and not prefs["ssl"]:
        prefs["ssl"] = prefs["http"]
    prefs["no_proxies_on"] = policy.get("Passthrough")
    return _settings(prefs, policy=True)


def _settings(prefs: dict[str, Any], *, policy: bool) -> list[ProxySetting]:
    kind = prefs.get("type")
    source = "firefox-policy" if policy else "firefox"
    if type(kind) is not int:  # a hostile file may say false, which equals 0
        return []
    if kind in {_DIRECT, _AUTO_DETECT}:
        which = ProxyKind.DIRECT if kind == _DIRECT else ProxyKind.AUTO_DETECT
        return [ProxySetting(source=source, applies_to="firefox", kind=which, policy=policy)]
    url = prefs.get("autoconfig_url")
    if kind == _PAC and isinstance(url, str) and url:
        return [ProxySetting(source=source, applies_to="firefox", kind=ProxyKind.PAC, pac_url=url, policy=policy)]
    texts = [(str(prefs.get(name) or ""), prefs.get(f"{name}_port"), scheme) for name, scheme in _SERVERS]
    servers = tuple(
        server
        for host, port, scheme in texts
        if (server := proxy_server(f"{host}:{port}" if isinstance(port, int) else host, scheme=scheme, default_port=80))
    )
    if kind != _MANUAL or not servers:
        return []
    bypass = listed(str(prefs.get("no_proxies_on") or ""), ", ")
    return [ProxySetting(source=source, applies_to="firefox", kind=ProxyKind.MANUAL, servers=servers, bypass=bypass, policy=policy)]
