"""What is inside the programs that stand in dist, file by file and module by module, and where each was taken from."""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from build.dev import freeze, venv
from build.dev.needs import SetUpError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: PyInstaller's folder for all but the programs themselves.
INTERNAL = "_internal/"

_LIMIT_S = 120.0

#: As Wine names this machine's files.
_DRIVE = "Z:"


@dataclass(frozen=True)
class Inside:
    """What a program's folder holds, or one file that unpacks itself."""

    folder: Path  # where the same files lie unpacked
    files: Mapping[str, str]  # path below that folder -> SHA-256
    modules: frozenset[str]
    origins: Mapping[str, Path]  # file below _internal, or module -> where it was taken from


def of_folder(system: str) -> Inside:
    """The folder of one system, links left out: they lead to what is there as a file."""
    folder = freeze.DIST / system / "wssdiag"
    found = (file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink())
    files = {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in found}
    programs = [folder / name for name in files if "/" not in name]
    modules = frozenset(module for program in programs for module in _archive(program)[1])
    return Inside(folder, files, modules, _origins(system))


def of_one_file(program: Path) -> Inside:
    """The same of the program for Windows that is one file. :class:`SetUpError` where it holds other files than the folder does."""
    whole = of_folder("windows")
    files, modules = _archive(program)
    held = {f"{INTERNAL}{name}": digest for name, digest in files.items()}
    if other := sorted({*held.items()} ^ {item for item in whole.files.items() if item[0].startswith(INTERNAL)}):
        message = f"{program.name} and the folder do not hold the same: {', '.join(sorted({name for name, _digest in other}))}"
        raise SetUpError(message)
    return Inside(whole.folder, held, modules, whole.origins)


def _archive(program: Path) -> tuple[dict[str, str], frozenset[str]]:
    """Files with their SHA-256, and modules, of a program's own file."""
    command = [str(venv.ready(venv.FREEZER)), "-m", "build.release.archive", str(program)]
    done = subprocess.run(
        command, cwd=venv.ROOT, env=venv.environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=_LIMIT_S, check=False
    )
    if done.returncode:
        message = f"{program.name} could not be read: {done.stderr.decode(errors='replace').strip()[-200:]}"
        raise SetUpError(message)
    told = json.loads(done.stdout)
    return told["files"], frozenset(told["modules"])


def _origins(system: str) -> dict[str, Path]:
    taken = json.loads(freeze.taken(system).read_text(encoding="utf-8"))
    return {name.replace("\\", "/"): Path(path.removeprefix(_DRIVE).replace("\\", "/")) for name, path in taken}
