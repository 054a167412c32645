"""What is handed out without an installer: the one file for Windows (``dev.py build portable``), and the folders (``zip``, ``tar``).

The same folder gives the same archive: times are those of the sources, and files belong to nobody.
"""

from __future__ import annotations

import gzip
import os
import tarfile
import zipfile
from typing import TYPE_CHECKING

from build.dev import freeze
from build.dev.needs import SetUpError
from build.release.commit import time
from wssdiag import __version__

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

#: Some seconds; the highest level takes five times as long for a hundredth.
_LEVEL = 6

_UNIX = 3
_PROGRAM_MODE, _FILE_MODE = 0o755, 0o644


def one_file() -> Path:
    """The file dist/wssdiag-VERSION-portable.exe: dist/windows/wssdiag.exe by a name that says what it is."""
    made = _ready("windows") / f"wssdiag-{__version__}-portable.exe"
    made.unlink(missing_ok=True)
    os.link(freeze.DIST / "windows" / "wssdiag.exe", made)
    return made


def zipped() -> Path:
    """The file dist/wssdiag-VERSION-windows-x64.zip, with the folder."""
    made = _ready("windows") / f"wssdiag-{__version__}-windows-x64.zip"
    pack_zip(freeze.DIST / "windows" / "wssdiag", made, time())
    return made


def tarred() -> Path:
    """The file dist/wssdiag-VERSION-linux-x86_64.tar.gz, with the folder."""
    made = _ready("linux") / f"wssdiag-{__version__}-linux-x86_64.tar.gz"
    pack_tar(freeze.DIST / "linux" / "wssdiag", made, time())
    return made


def pack_zip(folder: Path, made: Path, when: dt.datetime) -> None:
    """The folder itself, with all that is in it, as a ZIP."""
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for file in _files(folder):
            entry = zipfile.ZipInfo(file.relative_to(folder.parent).as_posix(), when.timetuple()[:6])
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, _UNIX
            entry.external_attr = _mode(file) << 16
            archive.writestr(entry, file.read_bytes())


def pack_tar(folder: Path, made: Path, when: dt.datetime) -> None:
    """The same as a compressed tar, with its links."""
    with (
        made.open("wb") as raw,
        gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for file in _files(folder):
            entry = archive.gettarinfo(file, file.relative_to(folder.parent).as_posix())
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            entry.mtime, entry.mode = int(when.timestamp()), _mode(file)
            with file.open("rb") as opened:
                archive.addfile(entry, None if file.is_symlink() else opened)


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_symlink() or file.is_file())


def _mode(file: Path) -> int:
    return _PROGRAM_MODE if file.stat().st_mode & 0o100 else _FILE_MODE


def _ready(system: str) -> Path:
    if reason := freeze.obstacle(system):
        raise SetUpError(reason)
    return freeze.DIST
