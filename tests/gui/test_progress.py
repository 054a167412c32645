from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gui.samples import AGENT, check
from wssdiag.gui.progress import Left, Progress
from wssdiag.gui.running import RunningScreen
from wssdiag.model.event import CheckFinished, CheckStarted, ModeKnown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytestqt.qtbot import QtBot


def heard(ends_ms: Sequence[float], planned: int | None = None) -> list[Progress]:
    """After each check that ended at these times."""
    steps = [Progress().heard(ModeKnown(seq=0, offset_ms=0, mode=AGENT, planned=planned or len(ends_ms)))]
    for number, end in enumerate(ends_ms):
        steps.append(steps[-1].heard(CheckFinished(seq=number, offset_ms=end, result=check(f"tcp.{number}", ""))))
    return steps


def test_a_check_goes_from_under_way_to_done() -> None:
    progress = Progress().heard(ModeKnown(seq=0, offset_ms=0, mode=AGENT, planned=2))
    progress = progress.heard(CheckStarted(seq=1, offset_ms=0, id="tcp.a", title="Port of a"))
    assert progress.ids_under_way == ("tcp.a",)
    progress = progress.heard(CheckFinished(seq=2, offset_ms=0, result=check("tcp.a", "Port of a")))
    assert progress.ids_under_way == ()
    assert [one.id for one in progress.results] == ["tcp.a"]
    assert (progress.mode, progress.planned) == (AGENT, 2)


def test_later_waves_never_make_more_done_than_planned() -> None:
    progress = Progress(planned=1)
    for number in range(3):
        progress = progress.heard(CheckFinished(seq=number, offset_ms=0, result=check(f"tcp.{number}", "")))
    assert progress.planned == 3


@given(
    ends=st.lists(st.floats(min_value=0, max_value=60_000), min_size=1, max_size=60).map(sorted), more=st.integers(min_value=0, max_value=9)
)
def test_what_is_left_is_a_range_in_whole_steps_that_only_falls(ends: list[float], more: int) -> None:
    told = [one.left for one in heard(ends, len(ends) + more) if one.left is not None]
    for left in told:
        assert 0 <= left.low_s < left.high_s <= 30
        assert left.low_s % 5 == left.high_s % 5 == 0
    for before, after in pairwise(told):
        assert after.low_s <= before.low_s
        assert after.high_s <= before.high_s


@pytest.mark.parametrize(
    "ends",
    [
        [400 * at for at in range(1, 31)],  # 12 s, one after the other
        [1000 * at for at in range(1, 26)],
        [20 * at for at in range(1, 30)] + [1100, 1200, 5000],  # fast, but for the last, which gets no answer
        [100, 200, 1500, 4000, 4100, 4200, 8000, 8100, 8200],  # wave after wave runs into its limit
    ],
    ids=["even", "slow", "one silent", "all silent"],
)
def test_what_is_left_is_true(ends: list[float]) -> None:
    for progress, now in zip(heard(ends)[1:-1], ends, strict=False):
        if progress.left is not None:
            assert progress.left.low_s <= (ends[-1] - now) / 1000 <= progress.left.high_s, now


def test_more_to_do_is_told_anew() -> None:
    progress = heard([500 * at for at in range(1, 20)], 20)[-1]
    assert progress.left == Left(0, 10)
    progress = progress.heard(ModeKnown(seq=30, offset_ms=9600, mode=AGENT, planned=60))
    assert progress.left is None
    progress = progress.heard(CheckFinished(seq=31, offset_ms=9700, result=check("tcp.more", "")))
    assert progress.left == Left(15, 25)


def test_the_screen_says_it_in_words(qtbot: QtBot) -> None:
    screen = RunningScreen()
    qtbot.addWidget(screen)
    for progress, again, words in (
        (Progress(planned=9), False, "This takes between 5 and 30 seconds."),
        (Progress(planned=9, left=Left(5, 20)), False, "About 5 to 20 seconds left."),
        (Progress(planned=9, left=Left(0, 10)), False, "Less than 10 seconds left."),
        (Progress(planned=9, left=Left(0, 10)), True, "is tried again. Less than 10 seconds left."),
        (Progress(planned=9), True, "is tried again."),
        (Progress(planned=9, left=Left(0, 10), stopping=True), False, "in a moment."),
    ):
        screen.show_progress(progress, again=again)
        assert screen.lead.text().endswith(words)
