"""Owns a short exchange over an open connection: what is sent, what comes, how it ends. What bytes mean, the protocol's module says.

The closed list has no failure for what does not speak a directory's protocol: that is UNKNOWN, and the detail's error names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from wssdiag.model.failure import Failure
from wssdiag.probes.deadline import LimitReachedError
from wssdiag.probes.errors import name_number, number_of, socket_failure

if TYPE_CHECKING:
    from wssdiag.probes.deadline import Deadline
    from wssdiag.probes.stream import Stream


class NotThisProtocolError(Exception):
    """What came is not what the protocol allows. Stays inside the probes."""


class Dialogue(Protocol):
    """Our side of one exchange; it opens nothing, and bounds what it keeps."""

    @property
    def answered(self) -> bool:
        """Whether a whole answer in the protocol has come."""
        ...

    @property
    def done(self) -> bool:
        """Whether there is nothing left to wait for."""
        ...

    def take(self, data: bytes) -> bytes:
        """The next bytes that came; gives what is to be sent now. Raises :class:`NotThisProtocolError` alone."""
        ...


def hold(stream: Stream, opening: bytes, dialogue: Dialogue, deadline: Deadline) -> tuple[Failure | None, str]:
    """Send the opening and go on until the dialogue is done: None, or how it failed, and the error's class and number.

    Once an answer has come, silence and an end are no failure any more. Silence before is TIMED_OUT, an end RESET, anything that is not
    the protocol UNKNOWN. Raises ``CancelledError`` alone.
    """
    try:
        stream.send(opening, deadline)
        while not dialogue.done:
            deadline.slice_s()
            data = stream.receive(deadline)
            if not data:
                return None if dialogue.answered else Failure.RESET, EOFError.__name__
            if reply := dialogue.take(data):
                stream.send(reply, deadline)
    except NotThisProtocolError as error:
        return Failure.UNKNOWN, name_number(error)
    except LimitReachedError as error:
        return None if dialogue.answered else Failure.TIMED_OUT, name_number(error)
    except OSError as error:
        return None if dialogue.answered else socket_failure(number_of(error)), name_number(error)
    return None, ""
