"""Which program the lab tries: the sources as they stand, or one that was built from them (build/wssdiag.spec)."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass, field
from pathlib import Path

import certifi

from build.dev import wine
from build.dev.freeze import DIST
from tests.wine.windows import apart

#: Where certifi's roots lie in a folder that PyInstaller made.
_ROOTS = Path("_internal", "certifi", "cacert.pem")

_LINUX = DIST / "linux" / "wssdiag"
_WINDOWS = DIST / "windows" / "wssdiag"


@dataclass(frozen=True)
class Edition:
    """A program, and what a laptop must have for it."""

    command: tuple[str, ...]
    roots: Path  # the file with Mozilla's roots that it reads
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def obstacle(self) -> str:
        """Why it is not there; empty: it is."""
        return "" if self.roots.is_file() else f"it was not built: {self.roots} is missing"


#: Windows' half of a laptop: a Wine of its own, whose registry is that of the disk, and is left as it was.
_WINE = ("sh", "-ec", f'{apart()}\nexec {shlex.quote(wine.PROGRAM)} {shlex.quote(str(_WINDOWS / "wssdiag-cli.exe"))} "$@"', "sh")

EDITIONS = {
    "sources": Edition((sys.executable, "-m", "wssdiag"), Path(certifi.where())),
    "linux": Edition((str(_LINUX / "wssdiag"),), _LINUX / _ROOTS),
    "windows": Edition(_WINE, _WINDOWS / _ROOTS, wine.settings()),
}

SOURCES = EDITIONS["sources"]
