"""What holds for everybody lies where Windows itself says that programs are: not where a variable of whoever starts it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.wine.windows import Windows


def test_no_variable_moves_what_holds_for_everybody(windows: Windows) -> None:
    profile, journal = windows.run("places.py").decode().split("\r\n")[:2]
    assert profile == r"C:\Program Files\wssdiag\wssdiag-profile.toml"
    assert journal == r"C:\Program Files\wssdiag\undo.jsonl"
