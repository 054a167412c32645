"""SHA256SUMS, as ``sha256sum --check`` reads it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "SHA256SUMS"


def digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write(folder: Path, files: Iterable[Path]) -> Path:
    """Write the file, one line a file, with paths from the folder on."""
    rows = sorted((file.relative_to(folder).as_posix(), digest(file)) for file in files)
    made = folder / NAME
    made.write_text("".join(f"{value}  {name}\n" for name, value in rows), encoding="utf-8", newline="\n")
    return made
