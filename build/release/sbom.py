"""The bill of materials of each file that is handed out: what is really in the program that it was made of."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from build.dev import freeze, venv
from build.dev.needs import SetUpError
from build.release import commit, cyclonedx
from build.release.inside import of_folder, of_one_file
from build.release.owners import components, ground, normal
from build.release.sums import digest
from wssdiag import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from build.release.component import Component

SUFFIX = ".cdx.json"

#: Ending of a package -> the system whose program is packed in it.
_PACKED = {".deb": "linux", ".gz": "linux", ".exe": "windows", ".msi": "windows", ".zip": "windows"}

#: In every program, whatever pyproject.toml says.
_ALWAYS = ("python", "pyinstaller")


def beside(artefact: Path) -> Path:
    """Where its bill of materials lies."""
    return artefact.with_name(artefact.name + SUFFIX)


def of(artefact: Path) -> bytes:
    """The bill of a file in dist, by the programs that stand there now; :class:`SetUpError` where it is not known what is in it."""
    one_file = freeze.DIST / "windows" / "wssdiag.exe"
    system = _PACKED.get(artefact.suffix)
    if system is None:
        message = f"nobody knows which program is in {artefact.name}"
        raise SetUpError(message)
    itself = artefact.suffix == one_file.suffix and one_file.is_file() and artefact.samefile(one_file)
    inside = of_one_file(artefact) if itself else of_folder(system)
    ours, found = components(inside, ground(system))
    time = commit.time().strftime("%Y-%m-%dT%H:%M:%SZ")
    told = cyclonedx.Artefact(artefact.name, digest(artefact), __version__, commit.commit(), time, ours, _used(found))
    return cyclonedx.bill(told, found)


def _used(found: list[Component]) -> tuple[str, ...]:
    """What the program itself uses: its dependencies, and what is in every program."""
    project = tomllib.loads((venv.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    names = {normal(re.split(r"[<>=;!~\s\[]", one, maxsplit=1)[0]) for one in wanted} | set(_ALWAYS)
    return tuple(one.ref for one in found if normal(one.name) in names)
