"""The one line on a terminal's standard error that says what is going on; nothing where nobody watches."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from wssdiag.model.event import CheckFinished, ModeKnown, RunStarted
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.model.event import AnyEvent

#: Back to the start of the line, which is emptied (ECMA-48: EL).
_ANEW = "\r\x1b[K"


class Progress:
    """Counts the checks of a run, and the next run's from the start."""

    def __init__(self, stream: TextIO, wanted: bool) -> None:  # noqa: FBT001 - whether anybody watches is half of what it is made of
        self._stream = stream
        self._wanted = wanted
        self._planned = 0
        self._done = 0

    def show(self, event: AnyEvent) -> None:
        """Take note of an event."""
        if isinstance(event, RunStarted):
            self._planned = self._done = 0
        elif isinstance(event, ModeKnown):
            self._planned = event.planned
        elif isinstance(event, CheckFinished):
            self._done += 1
        self.say(_("Checking {done} of {planned}").format(done=self._done, planned=max(self._done, self._planned)))

    def say(self, text: str) -> None:
        """Put a text in the place of the last one."""
        self._write(_ANEW + text)

    def clear(self) -> None:
        """Leave the terminal as it was."""
        self._write(_ANEW)

    def _write(self, text: str) -> None:
        if self._wanted:
            self._stream.write(text)
            self._stream.flush()
