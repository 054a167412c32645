"""A bundle as bytes, and the bytes as a file: whole under its name, or not there at all. Never decides what is in it."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wssdiag import __version__
from wssdiag.bundle.manifest import MANIFEST, manifest_of
from wssdiag.model.codec import encode_pretty
from wssdiag.model.input_error import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wssdiag.bundle.contents import Contents

#: Behind the name of a file that is being written.
PART: Final = ".part"

#: The first date that a zip can hold: the time of writing would make the same contents other bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)

#: APPNOTE.TXT 4.4.2: made on UNIX, whatever the system: its permissions are those of the member.
_UNIX = 3

_FOR_ITS_OWNER = 0o600

#: A path has at most so many characters on any system (PATH_MAX of Linux; Windows allows 32,767 only by a special form).
_PATH_LIMIT = 4096


def files_of(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of all members, in their order: the manifest first."""
    yield MANIFEST, encode_pretty(manifest_of(contents, __version__))
    yield from ((part.name, part.data) for part in contents.parts)


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The zip: no time, no extra field, nothing of this computer. The same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.create_system = _UNIX
            entry.external_attr = (stat.S_IFREG | _FOR_ITS_OWNER) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()


def write_file(data: bytes, path: Path, marker: Path) -> None:
    """Write a new file, for its owner's eyes alone; :class:`InputError` where that cannot be done, and then nothing is left.

    What exists is never written over. ``marker`` is a file of this account that names what is being written: a program that is killed
    leaves it, and :func:`remove_leftover` finds by it what else was left.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow a link that is to be refused
    check_free(path)
    part = path.with_name(path.name + PART)
    own = False
    try:
        _mark(marker, part)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(part, flags, _FOR_ITS_OWNER)
        own = True
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _take_name(part, path)
    except FileExistsError as error:
        name = part.name if not own else path.name
        raise InputError(str(path), "", f"there is a file {name} already; it is not written over") from error
    except OSError as error:
        raise InputError(str(path), "", error.strerror or "cannot be written") from error
    finally:
        with suppress(OSError):
            if own:
                part.unlink(missing_ok=True)
            marker.unlink(missing_ok=True)


def check_free(path: Path) -> None:
    """:class:`InputError` where a file of this name exists, or its folder does not."""
    if os.path.lexists(path):
        raise InputError(str(path), "", "exists already; a bundle is never written over another file")
    if not path.parent.is_dir():
        raise InputError(str(path), "", "its folder does not exist")


def remove_leftover(marker: Path) -> None:
    """Remove what a program that was killed while it wrote a bundle left, and the marker that names it. Nothing else is touched."""
    try:
        with marker.open("rb") as file:
            part = Path(file.read(_PATH_LIMIT * 4).decode("utf-8", "surrogateescape"))
        if part.name.endswith(PART) and stat.S_ISREG(part.lstat().st_mode):
            part.unlink()
    except FileNotFoundError:
        pass
    except (OSError, ValueError):
        return  # the folder is out of reach today: the marker waits for another start
    with suppress(OSError):
        marker.unlink(missing_ok=True)


def _mark(marker: Path, part: Path) -> None:
    """Where this account's own folder cannot be written to, a bundle can be all the same: what a kill leaves then stays."""
    with suppress(OSError):
        marker.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        marker.write_bytes(str(part).encode("utf-8", "surrogateescape"))


def _take_name(part: Path, path: Path) -> None:
    """Give a finished file its name, if that is free. A link fails where it is not; a rename would not, and a stick knows no links."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        check_free(path)
        part.rename(path)
    with suppress(OSError):  # Windows opens no folder
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
