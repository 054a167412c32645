"""What a capture from elsewhere may be: how many files, how large, by which names. Pure."""

from __future__ import annotations

import msgspec

from wssdiag.model.capture import CAPTURE_SCHEMA, Capture
from wssdiag.model.codec import DecodeError, decode
from wssdiag.model.input_error import InputError

#: Ten times what the largest captures hold (a file a browser profile), and what a computer reads without noticing.
MEMBER_LIMIT = 2_000
SIZE_LIMIT_BYTES = 16 * 1024 * 1024
TOTAL_LIMIT_BYTES = 64 * 1024 * 1024

#: Longer paths cannot be written on every system.
_NAME_LIMIT = 240

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
        raise InputError(source, repr(name), "leads out of the capture")


class Budget:
    """Counts what was read of one capture, and refuses what is over its limits."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._members = 0
        self._bytes = 0

    def count_member(self) -> None:
        """One more file or folder; :class:`InputError` over :data:`MEMBER_LIMIT`."""
        self._members += 1
        if self._members > MEMBER_LIMIT:
            raise InputError(self._source, "", f"more than {MEMBER_LIMIT} files")

    def room(self) -> int:
        """How many bytes the next file may have."""
        return min(SIZE_LIMIT_BYTES, TOTAL_LIMIT_BYTES - self._bytes)

    def count_bytes(self, name: str, size: int) -> None:
        """One more file of this size; :class:`InputError` where it is larger than there is room."""
        if size > SIZE_LIMIT_BYTES:
            raise InputError(self._source, name, f"larger than {SIZE_LIMIT_BYTES // 1024 // 1024} MiB")
        if size > self.room():
            raise InputError(self._source, name, f"the files together are larger than {TOTAL_LIMIT_BYTES // 1024 // 1024} MiB")
        self._bytes += size


def capture_of(source: str, files: dict[str, bytes]) -> Capture:
    """The files as a capture, without the one folder that they may all stand in; :class:`InputError` where they are no capture."""
    folders = {name.partition("/")[0] for name in files}
    if len(folders) == 1 and not folders & _KNOWN:
        files = {name.partition("/")[2]: data for name, data in files.items() if "/" in name}
    if not {name.partition("/")[0] for name in files} & _KNOWN:
        raise InputError(source, "", "no capture in it")
    try:
        schema = decode(files.get("capture.json", b"{}"), _Schema).schema
    except DecodeError:
        return files  # broken evidence: its facts are Unknown, and the rest is as good as before
    if schema != CAPTURE_SCHEMA:
        raise InputError(source, "capture.json: schema", f"{schema[:_NAME_LIMIT]!r} is not {CAPTURE_SCHEMA!r}")
    return files
