from __future__ import annotations

from typing import TYPE_CHECKING

from tests.gui import samples
from wssdiag.gui.export import save
from wssdiag.model.codec import decode
from wssdiag.model.report import Report

if TYPE_CHECKING:
    from pathlib import Path

    from wssdiag.catalogue.knowledge import Knowledge


def test_the_page_and_the_data_are_written_side_by_side(tmp_path: Path, knowledge: Knowledge) -> None:
    line = save(samples.port_blocked(), knowledge, "", tmp_path / "report.html")
    assert "report.html" in line
    assert "report.json" in line
    assert samples.SERVICE in (tmp_path / "report.html").read_text("utf-8")
    assert decode((tmp_path / "report.json").read_bytes(), Report) == samples.port_blocked()


def test_the_hand_over_is_written_with_them(tmp_path: Path, knowledge: Knowledge) -> None:
    assert not list(tmp_path.glob("*.txt"))
    line = save(samples.port_blocked(), knowledge, "Who must act\n- a line", tmp_path / "report.html")
    assert "report.txt" in line
    assert (tmp_path / "report.txt").read_text("utf-8") == "Who must act\n- a line\n"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, knowledge: Knowledge) -> None:
    line = save(samples.healthy(), knowledge, "", tmp_path / "missing" / "report.html")
    assert line.startswith("Could not be saved there")
