"""Asks a script for addresses: resolves what it wants to know, asks again, and gives up on one that passes its limits.

The parent's half of trace and retry. The script's child must be handed in; names come from whoever calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from wssdiag.model.codec import DecodeError, decode
from wssdiag.model.failure import Failure
from wssdiag.model.shown import shown
from wssdiag.pac.answer import proxies_of
from wssdiag.pac.messages import Clock, Find, Load, Replies, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    #: One line to the child, and how long to wait for the answer, seconds; None: too late, or gone.
    Ask = Callable[[bytes, float], bytes | None]

    #: A name -> its addresses; none where it does not resolve.
    Resolve = Callable[[str], tuple[str, ...]]

    #: Starts a child for one script and ends it: from how names are resolved, and this computer's addresses.
    OpenEvaluator = Callable[[Resolve, tuple[str, ...]], AbstractContextManager["Evaluator"]]

#: Longer than the child may take for one message: with a slow start of the process in it, and without.
_LOAD_PATIENCE_S = 4.0
_FIND_PATIENCE_S = 3.0

#: Of the script, for its loading and one evaluation together, all re-runs included: each name that it asks for may cost a run.
_SCRIPT_LIMIT_MS = 1500.0

#: For names, in all: a resolver that says nothing costs its whole limit each time. What is asked for later does not resolve.
_NAMES_LIMIT_S = 10.0

#: Of one evaluation. A PAC file asks for the host and perhaps itself; a script that asks for more goes on for ever.
NAMES_LIMIT = 64

#: Addresses in one message.
_BATCH = 250

_TOO_LONG = f"it takes more than {_SCRIPT_LIMIT_MS / 1000:g} seconds in all"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the script answered for one address."""

    url: str
    host: str
    answer: str | None = None  # as it was returned
    names: tuple[str, ...] = ()  # asked for, in this order
    elapsed_ms: float = 0.0  # in the script, its re-runs included, without the time of resolving
    failure: Failure | None = None
    message: str = ""  # the engine's words, made safe to show

    @property
    def proxies(self) -> tuple[str, ...]:
        """The answer as a browser reads it."""
        return () if self.answer is None else proxies_of(self.answer)


