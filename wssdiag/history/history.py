"""The folder of the past runs. A file is whole or not there at all; only files named as this program names them are ever touched."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wssdiag.history.row import Row, name_for, row_of, too_many
from wssdiag.model.codec import encode
from wssdiag.model.input_error import InputError
from wssdiag.system.files import read_start

if TYPE_CHECKING:
    from wssdiag.model.report import Report

#: Weeks of a person who checks now and then; more rows than anybody reads.
MOST_RUNS: Final = 50

#: A hundred of the largest reports, and still little beside any program's cache.
MOST_BYTES: Final = 50 * 1024 * 1024

#: As much as is read of a report from anywhere.
_LIMIT_BYTES = 32 * 1024 * 1024

#: What a kept run names of a network is for this person's eyes.
_OWN_ALONE = 0o700

_OURS = re.compile(r"[0-9]{0,14}-[0-9A-Za-z]{0,32}\.json")


class History:
    """The past runs of this computer, as this account keeps them. Every call does I/O; two programs may use one folder at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, report: Report) -> None:
        """Write a run down and drop the oldest beyond the limits. :class:`InputError` where the system would not."""
        path = self._folder / name_for(report.started, report.run_id)
        part: Path | None = None
        try:
            self._folder.mkdir(mode=_OWN_ALONE, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", suffix=".part", delete=False) as file:  # of mode 0600
                part = Path(file.name)
                file.write(encode(report))
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            self._drop(too_many(self._files(), MOST_RUNS, MOST_BYTES))
        except OSError as error:
            if part is not None:
                part.unlink(missing_ok=True)
            raise InputError(str(path), "", error.strerror or "cannot be written") from error

    def rows(self) -> tuple[Row, ...]:
        """The kept runs, the newest first; none where there is no folder, or none that may be read."""
        try:
            names = sorted((name for name, _size in self._files()), reverse=True)
        except OSError:
            return ()
        return tuple(row_of(name, read_start(self.path(name), _LIMIT_BYTES)) for name in names[:MOST_RUNS])

    def path(self, name: str) -> Path:
        """The file of a row."""
        return self._folder / name

    def clear(self) -> None:
        """Remove every kept run. :class:`InputError` where the system would not."""
        try:
            self._drop(tuple(name for name, _size in self._files()))
        except OSError as error:
            raise InputError(str(self._folder), "", error.strerror or "cannot be removed") from error

    def _files(self) -> tuple[tuple[str, int], ...]:
        """Names and sizes of the kept runs; a link or a folder is none."""
        if not self._folder.is_dir():
            return ()
        with os.scandir(self._folder) as scan:
            files = [entry for entry in scan if _OURS.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)]
            return tuple((entry.name, _size(entry)) for entry in files)

    def _drop(self, names: tuple[str, ...]) -> None:
        for name in names:
            self.path(name).unlink(missing_ok=True)  # another window may have dropped it


def _size(entry: os.DirEntry[str]) -> int:
    """In bytes; 0 for one that another window has dropped meanwhile."""
    try:
        return entry.stat(follow_symlinks=False).st_size
    except FileNotFoundError:
        return 0
