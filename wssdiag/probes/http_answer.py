"""Owns one HTTP/1.1 request and the reading of its answer with h11: bounded in size and time, and whatever came before an end is kept.

Knows nothing of asks and steps: ``http`` and ``connect`` do. Must not follow a redirect, and holds no credentials.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import h11

from wssdiag import __version__
from wssdiag.model.failure import Failure
from wssdiag.model.shown import shown
from wssdiag.probes.deadline import LimitReachedError
from wssdiag.probes.errors import name_number, number_of, socket_failure
from wssdiag.probes.network import STEP_LIMIT_S

if TYPE_CHECKING:
    from wssdiag.probes.deadline import Deadline
    from wssdiag.probes.stream import Stream

USER_AGENT = f"wssdiag/{__version__}"

#: The head of an answer: what browsers and proxies accept is between 8 and 256 KiB.
_HEAD_BYTES = 64 * 1024

#: A page that matters sends some thirty headers; a flood must not fill the report.
_MOST_HEADERS = 64
_HEADER_CHARACTERS = 1024

#: Interim answers (103 and the like) before the final one; nobody sends this many.
_MOST_INTERIM = 8

#: Headers that hold, or ask to keep, secrets.
_SECRET_HEADERS = frozenset(
    {
        "authentication-info",
        "authorization",
        "cookie",
        "proxy-authentication-info",
        "proxy-authorization",
        "set-cookie",
        "set-cookie2",
    }
)

_FIRST_BYTES = b"HTTP/"


@dataclass(slots=True)
class Answer:
    """What came. ``failure`` is None where a whole answer came."""

    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()  # lower-case names, values safe to show, secrets left out
    body: bytes = b""
    after: bytes = b""  # what came behind the head of a CONNECT that was granted
    failure: Failure | None = None
    error: str = ""


def ask(stream: Stream, request: h11.Request, body_limit: int, deadline: Deadline, first_byte_s: float = STEP_LIMIT_S) -> Answer:
    """Send the request, and read its answer up to the end of its body, or one chunk beyond ``body_limit`` (then BODY_TOO_LARGE).

    The answer must begin within ``first_byte_s`` seconds of the step.
    Silence is TIMED_OUT, a cut connection RESET, anything that is not HTTP HTTP_MALFORMED. Raises ``CancelledError`` alone.
    """
    answer = Answer()
    reader = _Reader(stream, (deadline, deadline.sooner(first_byte_s)), answer, body_limit)
    try:
        reader.run(request)
    except LimitReachedError as error:
        answer.failure, answer.error = Failure.TIMED_OUT, name_number(error)
    except h11.RemoteProtocolError as error:
        answer.failure, answer.error = reader.protocol_failure(), name_number(error)
    except OSError as error:
        answer.failure, answer.error = socket_failure(number_of(error)), name_number(error)
    return answer


def shown_headers(headers: list[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    """Names in lower case and values made safe to show, bounded, without the secrets."""
    decoded = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers]
    kept = [(name, value) for name, value in decoded if name not in _SECRET_HEADERS]
    return tuple((shown(name, _HEADER_CHARACTERS), shown(value, _HEADER_CHARACTERS)) for name, value in kept[:_MOST_HEADERS])


class _Reader:
    def __init__(self, stream: Stream, deadlines: tuple[Deadline, Deadline], answer: Answer, body_limit: int) -> None:
        self._stream = stream
        self._deadline, self._first_deadline = deadlines
        self._answer = answer
        self._body_limit = body_limit
        self._connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD_BYTES)
        self._first = b""
        self._ended = False

    def run(self, request: h11.Request) -> None:
        head = self._connection.send(request)
        end = self._connection.send(h11.EndOfMessage())
        self._stream.send((head or b"") + (end or b""), self._first_deadline)
        interim = 0
        while True:
            event = self._next_event()
            if isinstance(event, h11.InformationalResponse):
                interim += 1
                if interim > _MOST_INTERIM:
                    self._answer.failure = Failure.HTTP_MALFORMED
                    return
            elif isinstance(event, h11.Response):
                self._answer.status = event.status_code
                self._answer.headers = shown_headers(list(event.headers.raw_items()))
            elif isinstance(event, h11.Data):
                self._answer.body += event.data
                if len(self._answer.body) > self._body_limit:
                    self._answer.failure = Failure.BODY_TOO_LARGE
                    return
            else:
                self._answer.after = self._connection.trailing_data[0]
                return

    def protocol_failure(self) -> Failure:
        """RESET where the connection ended inside a good answer, or before one; HTTP_MALFORMED where what came is no HTTP."""
        cut = self._ended and _FIRST_BYTES.startswith(self._first[: len(_FIRST_BYTES)])
        return Failure.RESET if cut else Failure.HTTP_MALFORMED

    def _next_event(self) -> type[h11.NEED_DATA | h11.PAUSED] | h11.Event:
        while True:
            event = self._connection.next_event()
            if event is not h11.NEED_DATA:
                return event
            self._receive()

    def _receive(self) -> None:
        deadline = self._deadline if self._first else self._first_deadline
        deadline.slice_s()
        data = self._stream.receive(deadline)
        self._first = (self._first + data)[: len(_FIRST_BYTES)]
        self._ended = not data
        if not _FIRST_BYTES.startswith(self._first):
            message = "no status line"
            raise h11.RemoteProtocolError(message)
        self._connection.receive_data(data)
