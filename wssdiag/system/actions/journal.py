"""The undo journal: what a fix is about to change is on the disk before it is changed, so that a crash loses nothing.

A file of JSON lines, only ever added to: ``begun`` with the values, then ``done``, ``undone``. A last line that a crash cut off was written
before anything was changed, and counts for nothing. Must not change anything but its own file: a link, or a file of another account, is
none. ``su`` keeps the variables by which folders are found, and so may lead an administrator into a folder of somebody else.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Literal

import msgspec

from wssdiag.model.codec import DecodeError, decode, encode
from wssdiag.model.fix import Change, Entry
from wssdiag.model.input_error import InputError

if TYPE_CHECKING:
    from pathlib import Path

#: A thousand fixes: nobody does as many, and nothing else writes there. No fix begins where its end would not fit any more: a journal that
#: is too long is not read, and so the fix could not be taken back.
_LIMIT_BYTES = 1024 * 1024
_ROOM_BYTES = 4096

_TOO_LONG = "is longer than a journal of wssdiag gets; move it away"

_OWN_ALONE, _OWN_FILE = 0o700, 0o600


Event = Literal["begun", "done", "undone"]


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the file."""

    event: Event
    id: str
    at: str
    action: str = ""
    changes: tuple[Change, ...] = ()


class Journal:
    """The journal of one account."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, line: Line) -> None:
        """Write a line and wait until it is on the disk. :class:`InputError` where that is not possible: then nothing may be changed."""
        data = encode(line) + b"\n"
        try:
            self.path.parent.mkdir(mode=_OWN_ALONE, parents=True, exist_ok=True)
            with open(self.path, "ab+", opener=_own) as file:
                if line.event == "begun" and file.tell() + len(data) > _LIMIT_BYTES - _ROOM_BYTES:
                    raise InputError(str(self.path), "", _TOO_LONG)
                if file.tell():
                    file.seek(-1, os.SEEK_END)
                    if file.read(1) != b"\n":
                        file.write(b"\n")
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise InputError(str(self.path), "", error.strerror or "cannot be written") from error

    def entries(self) -> tuple[Entry, ...]:
        """Every fix that was begun, the oldest first; lines that are none of ours are passed over."""
        entries: dict[str, Entry] = {}
        for line in self._lines():
            if line.event == "begun":
                entries.setdefault(line.id, Entry(id=line.id, action=line.action, at=line.at, changes=line.changes))
            elif line.id in entries:
                entries[line.id] = msgspec.structs.replace(entries[line.id], **{line.event: True})
        return tuple(entries.values())

    def _lines(self) -> tuple[Line, ...]:
        try:
            with open(self.path, "rb", opener=_own) as file:
                data = file.read(_LIMIT_BYTES + 1)
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise InputError(str(self.path), "", error.strerror or "cannot be read") from error
        if len(data) > _LIMIT_BYTES:
            raise InputError(str(self.path), "", _TOO_LONG)
        lines = []
        for raw in data.splitlines():
            try:
                lines.append(decode(raw, Line))
            except DecodeError:
                continue
        return tuple(lines)


def _own(path: str, flags: int) -> int:
    file = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), _OWN_FILE)
    if sys.platform != "win32" and os.fstat(file).st_uid != os.geteuid():
        os.close(file)
        raise PermissionError(errno.EPERM, "belongs to another account")
    return file
