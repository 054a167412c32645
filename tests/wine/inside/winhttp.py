"""Runs on Windows: writes settings blobs, and prints what Windows makes of each beside what our reader exports, as JSON.

``python winhttp.py CASES``: a JSON list of blobs in hexadecimal, tried one by one as the user's own settings.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any, ClassVar

from wssdiag.system.windows_registry import registry_export

if sys.platform == "win32":
    import winreg

CONNECTIONS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections"


class Config(ctypes.Structure):
    """WINHTTP_CURRENT_USER_IE_PROXY_CONFIG (winhttp.h)."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("auto_detect", ctypes.c_int),
        ("pac_url", ctypes.c_wchar_p),
        ("servers", ctypes.c_wchar_p),
        ("bypass", ctypes.c_wchar_p),
    ]


def asked() -> dict[str, Any] | None:
    config = Config()
    if sys.platform == "win32" and ctypes.WinDLL("winhttp").WinHttpGetIEProxyConfigForCurrentUser(ctypes.byref(config)):
        return {name: getattr(config, name) for name, _ in Config._fields_}
    return None


def tried(blob: bytes) -> dict[str, Any]:
    if sys.platform == "win32":
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, CONNECTIONS) as key:
            winreg.SetValueEx(key, "DefaultConnectionSettings", 0, winreg.REG_BINARY, blob)
    return {"windows": asked(), "export": (registry_export() or b"").decode()}


print(json.dumps([tried(bytes.fromhex(case)) for case in json.loads(sys.argv[1])]))
