"""Every test has its own home: the program's log must not go to the developer's."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from tests.cli.program import Program
from tests.world import World
from wssdiag.model.codec import encode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in (
        "HOME",
        "XDG_STATE_HOME",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CONFIG_DIRS",
        "LOCALAPPDATA",
        "PROGRAMDATA",
    ):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv(
        "XDG_DATA_DIRS", f"{tmp_path / 'home'}:/usr/share"
    )  # where an administrator's journal goes, and the desktop's schemas are
    root = logging.getLogger("wssdiag")
    handlers, propagate = list(root.handlers), root.propagate
    yield tmp_path / "home"
    for handler in set(root.handlers) - set(handlers):
        handler.close()
    root.handlers[:], root.propagate = handlers, propagate


@pytest.fixture
def wssdiag(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    folder = tmp_path / "work"
    folder.mkdir()
    return Program(folder, capsys)


@pytest.fixture
def facts(wssdiag: Program) -> Path:
    """Facts of a computer on a cable that asks nobody: it has no resolver."""
    world = World()
    world.system.files["linux/resolv.conf"] = ""
    return wssdiag.write("facts.json", encode(world.session.detect()[0]))
