"""Packs the program for Windows as a setup for one person: ``dev.py build setup``, after ``build windows``.

Its recipe lies in installer/windows.
"""

from __future__ import annotations

import shlex
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

from build.dev import freeze, needs, signing
from build.dev.needs import SetUpError
from build.dev.venv import ROOT, environment
from build.freeze.resource import numbers
from wssdiag import __version__

if TYPE_CHECKING:
    from pathlib import Path

_RECIPE = ROOT / "installer" / "windows" / "setup.nsi"

#: One point in the icon's blue, which the last page draws at its side as large as that is (BITMAPFILEHEADER, BITMAPINFOHEADER, the point).
_SIDE = struct.pack("<2sIIIIiiHHIIiiII", b"BM", 58, 0, 54, 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + bytes((0xC2, 0x57, 0x0B, 0))

_LIMIT_S = 600.0


def package() -> Path:
    """The file dist/wssdiag-VERSION-setup.exe; :class:`SetUpError` where the program was not made before."""
    if reason := freeze.obstacle("windows"):
        raise SetUpError(reason)
    return make(freeze.DIST / "windows" / "wssdiag", freeze.ICON, freeze.DIST / f"wssdiag-{__version__}-setup.exe")


def make(folder: Path, icon: Path, made: Path) -> Path:
    """A setup of all files in a folder. Where this machine signs, so is the remover, before it goes inside."""
    if lacking := needs.provide(needs.NSIS):
        raise SetUpError(needs.told(lacking))
    side = icon.with_name("side.bmp")
    side.write_bytes(_SIDE)
    told = _told(folder) | {"MADE": made, "ICON": icon, "SIDE": side}
    if signing.is_told():
        told["SIGN"] = shlex.join((sys.executable, "-m", signing.__name__))
    # A warning is a fault: a text that a language lacks is one.
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *(f"-D{name}={value}" for name, value in told.items()), str(_RECIPE)]
    done = subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, timeout=_LIMIT_S, check=False)
    if done.returncode:
        made.unlink(missing_ok=True)
        message = "the setup for Windows could not be made"
        raise SetUpError(message)
    return made


def _told(folder: Path) -> dict[str, object]:
    kib = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) // 1024
    return {"FOLDER": folder, "VERSION": __version__, "NUMBERS": ".".join(map(str, numbers(__version__))), "KIB": kib}
