"""Runs on Windows: ``python desktop.py`` prints whether a person could see a window, here and where services are; one word a line."""

from __future__ import annotations

import ctypes
import sys

from wssdiag.__main__ import desktop_is_seen

#: GENERIC_ALL (winnt.h).
_EVERYTHING = 0x10000000

if sys.platform == "win32":
    print(desktop_is_seen())
    user32 = ctypes.WinDLL("user32", use_last_error=True)
    user32.CreateWindowStationW.restype = ctypes.c_void_p
    station = ctypes.c_void_p(user32.CreateWindowStationW("Service-0x0-3e7$", 0, _EVERYTHING, None))
    print(bool(user32.SetProcessWindowStation(station)))
    print(desktop_is_seen())
