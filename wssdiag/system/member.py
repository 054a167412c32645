"""What a capture or a bundle from elsewhere may be: how many files, how large, by which names. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from wssdiag.model.capture import CAPTURE_SCHEMA, Capture
from wssdiag.model.input_error import InputError

#: Ten times what the largest captures hold (a file a browser profile), and what a computer reads without noticing.
MEMBER_LIMIT = 2_000
SIZE_LIMIT_BYTES = 16 * 1024 * 1024
TOTAL_LIMIT_BYTES = 64 * 1024 * 1024

#: Longer paths cannot be written on every system.
_NAME_LIMIT = 240

#: Windows opens a device by these names, whatever stands behind a dot (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
_DEVICES = frozenset({"aux", "con", "nul", "prn", *(f"{name}{digit}" for name in ("com", "lpt") for digit in "123456789")})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of it there may be, counted by what comes out."""

    members: int = MEMBER_LIMIT
    size_bytes: int = SIZE_LIMIT_BYTES  # of one file
    total_bytes: int = TOTAL_LIMIT_BYTES
    ratio: int | None = None  # of what comes out to what the file has, from a size on at which it matters; None: the other limits do


CAPTURE_LIMITS = Limits()

#: Files and folders of a capture, by the first part of their name: one of them at least is in every capture.
_KNOWN = frozenset(
    {
        "browsers",
        "capture.json",
        "certificates.json",
        "connections.json",
        "connectivity.json",
        "environment.json",
        "files.json",
        "hosts.txt",
        "interfaces.json",
        "linux",
        "macos",
        "neighbours.json",
        "processes.json",
        "products.json",
        "routes.json",
        "services.json",
        "windows",
    }
)


class _Schema(msgspec.Struct):
    """The one field of ``capture.json`` that decides whether the rest is understood."""

    schema: str = CAPTURE_SCHEMA


def check_name(source: str, name: str) -> None:
    """:class:`InputError` where a name could lead out of the folder, or is none on some system."""
    if not name or len(name) > _NAME_LIMIT or not name.isprintable() or any(character in '\\:*?"<>|' for character in name):
        raise InputError(source, repr(name[:_NAME_LIMIT]), "not a usable file name")
    if name.startswith("/") or any(part in {"", ".", ".."} for part in name.split("/")):
        raise InputError(source, repr(name), "leads out of the folder")
    if any(part.endswith((".", " ")) or part.partition(".")[0].rstrip().lower() in _DEVICES for part in name.split("/")):
        raise InputError(source, repr(name), "a name that Windows takes for another")


class Budget:
    """Counts what was read of one capture or bundle, and refuses what is over its limits."""

    def __init__(self, source: str, limits: Limits = CAPTURE_LIMITS) -> None:
        self._source = source
        self._limits = limits
        self._members = 0
        self._bytes = 0

    def count_member(self) -> None:
        """One more file or folder; :class:`InputError` where there are too many."""
        self._members += 1
        if self._members > self._limits.members:
            raise InputError(self._source, "", f"more than {self._limits.members} files")

    def room(self) -> int:
        """How many bytes the next file may have."""
        return min(self._limits.size_bytes, self._limits.total_bytes - self._bytes)

    def count_bytes(self, name: str, size: int) -> None:
        """One more file of this size; :class:`InputError` where it is larger than there is room."""
        if size > self._limits.size_bytes:
            raise InputError(self._source, name, f"larger than {mebibytes(self._limits.size_bytes)}")
        if size > self.room():
            raise InputError(self._source, name, f"the files together are larger than {mebibytes(self._limits.total_bytes)}")
        self._bytes += size


def mebibytes(size: int) -> str:
    """A limit as it is told."""
    return f"{size // 1024 // 1024} MiB"


def capture_of(source: str, files: dict[str, bytes]) -> Capture:
    """The files as a capture, without the one folder that they may all stand in; :class:`InputError` where they are no capture."""
    folders = {name.partition("/")[0] for name in files}
    if len(folders) == 1 and not folders & _KNOWN:
        files = {name.partition("/")[2]: data for name, data in files.items() if "/" in name}
    if not {name.partition("/")[0] for name in files} & _KNOWN:
        raise InputError(source, "", "no capture in it")
    try:
        schema = msgspec.json.decode(files.get("capture.json", b"{}"), type=_Schema).schema
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return files  # broken evidence: its facts are Unknown, and the rest is as good as before
    if schema != CAPTURE_SCHEMA:
        raise InputError(source, "capture.json: schema", f"{schema[:_NAME_LIMIT]!r} is not {CAPTURE_SCHEMA!r}")
    return files
