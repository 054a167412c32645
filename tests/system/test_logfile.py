"""The log is there when something was written, and never in the way."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from wssdiag.system.logfile import LogFile, log_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def untouched() -> Iterator[None]:
    """The program's logger as it was."""
    logger = logging.getLogger("wssdiag")
    before = (logger.handlers[:], logger.propagate)
    yield
    for handler in logger.handlers:
        handler.close()
    logger.handlers[:], logger.propagate = before


def test_nothing_is_created_before_there_is_something_to_write(tmp_path: Path) -> None:
    """Not even the folder."""
    log_to(tmp_path / "state" / "wssdiag.log")
    assert not list(tmp_path.iterdir())
    logging.getLogger("wssdiag.session").error("something broke")
    assert "ERROR wssdiag.session: something broke" in (tmp_path / "state" / "wssdiag.log").read_text("utf-8")


def test_a_log_that_cannot_be_written_is_silent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file stands where the folder would be."""
    (tmp_path / "state").write_text("in the way", "utf-8")
    log_to(tmp_path / "state" / "wssdiag.log")
    logging.getLogger("wssdiag").error("lost")
    assert capsys.readouterr().err == ""


def test_asking_twice_does_not_write_twice(tmp_path: Path) -> None:
    """The window may be made more than once in a process."""
    log_to(tmp_path / "wssdiag.log")
    log_to(tmp_path / "wssdiag.log")
    handlers = logging.getLogger("wssdiag").handlers
    assert [type(handler) for handler in handlers] == [LogFile]
