from __future__ import annotations

import msgspec

from tests.knowledge.guides import shipped
from tests.report import samples
from wssdiag.model.check import Status
from wssdiag.model.mode import Method
from wssdiag.model.report import Protected, Report, VerdictStatus
from wssdiag.report.compare import differences
from wssdiag.report.news_text import news_lines, verdict_line, watched_line

GUIDES = shipped()
GOOD, BAD = samples.healthy(), samples.port_blocked()
BLOCKED = "Your network blocks the door to the service (ctc.threatpulse.com 443) [port-blocked]"


def lines(old: Report, new: Report) -> list[str]:
    return news_lines(differences(old, new), new, GUIDES)


def test_the_verdict_in_one_line() -> None:
    assert verdict_line(GOOD, GUIDES) == "Healthy: This computer reaches everything that it needs"
    assert verdict_line(BAD, GUIDES) == f"Does not work: {BLOCKED}"


def test_the_verdict_comes_first_and_its_cause_is_not_told_twice() -> None:
    told = lines(GOOD, BAD)
    assert told[0] == f"Does not work: {BLOCKED}"
    assert [line for line in told if "port-blocked" in line] == told[:1]
    assert "Agent control centre, TCP 443: passed -> failed: 130.211.30.2: no answer [tcp.ctc-443]" in told


def test_what_is_solved_is_named() -> None:
    told = lines(BAD, GOOD)
    assert told[0] == "Healthy: This computer reaches everything that it needs"
    assert f"Solved: {BLOCKED}" in told


def test_a_new_matter_under_the_same_verdict() -> None:
    more = samples.finding("path-slow", {"host": "a.example"}, ())
    told = lines(BAD, msgspec.structs.replace(BAD, findings=(*BAD.findings, more)))
    assert len(told) == 1
    assert told[0].startswith("New: ")
    assert told[0].endswith("[path-slow]")


def test_mode_protection_and_what_nobody_asks_for_any_more() -> None:
    network = msgspec.structs.replace(BAD.network, protected=Protected.NO)
    mode = msgspec.structs.replace(BAD.mode, method=Method.DIRECT)
    told = lines(BAD, msgspec.structs.replace(BAD, mode=mode, network=network, checks=(), findings=BAD.findings[1:]))
    assert told[0] == "Connection: WSS Agent -> No protection method"
    assert told[1] == "Not protected by the service"
    assert told[2] == f"No longer looked at: {BLOCKED}"


def test_many_checks_are_counted_and_the_evidence_comes_first() -> None:
    failing = [samples.check(f"tcp.a{number}", f"A {number}", Status.FAIL, "refused") for number in range(9)]
    old = msgspec.structs.replace(GOOD, checks=tuple(msgspec.structs.replace(row, status=Status.PASS) for row in (*failing, samples.TCP)))
    new = msgspec.structs.replace(BAD, checks=(*failing, msgspec.structs.replace(samples.TCP, status=Status.FAIL)))
    told = [line for line in lines(old, new) if "[tcp." in line or "more" in line]
    assert told[0].endswith("[tcp.ctc-443]")
    assert told[-1] == "4 more checks have another outcome"
    assert len(told) == 7


def test_nothing_new_is_nothing_said() -> None:
    assert lines(BAD, BAD) == []


def test_the_account_at_the_end() -> None:
    states = ((VerdictStatus.HEALTHY, 602_000.0), (VerdictStatus.BROKEN, 61_000.0))
    assert watched_line(states, 12) == "12 runs: Healthy for 10 min 2 s, Does not work for 1 min 1 s."
    assert watched_line(states[:1], 1) == "1 run: Healthy for 10 min 2 s."
    assert watched_line((), 0) == "No run came to its end."
