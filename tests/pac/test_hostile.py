"""What a hostile PAC file does to the real child process and to the program: it ends with its cause, and the next file is answered."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil
import pytest

from wssdiag.model.failure import Failure
from wssdiag.pac.child import Process
from wssdiag.pac.evaluate import Evaluator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

#: However hostile a script is, of its loading and one evaluation.
_LIMIT_S = 5.0

#: Of the child: the engine's 64 MiB, the interpreter, and what the engine frees late.
_CHILD_LIMIT_BYTES = 150 * 1024 * 1024

#: What one hostile file may leave in this process.
_GROWTH_LIMIT_BYTES = 20 * 1024 * 1024

_SAMPLE_S = 0.01

GOOD = "function FindProxyForURL() { return 'PROXY next:1'; }"

#: The body of FindProxyForURL -> the failure, or the answer where the script does no harm after all.
BODIES: dict[str, tuple[str, Failure | str]] = {
    "endless loop": ("for (;;);", Failure.PAC_RUNAWAY),
    "endless generator": ("for (var x of (function* () { for (;;) yield 1; })()); return 'DIRECT';", Failure.PAC_RUNAWAY),
    "endless sorting": ("[3, 2, 1].sort(function () { for (;;); });", Failure.PAC_RUNAWAY),
    "endless text of an answer": ("return { toString: function () { for (;;); } };", Failure.PAC_RUNTIME),
    "endless primitive of an answer": ("return { [Symbol.toPrimitive]() { for (;;); } };", Failure.PAC_RUNTIME),
    "a proxy object as the answer": ("return new Proxy({}, { get: function () { for (;;); } });", Failure.PAC_RUNTIME),
    "a promise as the answer": ("return Promise.resolve('DIRECT');", Failure.PAC_RUNTIME),
    "endless microtasks": ("(function again() { return Promise.resolve().then(again); })(); return 'PROXY a:1';", "PROXY a:1"),
    "endless text of an error": ("throw { toString: function () { for (;;); } };", Failure.PAC_RUNAWAY),
    "endless getter of an error": (
        "var e = new Error(); Object.defineProperty(e, 'message', { get: function () { for (;;); } }); throw e;",
        Failure.PAC_RUNAWAY,
    ),
    "endless instanceof": (
        "Object.defineProperty(Error, Symbol.hasInstance, { value: function () { for (;;); } }); throw 1;",
        Failure.PAC_RUNAWAY,
    ),
    "a symbol is thrown": ("throw Symbol('x');", Failure.PAC_RUNTIME),
    "nothing is thrown": ("throw undefined;", Failure.PAC_RUNTIME),
    "endless text of an alert": ("alert({ toString: function () { for (;;); } });", Failure.PAC_RUNAWAY),
    "a flood of alerts": ("for (;;) alert('x'.repeat(1000));", Failure.PAC_RUNAWAY),
    "arrays without end": ("var a = []; for (;;) a.push(new Array(1000));", Failure.PAC_RUNAWAY),
    "memory, and every error caught": ("var a = []; for (;;) { try { a.push(new Array(1e5)); } catch (e) {} }", Failure.PAC_RUNAWAY),
    "a text that doubles": ("var s = 'x'; for (;;) s += s;", Failure.PAC_RUNAWAY),
    "a huge text": ("return 'x'.padStart(1e9);", Failure.PAC_RUNAWAY),
    "a huge text as the answer": ("return 'x'.repeat(5e7);", Failure.PAC_RUNAWAY),
    "a text of a million characters as the answer": ("return 'PROXY a:1;'.repeat(1e5);", Failure.PAC_RUNTIME),
    "a huge array joined in one operation": ("return new Array(1e9).join('xxxxxxxx');", Failure.PAC_RUNAWAY),
    "a sparse array turned in one operation": ("var a = []; a.length = 4294967295; a.reverse(); return 'DIRECT';", Failure.PAC_RUNAWAY),
    "a search that takes minutes in one operation": (
        "return String('a'.repeat(1e7).indexOf('a'.repeat(5e6) + 'b'));",
        Failure.PAC_RUNAWAY,
    ),
    "typed arrays": ("var a = []; for (;;) a.push(new Uint8Array(1e6).fill(1));", Failure.PAC_RUNAWAY),
    "a buffer of gigabytes": ("return String(new ArrayBuffer(4e9).byteLength);", Failure.PAC_RUNTIME),
    "a huge number": ("return String(2n ** 100000000n);", Failure.PAC_RUNTIME),
    "huge JSON": ("return JSON.parse('[' + '1,'.repeat(2e7) + '1]').length + '';", Failure.PAC_RUNAWAY),
    "deep JSON": ("return JSON.parse('['.repeat(1e6));", Failure.PAC_RUNTIME),
    "regular expression": ("return String(/(a+)+$/.test('a'.repeat(50) + '!'));", Failure.PAC_RUNAWAY),
    "regular expression by shExpMatch": ("return String(shExpMatch('a'.repeat(99), '(a*)*(a*)*(a*)*b'));", Failure.PAC_RUNAWAY),
    "recursion": ("return FindProxyForURL(url, host) + 1;", Failure.PAC_RUNTIME),
    "recursion that catches its end": ("(function f() { try { f(); } finally { f(); } })();", Failure.PAC_RUNAWAY),
    "deep brackets in eval": ("return String(eval('['.repeat(1e6)));", Failure.PAC_RUNTIME),
    "a long eval": ("return String(eval('1' + '+1'.repeat(1e7)));", Failure.PAC_RUNAWAY),
    "a deep object": ("var a = null; for (;;) a = { a: a };", Failure.PAC_RUNAWAY),
    "names without end": ("for (var i = 0; ; i++) dnsResolve('n' + i + '.example');", Failure.PAC_RUNAWAY),
    "names without end, all errors caught": ("for (var i = 0; ; i++) try { dnsResolve('n' + i); } catch (e) {}", Failure.PAC_RUNAWAY),
    "a name after almost a second, again and again": (
        "var end = Date.parse('2030-01-01'), t; for (var i = 0; i < 3e6; i++) t = i * i; for (i = 0; i < 99; i++) dnsResolve('n' + i);",
        Failure.PAC_RUNAWAY,
    ),
    "a name of a megabyte": ("return 'PROXY ' + dnsResolve('a'.repeat(1e6));", "PROXY null"),
    "a name with a null character": ("return 'PROXY ' + dnsResolve('a\\0b.example');", "PROXY null"),
    "a name with a line break": ("return 'PROXY ' + dnsResolve('a\\nb.example');", "PROXY null"),
    "half a character in a name": ("return 'PROXY ' + dnsResolve('a\\ud800b.example');", "PROXY null"),
    "half a character in the answer": ("return 'PROXY \\ud800:1';", Failure.PAC_RUNTIME),
    "a huge error": ("throw 'x'.repeat(1e7);", Failure.PAC_RUNTIME),
    "a file of this computer": ("return require('fs').readFileSync('/etc/passwd');", Failure.PAC_RUNTIME),
    "a module of the engine's": ("return String(std.loadFile('/etc/passwd'));", Failure.PAC_RUNTIME),
    "the world outside": (
        "return [typeof process, typeof os, typeof fetch, typeof print, typeof scriptArgs].join();",
        ",".join(["undefined"] * 5),
    ),
}

#: What stands at the top level, beside a function that only asks for a name.
TOPS: dict[str, tuple[str, Failure | str]] = {
    "endless loop": ("for (;;);", Failure.PAC_RUNAWAY),
    "endless names": ("for (var n = 0; ; n++) dnsResolve('n' + n + '.example');", Failure.PAC_RUNAWAY),
    "endless text of an error": ("throw { toString: function () { for (;;); } };", Failure.PAC_RUNAWAY),
    "a symbol is thrown": ("throw Symbol('x');", Failure.PAC_SYNTAX),
    "JSON replaced": ("JSON.parse = JSON.stringify = function () { for (;;); };", "PROXY 192.0.2.1"),
    "Object's functions replaced": ("Object.keys = Object.create = Object.setPrototypeOf = function () { for (;;); };", "PROXY 192.0.2.1"),
    "every object as another text": ("Object.prototype.toJSON = function () { return { answer: 'PROXY evil:1' }; };", "PROXY 192.0.2.1"),
    "every list as another text": ("Array.prototype.toJSON = function () { return 5; };", "PROXY 192.0.2.1"),
    "setters in every object": (
        "for (var name of ['answer', 'error', 'missing', 'entry']) Object.defineProperty(Object.prototype, name, { set: eval });",
        "PROXY 192.0.2.1",
    ),
    "an answer in every object": ("Object.prototype.answer = Object.prototype.url = 'PROXY evil:1';", "PROXY 192.0.2.1"),
    "Map, Set and Date replaced": ("Map = Set = Date = undefined; Date = function () { for (;;); };", "PROXY 192.0.2.1"),
    "Function's functions replaced": (
        "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = function () { for (;;); };",
        "PROXY 192.0.2.1",
    ),
    "everything frozen": ("Object.freeze(Object.prototype); Object.freeze(Array.prototype);", "PROXY 192.0.2.1"),
    "the library replaced": ("dnsResolve = function () { for (;;); };", Failure.PAC_RUNAWAY),
    "iteration replaced": ("Array.prototype[Symbol.iterator] = function () { for (;;); };", "PROXY 192.0.2.1"),
}

_ASKING = "function FindProxyForURL() { return 'PROXY ' + dnsResolve('n.example'); }"

SCRIPTS = {f"in the function: {name}": (f"function FindProxyForURL(url, host) {{ {body} }}", end) for name, (body, end) in BODIES.items()}
SCRIPTS |= {f"at the top: {name}": (f"{_ASKING} {top}", end) for name, (top, end) in TOPS.items()}
SCRIPTS |= {
    "an endless getter for the function": (
        "Object.defineProperty(globalThis, 'FindProxyForURL', { get: function () { for (;;); } });",
        Failure.PAC_RUNAWAY,
    ),
    "a getter that changes its mind": (
        "var n = 0; Object.defineProperty(globalThis, 'FindProxyForURL', { get: function () { return n++ ? 5 : String; } });",
        Failure.PAC_RUNTIME,
    ),
}


class Memory:
    """The largest resident set of a process and of those that take its place, seen every 10 ms."""

    def __init__(self, child: Process) -> None:
        self.peak = 0
        self._child = child
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(_SAMPLE_S):
            with suppress(psutil.Error):
                self.peak = max(self.peak, psutil.Process(self._child.pid).memory_info().rss)


@pytest.fixture(scope="module")
def child() -> Iterator[Process]:
    """One for all of them, replaced when it had to be stopped. Its first start is over before anything is measured."""
    process = Process()
    assert process.ask(b'{"type":"find","asked":[]}', 60.0)
    yield process
    process.end()
    with suppress(psutil.NoSuchProcess):
        assert psutil.Process(process.pid).status() != psutil.STATUS_RUNNING


@pytest.mark.parametrize(("script", "end"), SCRIPTS.values(), ids=SCRIPTS)
def test_a_hostile_script_ends_with_its_cause_and_the_next_is_answered(script: str, end: Failure | str, child: Process) -> None:
    evaluator = Evaluator(child.ask, lambda _name: ("192.0.2.1",))
    own = psutil.Process().memory_info().rss
    with Memory(child) as memory:
        begun = time.monotonic()
        row = evaluator.load(script)
        row = row if row.failure else next(evaluator.find([("http://www.example.com/", "www.example.com")]))
        took = time.monotonic() - begun
    assert (row.failure or row.answer) == end
    assert took < _LIMIT_S
    assert memory.peak < _CHILD_LIMIT_BYTES
    assert psutil.Process().memory_info().rss - own < _GROWTH_LIMIT_BYTES
    assert evaluator.load(GOOD).failure is None
    assert next(evaluator.find([("http://www.example.com/", "www.example.com")])).answer == "PROXY next:1"
    assert [row for row in psutil.Process().children() if row.status() == psutil.STATUS_ZOMBIE] == []


def test_an_answer_longer_than_a_line_is_not_taken_for_two(child: Process) -> None:
    """A script that finds a way to fill the pipe must not answer for the next one."""
    names = "for (var i = 0; i < 40; i++) try { dnsResolve(('n' + i + '.').repeat(60)); } catch (e) {}"
    evaluator = Evaluator(child.ask, lambda _name: ("192.0.2.1",))
    assert evaluator.load(f"function FindProxyForURL() {{ {names} return 'DIRECT'; }}").failure is None
    assert next(evaluator.find([("http://a/", "a")])).answer == "DIRECT"
    url = "http://" + "x" * (9 * 1024 * 1024)
    assert next(evaluator.find([(url, "a")])).failure is Failure.PAC_RUNAWAY
    assert evaluator.load(GOOD).failure is None
    assert next(evaluator.find([("http://a/", "a")])).answer == "PROXY next:1"
