"""Trace and retry, and how it gives up."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pac.asking import InProcess, evaluated
from wssdiag.model.failure import Failure
from wssdiag.pac.evaluate import NAMES_LIMIT, Evaluator
from wssdiag.pac.messages import Load, Replies, Reply
from wssdiag.pac.worker import answer

DIRECT = "function FindProxyForURL() { return 'DIRECT'; }"
RUNAWAY = "function FindProxyForURL(url, host) { if (host === 'bad') for (;;); return 'DIRECT'; }"


class Scripted:
    """A child that says what it is told to."""

    def __init__(self, *lines: bytes | None) -> None:
        self._lines = list(lines)

    def ask(self, line: bytes, limit_s: float) -> bytes | None:
        assert line
        assert limit_s > 0
        return self._lines.pop(0) if self._lines else None


def test_names_are_told_in_the_order_in_which_they_are_asked_for() -> None:
    script = "function FindProxyForURL() { return dnsResolve('a.example') + dnsResolve('b.example') + dnsResolve('a.example'); }"
    row = evaluated(script, names={"a.example": ("192.0.2.1",), "b.example": ("192.0.2.2",)})
    assert row.answer == "192.0.2.1192.0.2.2192.0.2.1"
    assert row.names == ("a.example", "b.example")


def test_a_script_that_catches_everything_still_gets_its_names() -> None:
    script = "function FindProxyForURL() { try { return dnsResolve('a.example'); } catch (e) { return 'caught'; } }"
    assert evaluated(script, names={"a.example": ("192.0.2.1",)}).answer == "192.0.2.1"


def test_each_name_is_resolved_once() -> None:
    asked: list[str] = []

    def resolve(name: str) -> tuple[str, ...]:
        asked.append(name)
        return ("192.0.2.1",)

    evaluator = Evaluator(InProcess().ask, resolve)
    assert evaluator.load("var x = dnsResolve('load.example'); function FindProxyForURL(u, h) { return dnsResolve(h); }").names == (
        "load.example",
    )
    rows = list(evaluator.find([("http://a/", "a.example"), ("http://b/", "a.example"), ("http://c/", "load.example")]))
    assert [row.answer for row in rows] == ["192.0.2.1"] * 3
    assert [row.names for row in rows] == [("a.example",), ("a.example",), ()]
    assert asked == ["load.example", "a.example"]


@pytest.mark.parametrize("catching", [False, True])
def test_endless_names_are_a_runaway(*, catching: bool) -> None:
    ask = "try { dnsResolve('n' + n++ + '.example'); } catch (e) { throw e; }" if catching else "dnsResolve('n' + n++ + '.example');"
    row = evaluated(f"var n = 0; function FindProxyForURL() {{ for (;;) {{ {ask} }} }}")
    assert row.failure is Failure.PAC_RUNAWAY
    assert len(row.names) == NAMES_LIMIT + 1


def test_endless_names_while_loading_are_a_runaway() -> None:
    row = evaluated("for (var n = 0; ; n++) dnsResolve('n' + n + '.example');")
    assert row.failure is Failure.PAC_RUNAWAY


def test_a_script_that_takes_long_for_each_name_is_a_runaway() -> None:
    loaded = msgspec.json.encode(Replies(replies=(Reply(elapsed_ms=700.0),)))
    runs = [msgspec.json.encode(Replies(replies=(Reply(missing=(f"n{number}",), elapsed_ms=500.0),))) for number in range(9)]
    evaluator = Evaluator(Scripted(loaded, *runs).ask, lambda _name: ())
    assert evaluator.load(DIRECT).failure is None
    row = next(evaluator.find([("http://a/", "a")]))
    assert (row.failure, row.names) == (Failure.PAC_RUNAWAY, ("n0", "n1"))


def test_a_load_that_takes_long_for_each_name_is_a_runaway() -> None:
    runs = [msgspec.json.encode(Replies(replies=(Reply(missing=(f"n{number}",), elapsed_ms=900.0),))) for number in range(9)]
    row = Evaluator(Scripted(*runs).ask, lambda _name: ()).load(DIRECT)
    assert (row.failure, row.names) == (Failure.PAC_RUNAWAY, ("n0", "n1"))


def test_one_slow_answer_is_no_runaway() -> None:
    slow = msgspec.json.encode(Replies(replies=(Reply(answer="DIRECT", elapsed_ms=1600.0),)))
    evaluator = Evaluator(Scripted(msgspec.json.encode(Replies(replies=(Reply(),))), slow).ask, lambda _name: ())
    evaluator.load(DIRECT)
    assert next(evaluator.find([("http://a/", "a")])).answer == "DIRECT"


def test_names_that_never_come_are_not_waited_for_without_end() -> None:
    seconds = [0.0]
    asked: list[str] = []

    def silent(name: str) -> tuple[str, ...]:
        asked.append(name)
        seconds[0] += 4.0
        return ("192.0.2.1",)

    evaluator = Evaluator(InProcess().ask, silent, monotonic=lambda: seconds[0])
    evaluator.load(
        "function FindProxyForURL() { for (var n = 0; n < 9; n++) if (!dnsResolve('n' + n)) return 'PROXY n' + n; return 'DIRECT'; }"
    )
    assert next(evaluator.find([("http://a/", "a")])).answer == "PROXY n3"
    assert asked == ["n0", "n1", "n2"]


def test_after_a_runaway_nobody_is_asked_again() -> None:
    child = InProcess()
    evaluator = Evaluator(child.ask, lambda _name: ())
    evaluator.load(RUNAWAY)
    rows = list(evaluator.find([("http://good/", "good"), ("http://bad/", "bad"), ("http://late/", "late")] * 200))
    assert rows[0].answer == "DIRECT"
    assert rows[1].failure is Failure.PAC_RUNAWAY
    assert {row.failure for row in rows[300:]} == {Failure.PAC_RUNAWAY}
    assert [row.host for row in rows] == ["good", "bad", "late"] * 200


def test_a_script_can_be_taken_in_place_of_a_runaway() -> None:
    evaluator = Evaluator(InProcess().ask, lambda _name: ())
    evaluator.load("for (;;);")
    assert evaluator.load(DIRECT).failure is None
    assert next(evaluator.find([("http://a/", "a")])).answer == "DIRECT"


def test_without_a_script_there_is_no_answer() -> None:
    row = next(Evaluator(InProcess().ask, lambda _name: ()).find([("http://a/", "a")]))
    assert row.failure is Failure.PAC_SYNTAX


@pytest.mark.parametrize("line", [None, b"", b"nonsense", b'{"replies": []}', b'{"replies": 5}'])
def test_a_child_that_says_nothing_useful_is_a_runaway(line: bytes | None) -> None:
    evaluator = Evaluator(Scripted(line).ask, lambda _name: ())
    assert evaluator.load(DIRECT).failure is Failure.PAC_RUNAWAY


def test_a_build_without_an_engine_says_so() -> None:
    line = msgspec.json.encode(Replies(replies=answer(None, Load(script=DIRECT))))
    evaluator = Evaluator(Scripted(line).ask, lambda _name: ())
    assert evaluator.load(DIRECT).failure is Failure.UNKNOWN
    assert next(evaluator.find([("http://a/", "a")])).failure is Failure.UNKNOWN


def test_fewer_replies_than_questions_are_asked_for_again() -> None:
    one = msgspec.json.encode(Replies(replies=(Reply(answer="DIRECT"),)))
    loaded = msgspec.json.encode(Replies(replies=(Reply(),)))
    evaluator = Evaluator(Scripted(loaded, one, one).ask, lambda _name: ())
    evaluator.load(DIRECT)
    assert [row.answer for row in evaluator.find([("http://a/", "a"), ("http://b/", "b")])] == ["DIRECT", "DIRECT"]


@given(st.text(max_size=200))
def test_whatever_the_script_it_is_an_answer_or_a_failure(script: str) -> None:
    row = evaluated(script)
    assert (row.answer is None) == (row.failure is not None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*Reply.__struct_fields__, "replies", "x"]), inner, max_size=5)
    ),
    max_leaves=12,
)
LINES = st.one_of(
    st.none(),
    st.binary(max_size=60),
    JSON.map(msgspec.json.encode),
    st.lists(JSON, max_size=3).map(lambda rows: msgspec.json.encode({"replies": rows})),
)


@given(st.lists(LINES, max_size=9))
def test_whatever_the_child_says_it_is_an_answer_or_a_failure(lines: list[bytes | None]) -> None:
    evaluator = Evaluator(Scripted(*lines).ask, lambda _name: ())
    rows = [evaluator.load(DIRECT), *evaluator.find([("http://a/", "a"), ("http://b/", "b"), ("http://c/", "c")])]
    assert len(rows) == 4
    assert all((row.answer is None) == (row.failure is not None) for row in rows[1:])
    assert all(len(row.message) <= 300 and row.message.isprintable() for row in rows)
