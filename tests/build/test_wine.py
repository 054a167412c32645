"""The Windows that the readers are tried on: from a lock, with the versions that are shipped, and told where it is missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from build.dev import wine
from build.dev.lock import LOCKS
from build.dev.venv import PROJECT

if TYPE_CHECKING:
    from pathlib import Path


def versions(lock: Path) -> set[str]:
    return set(re.findall(r"^[a-z0-9._-]+==[0-9.]+", lock.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_readers_are_tried_with_what_is_shipped() -> None:
    tried, shipped = versions(wine.WINDOWS.lock), versions(PROJECT.lock)
    assert {row.partition("==")[0] for row in tried} == {"msgspec", "psutil", "setuptools"}
    assert {row for row in tried if not row.startswith("setuptools")} <= shipped
    assert [lock.environment for lock in LOCKS].count(wine.WINDOWS) == 1
    assert "://" not in wine.WINDOWS.lock.read_text(encoding="utf-8")


def test_what_is_in_the_way_is_one_line() -> None:
    assert "\n" not in wine.obstacle()


def test_wine_is_told_its_own_folder_and_is_quiet() -> None:
    found = wine.variables()
    assert found["WINEPREFIX"].endswith("/.work/wine/prefix")
    assert found["WINEDEBUG"] == "-all"
