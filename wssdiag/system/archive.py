"""The files of a zip that somebody sent: a capture, or a bundle.

Nothing is unpacked to the disk; every limit holds for what comes out, not for what the zip claims.
"""

from __future__ import annotations

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from typing import TYPE_CHECKING

from wssdiag.model.input_error import InputError
from wssdiag.system.member import CAPTURE_LIMITS, Budget, Limits, check_name, mebibytes

if TYPE_CHECKING:
    from pathlib import Path

#: End of central directory (APPNOTE.TXT 4.3.16): signature, disks, entries on this disk and in all, size and offset of the directory.
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_COMMENT_LIMIT = 65_535

#: A member's own header without its name and extra fields (APPNOTE.TXT 4.3.7).
_HEADER_BYTES = 30

#: The locator of a zip64 directory stands before the end record (APPNOTE.TXT 4.3.15): nothing that is read here needs one.
_ZIP64_LOCATOR = b"PK\x06\x07"
_ZIP64_LOCATOR_BYTES = 20

#: A directory entry with the longest name that is accepted, and some extra fields.
_ENTRY_BYTES = 1_024

#: Other methods can ask for any amount of memory.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

#: A short text that repeats itself packs to any ratio, and harms nobody.
_RATIO_FROM_BYTES = 1024 * 1024

#: APPNOTE.TXT 4.4.4: encrypted.
_ENCRYPTED = 0x1

_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, struct.error)


def read_zip(path: Path, limits: Limits = CAPTURE_LIMITS) -> dict[str, bytes]:
    """The files of a zip by name; :class:`InputError` where it is none, or over a limit, or not harmless."""
    try:
        with path.open("rb") as file:
            data = file.read(limits.total_bytes + 1)
    except OSError as error:
        raise InputError(str(path), "", "it cannot be read") from error
    if len(data) > limits.total_bytes:
        raise InputError(str(path), "", f"larger than {mebibytes(limits.total_bytes)}")
    return read_zip_bytes(str(path), data, limits)


def holds(path: Path, name: str, limits: Limits = CAPTURE_LIMITS) -> bool:
    """Whether a zip has a member of this name, by its directory alone; False also where it is no zip."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            file.seek(max(0, size - _END.size - _COMMENT_LIMIT))
            _check_directory(str(path), file.read(_END.size + _COMMENT_LIMIT), limits)
            with zipfile.ZipFile(file) as archive:
                return name in archive.namelist()
    except (InputError, *_BROKEN):
        return False


def read_zip_bytes(source: str, data: bytes, limits: Limits = CAPTURE_LIMITS) -> dict[str, bytes]:
    """The same for a zip in memory; ``source`` names it in an error."""
    _check_directory(source, data, limits)
    budget = Budget(source, limits)
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            for _entry in entries:
                budget.count_member()
            _check_apart(source, entries)
            taken: set[str] = set()
            for entry in entries:
                if not entry.filename.endswith("/"):  # is_dir() of Python 3.11 fails on an empty name
                    _check_entry(source, entry, taken)
                    files[entry.filename] = _content(source, archive, entry, budget)
                    _check_ratio(source, entry, len(files[entry.filename]), limits)
    except InputError:
        raise
    except _BROKEN as error:
        raise InputError(source, "", "not a zip file, or a damaged one") from error
    return files


def _check_directory(source: str, data: bytes, limits: Limits) -> None:
    """The directory's size is bounded before it is read: one of 64 MiB would become a gigabyte of entries."""
    end = data.rfind(_END_SIGNATURE, max(0, len(data) - _END.size - _COMMENT_LIMIT))
    if end < 0 or end + _END.size > len(data):
        raise InputError(source, "", "not a zip file")
    _, _, _, _, entries, size, _, _ = _END.unpack_from(data, end)
    if entries > limits.members or size > limits.members * _ENTRY_BYTES:
        raise InputError(source, "", f"more than {limits.members} files")
    if data[max(0, end - _ZIP64_LOCATOR_BYTES) : end].startswith(_ZIP64_LOCATOR):
        raise InputError(source, "", "a zip64 file, which it need not be")


def _check_apart(source: str, entries: list[zipfile.ZipInfo]) -> None:
    """No two members share bytes: a small file in which they do can unpack to any size, and tell one reader this and another that."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise InputError(source, repr(entry.filename), "lies in the bytes of another member")
        end = entry.header_offset + _HEADER_BYTES + entry.compress_size


def _check_entry(source: str, entry: zipfile.ZipInfo, taken: set[str]) -> None:
    # zipfile turns the separators of the system that it runs on into "/", and cuts at a NUL: the name as it stands in the file counts.
    check_name(source, entry.orig_filename)
    alike = unicodedata.normalize("NFC", entry.filename).casefold()
    if alike in taken:  # on Windows and macOS the second would take the place of the first
        raise InputError(source, entry.filename, "twice in it")
    taken.add(alike)
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        raise InputError(source, entry.filename, "a link or a device, not a file")
    if entry.flag_bits & _ENCRYPTED:
        raise InputError(source, entry.filename, "encrypted")
    if entry.compress_type not in _METHODS:
        raise InputError(source, entry.filename, "compressed in a way that is not supported")


def _content(source: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> bytes:
    try:
        with archive.open(entry) as file:
            data = file.read(budget.room() + 1)
    except _BROKEN as error:
        raise InputError(source, entry.filename, "damaged") from error
    budget.count_bytes(entry.filename, len(data))
    return data


def _check_ratio(source: str, entry: zipfile.ZipInfo, size: int, limits: Limits) -> None:
    if limits.ratio and size > _RATIO_FROM_BYTES and size > limits.ratio * max(1, entry.compress_size):
        raise InputError(source, entry.filename, f"more than {limits.ratio} times as large as what is packed")
