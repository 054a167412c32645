"""Packs the program for Windows as a setup for one person: ``dev.py build setup``, after ``build windows``.

Its recipe lies in installer/windows.
"""

from __future__ import annotations

import struct
import subprocess
from typing import TYPE_CHECKING

from build.dev import freeze, needs
from build.dev.needs import SetUpError
from build.dev.venv import ROOT
from build.freeze.resource import numbers
from wssdiag import __version__

if TYPE_CHECKING:
    from pathlib import Path

_RECIPE = ROOT / "installer" / "windows" / "setup.nsi"

_WORK = ROOT / ".work" / "freeze" / "win32"

#: Drawn for the program.
_ICON = _WORK / "wssdiag.ico"

#: One point in the icon's blue, which the last page draws at its side as large as that is (BITMAPFILEHEADER, BITMAPINFOHEADER, the point).
_SIDE = struct.pack("<2sIIIIiiHHIIiiII", b"BM", 58, 0, 54, 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + bytes((0xC2, 0x57, 0x0B, 0))

_LIMIT_S = 600.0


def package() -> Path:
    """The file dist/wssdiag-VERSION-setup.exe; :class:`SetUpError` where the program was not made before."""
    if reason := freeze.obstacle("windows"):
        raise SetUpError(reason)
    if lacking := needs.provide(needs.NSIS):
        raise SetUpError(needs.told(lacking))
    made = freeze.DIST / f"wssdiag-{__version__}-setup.exe"
    side = _WORK / "side.bmp"
    side.write_bytes(_SIDE)
    told = _told(freeze.DIST / "windows" / "wssdiag") | {"MADE": made, "ICON": _ICON, "SIDE": side}
    # A warning is a fault: a text that a language lacks is one.
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *(f"-D{name}={value}" for name, value in told.items()), str(_RECIPE)]
    if subprocess.run(command, stdin=subprocess.DEVNULL, timeout=_LIMIT_S, check=False).returncode:
        made.unlink(missing_ok=True)
        message = "the setup for Windows could not be made"
        raise SetUpError(message)
    return made


def _told(folder: Path) -> dict[str, object]:
    kib = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) // 1024
    return {"FOLDER": folder, "VERSION": __version__, "NUMBERS": ".".join(map(str, numbers(__version__))), "KIB": kib}
