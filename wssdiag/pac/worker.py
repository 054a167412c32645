"""The child process (``--pac-worker``): reads requests, one JSON document a line, and answers each with one line.

It opens nothing and has no network; it ends when its standard input ends.
"""

from __future__ import annotations

import signal
import sys
import time
from typing import IO, TYPE_CHECKING

import msgspec

from wssdiag import paths
from wssdiag.pac.messages import LINE_LIMIT_BYTES, Find, Load, Replies, Reply

if TYPE_CHECKING:
    from wssdiag.pac.engine import Engine

#: Of this process: the engine's own limit holds first; this one is for what the engine does not count.
_ADDRESS_SPACE_BYTES = 512 * 1024 * 1024

#: Of CPU time for one message, more than the limits below and the engine's own together: inside of a single operation, such as joining a
#: huge array, the engine does not look at its limit.
_STOP_AFTER_S = 1.75

#: One message is answered within this, with as many replies as fit: the parent waits longer than that for nobody.
_MESSAGE_LIMIT_S = 0.5


def main() -> int:
    """Serve until standard input ends. 0, also after nonsense: the parent has what it asked for or it has not."""
    _limit_this_process()
    serve(_engine(), sys.stdin.buffer, sys.stdout.buffer)
    return 0


def _engine() -> Engine | None:
    """The engine, or None on the platforms for which there is none."""
    try:
        from wssdiag.pac.engine import Engine  # noqa: PLC0415 - its absence is an answer
    except ImportError:
        return None
    return Engine((paths.resources() / "pac" / "library.js").read_text(encoding="utf-8"))


def serve(engine: Engine | None, requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer each request; one that is none ends the conversation."""
    while line := requests.readline(LINE_LIMIT_BYTES):
        try:
            request = msgspec.json.decode(line, type=Load | Find)
        except msgspec.MsgspecError:
            return
        _stop_after(_STOP_AFTER_S)
        line = msgspec.json.encode(Replies(replies=answer(engine, request))) + b"\n"
        _stop_after(0.0)
        replies.write(line)
        replies.flush()


def answer(engine: Engine | None, request: Load | Find) -> tuple[Reply, ...]:
    """One reply for each address, up to the first that passes a limit, and no more than fit into the time of a message."""
    if engine is None:
        return (Reply(error="there is no JavaScript engine for this system", engine=False, entry=False),)
    if isinstance(request, Load):
        return (engine.load(request.script, request.own, request.clock, request.names),)
    if request.names:
        engine.add(request.names)
    deadline = time.monotonic() + _MESSAGE_LIMIT_S
    replies: list[Reply] = []
    for url, host in request.asked:
        replies.append(engine.find(url, host))
        if replies[-1].limit or time.monotonic() > deadline:
            break
    return tuple(replies)


def _stop_after(seconds: float) -> None:
    """Have the system end this process after so much CPU time, 0 for never. On Windows the parent's patience does it, a little later."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_this_process() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - POSIX only

        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE_BYTES, _ADDRESS_SPACE_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
