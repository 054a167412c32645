from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.guides import shipped
from tests.knowledge.test_guides import SYSTEMS
from tests.report import samples
from wssdiag.model.check import Status
from wssdiag.model.finding import Evidence, Finding, Who
from wssdiag.model.mode import Method
from wssdiag.model.report import Report, VerdictStatus
from wssdiag.remedy.guide import GuideView, render
from wssdiag.remedy.outcome import Outcome
from wssdiag.remedy.walk import Answer, Phase, Tried, Walk

if TYPE_CHECKING:
    from collections.abc import Callable

GUIDES = shipped()
BROKEN = samples.port_blocked()
HEALTHY = samples.healthy()


def view(code: str = "port-blocked", system: str = "windows") -> GuideView:
    return render(msgspec.structs.replace(samples.PORT_BLOCKED, code=code), GUIDES[code], system, Method.WSS_AGENT)


def with_findings(*findings: Finding, status: VerdictStatus = VerdictStatus.BROKEN) -> Report:
    return samples.report(findings, status, BROKEN.checks)


def after(report: Report, **fields: object) -> Walk:
    return Walk(view()).done().rechecked(BROKEN, msgspec.structs.replace(report, **fields))


def test_it_starts_at_the_first_step() -> None:
    walk = Walk(view())
    assert (walk.phase, walk.step.id, walk.ended) == (Phase.STEP, "other-network", False)


def test_done_waits_for_the_checks() -> None:
    walk = Walk(view()).done()
    assert walk.phase is Phase.CHECKING
    assert walk.tried == (Tried("other-network", Answer.DONE),)


def test_solved() -> None:
    walk = after(HEALTHY)
    assert (walk.phase, walk.ended) == (Phase.SOLVED, True)


def test_still_there_goes_on_with_the_next_step() -> None:
    walk = after(BROKEN)
    assert (walk.phase, walk.ended) == (Phase.STILL_THERE, False)
    assert walk.onward().step.id == "send-dropped"
    assert walk.onward().phase is Phase.STEP


def test_another_address_of_the_same_name_is_the_same_matter() -> None:
    moved = msgspec.structs.replace(
        samples.PORT_BLOCKED, subject=msgspec.structs.replace(samples.PORT_BLOCKED.subject, address="203.0.113.5")
    )
    assert after(with_findings(moved)).phase is Phase.STILL_THERE


def test_changed_into_another_cause() -> None:
    walk = after(samples.wifi_sign_in())
    assert (walk.phase, walk.cause, walk.ended) == (Phase.CHANGED, "wifi-sign-in", True)


def test_a_new_matter_in_front_of_it_comes_first() -> None:
    first = samples.wifi_sign_in().findings[0]
    walk = after(with_findings(first, samples.PORT_BLOCKED))
    assert (walk.phase, walk.cause) == (Phase.CHANGED, "wifi-sign-in")


def test_masked_now_is_changed_into_what_masks_it() -> None:
    known = samples.finding("no-internet", {}, (Evidence(check="control.tcp.example-443"),))
    masked = msgspec.structs.replace(samples.PORT_BLOCKED, masked_by="no-internet")
    walk = Walk(view()).done().rechecked(with_findings(known, samples.PORT_BLOCKED), with_findings(known, masked))
    assert (walk.phase, walk.cause) == (Phase.CHANGED, "no-internet")


def test_what_was_behind_it_comes_up() -> None:
    second = samples.finding("tls-reset", {}, ())
    walk = Walk(view()).done().rechecked(with_findings(samples.PORT_BLOCKED, second), with_findings(second))
    assert (walk.phase, walk.cause) == (Phase.CHANGED, "tls-reset")


def test_a_lesser_matter_is_solved_although_the_headline_stays() -> None:
    first = samples.wifi_sign_in().findings[0]
    walk = Walk(view()).done().rechecked(with_findings(first, samples.PORT_BLOCKED), msgspec.structs.replace(HEALTHY, findings=(first,)))
    assert walk.phase is Phase.SOLVED


