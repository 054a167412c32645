"""The past runs for the window: what is asked of their folder, each in a worker thread, and what comes back. No widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.model.input_error import InputError
from wssdiag.report.retold.refusals import problem_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.gui.work import Work
    from wssdiag.history.history import History
    from wssdiag.history.row import Row
    from wssdiag.model.report import Report
    from wssdiag.session import Session


@dataclass(frozen=True)
class Listed:
    """The past runs, the newest first. ``problem`` says why the folder is not as it should be."""

    rows: tuple[Row, ...]
    problem: str = ""


@dataclass(frozen=True)
class Fetched:
    """Past runs that were asked for, judged by today's rules."""

    reports: tuple[Report, ...]


@dataclass(frozen=True)
class NotFetched:
    """One of them can't be read: why, in one line."""

    problem: str


class Keeping:
    """Every call returns at once; its message comes through the relay."""

    def __init__(self, work: Work, history: History) -> None:
        self._work = work
        self._history = history

    def keep(self, report: Report) -> None:
        """Write a run down; :class:`Listed` follows."""
        self._work.ask("keep", lambda _session: self._after(lambda: self._history.keep(report)))

    def clear(self) -> None:
        """Remove them all; :class:`Listed` follows."""
        self._work.ask("clear", lambda _session: self._after(self._history.clear))

    def list(self) -> None:
        """Read the folder; :class:`Listed` follows."""
        self._work.ask("history", lambda _session: Listed(self._history.rows()))

    def fetch(self, names: tuple[str, ...]) -> None:
        """Read whole runs; :class:`Fetched` or :class:`NotFetched` follows."""

        def read(session: Session) -> object:
            try:
                return Fetched(tuple(session.stored(self._history.path(name)) for name in names))
            except InputError as error:
                return NotFetched(problem_words(error))

        self._work.ask("fetch", read)

    def _after(self, deed: Callable[[], None]) -> Listed:
        try:
            deed()
        except InputError as error:
            return Listed(self._history.rows(), problem_words(error))
        return Listed(self._history.rows())
