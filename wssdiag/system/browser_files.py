"""Browsers' own files: Firefox's profiles and policies, the policy folders of Chrome, Edge and Chromium, macOS's managed preferences.

Only what the parsers use enters the capture: what else a person or an organisation set there is nobody's business here.
"""

from __future__ import annotations

import plistlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError

import msgspec

from wssdiag.model.codec import DecodeError, decode
from wssdiag.system.files import read_start
from wssdiag.system.secrets import servers_without_credentials, without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Preferences of years have some hundred kilobytes; they are sorted, and "network" stands in the middle.
_PREFS_LIMIT_BYTES = 4 * 1024 * 1024

#: As many as the parsers look at.
_PROFILE_LIMIT = 20

#: Policy files in one folder.
_FILE_LIMIT = 50

_LINE_LIMIT = 20_000

#: A bypass list may be long; it is still one line.
_LINE_BYTES = 16 * 1024

_PROXY = (
    "type|autoconfig_url|http|http_port|ssl|ssl_port|socks|socks_port|socks_version|socks_remote_dns|share_proxy_settings|no_proxies_on"
)
_PREF = re.compile(
    rf'user_pref\("(network\.proxy\.(?:{_PROXY})|network\.trr\.(?:mode|uri|custom_uri)|security\.enterprise_roots\.enabled)", (.*)\);'
)

#: ``profiles.ini``: where the profiles are; their names are a person's own words.
_PROFILES = re.compile(r"\[(?:Profile|Install)\w*\]|(?:Path|IsRelative|Default)=.*")

_VERSION = re.compile(r"\[Compatibility\]|LastVersion=.*")

#: What names of a capture may not hold.
_ODD = re.compile(r'[^ -~]|[\\:*?"<>|/]')

FIREFOX_POLICIES = frozenset({"Proxy", "DNSOverHTTPS", "Certificates"})

CHROMIUM_POLICIES = frozenset(
    {
        "ProxySettings",
        "ProxyMode",
        "ProxyPacUrl",
        "ProxyServer",
        "ProxyBypassList",
        "DnsOverHttpsMode",
        "DnsOverHttpsTemplates",
    }
)


def firefox_profiles(roots: Iterable[Path]) -> dict[str, bytes]:
    """``browsers/firefox/...``: ``profiles.ini``, and of each profile that it lists the lines that are used. Empty without Firefox."""
    found: dict[str, bytes] = {}
    for root in roots:
        index = _lines(root / "profiles.ini", _PROFILES)
        if index is None:
            continue
        found.setdefault("browsers/firefox/profiles.ini", index)
        for folder in _profile_folders(root, index.decode().splitlines()):
            name = f"browsers/firefox/{_ODD.sub('_', folder.name)}"
            files = {
                "prefs.js": _prefs(folder / "prefs.js"),
                "user.js": _prefs(folder / "user.js"),
                "compatibility.ini": _lines(folder / "compatibility.ini", _VERSION),
            }
            if f"{name}/prefs.js" not in found:
                found |= {f"{name}/{file}": data for file, data in files.items() if data is not None}
    return found


def json_policies(files: Iterable[Path], kept: frozenset[str]) -> bytes | None:
    """``browsers/policies/<browser>.json``: the files' policies, a later file before an earlier one; None where there is no such file."""
    merged: dict[str, Any] | None = None
    for path in files:
        data = read_start(path)
        if data is None:
            continue
        try:
            content = decode(data, dict[str, Any])
        except DecodeError:
            continue  # one that the browser cannot read either
        inner = content.get("policies")
        merged = {**(merged or {}), **_kept(inner if isinstance(inner, dict) else content, kept)}
    return None if merged is None else msgspec.json.encode(merged)


def policy_files(folders: Iterable[Path]) -> list[Path]:
    """The files of policy folders, in the order in which they count: recommended ones first, in each folder by name."""
    found: list[Path] = []
    for folder in folders:
        try:
            found += sorted(folder.glob("*.json"))[:_FILE_LIMIT]
        except OSError:
            continue
    return found


def managed_preferences(path: Path, kept: frozenset[str]) -> bytes | None:
    """A property list with the policies that are used, as XML; None where there is none that can be read."""
    data = read_start(path)
    if data is None:
        return None
    try:
        content = plistlib.loads(data)
        return plistlib.dumps(_kept(content, kept)) if isinstance(content, dict) else None
    except (ExpatError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _kept(content: Mapping[str, Any], kept: frozenset[str]) -> dict[str, Any]:
    """A policy may be spelt flat, ``Proxy__Mode`` (Mozilla's templates for macOS)."""
    return {name: _clean(value, name) for name, value in content.items() if name.partition("__")[0] in kept}


def _clean(value: object, name: str) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return servers_without_credentials(value) if name.endswith(("Proxy", "Server")) else without_credentials(value)
    if isinstance(value, dict):
        return {str(key): _clean(item, str(key)) for key, item in value.items()}
    return [_clean(item, name) for item in value] if isinstance(value, list) else value


def _profile_folders(root: Path, index: list[str]) -> list[Path]:
    """``Path=`` of each section, in it or absolute."""
    paths = [line.removeprefix("Path=").strip() for line in index if line.startswith("Path=")]
    return [root / path for path in dict.fromkeys(paths) if path and ".." not in Path(path).parts][:_PROFILE_LIMIT]


def _lines(path: Path, wanted: re.Pattern[str]) -> bytes | None:
    data = read_start(path)
    if data is None:
        return None
    lines = data.decode("utf-8", errors="replace").splitlines()[:_LINE_LIMIT]
    return "\n".join([*(line for line in lines if len(line) <= _LINE_BYTES and wanted.fullmatch(line.strip())), ""]).encode()


def _prefs(path: Path) -> bytes | None:
    data = read_start(path, _PREFS_LIMIT_BYTES)
    if data is None:
        return None
    lines = data.decode("utf-8", errors="replace").splitlines()
    return "\n".join([*(text for line in lines if len(line) <= _LINE_BYTES and (text := _pref(line.strip()))), ""]).encode()


def _pref(line: str) -> str:
    match = _PREF.fullmatch(line)
    if match is None:
        return ""
    name, value = match.groups()
    quoted = value.startswith('"') and value.endswith('"')
    clean = f'"{servers_without_credentials(value[1:-1])}"' if quoted and name.endswith((".http", ".ssl", ".socks")) else value
    return f'user_pref("{name}", {without_credentials(clean)});'
