"""Which files there are: those that were named, and below named folders whatever is named as a bundle or a report is.

Links below a named folder are not followed, and what vanishes while it is looked at was not there.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wssdiag.model.input_error import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: What a bundle and a saved report are named.
SUFFIXES: Final = (".wssdiag", ".json")

#: Ten times what is promised to be quick; whoever has more has an analytics engine.
MOST_FILES: Final = 100_000

#: Files of any kind that are passed by on the way: a named folder may be a whole disk.
_MOST_ENTRIES: Final = 1_000_000

#: Years, months, days and cases nest less deep.
_DEPTH: Final = 16


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells whether a file is the one that was read before."""

    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or (``stamp`` is None) a folder that can't be looked into."""

    path: str  # as a person would type it
    stamp: Stamp | None
    named: bool  # by the caller: then it is told also where it is no report


def found(paths: Iterable[Path]) -> Iterator[Found]:
    """Every file once, in the order of the paths and, below folders, of the names.

    :class:`InputError` for a path that is not there, or where there are too many files.
    """
    walk = _Walk()
    for path in paths:
        yield from walk.path(path)


class _Walk:
    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._entries = 0

    def path(self, path: Path) -> Iterator[Found]:
        try:
            status = path.stat()
        except (OSError, ValueError) as error:
            problem = getattr(error, "strerror", None) or "cannot be read"
            raise InputError(str(path), "", problem) from error
        if stat.S_ISDIR(status.st_mode):
            yield from self._below(str(path), _DEPTH)
        elif stat.S_ISREG(status.st_mode):
            yield from self._once(str(path), status, named=True)
        else:
            raise InputError(str(path), "", "neither a file nor a folder")

    def _below(self, folder: str, depth: int) -> Iterator[Found]:
        try:
            with os.scandir(folder) as scan:
                entries = []
                for entry in scan:  # counted while it is listed: a folder may hold millions
                    self._count(folder)
                    entries.append(entry)
        except FileNotFoundError:
            return
        except OSError:
            yield Found(folder, None, named=False)
            return
        for entry in sorted(entries, key=lambda one: one.name):
            if _is_folder(entry):
                if depth:
                    yield from self._below(entry.path, depth - 1)
            elif entry.name.casefold().endswith(SUFFIXES):
                yield from self._entry(entry.path)

    def _entry(self, path: str) -> Iterator[Found]:
        try:
            status = os.lstat(path)  # an entry of a scan has no inode on Windows
        except OSError:
            return
        if stat.S_ISREG(status.st_mode):
            yield from self._once(path, status, named=False)

    def _once(self, path: str, status: os.stat_result, *, named: bool) -> Iterator[Found]:
        whole = os.path.abspath(path)  # noqa: PTH100 - a string each, ten thousand times
        if whole in self._seen:
            return
        if len(self._seen) >= MOST_FILES:
            raise InputError(path, "", f"more than {MOST_FILES} bundles and reports")
        self._seen.add(whole)
        yield Found(path, Stamp(status.st_size, status.st_mtime_ns, status.st_ino), named)

    def _count(self, folder: str) -> None:
        self._entries += 1
        if self._entries > _MOST_ENTRIES:
            raise InputError(folder, "", f"more than {_MOST_ENTRIES} files below")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
