"""Gathers the licences of what is inside an executable, and says how to replace the parts under the LGPL."""

from __future__ import annotations

import shutil
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import Distribution

_ROOT = Path(__file__).resolve().parents[2]
_TEXTS = Path(__file__).resolve().parent / "texts"

#: These make executables and are not inside. PyInstaller is: the first code that runs is its own.
_TOOLS = frozenset(
    {"altgraph", "macholib", "packaging", "pefile", "pip", "pycparser", "pyinstaller-hooks-contrib", "pywin32-ctypes", "setuptools"}
)

_NAMES = ("licen", "copying", "notice", "authors")

#: Whose packages bring no text of their own: what their metadata names, in the folder ``texts``.
_BROUGHT = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}

_README = """wssdiag is under the MIT licence (wssdiag/LICENSE). It contains the parts below, each under its own licence.

{rows}

The program for Linux also takes along libraries of the system that it was built on: the folders here that stand in no line above.

Qt and PySide6 are used under the GNU Lesser General Public License, version 3. Their sources: https://download.qt.io and
https://code.qt.io/cgit/pyside/pyside-setup.git, in the versions above. You may replace them:

* In the program that is a folder they are files of their own, in _internal/PySide6 and _internal/shiboken6: put your own build of the same
  version line there, under the same names.
* The program that is one file unpacks the same files at each start and can't be changed in place. Use the folder, or make the file anew
  from wssdiag's sources with your own build of Qt: README.md, "Build the programs yourself".
"""


def gather(packages: Path, python_licence: Path, python_version: str, target: Path) -> None:
    """Fill ``target`` with a folder for each part; :class:`FileNotFoundError` for one without a licence text."""
    shutil.rmtree(target, ignore_errors=True)
    rows = [f"Python {python_version}"]
    _copy("wssdiag", [_ROOT / "LICENSE"], target)
    _copy("Python", [python_licence], target)
    for found in sorted(distributions(path=[str(packages)]), key=_name):
        if _name(found) not in _TOOLS:
            _copy(_name(found), texts_of(found), target)
            rows.append(f"{found.metadata['Name']} {found.version}")
    (target / "README.txt").write_text(_README.format(rows="\n".join(f"* {row}" for row in rows)), encoding="utf-8", newline="\n")


def texts_of(found: Distribution) -> list[Path]:
    """The licence files of a package, else those that stand for it here."""
    files = [Path(str(found.locate_file(file))) for file in found.files or () if _is_licence(file.parts)]
    return files or [_TEXTS / name for name in _BROUGHT.get(_name(found), ())]


def _is_licence(parts: tuple[str, ...]) -> bool:
    return ".dist-info" in parts[0] and parts[-1].lower().startswith(_NAMES)


def _name(found: Distribution) -> str:
    return found.metadata["Name"].lower().replace("_", "-")


def _copy(name: str, files: list[Path], target: Path) -> None:
    if not files:
        message = f"{name} brings no licence text"
        raise FileNotFoundError(message)
    folder = target / name
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copyfile(file, folder / file.name)
