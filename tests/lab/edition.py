"""Which program the lab tries: the sources as they stand, or one that was built from them (build/wssdiag.spec)."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass, field
from pathlib import Path

import certifi

from build.dev import freeze, wine
from tests.wine.windows import apart, woken

#: Where certifi's roots lie in a folder that PyInstaller made.
_ROOTS = Path("_internal", "certifi", "cacert.pem")

_LINUX = freeze.DIST / "linux" / "wssdiag"
_WINDOWS = freeze.DIST / "windows" / "wssdiag"


@dataclass(frozen=True)
class Edition:
    """A program, and what a laptop must have for it."""

    command: tuple[str, ...]
    roots: Path  # the file with Mozilla's roots that it reads
    environment: dict[str, str] = field(default_factory=dict)
    hosts: Path | None = None  # its system's own hosts file, where that is not /etc/hosts
    start_s: float = 0.0  # what its system takes to start and to end, beyond the program

    system: str = ""  # of ``dev.py build``; empty: it is not built

    @property
    def obstacle(self) -> str:
        """Why it cannot be tried here; empty: it can."""
        return freeze.obstacle(self.system) if self.system else ""


#: Windows' half of a laptop: a Wine of its own, whose registry is that of the disk, and is left as it was.
_WINE = ("sh", "-ec", f'{apart()}\n{woken()}\nexec {shlex.quote(wine.PROGRAM)} {shlex.quote(str(_WINDOWS / "wssdiag-cli.exe"))} "$@"', "sh")

EDITIONS = {
    "sources": Edition((sys.executable, "-m", "wssdiag"), Path(certifi.where())),
    "linux": Edition((str(_LINUX / "wssdiag"),), _LINUX / _ROOTS, system="linux"),
    "windows": Edition(_WINE, _WINDOWS / _ROOTS, wine.settings(), wine.HOSTS, start_s=15.0, system="windows"),
}

SOURCES = EDITIONS["sources"]
