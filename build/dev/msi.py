"""Packs the programs for Windows for every account of a computer: ``dev.py build msi``, after ``build windows``.

What is not a file of the program stands in installer/windows: wssdiag.wxs for wixl, wssdiag.sql for msibuild.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path
from uuid import UUID, uuid5

from build.dev import freeze, needs
from build.dev.msi_files import Packed, listed, packed
from build.dev.needs import SetUpError
from build.dev.venv import ROOT
from wssdiag import __version__

#: What Windows knows every version of wssdiag by; it never changes. All other codes are made from it.
UPGRADE_CODE = UUID("da973d0b-6e0c-4038-9cfc-d5f7552683c3")

_RECIPE = ROOT / "installer" / "windows" / "wssdiag.wxs"
_STATEMENTS = ROOT / "installer" / "windows" / "wssdiag.sql"
_STAGE = ROOT / ".work" / "freeze" / "msi"

#: Windows compares the first three numbers of a version, and takes no others (Microsoft, "ProductVersion property").
_VERSION = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,5}")

#: Half a minute on two cores that do other things too.
_LIMIT_S = 300.0


def package() -> Path:
    """The file dist/wssdiag-VERSION-x64.msi; :class:`SetUpError` where the programs were not made before."""
    if reason := freeze.obstacle("windows"):
        raise SetUpError(reason)
    return make(freeze.DIST / "windows" / "wssdiag", __version__, freeze.DIST / f"wssdiag-{__version__}-x64.msi")


def make(tree: Path, version: str, made: Path) -> Path:
    """A package of all files in a folder, in which wssdiag.exe stands."""
    if not _VERSION.fullmatch(version):
        message = f"an MSI takes a version of three numbers, not {version}"
        raise SetUpError(message)
    if lacking := needs.provide(needs.MSI):
        raise SetUpError(needs.told(lacking))
    files = packed(tree)
    shutil.rmtree(_STAGE, ignore_errors=True)
    _STAGE.mkdir(parents=True)
    (_STAGE / "program").symlink_to(tree)  # wixl finds nothing by an absolute path
    shutil.copyfile(freeze.ICON, _STAGE / "wssdiag.ico")
    (_STAGE / "files.wxs").write_text(listed(files, Path("program"), UPGRADE_CODE), encoding="utf-8")
    fresh = _STAGE / "wssdiag.msi"
    values = [word for name, value in _values(version, files).items() for word in ("-D", f"{name}={value}")]
    _run("wixl", "-a", "x64", *values, "-o", str(fresh), str(_RECIPE), str(_STAGE / "files.wxs"))
    queries = [word for statement in (*_statements(), *_versions(files)) for word in ("-q", statement)]
    _run("msibuild", str(fresh), *queries)
    _run("msibuild", str(fresh), "-s", "wssdiag", "the wssdiag contributors", "x64;1033", code(f"package {version} {_contents(files)}"))
    return Path(shutil.move(fresh, made))


def code(name: str) -> str:
    """A code of Windows Installer's form, the same whenever and wherever it is made."""
    return f"{{{uuid5(UPGRADE_CODE, name)}}}".upper()


def product_code(version: str) -> str:
    """What Windows knows one version by; ``msiexec /x`` takes it."""
    return code(f"product {version}")


def _values(version: str, files: tuple[Packed, ...]) -> dict[str, str]:
    parts = {f"{name}Code": code(f"component {name}") for name in ("FileType", "MenuShortcut", "DesktopShortcut")}
    window = next(file.key for file in files if file.place.as_posix() == "wssdiag.exe")
    return {
        "Version": version,
        "ProductCode": product_code(version),
        "UpgradeCode": str(UPGRADE_CODE).upper(),
        "WindowFile": window,
        **parts,
    }


def _contents(files: tuple[Packed, ...]) -> str:
    """A fingerprint: two packages of one version that differ must not have one code."""
    found = hashlib.sha256(_RECIPE.read_bytes() + _STATEMENTS.read_bytes())
    for file in files:
        found.update(f"{file.place}\0".encode() + hashlib.sha256(file.source.read_bytes()).digest())
    return found.hexdigest()


def _statements() -> tuple[str, ...]:
    lines = _STATEMENTS.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("--"))


def _versions(files: tuple[Packed, ...]) -> tuple[str, ...]:
    """What wixl leaves out. Windows compares a file by its version where it has one, and by its hash alone where it has none."""
    told = [(file.key, file.version) for file in files if file.version]
    kept = (f"UPDATE `File` SET `Version` = '{version}' WHERE `File` = '{key}'" for key, version in told)  # noqa: S608 - numbers of our own
    return (*kept, *(f"DELETE FROM `MsiFileHash` WHERE `File_` = '{key}'" for key, _ in told))  # noqa: S608 - the same


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=_STAGE, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_LIMIT_S, check=False)
    if done.returncode or done.stderr:  # both may go on after an error, and say it
        message = f"the MSI could not be made: {command[0]}: {' '.join((done.stderr + done.stdout).split())[:200]}"
        raise SetUpError(message)
