"""Whose each file and module inside a program is: a package's, Python's, the Linux system's that built, or our own."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from build.dev import venv, wine
from build.dev.needs import SetUpError
from build.freeze.computer import SystemPackage, is_of_python, packages_of
from build.release.component import Component
from build.release.inside import INTERNAL
from build.release.parts import declared, generic, told_apart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.metadata import Distribution

    from build.release.inside import Inside

#: Our own, by the beginning of the path inside.
_OURS = (f"{INTERNAL}resources/", f"{INTERNAL}licenses/")

#: PyInstaller makes it of Python's own modules.
_BASE_LIBRARY = f"{INTERNAL}base_library.zip"

#: The first code that runs is its own, in every program.
_FREEZER = "pyinstaller"

#: What packages are under whose metadata does not say it in SPDX's words; read in their texts.
_READ = {
    "jinja2": "BSD-3-Clause",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pyrage": "MIT",
    "quickjs-ng": "MIT",
}

_OURSELVES, _PYTHON = "wssdiag", "python"

#: A package of Python by its name, Python, ourselves, or a package of the system.
Owner = str | SystemPackage


@dataclass(frozen=True)
class Ground:
    """What the programs of one system are made from."""

    packages: Path
    report: Path  # pip's
    python: str  # its version


def ground(system: str) -> Ground:
    """Of Linux or Windows."""
    if system == "windows":
        return Ground(wine.PACKAGES, wine.WINDOWS.report, wine.PYTHON_VERSION)
    packages = next((venv.FREEZER.folder / "lib").glob("python3*")) / "site-packages"
    return Ground(packages, venv.FREEZER.report, sys.version.split()[0])


def components(inside: Inside, made_from: Ground) -> tuple[dict[str, str], list[Component]]:
    """Our own files, and every part. :class:`SetUpError` where somebody's is not known: nothing is left out silently."""
    found = {dist.metadata["Name"]: dist for dist in distributions(path=[str(made_from.packages)])}
    whose: dict[Path, Owner] = {Path(str(dist.locate_file(file))): name for name, dist in found.items() for file in dist.files or ()}
    whose |= packages_of(set(inside.origins.values()) - set(whose))
    files: dict[Owner, dict[str, str]] = defaultdict(dict)
    for name, digest in inside.files.items():
        files[_owner_of_file(name, inside.origins, whose)][name] = digest
    modules = Counter(_owner(module, inside.origins.get(module), whose) for module in inside.modules)
    archives = _archives(made_from.report)
    made = [_python(made_from.python, files[_PYTHON], modules[_PYTHON])]
    made += [
        _package(dist, files[name], modules[name], archives)
        for name, dist in found.items()
        if files[name] or modules[name] or name == _FREEZER
    ]
    made += [_of_computer(owner, held) for owner, held in files.items() if isinstance(owner, SystemPackage)]
    told = [told_apart(one, inside.folder) for one in made]
    names = {normal(one.name) for one in told}
    told = [replace(one, needs=tuple(sorted(names & set(one.needs)))) for one in told]
    return files[_OURSELVES], sorted(told, key=lambda one: one.ref.lower())


def _owner_of_file(name: str, origins: Mapping[str, Path], whose: Mapping[Path, Owner]) -> Owner:
    if not name.startswith(INTERNAL) or name.startswith(_OURS):
        return _OURSELVES
    return _PYTHON if name == _BASE_LIBRARY else _owner(name, origins.get(name.removeprefix(INTERNAL)), whose)


def _owner(name: str, origin: Path | None, whose: Mapping[Path, Owner]) -> Owner:
    if origin and origin in whose:
        return whose[origin]
    if origin and (is_of_python(origin) or origin.is_relative_to(wine.PYTHON)):
        return _PYTHON
    if origin and origin.is_relative_to(venv.ROOT / _OURSELVES):
        return _OURSELVES
    message = f"nobody knows whose {name} is; it was taken from {origin or 'nowhere'}"
    raise SetUpError(message)


def normal(name: str) -> str:
    """A package's name as all of its spellings are compared (PEP 503)."""
    return name.lower().replace("_", "-").replace(".", "-")


def _archives(report: Path) -> dict[str, str]:
    """Package -> SHA-256 of the file that pip took it from; never its address."""
    rows = json.loads(report.read_text(encoding="utf-8"))["install"]
    return {normal(row["metadata"]["name"]): row["download_info"]["archive_info"]["hashes"]["sha256"] for row in rows}


def _package(dist: Distribution, files: dict[str, str], modules: int, archives: Mapping[str, str]) -> Component:
    name = normal(dist.metadata["Name"])
    bills = [Path(str(dist.locate_file(file))) for file in dist.files or () if "sboms" in file.parts and file.suffix == ".json"]
    needs = [one for one in _said(dist, "Requires-Dist") if "extra ==" not in one]
    return Component(
        dist.metadata["Name"],
        dist.version,
        f"pkg:pypi/{name}@{dist.version}",
        _READ.get(name) or next(iter((*_said(dist, "License-Expression"), *_said(dist, "License"))), ""),
        archive=archives[name],
        files=files,
        modules=modules,
        needs=tuple(normal(_bare(one)) for one in needs),
        parts=tuple(part for bill in bills for part in declared(bill.read_bytes())),
    )


def _said(dist: Distribution, field: str) -> Sequence[str]:
    return dist.metadata.get_all(field) or ()


def _bare(requirement: str) -> str:
    """The name of the package that is required."""
    return "".join(letter if letter.isalnum() or letter in "-_." else " " for letter in requirement).split()[0]


def _python(version: str, files: dict[str, str], modules: int) -> Component:
    return replace(generic(_PYTHON, version, "PSF-2.0", _PYTHON, files), modules=modules)


def _of_computer(package: SystemPackage, files: dict[str, str]) -> Component:
    system = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text(encoding="utf-8").splitlines() if "=" in line)
    kind, release = system.get("ID", "debian").strip('"'), system.get("VERSION_ID", "").strip('"')
    purl = f"pkg:deb/{kind}/{package.name}@{quote(package.version, safe=':')}?arch={package.architecture}&distro={kind}-{release}"
    return Component(package.name, package.version, purl, f"see licenses/{package.name}/copyright", spdx=False, files=files)