class Evaluator:
    """One script in one child."""

    def __init__(
        self,
        ask: Ask,
        resolve: Resolve,
        own: tuple[str, ...] = (),
        clock: Clock | None = None,
        monotonic: Callable[[], float] = lambda: 0.0,
    ) -> None:
        """``own``: this computer's addresses, the best first. ``clock`` is the script's time, ``monotonic`` times its names (seconds)."""
        self._ask_child = ask
        self._resolve = resolve
        self._own = own
        self._clock = clock or Clock()
        self._monotonic = monotonic
        self._names: dict[str, tuple[str, ...]] = {}
        self._resolving_s = 0.0
        self._load_ms = 0.0
        self._broken: tuple[Failure, str] | None = (Failure.PAC_SYNTAX, "no script was loaded")

    def load(self, script: str) -> Evaluation:
        """Take a script; the names that its top level asks for are resolved. A failure says why it does not load."""
        asked: tuple[str, ...] = ()
        elapsed = 0.0
        while True:
            reply = self._ask(Load(script=script, own=self._own, clock=self._clock, names=self._names))[0]
            elapsed += reply.elapsed_ms
            news = tuple(name for name in reply.missing if name not in self._names)
            asked += news
            if not news or len(asked) > NAMES_LIMIT or elapsed > _SCRIPT_LIMIT_MS:
                break
            self._learn(news)
        self._load_ms = elapsed
        self._broken = _why_not_loaded(reply, asked, elapsed)
        failure, message = self._broken or (None, "")
        return Evaluation("", "", names=asked, elapsed_ms=elapsed, failure=failure, message=message)

    def find(self, addresses: Sequence[tuple[str, str]]) -> Iterator[Evaluation]:
        """One evaluation for each (url, host), in order. After a runaway the rest are told as such without being asked."""
        for begin in range(0, len(addresses), _BATCH):
            yield from self._batch(addresses[begin : begin + _BATCH])

    def _batch(self, addresses: Sequence[tuple[str, str]]) -> Iterator[Evaluation]:
        done: dict[int, Evaluation] = {}
        running = {index: Evaluation(url, host) for index, (url, host) in enumerate(addresses)}
        news: tuple[str, ...] = ()
        while running and not self._broken:
            asked = tuple((row.url, row.host) for row in running.values())
            replies = self._ask(Find(asked=asked, names={name: self._names[name] for name in news}))
            unknown: dict[str, None] = {}
            for index, reply in zip(tuple(running), replies, strict=False):
                row = _after(running[index], reply, self._names, self._load_ms)
                if row.failure is Failure.PAC_RUNAWAY:
                    self._broken = (row.failure, row.message)
                if row.failure or not reply.missing:
                    done[index] = row
                    del running[index]
                else:
                    running[index] = row
                    unknown.update(dict.fromkeys(name for name in reply.missing if name not in self._names))
            news = tuple(unknown)
            self._learn(news)
        failure, message = self._broken or (None, "")
        for index, row in running.items():
            done[index] = Evaluation(row.url, row.host, names=row.names, elapsed_ms=row.elapsed_ms, failure=failure, message=message)
        yield from (done[index] for index in sorted(done))

    def _learn(self, names: Sequence[str]) -> None:
        for name in names:
            begun = self._monotonic()
            self._names[name] = self._resolve(name) if self._resolving_s < _NAMES_LIMIT_S else ()
            self._resolving_s += self._monotonic() - begun

    def _ask(self, request: Load | Find) -> tuple[Reply, ...]:
        line = self._ask_child(msgspec.json.encode(request), _LOAD_PATIENCE_S if isinstance(request, Load) else _FIND_PATIENCE_S)
        gone = Reply(error="the script did not end, and its process was stopped", limit=True, entry=False)
        if line is None:
            return (gone,)
        try:
            return decode(line, Replies).replies or (gone,)
        except DecodeError:
            return (gone,)


def _after(row: Evaluation, reply: Reply, names: dict[str, tuple[str, ...]], load_ms: float) -> Evaluation:
    """The row with what one run of the script adds to it; ``load_ms`` is what its loading took."""
    asked = (*row.names, *(name for name in reply.missing if name not in row.names))
    elapsed = row.elapsed_ms + reply.elapsed_ms
    if reply.limit:
        return Evaluation(row.url, row.host, None, asked, elapsed, Failure.PAC_RUNAWAY, shown(reply.error))
    if len(asked) > NAMES_LIMIT:
        return Evaluation(row.url, row.host, None, asked, elapsed, Failure.PAC_RUNAWAY, f"it asks for more than {NAMES_LIMIT} names")
    if load_ms + elapsed > _SCRIPT_LIMIT_MS and reply.missing:
        return Evaluation(row.url, row.host, None, asked, elapsed, Failure.PAC_RUNAWAY, _TOO_LONG)
    if reply.missing and not set(reply.missing) <= set(names):
        return Evaluation(row.url, row.host, None, asked, elapsed)
    if reply.error or reply.answer is None:
        return Evaluation(row.url, row.host, None, asked, elapsed, Failure.PAC_RUNTIME, shown(reply.error))
    return Evaluation(row.url, row.host, reply.answer, asked, elapsed)


def _why_not_loaded(reply: Reply, asked: tuple[str, ...], elapsed_ms: float) -> tuple[Failure, str] | None:
    if not reply.engine:
        return Failure.UNKNOWN, shown(reply.error)
    if elapsed_ms > _SCRIPT_LIMIT_MS and not reply.limit:
        return Failure.PAC_RUNAWAY, _TOO_LONG
    if reply.limit or len(asked) > NAMES_LIMIT:
        return Failure.PAC_RUNAWAY, shown(reply.error) or f"it asks for more than {NAMES_LIMIT} names"
    if reply.error:
        return Failure.PAC_SYNTAX, shown(reply.error)
    return None if reply.entry else (Failure.PAC_SYNTAX, "there is no function FindProxyForURL")
