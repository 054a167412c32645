"""The score, its lines for people, and JUnit XML."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from tests.lab.judge import Verdict
from tests.lab.junit import junit
from tests.lab.score import NO_CAUSE, score_of
from tests.lab.table import COLUMNS, clean, duration, header, line, score_lines
from wssdiag.diagnosis.causes import CAUSES


def verdict(name: str, expected: str, found: str = "", **more: object) -> Verdict:
    fields: dict[str, object] = {"scenario": name, "expected": expected, "found": found or expected, "seconds": 1.0, **more}
    return Verdict(**fields)  # type: ignore[arg-type]


RIGHT = verdict("port-blocked-one", "port-blocked", seconds=4.5)
OTHER = verdict("port-blocked-two", "port-blocked", "dns-slow", faults=("cause dns-slow, not port-blocked",), false_alarms=("dns-slow",))
MISSED = verdict("port-blocked-three", "port-blocked", "healthy", faults=("cause None, not port-blocked",))
BROKEN = verdict("no-network", "no-network", "-", faults=("the stage failed",))
HEALTHY = verdict("healthy", "healthy")
ALARM = verdict("like-x", "healthy", "dns-slow", faults=("cause dns-slow, not None",), false_alarms=("dns-slow",))
KNOWN = verdict("pac-slow", "pac-slow", "incomplete", known="PAC scripts are not evaluated yet")
MENDED = verdict("pac-gone", "pac-gone", known="was so", faults=("is answered as expected: take `known` out of its file",))
NOT_RUN = verdict("squid", "proxy-denied", "-", not_run="needs root (squid)", seconds=0.0)
ALL = [RIGHT, OTHER, MISSED, BROKEN, HEALTHY, ALARM, KNOWN, MENDED, NOT_RUN]


def test_each_cause_is_counted() -> None:
    score = score_of(ALL)
    found = {row.cause: (row.expected, row.right, row.wrong, row.missed, row.false_alarms) for row in score.tallies}
    assert found == {
        "port-blocked": (3, 1, 1, 1, 0),
        "no-network": (1, 0, 0, 1, 0),
        "dns-slow": (0, 0, 0, 0, 2),
        NO_CAUSE: (3, 1, 2, 0, 0),  # with one of a cause that the list does not have
    }


def test_causes_stand_in_the_order_of_the_list_and_no_cause_last() -> None:
    rows = score_of([verdict(cause.code, cause.code) for cause in reversed(CAUSES)] + [HEALTHY]).tallies
    assert [row.cause for row in rows] == [*(cause.code for cause in CAUSES), NO_CAUSE]


def test_the_closing_line_is_for_scripts() -> None:
    assert score_of([RIGHT, HEALTHY]).closing == "2 of 2 scenarios right, 0 false alarms"
    assert score_of([RIGHT, HEALTHY, KNOWN]).closing == "2 of 2 scenarios right, 0 false alarms"
    assert score_of(ALL).closing == "2 of 8 scenarios right, 2 false alarms"
    assert score_lines(score_of(ALL), 1.0)[-1] == score_of(ALL).closing


def test_what_is_known_is_told_apart_and_before_the_closing_line() -> None:
    lines = score_lines(score_of(ALL), 75.0)
    assert lines[-2] == "1 known to be answered otherwise"
    told = lines.index("Known to be answered otherwise:")
    assert lines[told + 1 : told + 3] == ["  pac-slow: incomplete, should be pac-slow", "    PAC scripts are not evaluated yet"]
    assert not any("known" in row.lower() for row in score_lines(score_of([RIGHT]), 1.0))


def test_once_a_known_scenario_is_right_it_counts_as_a_fault() -> None:
    assert score_of([RIGHT, MENDED]).closing == "1 of 2 scenarios right, 0 false alarms"


def test_what_was_not_run_is_never_right() -> None:
    assert not NOT_RUN.right
    assert score_of([RIGHT, NOT_RUN]).closing == "1 of 2 scenarios right, 0 false alarms"
    assert "  squid: needs root (squid)" in score_lines(score_of([NOT_RUN]), 1.0)
    assert line(NOT_RUN).startswith("not run     -  squid")


def test_the_time_is_told() -> None:
    text = "\n".join(score_lines(score_of(ALL), 75.0))
    assert "Slowest: port-blocked-one, 4.5 s" in text
    assert "Time: 75 s; one after the other, the programs took 12 s" in text
    assert duration(200.0) == "3 min 20 s"


def test_nothing_played_is_no_crash() -> None:
    assert score_of([]).closing == "0 of 0 scenarios right, 0 false alarms"
    assert score_lines(score_of([NOT_RUN]), 0.0)


def test_everything_fits_the_terminal() -> None:
    long = verdict(
        "healthy-with-a-name-that-is-longer-than-the-column-has-room-for",
        "proxy-cannot-reach-service",
        faults=("words " * 40 + "\x1b[31m", "x" * 300),
    )
    known = verdict("pac-" + "y" * 60, "proxy-cannot-reach-service", "incomplete", known="because of this " * 12)
    barred = verdict("proxy-" + "z" * 50, "no-network", "-", not_run="needs root, or something else that is long to tell (and why)")
    extreme = [*ALL, long, known, barred]
    rows = [header(), *(line(row) for row in extreme), *score_lines(score_of(extreme), 5000.0)]
    assert max(len(part) for row in rows for part in row.splitlines()) <= COLUMNS
    assert not any("\x1b" in row for row in rows)


def test_of_a_long_fault_the_end_is_shown() -> None:
    rows = line(verdict("x", "no-network", "-", faults=("\n".join(f"line {number}" for number in range(99)),))).splitlines()
    assert rows[-1] == "  line 98"
    assert len(rows) < 20


def test_control_characters_are_told_by_number() -> None:
    assert clean("a\x1b[2J\u202eb\nc") == "a\\u001b[2J\\u202eb\nc"


def test_junit_parses_and_tells_each_outcome() -> None:
    nasty = verdict("nasty", "no-network", "-", faults=('<&"\x00\x1b\ud800\ufffe',))
    suite = ET.fromstring(junit([*ALL, nasty]))  # noqa: S314 - our own document
    assert {name: suite.get(name) for name in ("tests", "failures", "skipped", "errors")} == {
        "tests": "10",
        "failures": "6",
        "skipped": "1",
        "errors": "0",
    }
    cases = {case.get("name"): case for case in suite.iter("testcase")}
    failure = cases["nasty"].find("failure")
    assert failure is not None
    assert failure.get("message") == '<&"\\u0000\\u001b\\ud800\\ufffe'
    known = cases["pac-slow"]
    assert known.find("failure") is None
    assert known.findtext("system-out") == "known: says incomplete, should be pac-slow: PAC scripts are not evaluated yet"
    skipped = cases["squid"].find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "needs root (squid)"
