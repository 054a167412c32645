"""Windows' proxy settings in the registry: WinINET's (what browsers follow), WinHTTP's (what services follow) and their policies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wssdiag.model.facts import ProxyKind, ProxySetting
from wssdiag.system.parse.connection_blob import ConnectionSettings, connection_settings
from wssdiag.system.parse.proxy_server import listed, windows_servers

if TYPE_CHECKING:
    from collections.abc import Collection

    from wssdiag.system.parse.registry import Registry

_SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
_POLICY = r"Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings"
_USER, _MACHINE = "HKEY_CURRENT_USER\\", "HKEY_LOCAL_MACHINE\\"
_BLOB = "DefaultConnectionSettings"

#: The hive of a person, by the form of their account's number: of a domain or this computer, or of a directory in the cloud.
_PERSON = re.compile(r"(hkey_users\\s-1-(?:5-21|12-1)-[0-9-]{1,80}\\)software\\")


def unread_settings(registry: Registry, user: str = "interactive") -> str | None:
    """Why the export's silence does not mean "nothing set": the keys are not in it, or what is there has no known form. Else None."""
    hive = _hive(registry, user)
    if hive is None:
        return "read as the system, and the settings of who is logged on are not in it"
    if not any(key.startswith((hive + _SETTINGS).lower()) for key in registry.keys):
        return "no Internet Settings in it"
    key = rf"{hive}{_SETTINGS}\Connections"
    settings = _of_blob(registry, key, _BLOB)
    if registry.blob(key, _BLOB) is not None and settings is None:
        return f"{_BLOB} has no known form"
    if settings and settings.cut:
        return f"{_BLOB} ends in the middle"
    return "it ends in the middle of a line" if registry.cut else None


def internet_settings_proxies(
    registry: Registry, user: str = "interactive", connected: Collection[str] = frozenset()
) -> tuple[ProxySetting, ...]:
    """One setting a kind that is on: WinINET's in the order in which Windows tries them, then WinHTTP's.

    With the policy "per machine" (ProxySettingsPerUser = 0) the machine's settings stand in place of the user's. The values of a policy
    come before those that a user sets. The blob counts where there is one; the plain values beside it are legacy copies. While a dial-up
    or VPN connection is up (``connected``: its interface's name, lower case) its own blob stands in place of the usual one.
    """
    found: list[ProxySetting] = []
    hive = _hive(registry, user)
    for place in (_MACHINE, _person(registry, user)):
        if place:
            found.extend(_settings(_of_values(registry, place + _POLICY), "internet-settings", "system", policy=True))
    if hive:
        key = rf"{hive}{_SETTINGS}\Connections"
        dialled = next((name for name in registry.values(key) if name in connected), _BLOB)
        settings = _of_blob(registry, key, dialled) or _of_values(registry, hive + _SETTINGS)
        found.extend(_settings(settings, "internet-settings", "system", policy=hive == _MACHINE))
    winhttp = _of_blob(registry, rf"{_MACHINE}{_SETTINGS}\Connections", "WinHttpSettings")
    if winhttp is not None:
        found.extend(_settings(winhttp, "winhttp", "services", policy=False))
    return tuple(dict.fromkeys(found))


def _hive(registry: Registry, user: str) -> str | None:
    """Whose settings are in force; None where that person's are not in the export."""
    return _MACHINE if registry.number(_MACHINE + _POLICY, "ProxySettingsPerUser") == 0 else _person(registry, user)


def _person(registry: Registry, user: str) -> str | None:
    """The hive of who sits here. The system's own account has settings too, which no browser follows: there it is the one person's."""
    if user != "system":
        return _USER
    people = {match[1] for key in registry.keys if (match := _PERSON.match(key))}
    return people.pop() if len(people) == 1 else None


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