def test_not_run_is_never_solved() -> None:
    """The finding is gone; yet the run was stopped, or a check of its evidence came to no outcome."""
    blind = tuple(msgspec.structs.replace(check, status=Status.SKIPPED) if check.id == "tcp.ctc-443" else check for check in HEALTHY.checks)
    for walk in (after(HEALTHY, cancelled=True), after(HEALTHY, checks=blind)):
        assert (walk.phase, walk.ended) == (Phase.UNSURE, False)
        assert walk.onward().phase is Phase.STEP


def test_a_notice_is_nothing_to_be_changed_into() -> None:
    assert after(HEALTHY, findings=(samples.PASSIVE,)).phase is Phase.SOLVED


def test_cannot_goes_to_the_next_step() -> None:
    walk = Walk(view()).cannot()
    assert (walk.step.id, walk.tried) == ("send-dropped", (Tried("other-network", Answer.CANNOT),))


def test_not_allowed_goes_to_the_next_one_who_may() -> None:
    walk = Walk(view("no-network")).not_allowed()
    assert walk.step.who is Who.HELPDESK


def test_not_allowed_keeps_the_hand_over() -> None:
    walk = Walk(view())
    for _ in range(3):
        walk = walk.not_allowed()
    assert (walk.at_last, walk.phase) == (True, Phase.STEP)
    assert walk.not_allowed().phase is Phase.HANDED_OVER


def test_what_the_recheck_said_is_kept_for_whoever_takes_over() -> None:
    walk = after(BROKEN).onward().cannot().hand_over()
    assert walk.tried == (Tried("other-network", Answer.DONE, Outcome.STILL_THERE), Tried("send-dropped", Answer.CANNOT))


def test_what_was_measured_stays_on_the_way_back() -> None:
    measured = (Tried("other-network", Answer.DONE, Outcome.STILL_THERE),)
    assert after(BROKEN).back() == Walk(view(), tried=measured)
    assert after(BROKEN).onward().cannot().back().back() == Walk(view(), tried=measured)


def test_the_way_back_from_a_recheck_that_was_left_leads_to_its_step() -> None:
    walk = Walk(view()).done().hand_over()
    assert walk.tried == (Tried("other-network", Answer.DONE),)
    assert walk.back() == Walk(view())


def test_back_undoes_a_way() -> None:
    walk = Walk(view()).cannot().done()
    assert walk.back().phase is Phase.STEP
    assert walk.back().position == 1
    assert walk.back().back().position == 0
    assert walk.back().back().back().position == 0


def test_hand_over_is_always_possible() -> None:
    walk = Walk(view())
    for one in (walk, walk.done(), after(HEALTHY), after(BROKEN), after(samples.wifi_sign_in()), walk.hand_over()):
        assert one.hand_over().phase is Phase.HANDED_OVER


def test_an_answer_out_of_place_changes_nothing() -> None:
    checking = Walk(view()).done()
    assert checking.done() == checking.cannot() == checking.not_allowed() == checking.onward() == checking
    assert Walk(view()).rechecked(BROKEN, HEALTHY) == Walk(view()) == Walk(view()).onward()


def tried_in_vain(walk: Walk) -> Walk:
    finding = walk.view.finding
    report = with_findings(finding)
    done = walk.done()
    return done if done.ended else done.rechecked(report, report).onward()


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("answer", [tried_in_vain, Walk.cannot, Walk.not_allowed], ids=["done", "cannot", "not-allowed"])
@pytest.mark.parametrize("code", sorted(GUIDES))
def test_every_walk_ends_at_the_hand_over(code: str, answer: Callable[[Walk], Walk], system: str) -> None:
    walk = Walk(view(code, system))
    for _ in walk.view.steps:
        assert not walk.ended
        last = walk.at_last
        walk = answer(walk)
        if walk.ended:
            break
    assert walk.phase is Phase.HANDED_OVER
    assert last, "the hand-over step was shown"


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
