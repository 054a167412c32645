"""Reads the keys of Windows' registry that the parsers use. Must not know what their values mean, and never writes."""

from __future__ import annotations

import sys
from typing import NamedTuple

from wssdiag.model.codec import encode
from wssdiag.model.facts import Product
from wssdiag.system.reg_text import RawValue, reg_text
from wssdiag.system.secrets import blob_without_credentials, servers_without_credentials, without_credentials

if sys.platform == "win32":
    import winreg

_INTERNET = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
_INTERNET_32 = r"SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Internet Settings"
_INTERNET_POLICY = r"Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings"
_TCPIP = r"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
_PROFILES = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
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
    (_INTERNET_32, 0),
    (rf"{_INTERNET_32}\Connections", 0),
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


class _Root(NamedTuple):
    """A hive by the name that it has in the capture, and where it is found here."""

    name: str
    hive: int
    prefix: str = ""


def registry_export(person: str | None = "") -> bytes | None:
    """``windows/registry.reg``: the keys that are there, as regedit would export them. None on other systems.

    ``person`` is the key below HKEY_USERS that is read as HKEY_CURRENT_USER; empty: this program's own user; None: nobody's, no such keys.
    """
    text: bytes | None = None
    if sys.platform == "win32":
        machine = _Root("HKEY_LOCAL_MACHINE\\", winreg.HKEY_LOCAL_MACHINE)
        roots = [*_user(person), machine]
        keys = [row for root in roots for path, depth in _BOTH_HIVES for row in _read(root, path, depth)]
        # Once more by the account's number: it tells whose they are.
        keys += [
            row
            for root in _named(person)
            for path in (_INTERNET, rf"{_INTERNET}\Connections", _INTERNET_POLICY)
            for row in _read(root, path, 0)
        ]
        keys += [row for path, depth in _MACHINE for row in _read(machine, path, depth)]
        text = reg_text(keys)
    return text


def products_json(person: str | None = "") -> bytes | None:
    """``products.json``: what the list of installed programs shows, 64-bit and 32-bit, of the machine and of that person."""
    text: bytes | None = None
    if sys.platform == "win32":
        rows = [
            _product(values)
            for root in (_Root("", winreg.HKEY_LOCAL_MACHINE), *_user(person))
            for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY)
            for _, values in _read(root, _UNINSTALL, 1, view)
        ]
        text = encode(tuple(dict.fromkeys(row for row in rows if row.name)))
    return text


def profile_folder(person: str) -> str | None:
    """The home folder of a person by the account's number; None where the list of profiles has none."""
    folder: str | None = None
    if sys.platform == "win32":
        rows = _read(_Root("", winreg.HKEY_LOCAL_MACHINE), rf"{_PROFILES}\{person}", 0)
        texts = [data for _, values in rows for name, data, _ in values if name == "ProfileImagePath" and isinstance(data, str)]
        folder = winreg.ExpandEnvironmentStrings(texts[0]) if texts else None
    return folder


def _named(person: str | None) -> tuple[_Root, ...]:
    roots: tuple[_Root, ...] = ()
    if sys.platform == "win32" and person:
        roots = (_Root(f"HKEY_USERS\\{person}\\", winreg.HKEY_USERS, f"{person}\\"),)
    return roots


def _user(person: str | None) -> tuple[_Root, ...]:
    roots: tuple[_Root, ...] = ()
    if sys.platform == "win32" and person is not None:
        here = (winreg.HKEY_USERS, f"{person}\\") if person else (winreg.HKEY_CURRENT_USER, "")
        roots = (_Root("HKEY_CURRENT_USER\\", *here),)
    return roots


def _product(values: list[RawValue]) -> Product:
    texts = {name.lower(): data for name, data, _ in values if isinstance(data, str)}
    return Product(
        name=texts.get("displayname", ""),
        version=texts.get("displayversion", ""),
        publisher=texts.get("publisher", ""),
    )


def _read(root: _Root, path: str, depth: int, view: int = 0) -> list[tuple[str, list[RawValue]]]:
    """A key with its values, then the keys below it; what is absent or closed to this account is left out."""
    found: list[tuple[str, list[RawValue]]] = []
    children: list[str] = []
    if sys.platform == "win32":
        try:
            with winreg.OpenKey(root.hive, root.prefix + path, 0, winreg.KEY_READ | (view or winreg.KEY_WOW64_64KEY)) as key:
                below, count, _ = winreg.QueryInfoKey(key)
                values = [winreg.EnumValue(key, number) for number in range(min(count, _VALUE_LIMIT))]
                children = [winreg.EnumKey(key, number) for number in range(min(below, _KEY_LIMIT))] if depth else []
            found.append(
                (root.name + path, [(label, _clean(label, data), kind) for label, data, kind in values if label.lower() not in _SECRET])
            )
        except OSError:
            children = []
    for child in children:
        found.extend(_read(root, rf"{path}\{child}", depth - 1, view))
    return found


def _clean(label: str, data: object) -> object:
    if isinstance(data, bytes):
        return blob_without_credentials(data)
    if not isinstance(data, str):
        return data
    return servers_without_credentials(data) if label.lower() == "proxyserver" else without_credentials(data)
