"""The Windows that the readers are tried on: from a lock, with the versions that are shipped, and told where it is missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from build.dev import wine, wine_library
from build.dev.lock import LOCKS
from build.dev.venv import FREEZER, PROJECT

if TYPE_CHECKING:
    from pathlib import Path


def versions(lock: Path) -> set[str]:
    return set(re.findall(r"^[a-z0-9._-]+==[0-9.]+", lock.read_text(encoding="utf-8"), re.MULTILINE))


#: What makes executables and is not inside, beside what PyInstaller needs on Windows alone.
TOOLS = {"altgraph", "macholib", "packaging", "pefile", "pyinstaller", "pyinstaller-hooks-contrib", "pywin32-ctypes", "setuptools"}


@pytest.mark.parametrize("lock", [wine.WINDOWS.lock, FREEZER.lock], ids=lambda lock: lock.name)
def test_what_is_shipped_is_what_is_tested(lock: Path) -> None:
    inside = {row for row in versions(lock) if row.partition("==")[0] not in TOOLS}
    assert {"msgspec", "psutil", "pyrage", "pyside6-essentials", "quickjs-ng"} <= {row.partition("==")[0] for row in inside}
    assert inside <= versions(PROJECT.lock)


def test_the_tools_are_the_same_everywhere() -> None:
    windows, others = ({row for row in versions(lock) if row.startswith("pyinstaller")} for lock in (wine.WINDOWS.lock, FREEZER.lock))
    assert len(windows) == 2
    assert windows == others


def test_the_windows_lock_is_one_of_the_locks() -> None:
    assert [lock.environment for lock in LOCKS].count(wine.WINDOWS) == 1
    assert "://" not in wine.WINDOWS.lock.read_text(encoding="utf-8")


def test_what_is_in_the_way_is_one_line() -> None:
    assert "\n" not in wine.obstacle()


def test_the_library_that_wine_lacks_names_its_function_and_whose_it_is() -> None:
    """That Windows loads it is shown by each start of the Windows program (tests/frozen)."""
    made = wine_library.library()
    assert (made[:2], len(made)) == (b"MZ", 1024)
    assert made[0x40:0x44] == b"PE\0\0"
    assert b"\0ProcessPrng\0advapi32.SystemFunction036\0" in made


def test_wine_is_told_its_own_folder_and_is_quiet() -> None:
    found = wine.variables()
    assert found["WINEPREFIX"].endswith("/.work/wine/prefix")
    assert found["WINEDEBUG"] == "-all"
