"""One script asked for one address, by the real engine in this process: what the tests of the semantics share."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from wssdiag import paths
from wssdiag.pac.engine import Engine
from wssdiag.pac.evaluate import Evaluation, Evaluator
from wssdiag.pac.messages import Clock, Find, Load, Replies
from wssdiag.pac.worker import answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LIBRARY = (paths.resources() / "pac" / "library.js").read_text(encoding="utf-8")

OWN = ("192.0.2.10", "2001:db8::10")


class InProcess:
    """The engine without the child process around it."""

    def __init__(self) -> None:
        """A fresh engine."""
        self._engine = Engine(LIBRARY)
        self.asked = 0

    def ask(self, line: bytes, limit_s: float) -> bytes | None:
        """As the worker answers, one address a message."""
        assert limit_s > 0
        self.asked += 1
        request = msgspec.json.decode(line, type=Load | Find)
        return msgspec.json.encode(Replies(replies=answer(self._engine, request)))


@contextmanager
def in_process(resolve: Callable[[str], tuple[str, ...]], own: tuple[str, ...]) -> Iterator[Evaluator]:
    """In place of ``pac.child.evaluator``."""
    yield Evaluator(InProcess().ask, resolve, own)


def evaluated(
    script: str,
    url: str = "http://www.example.com/",
    host: str = "www.example.com",
    *,
    names: Mapping[str, tuple[str, ...]] | None = None,
    clock: Clock | None = None,
    own: tuple[str, ...] = OWN,
) -> Evaluation:
    """The evaluation, or the load's where the script does not load."""
    table = names or {}
    evaluator = Evaluator(InProcess().ask, lambda name: table.get(name, ()), own, clock)
    loaded = evaluator.load(script)
    return loaded if loaded.failure else next(evaluator.find([(url, host)]))


def value(
    expression: str, *, names: Mapping[str, tuple[str, ...]] | None = None, clock: Clock | None = None, own: tuple[str, ...] = OWN
) -> str:
    """What an expression gives in a PAC file, as JSON; a failure as its name."""
    script = f"function FindProxyForURL(url, host) {{ var v = {expression}; return v === undefined ? 'undefined' : JSON.stringify(v); }}"
    row = evaluated(script, names=names, clock=clock, own=own)
    return row.answer if row.answer is not None else str(row.failure)
