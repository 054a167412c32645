"""What was read before, so that only new and changed files are read: a file of this user, whole or not there at all.

It holds rows alone, and can be deleted at any time. What could not be read is not in it: a file may be readable tomorrow.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from wssdiag.model.codec import DecodeError, decode, encode
from wssdiag.model.input_error import InputError
from wssdiag.system.files import read_start
from wssdiag.triage.found import MOST_FILES
from wssdiag.triage.row import Row

if TYPE_CHECKING:
    from wssdiag.triage.found import Found, Stamp

INDEX_SCHEMA: Final = "wssdiag.triage-index/1"

#: A hundred thousand rows of the longest cells.
_LIMIT_BYTES: Final = 512 * 1024 * 1024

#: Whose bundles came is for this account's eyes.
_OWN_ALONE = 0o700


class _Head(msgspec.Struct, frozen=True):
    schema: Literal["wssdiag.triage-index/1"]
    program: str


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    """``row`` is None where the file is no report at all."""

    size: int
    mtime_ns: int
    inode: int
    row: Row | None


class _Document(msgspec.Struct, frozen=True):
    program: str
    files: dict[str, _Entry]
    schema: Literal["wssdiag.triage-index/1"] = INDEX_SCHEMA


class Index:
    """The kept rows, by path. Rows that another version of the program made count for nothing: it may have read the files otherwise."""

    def __init__(self, path: Path, program: str, *, own: bool) -> None:
        """Read it. A broken one is begun anew where it is the program's ``own``; a file that somebody named is never lost: InputError."""
        self._path = path
        self._program = program
        self._used: set[str] = set()
        self._changed = False
        self._files = self._read(own=own)

    def _read(self, *, own: bool) -> dict[str, _Entry]:
        data = read_start(self._path, _LIMIT_BYTES)
        if data is None and not own and self._path.exists():
            raise InputError(str(self._path), "", "cannot be read")
        if not data:
            return {}
        try:
            if decode(data, _Head).program != self._program:
                return {}
            return decode(data, _Document).files
        except DecodeError as error:
            if own:
                return {}
            raise InputError(str(self._path), "", f"is no index of bundles: {error}") from error

    def kept(self, found: Found) -> tuple[Row | None] | None:
        """What is known of the file as it stands now, in a tuple of one; None where it has to be read."""
        key = _key(found.path)
        entry = self._files.get(key)
        if entry is None or found.stamp is None or (entry.size, entry.mtime_ns, entry.inode) != _numbers(found.stamp):
            return None
        self._used.add(key)
        return (entry.row,)

    def keep(self, found: Found, row: Row | None) -> None:
        """Remember what was read."""
        if found.stamp is not None:
            key = _key(found.path)
            self._files[key] = _Entry(*_numbers(found.stamp), row)
            self._used.add(key)
            self._changed = True

    def save(self) -> None:
        """Write it where something is new. Files that are gone stay as long as there is room: their disk may come back."""
        if not self._changed:
            return
        files = self._files
        if len(files) > MOST_FILES:
            files = {key: entry for key, entry in files.items() if key in self._used}
        part: Path | None = None
        try:
            self._path.parent.mkdir(mode=_OWN_ALONE, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._path.parent, prefix=f".{self._path.name}.", suffix=".part", delete=False) as file:
                part = Path(file.name)
                file.write(encode(_Document(program=self._program, files=files)))
            part.replace(self._path)
        except OSError as error:
            if part is not None:
                part.unlink(missing_ok=True)
            raise InputError(str(self._path), "", error.strerror or "cannot be written") from error


def _numbers(stamp: Stamp) -> tuple[int, int, int]:
    return stamp.size, stamp.mtime_ns, stamp.inode


def _key(path: str) -> str:
    """The whole path; a name that is no Unicode is spelled out, since JSON can't hold it."""
    return os.path.abspath(path).encode("utf-8", "backslashreplace").decode()  # noqa: PTH100 - a string each, ten thousand times
