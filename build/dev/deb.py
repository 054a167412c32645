"""Packs the program for Linux as a Debian package: ``dev.py build deb``, after ``build linux``. Its texts lie in installer/linux."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from typing import TYPE_CHECKING

from build.dev import freeze
from build.dev.needs import SetUpError
from build.dev.venv import ROOT
from wssdiag import __version__

if TYPE_CHECKING:
    from pathlib import Path

#: What the package says of itself.
TEXTS = ROOT / "installer" / "linux"
_TREE = ROOT / ".work" / "freeze" / "deb"

#: Where it goes; the folder is the program's alone.
_FOLDER = "opt/wssdiag"

_COPYRIGHT = "usr/share/doc/wssdiag/copyright"

#: File of this project -> file of the computer.
_FILES = {
    TEXTS / "wssdiag.desktop": "usr/share/applications/wssdiag.desktop",
    TEXTS / "wssdiag.metainfo.xml": "usr/share/metainfo/wssdiag.metainfo.xml",
    TEXTS / "wssdiag-mime.xml": "usr/share/mime/packages/wssdiag.xml",
    ROOT / "resources" / "icons" / "program.svg": "usr/share/icons/hicolor/scalable/apps/wssdiag.svg",
}

#: Where it is found. The second name is the one that scripts use on Windows too; on Linux it is the same program.
_COMMANDS = ("wssdiag", "wssdiag-cli")

_LIMIT_S = 600.0


def package() -> Path:
    """The file dist/wssdiag_VERSION_amd64.deb; :class:`SetUpError` where the program was not made before."""
    if reason := freeze.obstacle("linux"):
        raise SetUpError(reason)
    made = freeze.DIST / f"wssdiag_{__version__}_amd64.deb"
    _fill(_TREE)
    # Owned by root whoever builds; a light compression: the heavy one saves a tenth and takes a minute.
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--build", str(_TREE), str(made)]
    if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=_LIMIT_S, check=False).returncode:
        message = "the Debian package could not be made"
        raise SetUpError(message)
    return made


def _fill(tree: Path) -> None:
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(freeze.DIST / "linux" / "wssdiag", tree / _FOLDER, symlinks=True, copy_function=os.link)
    for source, target in _FILES.items():
        (tree / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, tree / target)
    (tree / "usr" / "bin").mkdir()
    for name in _COMMANDS:
        (tree / "usr" / "bin" / name).symlink_to(f"/{_FOLDER}/wssdiag")
    (tree / _COPYRIGHT).parent.mkdir(parents=True)
    own = (ROOT / "LICENSE").read_text(encoding="utf-8")
    (tree / _COPYRIGHT).write_text(f"{own}\nThe parts that are not wssdiag's own: /{_FOLDER}/_internal/licenses\n", encoding="utf-8")
    kib = sum(file.lstat().st_size for file in tree.rglob("*") if file.is_file()) // 1024
    (tree / "DEBIAN").mkdir()
    control = (TEXTS / "control").read_text(encoding="utf-8").format(version=__version__, kib=kib)
    (tree / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    _give_rights(tree)


def _give_rights(tree: Path) -> None:
    """Everybody reads, root alone writes, whatever the umask of whoever builds."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
