"""The libraries of the Linux system that builds which go along: from which of its packages each comes. Asks dpkg."""

from __future__ import annotations

import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIMIT_S = 60.0

#: Debian keeps what each package is under, also where all other texts are left out.
_TEXTS = Path("/usr/share/doc")


@dataclass(frozen=True)
class SystemPackage:
    """A package of Debian or its kin."""

    name: str
    version: str
    architecture: str

    @property
    def licence(self) -> Path:
        """The text of its licence."""
        return _TEXTS / self.name / "copyright"


def is_of_python(origin: Path) -> bool:
    """Whether a file is a part of the Python that runs this: its own library, or below its standard library and not a package."""
    below = origin.is_relative_to(sysconfig.get_path("stdlib")) and "site-packages" not in origin.parts
    return below or origin.name.startswith("libpython3")


def packages_of(origins: Iterable[Path]) -> dict[Path, SystemPackage]:
    """The package of each library; one that dpkg does not know, or that is Python's, is left out. Nothing where there is no dpkg."""
    libraries = (origin for origin in origins if ".so" in origin.name and not is_of_python(origin))
    # /lib is a link to /usr/lib by now, and dpkg knows a file by the path that its package was made with.
    real = {str(origin.resolve()): origin for origin in libraries}
    asked = real | {path.removeprefix("/usr"): origin for path, origin in real.items()}
    found = (line.partition(": ") for line in _dpkg("--search", *asked))
    owners = {asked[path]: package for package, _, path in found if path in asked}
    told = _dpkg("--show", "--showformat=${binary:Package} ${Package} ${Version} ${Architecture}\\n", *sorted(set(owners.values())))
    known = {row[0]: SystemPackage(*row[1:]) for row in (line.split(" ") for line in told)}
    return {origin: known[package] for origin, package in owners.items()}


def _dpkg(question: str, *arguments: str) -> list[str]:
    """What it says, in lines; it also answers where it knows only some."""
    if arguments:
        try:
            line = ["dpkg-query", question, *arguments]
            return subprocess.run(line, capture_output=True, text=True, timeout=_LIMIT_S, check=False).stdout.splitlines()
        except FileNotFoundError:
            pass
    return []
