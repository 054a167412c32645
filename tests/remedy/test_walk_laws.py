"""Laws of the walk: whatever was answered, in whatever order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.remedy.test_walk import BROKEN, HEALTHY, view
from tests.report import samples
from wssdiag.remedy.walk import Phase, Walk

if TYPE_CHECKING:
    from collections.abc import Callable


def solved(walk: Walk) -> Walk:
    return walk.rechecked(BROKEN, HEALTHY)


def changed(walk: Walk) -> Walk:
    return walk.rechecked(BROKEN, samples.wifi_sign_in())


def still_there(walk: Walk) -> Walk:
    return walk.rechecked(BROKEN, BROKEN)


def unsure(walk: Walk) -> Walk:
    return walk.rechecked(BROKEN, msgspec.structs.replace(HEALTHY, cancelled=True))


ANSWERS = (Walk.done, Walk.cannot, Walk.not_allowed, Walk.onward, Walk.hand_over)
RECHECKS = (solved, changed, still_there, unsure)
EVERYTHING = (*ANSWERS, *RECHECKS, Walk.back)

#: Each leads on by itself: what a face must offer, so that nobody is stuck.
ONWARD = {
    Phase.STEP: Walk.cannot,
    Phase.CHECKING: still_there,
    Phase.STILL_THERE: Walk.onward,
    Phase.UNSURE: Walk.onward,
    Phase.SOLVED: Walk.hand_over,
    Phase.CHANGED: Walk.hand_over,
}

ways = st.lists(st.sampled_from(EVERYTHING), max_size=25)


def walked(way: list[Callable[[Walk], Walk]]) -> Walk:
    walk = Walk(view())
    for move in way:
        walk = move(walk)
    return walk


@given(ways)
def test_every_answer_leads_to_a_state(way: list[Callable[[Walk], Walk]]) -> None:
    walk = walked(way)
    for move in EVERYTHING:
        there = move(walk)
        assert there.step in there.view.steps
        assert there.phase is not Phase.CHANGED or there.cause is not None


@given(ways)
def test_the_hand_over_is_one_answer_away(way: list[Callable[[Walk], Walk]]) -> None:
    walk = walked(way)
    assert walk.hand_over().phase is Phase.HANDED_OVER
    assert walk.hand_over().tried == walk.tried


@given(ways, st.sampled_from(ANSWERS))
def test_back_is_the_inverse_of_an_answer(way: list[Callable[[Walk], Walk]], answer: Callable[[Walk], Walk]) -> None:
    """All but the outcome of a re-check, which cannot be made unmeasured: from there it leads to the step."""
    walk = walked(way)
    there = answer(walk)
    if there != walk and walk.phase is not Phase.CHECKING and answer is not Walk.onward:
        assert there.back() == walk


@given(ways, st.sampled_from((*RECHECKS, Walk.onward)))
def test_back_leads_from_an_outcome_to_its_step(way: list[Callable[[Walk], Walk]], move: Callable[[Walk], Walk]) -> None:
    walk = walked(way)
    there = move(walk)
    if there != walk:
        assert (there.back().phase, there.back().position) == (Phase.STEP, walk.position)
        assert there.back().tried == there.tried


@given(ways)
def test_nothing_measured_is_ever_lost(way: list[Callable[[Walk], Walk]]) -> None:
    walk, measured = Walk(view()), 0
    for move in way:
        walk = move(walk)
        now = sum(one.outcome is not None for one in walk.tried)
        assert now >= measured
        measured = now


@given(ways)
def test_the_way_back_leads_to_the_start(way: list[Callable[[Walk], Walk]]) -> None:
    walk = walked(way)
    for _ in range(2 * len(walk.view.steps) + 1):
        walk = walk.back()
    assert (walk.position, walk.phase, walk.before) == (0, Phase.STEP, None)
    assert all(one.outcome is not None for one in walk.tried)


@given(ways)
def test_no_state_is_a_dead_end(way: list[Callable[[Walk], Walk]]) -> None:
    walk = walked(way)
    for _ in range(2 * len(walk.view.steps) + 2):
        if walk.phase is Phase.HANDED_OVER:
            break
        there = ONWARD[walk.phase](walk)
        assert there != walk
        walk = there
    assert walk.phase is Phase.HANDED_OVER
