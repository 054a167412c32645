"""Captures as folders: reads one that somebody sent (a folder or a zip), writes one down. Must not know what is in the files."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from wssdiag.model.input_error import InputError
from wssdiag.system.archive import read_zip
from wssdiag.system.member import Budget, capture_of, check_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.capture import Capture

#: ``browsers/firefox/<profile>/prefs.js`` is four deep; one folder around it all may be.
_DEPTH_LIMIT = 8


def read_capture(path: Path) -> Capture:
    """The capture in a folder or a zip.

    It may be hostile: links, odd names, and more than 2,000 files, 16 MiB a file or 64 MiB in all are refused with :class:`InputError`,
    one line that says what and where.
    """
    source = str(path)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise InputError(source, "", "there is no such folder or file, or this account may not read it") from error
    if stat.S_ISDIR(mode):
        return capture_of(source, dict(_files(path, "", Budget(source), _DEPTH_LIMIT)))
    if stat.S_ISREG(mode):
        return capture_of(source, read_zip(path))
    raise InputError(source, "", "neither a folder nor a file")


def _files(root: Path, prefix: str, budget: Budget, depth: int) -> Iterator[tuple[str, bytes]]:
    source = str(root)
    if depth == 0:
        raise InputError(source, prefix.rstrip("/"), "folders too deep in one another")
    try:
        with os.scandir(root / prefix) as scan:
            entries: list[os.DirEntry[str]] = []
            for entry in scan:
                budget.count_member()  # while it is listed: a folder may hold millions
                entries.append(entry)
    except OSError as error:
        raise InputError(source, prefix.rstrip("/"), "it cannot be read") from error
    for entry in sorted(entries, key=lambda entry: entry.name):
        name = prefix + entry.name
        check_name(source, name)
        if entry.is_symlink():
            raise InputError(source, name, "a link, not a file")
        if entry.is_dir(follow_symlinks=False):
            yield from _files(root, name + "/", budget, depth - 1)
        else:
            yield name, _content(source, name, Path(entry.path), budget)


def _content(source: str, name: str, path: Path, budget: Budget) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise InputError(source, name, "not an ordinary file")
            data = file.read(budget.room() + 1)
    except OSError as error:
        raise InputError(source, name, "it cannot be read") from error
    budget.count_bytes(name, len(data))
    return data


def write_capture(capture: Capture, path: Path) -> None:
    """Writes the files into a new or empty folder, for this user's eyes alone; :class:`InputError` where that cannot be done.

    Nothing that exists is ever overwritten.
    """
    source = str(path)
    for name in capture:
        check_name(source, name)
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise InputError(source, "", "the folder is not empty")
        for name, data in capture.items():
            target = path / name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb") as file:
                file.write(data)
    except FileExistsError as error:
        raise InputError(source, "", "a file of this name is in the way") from error
    except OSError as error:
        raise InputError(source, "", f"it cannot be written (error {error.errno})") from error
