from __future__ import annotations

import msgspec
import pytest

from tests.knowledge.guides import shipped
from tests.report import hostile, samples
from wssdiag.model.check import Status
from wssdiag.model.report import Report, VerdictStatus
from wssdiag.report.compare_text import render_comparison
from wssdiag.report.layout import Style, columns

GUIDES = shipped()
GOOD, BAD = samples.healthy(), samples.port_blocked()


def shown(old: Report, new: Report) -> str:
    return render_comparison(old, new, GUIDES, Style())


def block(text: str, heading: str) -> list[str]:
    """The lines below a heading; empty where it is not there."""
    found = [part.splitlines() for part in text.split("\n\n")]
    return next((lines[1:] for lines in found if lines[0] == heading), [])


def test_the_outcome_comes_first() -> None:
    assert shown(BAD, BAD).startswith("Nothing changed.\n")
    assert shown(GOOD, BAD).startswith("It got worse.\n")
    assert shown(BAD, GOOD).startswith("It got better.\n")
    unsure = msgspec.structs.replace(GOOD, checks=(), verdict=msgspec.structs.replace(GOOD.verdict, status=VerdictStatus.INCOMPLETE))
    assert shown(BAD, unsure).startswith("We could not tell whether it got better.\n")
    assert shown(GOOD, msgspec.structs.replace(GOOD, findings=(samples.PASSIVE,))).startswith("It did not get worse.\n")


def test_before_and_after_stand_side_by_side() -> None:
    lines = shown(GOOD, BAD).splitlines()
    assert lines[2].split() == ["Before", "|", "After"]
    assert lines[3].startswith("Verdict     Healthy: This computer")
    assert "| Does not work: Your network" in lines[3]
    assert [line.split("|")[0].rstrip() for line in lines if line.startswith("Protection")] == ["Protection  Protected by the service"]


def test_a_check_shows_both_outcomes_with_time_and_words() -> None:
    told = block(shown(GOOD, BAD), "Checks with another outcome")
    assert told[:2] == [
        "  Agent control centre, TCP 443 [tcp.ctc-443]",
        "    passed, 18 ms: 18 ms                 | failed, 4.0 s: 130.211.30.2: no",
    ]


def test_what_was_not_reached_is_listed_by_id_alone() -> None:
    assert block(shown(GOOD, BAD), "Not reached in the newer run") == ["  - passed: tls.ctc-443"]
    assert block(shown(BAD, GOOD), "Not reached in the older run") == ["  - passed: tls.ctc-443"]
    assert "tls.ctc-443" not in "".join(block(shown(GOOD, BAD), "Checks with another outcome"))


def test_what_only_one_run_has_is_listed_apart() -> None:
    less = msgspec.structs.replace(GOOD, checks=GOOD.checks[1:])
    assert block(shown(GOOD, less), "Only in the older run") == ["  - passed: sign-in.example"]
    assert block(shown(less, GOOD), "Only in the newer run") == ["  - passed: sign-in.example"]


def test_what_proves_nothing_comes_after_what_proves_something() -> None:
    first = msgspec.structs.replace(GOOD.checks[0], status=Status.UNKNOWN)
    told = block(shown(GOOD, msgspec.structs.replace(BAD, checks=(first, *BAD.checks[1:]))), "Checks with another outcome")
    heads = [line for line in told if line.endswith("]")]
    assert heads[0].endswith("[tcp.ctc-443]")
    assert heads[-1].endswith("[sign-in.example]")


def test_a_finding_that_could_not_be_looked_at_is_not_called_solved() -> None:
    masked = msgspec.structs.replace(samples.PORT_BLOCKED, masked_by="no-internet")
    text = shown(BAD, msgspec.structs.replace(BAD, findings=(masked, samples.PASSIVE)))
    assert block(text, "Could not be looked at again")
    assert not block(text, "Solved")


@pytest.mark.parametrize("value", hostile.TEXTS)
def test_hostile_values_fit(value: str) -> None:
    text = shown(GOOD, hostile.report(value)) + shown(hostile.report(value), GOOD)
    assert max(columns(line) for line in text.splitlines()) <= 80
    assert "\x1b" not in text
