"""The program's log: for a fault of ours, not for a history. Nothing is created before there is something to write."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import TextIOWrapper

#: Two files of this size hold the tracebacks of any fault that a person reports.
_LOG_BYTES = 1024 * 1024


class LogFile(RotatingFileHandler):
    """A log that makes its folder when the first line comes; where it cannot be written, the line is lost and the program goes on."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name that logging calls
        """A log that cannot be written must not become a fault of its own."""


def log_to(path: Path) -> None:
    """Send everything that wssdiag logs to one file, and nowhere else."""
    logger = logging.getLogger("wssdiag")
    logger.handlers[:] = [LogFile(path)]
    logger.propagate = False
