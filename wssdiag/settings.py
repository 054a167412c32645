"""What a person set for the window, and where it stood: two small files of this user.

Reads tolerantly: what does not hold is a reason and never a crash. Must not decide what a setting does.
"""

from __future__ import annotations

import os
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec

from wssdiag.model.codec import DecodeError, decode, encode_pretty
from wssdiag.model.shown import shown
from wssdiag.model.unknown import Unknown

#: Ours are a few hundred bytes; what is larger was not written by us.
_SIZE_LIMIT_BYTES = 64 * 1024

#: What Qt packs is 66 bytes since 5.13; of less it makes a window of one pixel.
_GEOMETRY = msgspec.Meta(min_length=66, max_length=1024)


class Language(StrEnum):
    """The language of all texts."""

    SYSTEM = "system"  # the one of this computer, English where there is none for it
    ENGLISH = "en"
    GERMAN = "de"


class Look(StrEnum):
    """Light or dark."""

    SYSTEM = "system"  # follows it live, its high contrast too
    LIGHT = "light"
    DARK = "dark"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All of it; a file may hold less, and what a newer version wrote is passed over."""

    language: Language = Language.SYSTEM
    look: Look = Look.SYSTEM


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Size and place of the window, maximised or not, as Qt packs it (QWidget.saveGeometry)."""

    geometry: Annotated[bytes, _GEOMETRY]


T = TypeVar("T", Settings, Place)


def read_kept(path: Path, wanted: type[T]) -> T | Unknown | None:
    """What the file holds; None where there is no such file; :class:`Unknown` with the reason where it does not hold."""
    try:
        with path.open("rb") as file:
            data = file.read(_SIZE_LIMIT_BYTES + 1)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        return Unknown(_reason(error))
    if len(data) > _SIZE_LIMIT_BYTES:
        return Unknown(f"larger than {_SIZE_LIMIT_BYTES // 1024} KiB")
    try:
        return decode(data.removeprefix(b"\xef\xbb\xbf"), wanted)
    except DecodeError as error:
        return Unknown(shown(str(error)))


def write_kept(path: Path, value: Settings | Place) -> Unknown | None:
    """Write it whole or not at all; None: it is written, and else the reason why not. The folder is made where it is missing."""
    import tempfile  # noqa: PLC0415 - nothing is written before the first window is there, and it should not wait

    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False) as file:
            part = Path(file.name)
            file.write(encode_pretty(value))
            file.flush()
            os.fsync(file.fileno())  # else a computer that loses its power keeps the new name and none of the bytes
        part.replace(path)
    except OSError as error:
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return Unknown(_reason(error))
    return None


def _reason(error: OSError | ValueError) -> str:
    return shown(getattr(error, "strerror", None) or str(error))
