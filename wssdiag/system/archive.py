"""A capture from a zip that somebody sent.

Nothing is unpacked to the disk; every limit holds for what comes out, not for what the zip claims.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from wssdiag.model.input_error import InputError
from wssdiag.system.member import MEMBER_LIMIT, TOTAL_LIMIT_BYTES, Budget, check_name

if TYPE_CHECKING:
    from pathlib import Path

#: End of central directory (APPNOTE.TXT 4.3.16): signature, disks, entries on this disk and in all, size and offset of the directory.
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_COMMENT_LIMIT = 65_535

#: The locator of a zip64 directory stands before the end record (APPNOTE.TXT 4.3.15): no capture needs one.
_ZIP64_LOCATOR = b"PK\x06\x07"
_ZIP64_LOCATOR_BYTES = 20

#: A directory entry with the longest name that is accepted, and some extra fields.
_ENTRY_BYTES = 1_024

#: Other methods can ask for any amount of memory.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

#: APPNOTE.TXT 4.4.4: encrypted.
_ENCRYPTED = 0x1

_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, struct.error)


def read_zip(path: Path) -> dict[str, bytes]:
    """The files of a zip by name; :class:`InputError` where it is none, or over a limit, or not harmless."""
    try:
        with path.open("rb") as file:
            data = file.read(TOTAL_LIMIT_BYTES + 1)
    except OSError as error:
        raise InputError(str(path), "", "it cannot be read") from error
    if len(data) > TOTAL_LIMIT_BYTES:
        raise InputError(str(path), "", f"larger than {TOTAL_LIMIT_BYTES // 1024 // 1024} MiB")
    return read_zip_bytes(str(path), data)


def read_zip_bytes(source: str, data: bytes) -> dict[str, bytes]:
    """The same for a zip in memory; ``source`` names it in an error."""
    _check_directory(source, data)
    budget = Budget(source)
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                budget.count_member()
                if not entry.filename.endswith("/"):  # is_dir() of Python 3.11 fails on an empty name
                    _check_entry(source, entry, files)
                    files[entry.filename] = _content(archive, entry, budget)
    except InputError:
        raise
    except _BROKEN as error:
        raise InputError(source, "", "not a zip file, or a damaged one") from error
    return files


def _check_directory(source: str, data: bytes) -> None:
    """The directory's size is bounded before it is read: one of 64 MiB would become a gigabyte of entries."""
    end = data.rfind(_END_SIGNATURE, max(0, len(data) - _END.size - _COMMENT_LIMIT))
    if end < 0 or end + _END.size > len(data):
        raise InputError(source, "", "not a zip file")
    _, _, _, _, entries, size, _, _ = _END.unpack_from(data, end)
    if entries > MEMBER_LIMIT or size > MEMBER_LIMIT * _ENTRY_BYTES:
        raise InputError(source, "", f"more than {MEMBER_LIMIT} files")
    if data[max(0, end - _ZIP64_LOCATOR_BYTES) : end].startswith(_ZIP64_LOCATOR):
        raise InputError(source, "", "a zip64 file, which no capture needs to be")


def _check_entry(source: str, entry: zipfile.ZipInfo, files: dict[str, bytes]) -> None:
    # zipfile turns the separators of the system that it runs on into "/", and cuts at a NUL: the name as it stands in the file counts.
    check_name(source, entry.orig_filename)
    if entry.filename in files:
        raise InputError(source, entry.filename, "twice in it")
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        raise InputError(source, entry.filename, "a link or a device, not a file")
    if entry.flag_bits & _ENCRYPTED:
        raise InputError(source, entry.filename, "encrypted")
    if entry.compress_type not in _METHODS:
        raise InputError(source, entry.filename, "compressed in a way that is not supported")


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> bytes:
    with archive.open(entry) as file:
        data = file.read(budget.room() + 1)
    budget.count_bytes(entry.filename, len(data))
    return data
