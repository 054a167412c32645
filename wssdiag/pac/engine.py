"""One script in QuickJS, with limits. Runs in the child process only: what a script does to the engine must not reach the program."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import quickjs  # type: ignore[import-untyped]

from wssdiag.model.codec import decode
from wssdiag.pac.messages import ANSWER_LIMIT, Clock, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Of one call: an ordinary evaluation takes a millisecond. CPU time of the process, which does nothing else.
TIME_LIMIT_S = 1.0

#: A script of 1 MiB with thousands of rules needs a tenth of it.
MEMORY_LIMIT_BYTES = 64 * 1024 * 1024

#: Deeper than any script that a browser takes, and far from the process's own limit.
STACK_LIMIT_BYTES = 512 * 1024

#: Where the engine stands in the script, in the second line of what it throws.
_PLACE = re.compile(r"\n\s*at <input>:(\d+):\d+")

#: The engine's own words for a limit that was passed (quickjs.c); its language is fixed.
_LIMITS = ("InternalError: interrupted", "InternalError: out of memory", "InternalError: string too long")


class Engine:
    """A context with the library and one script in it."""

    def __init__(self, library: str) -> None:
        """``library``: the text of resources/pac/library.js."""
        self._library = library
        self._call: Callable[[str], object] | None = None

    def load(self, script: str, own: tuple[str, ...], clock: Clock, names: Mapping[str, tuple[str, ...]]) -> Reply:
        """Run the script's top level in a new context. Never raises for what a script does."""
        begun = time.perf_counter()
        context = quickjs.Context()
        context.set_memory_limit(MEMORY_LIMIT_BYTES)
        context.set_max_stack_size(STACK_LIMIT_BYTES)
        context.set_time_limit(TIME_LIMIT_S)
        self._call = context.eval(self._library)
        self._tell({"own": own, "clock": _clock(clock), "names": names})
        error = ""
        try:
            context.eval(script)
        except (quickjs.JSException, MemoryError, ValueError) as failed:  # ValueError: a NUL or a lone surrogate
            error = _first_line(failed)
        state = self._tell({})
        return msgspec.structs.replace(state, error=state.error or error, limit=state.limit or _is_limit(error), elapsed_ms=_since(begun))

    def add(self, names: Mapping[str, tuple[str, ...]]) -> None:
        """Make names known."""
        self._tell({"names": names})

    def find(self, url: str, host: str) -> Reply:
        """What the script answers. Never raises for what a script does."""
        begun = time.perf_counter()
        reply = self._tell({"url": url, "host": host})
        return msgspec.structs.replace(reply, elapsed_ms=_since(begun))

    def _tell(self, request: dict[str, object]) -> Reply:
        if self._call is None:
            return Reply(error="no script was loaded", entry=False)
        try:
            text = self._call(msgspec.json.encode(request).decode())
            reply = decode(str(text), Reply)
        except (quickjs.JSException, MemoryError, ValueError, TypeError) as failed:
            error = _first_line(failed)
            return Reply(error=error, limit=_is_limit(error), entry=False)
        if len(reply.answer or "") > ANSWER_LIMIT:
            return Reply(error=f"the answer is longer than {ANSWER_LIMIT} characters")
        return msgspec.structs.replace(reply, limit=_is_limit(reply.error), error=reply.error[:ANSWER_LIMIT])


def _first_line(failed: BaseException) -> str:
    """What the engine says, with the line of a script that cannot be read; where it throws null it has not even room for an error."""
    text = str(failed)
    if text.startswith("null"):
        return _LIMITS[1]
    first = (text.splitlines() or [type(failed).__name__])[0][:ANSWER_LIMIT]
    place = _PLACE.search(text[: 2 * ANSWER_LIMIT]) if first.startswith("SyntaxError") else None
    return f"{first} (line {place[1]})" if place else first


def _is_limit(error: str) -> bool:
    return error.startswith((*_LIMITS, "MemoryError"))


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


def _clock(clock: Clock) -> dict[str, object]:
    """The instant in milliseconds, and its parts here and in UTC."""
    if clock.wall is not None:
        instant = datetime.fromisoformat(clock.wall).timestamp()
    else:
        instant = clock.instant if clock.instant is not None else time.time()
    here = datetime.fromtimestamp(instant)  # noqa: DTZ006 - the zone of this process is the point
    return {"instant": instant * 1000, "local": _parts(here), "utc": _parts(datetime.fromtimestamp(instant, UTC))}


def _parts(when: datetime) -> dict[str, int]:
    """As the library wants them: months from 0, weekdays from Sunday."""
    return {
        "year": when.year,
        "month": when.month - 1,
        "day": when.day,
        "weekday": when.isoweekday() % 7,
        "hour": when.hour,
        "minute": when.minute,
        "second": when.second,
    }
