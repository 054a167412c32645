"""A program of a service has a desktop that nobody sees: it must not open a window there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.wine.windows import Windows


def test_a_desktop_that_nobody_sees_is_none(windows: Windows) -> None:
    here, moved, there = windows.run("desktop.py").decode().split()
    assert (here, moved, there) == ("True", "True", "False")
