"""A bundle that somebody sent: hostile until it was read. Nothing is unpacked to the disk.

What stands in it is text from outside: whoever shows it makes it fit to be shown (``model.shown``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wssdiag.bundle.manifest import BUNDLE_SCHEMA, MANIFEST, Manifest
from wssdiag.bundle.secrecy import decrypted, is_encrypted
from wssdiag.bundle.verify import faults
from wssdiag.model.bounds import out_of_bounds
from wssdiag.model.codec import DecodeError, decode_foreign
from wssdiag.model.input_error import InputError
from wssdiag.model.shown import shown
from wssdiag.system.archive import read_zip_bytes
from wssdiag.system.files import read_start
from wssdiag.system.member import Limits, mebibytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: The largest report has 0.5 MiB and its page 2; a capture of a busy computer some 6, a twentieth of that when it is packed.
LIMITS: Final = Limits(members=1_000, size_bytes=8 * 1024 * 1024, total_bytes=20 * 1024 * 1024, ratio=200)
FILE_LIMIT_BYTES: Final = 8 * 1024 * 1024

#: A thousand members with all that was replaced in them.
_MANIFEST_BYTES = 1024 * 1024

#: The largest plan's report has 40,000: of a computer's rows a bundle holds only those that a rule needs.
_TOKENS = 200_000

#: ``capture/browsers/firefox/<profile>/prefs.js`` is five deep.
_DEPTH_LIMIT = 8

REPORT_NAME: Final = "report.json"
CAPTURE_FOLDER: Final = "capture/"

_ZIP: Final = b"PK"

#: How archives begin: zip (also an empty one), gzip, bzip2, xz, 7z, RAR, Zstandard, age, cabinet. No member of a bundle is one.
_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\0",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
    b"age-enc",
    b"MSCF",
)

#: A tar begins with a name; this stands behind it (POSIX.1 ustar).
_TAR: Final = b"ustar"
_TAR_AT: Final = 257

#: In a line that says what is wrong: more is for nobody to read.
_FAULTS_TOLD = 5


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that holds what its manifest says."""

    manifest: Manifest
    files: Mapping[str, bytes]  # the manifest among them
    was_encrypted: bool = False

    @property
    def report(self) -> bytes:
        """``report.json``, which every bundle has."""
        return self.files[REPORT_NAME]

    @property
    def capture(self) -> dict[str, bytes]:
        """The files of the capture, without the folder in front of their names; none where it was not asked for."""
        return {name.removeprefix(CAPTURE_FOLDER): data for name, data in self.files.items() if name.startswith(CAPTURE_FOLDER)}


def read_bundle(path: Path, key_files: Sequence[Path] = ()) -> Bundle:
    """The bundle in a file, plain or encrypted; :class:`InputError` with one line where it is none, is not whole, or is not harmless."""
    data = read_start(path, FILE_LIMIT_BYTES + 1)
    if data is None:
        raise InputError(shown(str(path)), "", "there is no such file, or it cannot be read")
    if not (is_encrypted(data) or data.startswith(_ZIP)):
        raise InputError(shown(str(path)), "", "is no bundle; explain takes reports and captures")
    return bundle_of(data, shown(str(path)), key_files)


def bundle_of(data: bytes, source: str, key_files: Sequence[Path] = (), *, count_values: bool = True) -> Bundle:
    """The same for bytes; ``source`` names them in an error. Without ``count_values`` the JSON in it is for who makes no objects of it."""
    if len(data) > FILE_LIMIT_BYTES:
        raise InputError(source, "", f"larger than {mebibytes(FILE_LIMIT_BYTES)}")
    sealed = is_encrypted(data)
    files = read_zip_bytes(source, decrypted(data, source, key_files) if sealed else data, LIMITS)
    manifest = _manifest(source, files)
    for name in files:
        _check_member(source, name, files[name])
        if count_values and name.endswith(".json") and "/" not in name:  # the parsers of a capture have their own bounds
            _check_values(source, name, files[name])
    found = faults(files, manifest)
    if found:
        told = "; ".join(f"{shown(fault.name)}: {fault.problem}" for fault in found[:_FAULTS_TOLD])
        raise InputError(source, "", told if len(found) <= _FAULTS_TOLD else f"{told}; and {len(found) - _FAULTS_TOLD} more")
    if REPORT_NAME not in files:
        raise InputError(source, REPORT_NAME, "missing")
    return Bundle(manifest, files, sealed)


def _manifest(source: str, files: Mapping[str, bytes]) -> Manifest:
    data = files.get(MANIFEST)
    if data is None:
        raise InputError(source, MANIFEST, "missing: this is no bundle")
    if len(data) > _MANIFEST_BYTES:
        raise InputError(source, MANIFEST, f"larger than {mebibytes(_MANIFEST_BYTES)}")
    try:
        return decode_foreign(data, Manifest)
    except DecodeError as error:
        raise InputError(source, MANIFEST, f"is no {BUNDLE_SCHEMA}: {shown(str(error))}") from error


def _check_member(source: str, name: str, data: bytes) -> None:
    if name.count("/") >= _DEPTH_LIMIT:
        raise InputError(source, name, "folders too deep in one another")
    if data.startswith(_ARCHIVES) or data.startswith(_TAR, _TAR_AT):
        raise InputError(source, name, "an archive inside of a bundle")


def _check_values(source: str, name: str, data: bytes) -> None:
    why = out_of_bounds(data, _TOKENS)
    if why is not None:
        raise InputError(source, name, why)
