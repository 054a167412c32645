from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.gui import details_samples, samples
from wssdiag.gui.waterfall import Lane, Waterfall, ticks, waterfall_of
from wssdiag.gui.waterfall_view import rows_of
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import Failure
from wssdiag.model.observation import ConnectDetail, Observation, Step, Target


def in_order(made: Waterfall) -> list[Lane]:
    """As the table sorts them."""
    return sorted(made.lanes, key=lambda lane: lane.place)


TIMES = st.floats(min_value=0, max_value=1e6)


def _check(number: int, *times: tuple[float, float]) -> CheckResult:
    seen = tuple(
        Observation(step=Step.CONNECT, target=Target(), offset_ms=begin, elapsed_ms=took, detail=ConnectDetail()) for begin, took in times
    )
    return samples.check(f"tcp.{number}", "A port", observations=seen)


@given(st.lists(st.lists(st.tuples(st.floats(min_value=-1e6, max_value=1e6), TIMES), max_size=4), max_size=12))
def test_every_bar_is_on_the_axis_and_no_check_is_lost(runs: list[list[tuple[float, float]]]) -> None:
    checks = tuple(_check(number, *times) for number, times in enumerate(runs))
    made = waterfall_of(checks)
    assert sorted(lane.check.id for lane in made.lanes) == sorted(check.id for check in checks)
    assert all(0 <= bar.begin_ms <= bar.end_ms <= made.span_ms for lane in made.lanes for bar in lane.bars)


@given(st.lists(st.tuples(TIMES, TIMES), max_size=30))
def test_lanes_stand_in_the_order_of_their_beginnings(times: list[tuple[float, float]]) -> None:
    lanes = in_order(waterfall_of(_check(number, one) for number, one in enumerate(times)))
    begins = [lane.bars[0].begin_ms for lane in lanes]
    assert begins == sorted(begins)


@given(st.lists(st.lists(st.tuples(st.floats(min_value=-1e6, max_value=1e6), TIMES), max_size=3), max_size=8), st.integers(0, 8))
def test_a_waterfall_that_grows_is_the_one_that_is_made_at_once(runs: list[list[tuple[float, float]]], cut: int) -> None:
    checks = tuple(_check(number, *times) for number, times in enumerate(runs))
    assert waterfall_of(checks, waterfall_of(checks[:cut])) == waterfall_of(checks)
    assert waterfall_of(checks[:cut], waterfall_of(checks)) == waterfall_of(checks[:cut])


@given(st.floats(min_value=0.01, max_value=1e9))
def test_ticks_are_few_and_even_and_within_the_axis(span: float) -> None:
    made = ticks(span)
    assert 1 <= len(made) <= 4
    assert made[0] == 0
    assert all(tick <= span for tick in made)
    assert len({round(after - before, 6) for before, after in pairwise(made)}) <= 1


def test_a_step_is_told_with_its_time_and_its_beginning() -> None:
    check = samples.check("web.x", "x", observations=details_samples.steps("a.example", 67))
    assert "Connect 32 ms from 88 ms" in waterfall_of((check,)).lanes[0].text
    failed = samples.check("tcp.x", "x", Status.FAIL, observations=(samples.connect(Failure.TIMED_OUT, 4003),))
    assert waterfall_of((failed,)).lanes[0].text == "Connect 4.0 s from 40 ms, no answer in time"


def test_what_an_earlier_run_measured_does_not_stretch_the_axis() -> None:
    before = details_samples.rechecked(details_samples.many(20)[:8], 3_600_000)
    now = samples.check("web.method", "A page", observations=details_samples.steps("a.example", 10))
    made = waterfall_of((*before, now))
    assert made.span_ms < 2000
    lanes = in_order(made)
    assert lanes[0].check.id == "web.method"
    assert [lane.earlier for lane in lanes] == [False] + [True] * 8
    assert "earlier run" in lanes[1].text


def test_nor_does_what_lies_between_two_earlier_runs() -> None:
    checks = details_samples.many(20)[:2]
    made = waterfall_of((*details_samples.rechecked(checks[:1], 7_200_000), *details_samples.rechecked(checks[1:], 3_600_000)))
    assert made.span_ms < 2000
    assert all(lane.earlier for lane in made.lanes)


def test_what_was_not_measured_stands_last_and_says_so() -> None:
    skipped = samples.check("tls.x", "x", Status.SKIPPED, "not run")
    made = waterfall_of((skipped, *details_samples.many(20)[:2]))
    assert in_order(made)[-1].check.id == "tls.x"
    assert in_order(made)[-1].text == "no step was measured"


def test_a_flood_of_steps_is_bounded() -> None:
    flood = samples.check("tcp.x", "x", observations=(samples.connect(None, 1),) * 5000)
    lane = waterfall_of((flood,)).lanes[0]
    assert len(lane.bars) < 100
    assert len(lane.text) < 1000


def test_hidden_characters_of_outside_do_not_reach_the_table() -> None:
    hostile = samples.check("tcp.x", "a\u202eb", observations=(samples.connect(None, 1),))
    assert "\u202e" not in str(rows_of(waterfall_of((hostile,)).lanes)[0].cells)
