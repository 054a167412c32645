"""What the comparison says, without a window."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from tests.gui import samples
from tests.report import hostile
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.gui.changes_page import ChangesPage, Named, page_of, text_of, when
from wssdiag.gui.comparing import Comparing
from wssdiag.gui.outcome import Tone
from wssdiag.gui.work import NotOpened, Opened
from wssdiag.model.check import Status

if TYPE_CHECKING:
    from wssdiag.model.report import Report

KNOWLEDGE = load_knowledge("en")
LATER = "2026-11-23T09:24:30Z"
BROKEN, HEALTHY = samples.port_blocked(), samples.healthy()


def page(old: Report, new: Report) -> ChangesPage:
    return page_of(Named(old, "older"), Named(replace(new, started=LATER), "newer"), KNOWLEDGE, UTC)


def test_before_and_after_stand_side_by_side() -> None:
    shown = page(BROKEN, HEALTHY)
    before, after = shown.sides
    assert (before.label, before.when, before.source, before.tone) == ("Before", "2026-11-23 09:15:00 (UTC)", "older", Tone.BROKEN)
    assert (after.label, after.when, after.source, after.tone) == ("After", "2026-11-23 09:24:30 (UTC)", "newer", Tone.FINE)
    assert KNOWLEDGE["port-blocked"].title in before.headline
    assert after.headline == HEALTHY.verdict.headline
    assert after.computer == "Windows 11, WSS Agent"


def test_the_older_one_comes_first_whoever_asks() -> None:
    one, other = Named(replace(HEALTHY, started=LATER), "newer"), Named(BROKEN, "older")
    assert page_of(one, other, KNOWLEDGE, UTC) == page_of(other, one, KNOWLEDGE, UTC)
    ahead = Named(replace(BROKEN, started="2026-11-23T11:20:00+02:00"), "two hours ahead of UTC, four minutes earlier")
    assert page_of(one, ahead, KNOWLEDGE, UTC).sides[0].source == ahead.source


@pytest.mark.parametrize(
    ("old", "new", "headline", "groups"),
    [
        (BROKEN, HEALTHY, "It got better", ["Solved"]),
        (HEALTHY, BROKEN, "It got worse", ["New"]),
        (BROKEN, BROKEN, "Nothing changed", ["As before"]),
        (HEALTHY, HEALTHY, "Nothing changed", []),
        (BROKEN, samples.sign_in_page(), "It did not get worse", ["New", "Solved"]),
        (BROKEN, samples.cancelled(), "We could not tell whether it got better", ["Could not be looked at again"]),
    ],
)
def test_what_became_of_the_findings(old: Report, new: Report, headline: str, groups: list[str]) -> None:
    shown = page(old, new)
    assert shown.headline == headline
    assert [group.label for group in shown.groups] == groups


def test_only_checks_with_another_outcome_have_a_row() -> None:
    rows = {row.id: (row.before, row.after) for row in page(BROKEN, HEALTHY).rows}
    assert rows["tcp.ctc-443"] == (Status.FAIL, Status.PASS)
    assert "control.tcp.example-one" not in rows
    assert page(BROKEN, BROKEN).rows == ()
    assert page(BROKEN, BROKEN).lead == "All 32 checks came out as before."


def test_the_text_says_the_same() -> None:
    lines = text_of(page(BROKEN, HEALTHY)).splitlines()
    assert lines[0] == "It got better"
    assert any(line.startswith("Before: 2026-11-23 09:15:00 (UTC). Does not work: ") for line in lines)
    assert any(line.endswith("failed -> passed [tcp.ctc-443]") for line in lines)


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(0, "09:15:00 (UTC)"), (60, "10:15:00 (UTC+01:00)"), (-210, "05:45:00 (UTC-03:30)"), (345, "15:00:00 (UTC+05:45)")],
)
def test_times_are_labelled(minutes: int, shown: str) -> None:
    assert when("2026-11-23T09:15:00Z", timezone(timedelta(minutes=minutes))) == f"2026-11-23 {shown}"


@pytest.mark.parametrize("started", ["", "soon", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-11-23T09:15:00"])
def test_any_time_is_shown(started: str) -> None:
    assert isinstance(when(started, timezone(timedelta(hours=-14))), str)
    assert page_of(Named(replace(BROKEN, started=started), "one"), Named(HEALTHY, "other"), KNOWLEDGE).sides


@pytest.mark.parametrize("value", hostile.TEXTS)
def test_a_hostile_report_shows_no_hidden_signs(value: str) -> None:
    text = text_of(page_of(Named(hostile.report(value), "one"), Named(HEALTHY, "other"), KNOWLEDGE))
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_chosen_report_counts_until_the_next_run() -> None:
    comparing = Comparing()
    assert not comparing.possible
    assert not comparing.page(BROKEN, KNOWLEDGE).sides
    comparing.read(Opened(HEALTHY, "a.json"))
    assert comparing.page(BROKEN, KNOWLEDGE).sides[0].source == "From the file a.json"
    comparing.replaced(BROKEN)
    assert comparing.page(replace(HEALTHY, started=LATER), KNOWLEDGE).sides[0].source == "The run before this one"


def test_a_file_that_is_no_report_takes_nothing_away() -> None:
    comparing = Comparing()
    comparing.read(Opened(HEALTHY, "a.json"))
    comparing.read(NotOpened("b.json: no"))
    shown = comparing.page(BROKEN, KNOWLEDGE)
    assert shown.problem == "b.json: no"
    assert shown.sides[0].source == "From the file a.json"
