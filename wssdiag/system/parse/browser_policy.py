"""Proxy policies of Chrome, Edge and Chromium: in the registry, or in a file of policies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from wssdiag.model.facts import ProxyKind, ProxySetting
from wssdiag.system.parse.policy_files import file_policies
from wssdiag.system.parse.proxy_server import listed, windows_servers

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture
    from wssdiag.system.parse.registry import Registry

#: The browser, and the key of its policies below either hive.
_KEYS = (
    ("chrome", r"Software\Policies\Google\Chrome"),
    ("edge", r"Software\Policies\Microsoft\Edge"),
    ("chromium", r"Software\Policies\Chromium"),
)

#: A policy for the computer comes before one for the user.
_HIVES = ("HKEY_LOCAL_MACHINE", "HKEY_CURRENT_USER")

#: The single policies, which apply only where ProxySettings is absent (Chrome Enterprise and Edge policy lists).
_SINGLE = ("ProxyMode", "ProxyPacUrl", "ProxyServer", "ProxyBypassList")


def browser_proxies(capture: Capture, registry: Registry) -> tuple[ProxySetting, ...]:
    """At most one setting a browser: the first place that says something."""
    found: list[ProxySetting] = []
    for browser, key in _KEYS:
        places = [_of_registry(registry, rf"{hive}\{key}") for hive in _HIVES]
        places.append(_of_policies(file_policies(capture, browser)))
        settings = [setting for place in places if (setting := _setting(place, browser))]
        found.extend(settings[:1])
    return tuple(found)


def _of_registry(registry: Registry, key: str) -> dict[str, Any]:
    return _of_policies({name: registry.text(key, name) for name in ("ProxySettings", *_SINGLE)})


def _of_policies(policies: dict[str, Any]) -> dict[str, Any]:
    whole = policies.get("ProxySettings")
    if isinstance(whole, str) and whole:
        try:
            whole = msgspec.json.decode(whole)
        except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
            return {}
    return whole if isinstance(whole, dict) else policies


def _setting(place: dict[str, Any], browser: str) -> ProxySetting | None:
    values = {name: value for name in _SINGLE if isinstance(value := place.get(name), str)}
    mode = values.get("ProxyMode", "")
    source = f"{browser}-policy"
    if mode == "direct":
        return ProxySetting(source=source, applies_to=browser, kind=ProxyKind.DIRECT, policy=True)
    if mode == "auto_detect":
        return ProxySetting(source=source, applies_to=browser, kind=ProxyKind.AUTO_DETECT, policy=True)
    if mode == "pac_script" and (url := values.get("ProxyPacUrl")):
        return ProxySetting(source=source, applies_to=browser, kind=ProxyKind.PAC, pac_url=url, policy=True)
    if mode == "fixed_servers" and (servers := windows_servers(values.get("ProxyServer", ""))):
        bypass = listed(values.get("ProxyBypassList", ""), ",; ")
        return ProxySetting(source=source, applies_to=browser, kind=ProxyKind.MANUAL, servers=servers, bypass=bypass, policy=True)
    return None
