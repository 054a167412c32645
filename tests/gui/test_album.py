from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtGui import QColor, QImage

from tests.gui import samples
from tests.gui.album import MAIN, SIZES, WIDE, file_of, index, main, small
from tests.gui.lab_scenes import SCENARIOS, SILENT, NotPlayedError, _report, round_ms, steady, stopped
from tests.gui.pictures import SCREENS
from tests.gui.scenes import Scenes
from tests.lab.proving import lab
from tests.lab.runner import play
from tests.lab.scenario import find
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.gui.theme import DARK, LIGHT, Theme
from wssdiag.model.codec import encode
from wssdiag.model.report import Report, VerdictStatus

if TYPE_CHECKING:
    from pathlib import Path


def test_every_scene_comes_from_a_scenario_or_is_made_of_one() -> None:
    assert {one.name for one in fields(Scenes)} - set(SCENARIOS) == {"contents", "stopped", "pac_answers", "pac_silent"}
    names = {*SCENARIOS.values(), SILENT}
    assert {path.stem for path in find(tuple(names))} == names


def test_where_the_lab_cannot_run_nothing_is_drawn_and_nothing_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def cannot(_folder: Path, _jobs: int) -> None:
        message = "network namespaces need root"
        raise NotPlayedError(message)

    (tmp_path / "start-light-en-1024.png").write_bytes(b"kept")
    assert main(["--folder", str(tmp_path)], cannot) == 2
    assert capsys.readouterr().err == "pictures: not drawn: network namespaces need root\n"
    assert [path.name for path in tmp_path.iterdir()] == ["start-light-en-1024.png"]


def test_the_larger_pictures_of_the_main_screens_alone_are_kept() -> None:
    assert set(SCREENS) >= MAIN
    small_width, large_width = (width for width, _height in SIZES)
    assert file_of("guide-help", "light", "de", small_width) == "guide-help-light-de-1024.png"
    assert file_of("start", "dark", "en", large_width) == "start-dark-en-1366.png"
    assert file_of("guide-help", "dark", "en", large_width) == f"{WIDE}/guide-help-dark-en-1366.png"


def test_the_page_shows_every_screen_and_nothing_that_is_not_kept() -> None:
    page = index(tuple(SCREENS))
    for name in SCREENS:
        assert f"## {name}\n" in page
        for theme, language in (("light", "en"), ("dark", "en"), ("light", "de"), ("dark", "de")):
            assert f"({name}-{theme}-{language}-1024.png)" in page
    assert f"({WIDE}/" not in page


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_small_shape_keeps_its_colour_among_many_shades(theme: Theme) -> None:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    for at in range(64 * 64):
        image.setPixel(at % 64, at // 64, 0xFF000000 | at * 16)
    image.setPixelColor(5, 5, QColor(theme.broken))
    made = small(image, theme)
    assert made.colorCount() <= 64
    assert made.pixelColor(5, 5).name() == theme.broken


@given(st.floats(min_value=0, max_value=1e6))
def test_a_time_is_never_made_longer_than_chance_makes_it_and_stays_when_made_again(time_ms: float) -> None:
    made = round_ms(time_ms)
    assert (made == 0) is (time_ms == 0)
    assert made <= max(50, time_ms)
    assert round_ms(made) == made


def timed(delay_ms: float, day: str) -> Report:
    """The same run, at another time and on a machine of another speed."""
    report = samples.port_blocked()  # without certificates: those of the lab are as old as its run
    checks = tuple(
        replace(
            one,
            elapsed_ms=301 + delay_ms,
            summary=f"answers in {int(3 + delay_ms)} ms, {day}T10:00:0{int(delay_ms) % 10}+00:00",
            observations=tuple(replace(seen, offset_ms=300 + delay_ms, elapsed_ms=5 + delay_ms) for seen in one.observations),
        )
        for one in report.checks
    )
    return replace(report, run_id=f"{delay_ms}", started=f"{day}T10:00:00.123+00:00", elapsed_ms=4000 + delay_ms, checks=checks)


@given(st.floats(min_value=0, max_value=40), st.sampled_from(["2026-11-20", "2026-12-31", "2027-03-01"]))
def test_the_same_run_of_another_day_and_speed_is_the_same_report(delay_ms: float, day: str) -> None:
    assert encode(steady(timed(delay_ms, day))) == encode(steady(timed(1, "2026-11-26")))


def test_what_was_found_stays() -> None:
    before, after = samples.port_blocked(), steady(samples.port_blocked())
    assert [(one.id, one.status) for one in after.checks] == [(one.id, one.status) for one in before.checks]
    assert after.findings == before.findings
    assert after.facts == before.facts


def test_a_run_that_was_stopped_says_that_it_cannot_tell() -> None:
    made = stopped(samples.healthy(), load_knowledge("en"))
    assert made.cancelled
    assert made.verdict.status is VerdictStatus.INCOMPLETE


def test_what_is_no_outcome_names_its_scenario() -> None:
    with pytest.raises(NotPlayedError, match="no-network-windows: the stage failed"):
        _report(find(("no-network-windows",))[0], "the stage failed")


class TestInTheLab:
    pytestmark = lab

    def test_a_scene_is_the_report_of_its_scenario(self) -> None:
        path = find((SCENARIOS["no_network"],))[0]
        report = steady(_report(path, play(path)))
        assert report.verdict.cause == "no-network"
        assert report.facts.os == "windows"
        assert encode(steady(report)) == encode(report)
