"""A computer that a package may be installed on: a copy of the tests' Windows, and what stands in it before and after."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from build.dev import wine
from tests.frozen.built import Done
from tests.wine.windows import seen_from_windows, shell, woken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BATCH = Path(__file__).parent / "inside" / "batch.py"

#: Everything in one go: the registry lives as long as the processes of this Wine.
_LIMIT_S = 500.0

#: Wine copies menus and desktops into those of Linux.
_APART = "mscoree,mshtml,winemenubuilder.exe="

#: What programs write to; the rest is Wine's picture of the hardware.
_ROOTS = (r"HKLM\Software", r"HKCU\Software")

Registry = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Computer:
    """The folder that it lives in."""

    folder: Path

    @property
    def drive(self) -> Path:
        """Drive C: as this machine sees it."""
        return self.folder / "prefix" / "drive_c"

    def make(self) -> None:
        """Links in place of copies, but for what Wine writes to. No folder of the account is one of this machine."""
        prefix = self.folder / "prefix"
        shutil.copytree(wine.PREFIX, prefix, symlinks=True, copy_function=_linked, ignore=shutil.ignore_patterns("wineserver"))
        for link in (path for account in (self.drive / "users").iterdir() for path in account.iterdir() if path.is_symlink()):
            link.unlink()
            link.mkdir()
            (link / "of the account.txt").touch()  # Wine removes a desktop that is empty

    def run(self, jobs: Mapping[str, Sequence[str]]) -> dict[str, Done]:
        """All of them, one after the other."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        (self.folder / "jobs.json").write_text(json.dumps([{"command": list(job)} for job in jobs.values()]), encoding="utf-8")
        own = {**wine.settings(), "WINEPREFIX": str(self.folder / "prefix"), "WINEDLLOVERRIDES": _APART}
        words = [f"{name}={value}" for name, value in {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(home), **own}.items()]
        exported = "\n".join(f"export {name}={shlex.quote(value)}" for name, value in own.items())
        line = shlex.join(["env", "-i", *words, sys.executable, "-P", str(_BATCH), str(self.folder / "jobs.json")])
        done = shell(f"{exported}\n{woken()}\n{line}", _LIMIT_S)
        assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")
        return dict(zip(jobs, msgspec.json.decode(done.stdout, type=list[Done]), strict=True))

    def windows(self, *words: str | Path) -> list[str]:
        """A command of Windows; paths of this machine as Windows sees them."""
        return [wine.PROGRAM, *(seen_from_windows(word) if isinstance(word, Path) else word for word in words)]

    def files(self) -> list[str]:
        """A command that says every file and folder of the drive, with the size of a file."""
        return ["find", str(self.drive), "-type", "f", "-printf", r"%P\t%s\n", "-o", "-mindepth", "1", "-printf", r"%P\t\n"]

    def registry(self, name: str) -> dict[str, list[str]]:
        """Commands that keep the registry under a name, for :meth:`kept`."""
        return {f"{name} {root}": self.windows("reg", "export", root, self._hive(name, root), "/y") for root in _ROOTS}

    def kept(self, name: str) -> Registry:
        """Its keys, each with its values, as regedit writes them."""
        keys: dict[str, list[str]] = {}
        for root in _ROOTS:
            for line in self._hive(name, root).read_text(encoding="utf-16").splitlines():
                if line.startswith("["):
                    values = keys.setdefault(line, [])
                elif keys and line:
                    values.append(line)
        return {key: tuple(values) for key, values in keys.items()}

    def _hive(self, name: str, root: str) -> Path:
        return self.folder / f"{name}-{root[:4]}.reg"


def sizes(told: str) -> dict[str, str]:
    """What :meth:`Computer.files` said: name -> size, empty for a folder."""
    return dict(line.split("\t") for line in told.splitlines())


def _linked(source: str, target: str) -> None:
    (shutil.copyfile if source.endswith(".reg") else os.link)(source, target)
