from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.gui.export import free

if TYPE_CHECKING:
    from pathlib import Path


def test_a_name_is_proposed_that_nothing_has(tmp_path: Path) -> None:
    path = tmp_path / "wssdiag-2026-11-23.wssdiag"
    assert free(path) == path
    path.touch()
    (tmp_path / "wssdiag-2026-11-23-2.wssdiag").mkdir()
    assert free(path).name == "wssdiag-2026-11-23-3.wssdiag"
