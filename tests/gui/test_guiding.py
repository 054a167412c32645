"""The guide without a window: what is offered in every state, and what is remembered for whoever takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.gui import samples
from tests.world import World
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.gui.deeds import KEYS, Deed, Foot
from wssdiag.gui.guiding import Guiding
from wssdiag.gui.outcome import outcome_of
from wssdiag.model.finding import Finding, Kind, Who
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Endpoints, ExtraEndpoint, Profile
from wssdiag.remedy.walk import Phase, Walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.model.report import Report

KNOWLEDGE = load_knowledge("en")
BROKEN, HEALTHY, OTHER, STOPPED = samples.port_blocked(), samples.healthy(), samples.sign_in_page(), samples.cancelled()


def begun(report: Report = BROKEN) -> Guiding:
    made = Guiding(KNOWLEDGE)
    assert made.begin(report.findings[0], report)
    return made


def walk_of(guiding: Guiding) -> Walk:
    assert guiding.walk is not None
    return guiding.walk


def checked(guiding: Guiding, after: Report) -> Report:
    """The step was done, and this came of it."""
    if guiding.done(BROKEN):
        guiding.rechecked(after)
    return after


def deeds(foot: Foot) -> set[Deed]:
    return {foot.main.deed, *(offer.deed for offer in foot.others)}


def text_of(guiding: Guiding, report: Report) -> str:
    """What whoever takes over would get now."""
    guiding.move(Deed.HAND_OVER)
    return guiding.page(report).hand_over


moves = st.lists(
    st.sampled_from((Deed.CANNOT, Deed.NOT_ALLOWED, Deed.BACK, Deed.ONWARD, Deed.HAND_OVER, BROKEN, HEALTHY, OTHER, STOPPED)), max_size=12
)


@given(moves)
def test_every_state_offers_the_hand_over_and_a_way_on(way: list[Deed | Report]) -> None:
    guiding, report = begun(), BROKEN
    for one in way:
        if isinstance(one, Deed):
            guiding.move(one)
        else:
            report = checked(guiding, one)
    walk, page, foot = walk_of(guiding), guiding.page(report), guiding.foot(report)
    handed = bool(page.hand_over)
    assert handed or Deed.HAND_OVER in deeds(foot), "within reach by one deed"
    assert handed == (Deed.SAVE in deeds(foot)), "saved where it is shown"
    assert page.answers == (walk.phase is Phase.STEP and not walk.at_last)
    assert len(foot.others) < 3, "room for an action that the tool can do by itself"
    assert deeds(foot) & {Deed.HOME, Deed.BACK}, "nobody is stuck"
    assert all(offer.enabled for offer in (foot.main, *foot.others))


@given(moves)
def test_before_and_after_are_shown_at_the_end_alone(way: list[Deed | Report]) -> None:
    guiding, report, proven = begun(), BROKEN, False
    for one in way:
        if isinstance(one, Deed):
            guiding.move(one)
        elif guiding.done(BROKEN):
            guiding.rechecked(one)
            report, proven = one, proven or not one.cancelled
    walk = walk_of(guiding)
    assert bool(guiding.page(report).rows) == (proven and (walk.ended or (walk.at_last and walk.phase is Phase.STEP)))


@pytest.mark.parametrize("way", [lambda guiding: guiding.move(Deed.HAND_OVER), lambda guiding: checked(guiding, BROKEN)])
def test_a_tip_names_the_key_of_its_deed(way: Callable[[Guiding], object]) -> None:
    guiding = begun()
    way(guiding)
    keys = {deed: key for key, deed in KEYS}
    foot = guiding.foot(BROKEN)
    for offer in (foot.main, *foot.others):
        assert keys.get(offer.deed, "") in offer.tip


def test_what_was_tried_before_is_told_with_the_next_matter() -> None:
    guiding = begun()
    checked(guiding, OTHER)
    assert guiding.begin(OTHER.findings[0], OTHER)
    guiding.move(Deed.HAND_OVER)
    text = text_of(guiding, OTHER)
    assert text.startswith(KNOWLEDGE["wifi-sign-in"].title)
    assert KNOWLEDGE["port-blocked"].title in text
    assert "Done and checked again: something else is in the way now." in text


def test_a_matter_that_was_handed_over_starts_anew_and_forgets_nothing() -> None:
    guiding = begun()
    guiding.move(Deed.CANNOT)
    guiding.move(Deed.HAND_OVER)
    assert guiding.begin(BROKEN.findings[0], BROKEN)
    assert (walk_of(guiding).phase, walk_of(guiding).position) == (Phase.STEP, 0)
    assert "Could not be done here." in text_of(guiding, BROKEN)


def test_a_matter_that_was_left_goes_on_where_it_was() -> None:
    guiding = begun()
    guiding.move(Deed.CANNOT)
    assert guiding.begin(BROKEN.findings[0], BROKEN)
    assert walk_of(guiding).position == 1


def moved(**subject: object) -> Finding:
    """The same matter, at the address of another day."""
    first = BROKEN.findings[0]
    place = replace(first.subject, address="203.0.113.5", **subject)
    return replace(first, values=first.values | {"address": "203.0.113.5"}, subject=place)


def test_the_same_matter_at_another_address_goes_on_with_the_newer_text() -> None:
    guiding = begun()
    guiding.move(Deed.CANNOT)
    assert guiding.begin(moved(), BROKEN)
    assert walk_of(guiding).position == 1
    assert "203.0.113.5" in guiding.page(BROKEN).message
    assert walk_of(guiding).back().view == walk_of(guiding).view
    assert "Could not be done here." in text_of(guiding, BROKEN)


def test_where_the_steps_are_others_by_now_what_was_tried_is_kept() -> None:
    guiding = begun()
    guiding.move(Deed.CANNOT)
    assert guiding.begin(moved(kind=Kind.REFUSED), BROKEN)
    assert walk_of(guiding).position == 0
    assert "Could not be done here." in text_of(guiding, BROKEN)


def test_what_came_back_after_it_was_solved_is_a_new_walk() -> None:
    guiding = begun()
    checked(guiding, HEALTHY)
    assert guiding.begin(BROKEN.findings[0], BROKEN)
    assert walk_of(guiding).tried == ()
    assert not guiding.page(BROKEN).rows
    guiding.move(Deed.HAND_OVER)
    assert "Done and checked again: it works now." in text_of(guiding, BROKEN)


def test_a_fault_while_handing_over_takes_nothing_back() -> None:
    guiding = begun()
    guiding.done(BROKEN)
    guiding.move(Deed.HAND_OVER)
    guiding.failed()
    assert walk_of(guiding).phase is Phase.HANDED_OVER


def test_what_is_copied_holds_every_rule_to_its_end() -> None:
    rows = [ExtraEndpoint(id=f"own-{at}", host=f"host{at}.example", port=7000 + at, transport=Transport.TCP) for at in range(9)]
    world = World(profile=Profile(endpoints=Endpoints(extra=tuple(rows))))
    for row in rows:
        world.network.block(row.host, row.port)
    report = world.run()
    guiding = begun(report)
    view = guiding.view(report.findings[0], report)
    assert view is not None
    first = outcome_of(report, report.findings[0], view, KNOWLEDGE).message
    while walk_of(guiding).step.who is not Who.NETWORK:
        guiding.move(Deed.CANNOT)
    for message in (first, guiding.page(report).message):
        assert message.count("\nTo: host") == 9
        assert message.count("\nEvidence: 2026-03-04 ") == 18
    guiding.move(Deed.HAND_OVER)
    assert guiding.page(report).hand_over.count("To: host") == 9
