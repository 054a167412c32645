from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.knowledge.guides import LANGUAGES, shipped
from tests.knowledge.test_guides import SYSTEMS
from tests.report import samples
from wssdiag.model.check import Status
from wssdiag.model.finding import Evidence, Finding, Kind, Who
from wssdiag.model.mode import Method
from wssdiag.model.report import Report, VerdictStatus
from wssdiag.remedy.guide import GuideView, render
from wssdiag.remedy.outcome import Outcome
from wssdiag.remedy.walk import Answer, Phase, Tried, Walk

if TYPE_CHECKING:
    from collections.abc import Callable

GUIDES = shipped()
IN_EVERY_LANGUAGE = {language: shipped(language) for language in LANGUAGES}
BROKEN = samples.port_blocked()
HEALTHY = samples.healthy()


def view(code: str = "port-blocked", system: str = "windows", language: str = "en") -> GuideView:
    finding = msgspec.structs.replace(samples.PORT_BLOCKED, code=code)
    return render(finding, IN_EVERY_LANGUAGE[language][code], system, Method.WSS_AGENT)


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
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_walk_ends_at_the_hand_over(language: str, code: str, answer: Callable[[Walk], Walk], system: str) -> None:
    walk = Walk(view(code, system, language))
    for _ in walk.view.steps:
        assert not walk.ended
        last = walk.at_last
        walk = answer(walk)
        if walk.ended:
            break
    assert walk.phase is Phase.HANDED_OVER
    assert last, "the hand-over step was shown"


def outcomes(finding: Finding) -> dict[Phase, tuple[Report, Report]]:
    """The four outcomes of a re-check, as the reports before and after that give them."""
    before = with_findings(finding)
    # A sign-in page outranks everything but itself.
    other = samples.wifi_sign_in().findings[0] if finding.code != "wifi-sign-in" else samples.finding("no-internet", {}, ())
    return {
        Phase.SOLVED: (before, HEALTHY),
        Phase.CHANGED: (before, with_findings(other)),
        Phase.STILL_THERE: (before, before),
        Phase.UNSURE: (before, msgspec.structs.replace(HEALTHY, cancelled=True)),
    }


def ways_on(walk: Walk) -> list[Walk]:
    """Everything that a person, or a re-check, can make of it. An ended walk has only the way back."""
    if walk.phase is Phase.CHECKING:
        told = {phase: walk.rechecked(*reports) for phase, reports in outcomes(walk.view.finding).items()}
        assert {phase: one.phase for phase, one in told.items()} == {phase: phase for phase in told}
        assert told[Phase.CHANGED].cause in GUIDES, "the new matter has a guide of its own"
        return [*told.values(), walk.back(), walk.hand_over()]
    return [walk.done(), walk.cannot(), walk.not_allowed(), walk.onward(), walk.back(), walk.hand_over()]


def views_of(code: str) -> list[GuideView]:
    """Each distinct guide of a cause: every system, every method, every kind that its steps ask for."""
    kinds: tuple[Kind | None, ...] = tuple(Kind) if any(step.kinds for step in GUIDES[code].step) else (None,)
    views: dict[tuple[str, ...], GuideView] = {}
    for kind in kinds:
        finding = msgspec.structs.replace(
            samples.PORT_BLOCKED, code=code, subject=msgspec.structs.replace(samples.PORT_BLOCKED.subject, kind=kind)
        )
        for system in SYSTEMS:
            for method in Method:
                one = render(finding, GUIDES[code], system, method)
                views.setdefault(tuple(step.id for step in one.steps), one)
    return list(views.values())


@pytest.mark.parametrize("code", sorted(GUIDES))
def test_no_way_through_a_guide_is_without_a_next_step(code: str) -> None:
    """Every state that any answers and outcomes can reach is walked; from each one the end is near, and the hand-over within reach."""
    for one in views_of(code):
        states: dict[tuple[int, Phase], Walk] = {}
        frontier = [Walk(one)]
        while frontier:
            walk = frontier.pop()
            if (walk.position, walk.phase) in states:
                continue
            states[walk.position, walk.phase] = walk
            frontier += ways_on(walk)
        steps = range(len(one.steps))
        last = len(one.steps) - 1
        assert {at for at, phase in states if phase is Phase.STEP} == set(steps), "each step can be reached"
        assert {at for at, phase in states if phase is Phase.CHECKING} == set(steps) - {last}, "each step but the hand-over is proven"
        for (at, phase), walk in states.items():
            assert walk.hand_over().phase is Phase.HANDED_OVER
            on = [each for each in ways_on(walk) if each.ended or each.position > at or (each.phase is Phase.CHECKING is not phase)]
            assert walk.ended or on, f"{walk.step.id}: {phase} leads nowhere"


@pytest.mark.parametrize("answer", [Walk.cannot, Walk.not_allowed], ids=["cannot", "not-allowed"])
@pytest.mark.parametrize("code", sorted(GUIDES))
def test_whoever_may_do_nothing_passes_what_others_can_do(code: str, answer: Callable[[Walk], Walk]) -> None:
    """Of those who can mend a cause, each is asked before the hand-over, and has a text to act on."""
    for one in views_of(code):
        walk = Walk(one)
        asked = {walk.step.who}
        while not walk.at_last:
            walk = answer(walk)
            asked.add(walk.step.who)
        others = {step.who for step in one.steps[:-1]} - {Who.USER}
        assert others <= asked
