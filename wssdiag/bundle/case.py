"""The pseudonyms of a case: which stand-in was given to what. The file stays on this computer, and never goes into a bundle.

Owns the file. Must not decide what is private, nor what a stand-in looks like.
"""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from wssdiag.model.codec import DecodeError, decode, encode_pretty
from wssdiag.model.input_error import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

CASE_SCHEMA: Final = "wssdiag.case/1"

#: A report gives some two hundred stand-ins, and a case has some reports of some computers.
_LIMIT_BYTES: Final = 16 * 1024 * 1024
_MOST_STAND_INS: Final = 200_000

#: A label of a host name, an account.
_PIECE: Final = re.compile(r"[\w-]+")


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema: Literal["wssdiag.case/1"] = CASE_SCHEMA
    pseudonyms: dict[str, dict[str, str]] = {}


class Case:
    """Stand-ins by kind, in order of appearance: kind -> what it was -> what stands for it. It grows while a report is made private."""

    def __init__(self, pseudonyms: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self._given = {kind: dict(rows) for kind, rows in (pseudonyms or {}).items()}

    def of(self, kind: str) -> dict[str, str]:
        """The stand-ins of one kind, to be added to."""
        return self._given.setdefault(kind, {})

    @property
    def pseudonyms(self) -> dict[str, dict[str, str]]:
        """All of them, by kind; kinds that gave none are left out."""
        return {kind: dict(rows) for kind, rows in self._given.items() if rows}

    def original(self, text: str) -> str:
        """The text with what was private in the place of every stand-in; of a host name label by label. Empty where it holds none."""
        was = {stand_in: original for rows in self._given.values() for original, stand_in in rows.items()}
        found = was.get(text) or _PIECE.sub(lambda piece: was.get(piece[0], piece[0]), text)
        return found if found != text else ""


def open_case(path: Path) -> Case:
    """The case of a file; an empty one where there is none. :class:`InputError` where the file cannot be read or is no case."""
    try:
        with path.open("rb") as file:
            data = file.read(_LIMIT_BYTES + 1)
    except FileNotFoundError:
        return Case()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise InputError(str(path), "", getattr(error, "strerror", None) or str(error)) from error
    if len(data) > _LIMIT_BYTES:
        raise InputError(str(path), "", f"larger than {_LIMIT_BYTES // 1024 // 1024} MiB")
    try:
        kept = decode(data, _File)
    except DecodeError as error:
        raise InputError(str(path), "", f"is no case of wssdiag: {error}") from error
    if sum(map(len, kept.pseudonyms.values())) > _MOST_STAND_INS:
        raise InputError(str(path), "", f"more than {_MOST_STAND_INS} stand-ins")
    for kind, rows in kept.pseudonyms.items():
        if len(set(rows.values())) < len(rows):
            raise InputError(str(path), f"pseudonyms.{kind}", "two names have the same stand-in")
    return Case(kept.pseudonyms)


def keep_case(case: Case, path: Path) -> None:
    """Write it whole or not at all, for this account alone; ``OSError`` where it cannot be written.

    The folder is made where it is missing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # A file that ``tempfile`` makes can be read by its owner alone, and keeps that under its new name.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(encode_pretty(_File(pseudonyms=case.pseudonyms)))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)
        raise
