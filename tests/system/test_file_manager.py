"""Which program is asked to show a folder on which system, and what is said where there is none."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, cast

import pytest

from wssdiag.model.unknown import Unknown
from wssdiag.system.file_manager import show_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

MISSING = Unknown("it is not on this computer")


class Recorder:
    """Starts nothing."""

    def __init__(self) -> None:
        self.started: list[tuple[str, ...]] = []
        self.opened: list[str] = []

    def start(self, argv: Sequence[str]) -> Unknown | None:
        """A program, as on Linux and macOS."""
        self.started.append(tuple(argv))
        return MISSING

    def open(self, address: str) -> Unknown | None:
        """By Windows."""
        self.opened.append(address)
        return MISSING


@pytest.mark.parametrize(("platform", "program"), [("linux", ("xdg-open",)), ("darwin", ("open", "-a", "Finder"))])
def test_the_system_s_own_program_is_started(platform: str, program: tuple[str, ...]) -> None:
    recorder = Recorder()
    assert show_folder(Path("/home/kim/My files"), platform, recorder.start, recorder.open) == MISSING
    assert (recorder.started, recorder.opened) == ([(*program, "/home/kim/My files")], [])


@pytest.mark.parametrize("folder", ["C:\\Users\\kim", "C:\\", "\\\\server\\share\\kim"])
def test_windows_is_told_that_a_folder_is_meant(folder: str) -> None:
    """``C:\\Users\\kim`` alone could also be a program ``kim.exe``."""
    recorder = Recorder()
    assert show_folder(cast("Path", PureWindowsPath(folder)), "win32", recorder.start, recorder.open) == MISSING
    assert recorder.started == []
    (address,) = recorder.opened
    assert address.endswith("\\")
    assert not address.endswith("\\\\")
    assert PureWindowsPath(address) == PureWindowsPath(folder)
