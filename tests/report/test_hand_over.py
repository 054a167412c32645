from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.knowledge.guides import shipped
from tests.report import hostile, samples
from wssdiag.model.mode import Method
from wssdiag.model.profile import Helpdesk
from wssdiag.remedy.before_after import before_after
from wssdiag.remedy.guide import GuideView, view_of
from wssdiag.remedy.walk import Walk
from wssdiag.report.hand_over import HandOver, first_message, reach, render_hand_over
from wssdiag.report.layout import Style, columns

if TYPE_CHECKING:
    from wssdiag.model.report import Report

GUIDES = shipped()
BROKEN, HEALTHY = samples.port_blocked(), samples.healthy()
HELPDESK = Helpdesk(name="Example IT", phone="+44 20 7946 0000", email="help@example.test", url="https://help.example.test/")
WALKED = {"tcp.ctc-443", "tls.ctc-443"}


def view(report: Report = BROKEN) -> GuideView:
    made = view_of(report.findings[0], GUIDES, "windows", Method.WSS_AGENT)
    assert made is not None
    return made


def handed(walk: Walk, now: Report = BROKEN, **fields: object) -> HandOver:
    rows = before_after(BROKEN, now, WALKED)
    return HandOver(**{"walk": walk, "started": BROKEN, "now": now, "rows": rows, "helpdesk": HELPDESK, **fields})  # type: ignore[arg-type]


def text(given: HandOver, width: int = 1000) -> str:
    return render_hand_over(given, GUIDES, Style(width=width))


def blocks(given: HandOver) -> dict[str, list[str]]:
    """Heading -> its lines."""
    return {lines[0]: lines[1:] for lines in (block.splitlines() for block in text(given).split("\n\n"))}


TRIED = Walk(view()).done().rechecked(BROKEN, BROKEN).onward().cannot().hand_over()


def test_who_must_act_and_how_the_helpdesk_is_reached() -> None:
    shown = blocks(handed(TRIED))
    assert shown["Your network blocks the door to the service"][0] == "Your network administrator can fix this."
    assert shown["Helpdesk"] == [
        "  Example IT",
        "  Phone: +44 20 7946 0000",
        "  E-mail: help@example.test",
        "  Web: https://help.example.test/",
    ]


def test_a_profile_that_names_no_helpdesk_leaves_no_empty_heading() -> None:
    assert reach(Helpdesk()) == []
    assert "Helpdesk" not in blocks(handed(TRIED, helpdesk=Helpdesk()))


def test_every_step_is_told_with_its_answer() -> None:
    steps = blocks(handed(TRIED))["What was tried"]
    assert steps[0].startswith(f" 1. You: {view().steps[0].do.strip()[:20]}")
    assert steps[1] == "    = Done and checked again: no change."
    assert steps[3] == "    = Could not be done here."
    assert steps[5] == "    = Not tried."
    assert len(steps) == 6, "the hand-over itself is no step to try"


def test_each_outcome_is_told_apart() -> None:
    stopped = msgspec.structs.replace(HEALTHY, cancelled=True)
    lines = set()
    for after in (BROKEN, HEALTHY, samples.wifi_sign_in(), stopped):
        lines.add(blocks(handed(Walk(view()).done().rechecked(BROKEN, after)))["What was tried"][1])
    lines.add(blocks(handed(Walk(view()).done()))["What was tried"][1])
    lines.add(blocks(handed(Walk(view()).not_allowed()))["What was tried"][1])
    assert len(lines) == 6


def test_what_was_tried_for_another_matter_is_told_too() -> None:
    first = Walk(view(samples.wifi_sign_in())).cannot()
    steps = blocks(handed(TRIED, earlier=(first,)))["What was tried"]
    at = next(at for at, line in enumerate(steps) if line.startswith("Before that, because of: "))
    assert len(steps) == at + 3, "only the step that was answered"
    assert steps[-1].strip() == "= Could not be done here."


def test_the_finding_comes_with_its_evidence() -> None:
    evidence = blocks(handed(TRIED, HEALTHY))["The evidence"]
    assert any("[tcp.ctc-443]" in line and "failed" in line for line in evidence), "as it was found, whatever was tried since"
    assert any("passed" in line and "control" in line for line in evidence)


def test_before_and_after_and_how_it_stands() -> None:
    shown = blocks(handed(TRIED, HEALTHY))
    assert "  - Agent control centre, TCP 443: failed -> passed, 18 ms [tcp.ctc-443]" in shown["Checks that ran again, before and after"]
    assert shown["How it stands now"] == ["  Healthy: This computer reaches everything that it needs"]
    assert any("[port-blocked]" in line for line in blocks(handed(TRIED))["How it stands now"])


def test_where_nothing_ran_again_nothing_stands_anew() -> None:
    shown = blocks(handed(TRIED, rows=()))
    assert "How it stands now" not in shown
    assert "Checks that ran again, before and after" not in shown


def test_the_message_of_who_must_act_is_in_it() -> None:
    message = blocks(handed(TRIED))["Message for your network administrator"]
    assert message[0].startswith("  | Please allow TCP port 443 from 192.0.2.17")


def test_a_guide_with_nothing_to_send_has_no_message() -> None:
    silent = replace(view(), steps=tuple(replace(step, message=None) for step in view().steps))
    assert first_message(Walk(silent), silent.finding) is None
    assert not any(heading.startswith("Message for") for heading in blocks(handed(Walk(silent))))


def test_a_long_list_is_counted() -> None:
    rows = handed(TRIED, HEALTHY).rows
    shown = blocks(handed(TRIED, rows=rows * 12))["Checks that ran again, before and after"]
    assert (len(shown), shown[-1]) == (21, "  and 4 more")


@pytest.mark.parametrize("value", hostile.TEXTS)
def test_hostile_values_fit(value: str) -> None:
    report = hostile.report(value)
    walk = Walk(view(report)).done().rechecked(report, report)
    rows = before_after(report, report, {"tcp.ctc-443"})
    desk = Helpdesk(name=value, phone=value, email=value, url=value)
    shown = text(HandOver(walk, report, report, rows, desk), width=80)
    assert max(columns(line) for line in shown.splitlines()) <= 80
    assert "\x1b" not in shown
    assert "\u202e" not in shown
