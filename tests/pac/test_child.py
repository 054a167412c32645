"""The real child process: how it begins and ends."""

from __future__ import annotations

import psutil
import pytest

from wssdiag.model.failure import Failure
from wssdiag.pac.child import Process
from wssdiag.pac.evaluate import Evaluator
from wssdiag.pac.messages import Clock


def test_a_killed_child_is_a_runaway_and_the_program_goes_on() -> None:
    child = Process()
    evaluator = Evaluator(child.ask, lambda _name: ())
    assert evaluator.load("function FindProxyForURL() { return 'DIRECT'; }").failure is None
    first = child.pid
    psutil.Process(first).kill()
    psutil.Process(first).wait(5.0)
    assert next(evaluator.find([("http://a/", "a")])).failure is Failure.PAC_RUNAWAY
    assert evaluator.load("function FindProxyForURL() { return 'PROXY again:1'; }").failure is None
    assert child.pid != first
    assert next(evaluator.find([("http://a/", "a")])).answer == "PROXY again:1"
    child.end()


def test_the_child_ends_with_its_input() -> None:
    child = Process()
    process = psutil.Process(child.pid)
    child.end()
    assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


@pytest.mark.parametrize(
    ("zone", "clock", "hour"),
    [
        ("UTC", Clock(instant=0.0), 0),
        ("XXX-2", Clock(instant=0.0), 2),
        ("XXX+8", Clock(wall="2025-06-18T23:30:00"), 23),
    ],
)
def test_the_child_lives_in_the_zone_that_it_is_given(zone: str, clock: Clock, hour: int) -> None:
    child = Process(zone)
    try:
        evaluator = Evaluator(child.ask, lambda _name: (), clock=clock)
        evaluator.load("function FindProxyForURL() { return timeRange(%d) + ' ' + new Date().getHours(); }" % hour)  # noqa: UP031 - braces
        assert next(evaluator.find([("http://a/", "a")])).answer == f"true {hour}"
    finally:
        child.end()
