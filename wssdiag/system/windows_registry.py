"""Reads the keys of Windows' registry that the parsers use. Must not know what their values mean, and never writes."""

from __future__ import annotations

import sys

from wssdiag.model.codec import encode
from wssdiag.model.facts import Product
from wssdiag.system.reg_text import RawValue, reg_text
from wssdiag.system.secrets import without_credentials

if sys.platform == "win32":
    import winreg

_INTERNET = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
_INTERNET_POLICY = r"Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings"
_TCPIP = r"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
_UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"

#: Key, and how many levels below it are read too.
_BOTH_HIVES = (
    (_INTERNET, 0),
    (rf"{_INTERNET}\Connections", 0),
    (_INTERNET_POLICY, 0),
    (r"Software\Policies\Google\Chrome", 0),
    (r"Software\Policies\Microsoft\Edge", 0),
    (r"Software\Policies\Chromium", 0),
    (r"Software\Policies\Mozilla\Firefox", 2),
)
_MACHINE = (
    (_TCPIP, 0),
    (rf"{_TCPIP}\Interfaces", 1),
    (r"SOFTWARE\Policies\Microsoft\Windows NT\DNSClient\DnsPolicyConfig", 1),
    (r"SYSTEM\CurrentControlSet\Services\Dnscache\Parameters\DnsPolicyConfig", 1),
)

#: Values that hold a name or a secret, and tell nothing of the way that traffic takes.
_SECRET = frozenset({"proxyuser", "proxypass", "user agent"})

#: Keys below one, and values of one: no real machine has as many.
_KEY_LIMIT = 2_000
_VALUE_LIMIT = 1_000


def registry_export() -> bytes | None:
    """``windows/registry.reg``: the keys that are there, as regedit would export them. None on other systems."""
    text: bytes | None = None
    if sys.platform == "win32":
        roots = (("HKEY_CURRENT_USER", winreg.HKEY_CURRENT_USER), ("HKEY_LOCAL_MACHINE", winreg.HKEY_LOCAL_MACHINE))
        keys = [row for name, hive in roots for path, depth in _BOTH_HIVES for row in _read(name, hive, path, depth)]
        keys += [row for path, depth in _MACHINE for row in _read("HKEY_LOCAL_MACHINE", winreg.HKEY_LOCAL_MACHINE, path, depth)]
        text = reg_text(keys)
    return text


def products_json() -> bytes | None:
    """``products.json``: what the list of installed programs shows, 64-bit and 32-bit, of the machine and of this user."""
    text: bytes | None = None
    if sys.platform == "win32":
        rows = [
            _product(values)
            for hive in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER)
            for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY)
            for _, values in _read("", hive, _UNINSTALL, 1, view)
        ]
        text = encode(tuple(dict.fromkeys(row for row in rows if row.name)))
    return text


def _product(values: list[RawValue]) -> Product:
    texts = {name.lower(): data for name, data, _ in values if isinstance(data, str)}
    return Product(
        name=texts.get("displayname", ""),
        version=texts.get("displayversion", ""),
        publisher=texts.get("publisher", ""),
    )


def _read(name: str, hive: int, path: str, depth: int, view: int = 0) -> list[tuple[str, list[RawValue]]]:
    """A key with its values, then the keys below it; what is absent or closed to this account is left out."""
    found: list[tuple[str, list[RawValue]]] = []
    children: list[str] = []
    if sys.platform == "win32":
        try:
            with winreg.OpenKey(hive, path, 0, winreg.KEY_READ | (view or winreg.KEY_WOW64_64KEY)) as key:
                below, count, _ = winreg.QueryInfoKey(key)
                values = [winreg.EnumValue(key, number) for number in range(min(count, _VALUE_LIMIT))]
                children = [winreg.EnumKey(key, number) for number in range(min(below, _KEY_LIMIT))] if depth else []
            found.append((f"{name}\\{path}", [(label, _clean(data), kind) for label, data, kind in values if label.lower() not in _SECRET]))
        except OSError:
            children = []
    for child in children:
        found.extend(_read(name, hive, rf"{path}\{child}", depth - 1, view))
    return found


def _clean(data: object) -> object:
    return without_credentials(data) if isinstance(data, str) else data
