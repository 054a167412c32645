"""Reads files with a limit. Must not know what is in them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

#: No file that is read here is longer; a longer one is read as far as this.
_LIMIT_BYTES = 1024 * 1024


def read_start(path: Path | str, limit: int = _LIMIT_BYTES) -> bytes | None:
    """The first ``limit`` bytes; None where the file cannot be read or is no regular file (a named pipe would hang the reader)."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError):
        return None
    try:
        with os.fdopen(descriptor, "rb") as file:
            return file.read(limit) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
    except OSError:
        return None


def exists(path: str) -> bool | None:
    """Whether something is at the path; None where the system will not say (a folder that this user may not search)."""
    try:
        Path(path).stat()
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return None
    return True
