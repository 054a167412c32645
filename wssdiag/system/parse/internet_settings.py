"""Windows' proxy settings in the registry: WinINET's (what browsers follow), WinHTTP's (what services follow) and their policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.facts import ProxyKind, ProxySetting
from wssdiag.system.parse.connection_blob import ConnectionSettings, connection_settings
from wssdiag.system.parse.proxy_server import listed, windows_servers

if TYPE_CHECKING:
    from wssdiag.system.parse.registry import Registry

_SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
_POLICY = r"Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings"
_USER, _MACHINE = "HKEY_CURRENT_USER\\", "HKEY_LOCAL_MACHINE\\"
_BLOB = "DefaultConnectionSettings"


def unread_settings(registry: Registry) -> str | None:
    """Why the export's silence does not mean "nothing set": none of the keys is in it, or the blob has no known form. Else None."""
    if not any(_SETTINGS.lower() in key or _POLICY.lower() in key for key in registry.keys):
        return "no Internet Settings in it"
    key = rf"{_hive(registry)}{_SETTINGS}\Connections"
    if registry.blob(key, _BLOB) is not None and _of_blob(registry, key, _BLOB) is None:
        return f"{_BLOB} has no known form"
    return None


def internet_settings_proxies(registry: Registry) -> tuple[ProxySetting, ...]:
    """One setting a kind that is on: WinINET's in the order in which Windows tries them, then WinHTTP's.

    With the policy "per machine" (ProxySettingsPerUser = 0) the machine's settings stand in place of the user's. The values of a policy
    come before those that a user sets. The blob counts where there is one; the plain values beside it are legacy copies.
    """
    found: list[ProxySetting] = []
    for hive in (_MACHINE, _USER):
        found.extend(_settings(_of_values(registry, hive + _POLICY), "internet-settings", "system", policy=True))
    hive = _hive(registry)
    settings = _of_blob(registry, rf"{hive}{_SETTINGS}\Connections", _BLOB)
    if settings is None:
        settings = _of_values(registry, hive + _SETTINGS)
    found.extend(_settings(settings, "internet-settings", "system", policy=hive == _MACHINE))
    winhttp = _of_blob(registry, rf"{_MACHINE}{_SETTINGS}\Connections", "WinHttpSettings")
    if winhttp is not None:
        found.extend(_settings(winhttp, "winhttp", "services", policy=False))
    return tuple(dict.fromkeys(found))


def _hive(registry: Registry) -> str:
    return _MACHINE if registry.number(_MACHINE + _POLICY, "ProxySettingsPerUser") == 0 else _USER


def _of_blob(registry: Registry, key: str, name: str) -> ConnectionSettings | None:
    data = registry.blob(key, name)
    return None if data is None else connection_settings(data)


def _of_values(registry: Registry, key: str) -> ConnectionSettings:
    pac_url = registry.text(key, "AutoConfigURL")
    return ConnectionSettings(
        manual=registry.number(key, "ProxyEnable") == 1,
        pac=bool(pac_url),
        auto_detect=registry.number(key, "AutoDetect") == 1,
        servers=registry.text(key, "ProxyServer"),
        bypass=registry.text(key, "ProxyOverride"),
        pac_url=pac_url,
    )


def _settings(settings: ConnectionSettings, source: str, applies_to: str, *, policy: bool) -> list[ProxySetting]:
    found: list[ProxySetting] = []
    if settings.auto_detect:
        found.append(
            ProxySetting(
                source=source,
                applies_to=applies_to,
                kind=ProxyKind.AUTO_DETECT,
                pac_url=settings.detected_url or None,
                policy=policy,
            )
        )
    if settings.pac and settings.pac_url:
        found.append(ProxySetting(source=source, applies_to=applies_to, kind=ProxyKind.PAC, pac_url=settings.pac_url, policy=policy))
    servers = windows_servers(settings.servers) if settings.manual else ()
    if servers:
        bypass = listed(settings.bypass, "; \t\r\n")
        found.append(
            ProxySetting(source=source, applies_to=applies_to, kind=ProxyKind.MANUAL, servers=servers, bypass=bypass, policy=policy)
        )
    return found
