"""The real child process: what a hostile script does to it, and what it does to the program."""

from __future__ import annotations

import time

import psutil
import pytest

from wssdiag.model.failure import Failure
from wssdiag.pac.child import Process
from wssdiag.pac.evaluate import Evaluator
from wssdiag.pac.messages import Clock

#: The issue's limit of five seconds for the worst script, with the factor of three that a safety limit has.
_LIMIT_S = 15.0

#: Of the child: the engine's 64 MiB, the interpreter, and room.
_CHILD_LIMIT_BYTES = 200 * 1024 * 1024

HOSTILE = {
    "endless loop": ("for (;;);", Failure.PAC_RUNAWAY),
    "arrays without end": ("var a = []; for (;;) a.push(new Array(1000));", Failure.PAC_RUNAWAY),
    "memory, and every error caught": ("var a = []; for (;;) { try { a.push(new Array(1e5)); } catch (e) {} }", Failure.PAC_RUNAWAY),
    "a text that doubles": ("var s = 'x'; for (;;) s += s;", Failure.PAC_RUNAWAY),
    "typed arrays": ("var a = []; for (;;) a.push(new Uint8Array(1e6).fill(1));", Failure.PAC_RUNAWAY),
    "recursion": ("return FindProxyForURL(url, host) + 1;", Failure.PAC_RUNTIME),
    "deep JSON": ("return JSON.parse('['.repeat(1e6));", Failure.PAC_RUNTIME),
    "regular expression": ("return /(a+)+$/.test('a'.repeat(50) + '!') ? 'DIRECT' : 'DIRECT';", Failure.PAC_RUNAWAY),
    "sorting without end": ("[3, 2, 1].sort(function () { for (;;); });", Failure.PAC_RUNAWAY),
    "names without end": ("for (var i = 0; ; i++) dnsResolve('n' + i + '.example');", Failure.PAC_RUNAWAY),
    "a huge answer": ("return 'PROXY a:1;'.repeat(1e6);", Failure.PAC_RUNTIME),
    "a huge error": ("throw 'x'.repeat(1e7);", Failure.PAC_RUNTIME),
}


@pytest.mark.parametrize(("body", "failure"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_script_ends_with_its_cause(body: str, failure: Failure) -> None:
    child = Process()
    try:
        own = psutil.Process().memory_info().rss
        evaluator = Evaluator(child.ask, lambda _name: ("192.0.2.1",))
        begun = time.monotonic()
        assert evaluator.load(f"function FindProxyForURL(url, host) {{ {body} }}").failure is None
        row = next(evaluator.find([("http://www.example.com/", "www.example.com")]))
        assert time.monotonic() - begun < _LIMIT_S
        assert row.failure is failure
        assert psutil.Process(child.pid).memory_info().rss < _CHILD_LIMIT_BYTES
        assert psutil.Process().memory_info().rss - own < _CHILD_LIMIT_BYTES
        assert evaluator.load("function FindProxyForURL() { return 'DIRECT'; }").failure is None
    finally:
        child.end()


def test_a_killed_child_is_a_runaway_and_the_program_goes_on() -> None:
    child = Process()
    evaluator = Evaluator(child.ask, lambda _name: ())
    assert evaluator.load("function FindProxyForURL() { return 'DIRECT'; }").failure is None
    psutil.Process(child.pid).kill()
    assert next(evaluator.find([("http://a/", "a")])).failure is Failure.PAC_RUNAWAY
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
