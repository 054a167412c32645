"""What the window asks of the session, each in a plain daemon thread; answers come through the relay.

Owns the messages that are no events of the run. Touches no widget: everything here may run in another thread.
"""

from __future__ import annotations

import logging
import threading
import traceback
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from wssdiag.gui.words import refusal_of
from wssdiag.model.input_error import InputError
from wssdiag.remedy.fixes import refusal
from wssdiag.system.priority import give_way

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.gui.helping import Refuses
    from wssdiag.gui.relay import Relay
    from wssdiag.model.check import CheckResult
    from wssdiag.model.event import AnyEvent
    from wssdiag.model.facts import Facts
    from wssdiag.model.fix import Action, FixResult
    from wssdiag.model.location import Catalogue
    from wssdiag.model.mode import Mode
    from wssdiag.model.profile import Helpdesk, Profile
    from wssdiag.model.report import Report
    from wssdiag.session import Request, Session
    from wssdiag.session.equipment import Source
    from wssdiag.session.mending import Mending

#: After Stop the session answers within 200 ms; at exit nobody waits longer than this for it.
FAREWELL_S = 0.6


@dataclass(frozen=True)
class Detected:
    """The computer was asked; nothing was sent. With it comes what was read for the session: guides, helpdesk, and warnings to show."""

    facts: Facts
    mode: Mode
    knowledge: Knowledge
    warnings: tuple[str, ...] = ()
    helpdesk: Helpdesk | None = None
    refuses: Refuses | None = None  # None: no fix is offered
    profile: Profile | None = None
    source: Source | None = None  # of the profile
    catalogue: Catalogue | None = None  # merged with it


@dataclass(frozen=True)
class Helped:
    """A fix ended, well or not."""

    action: Action
    result: FixResult


@dataclass(frozen=True)
class TakenBack:
    """Taking a fix back ended, well or not."""

    result: FixResult


@dataclass(frozen=True)
class Heard:
    """An event of a run; ``run`` tells late ones of an older run apart."""

    run: int
    event: AnyEvent


@dataclass(frozen=True)
class Ended:
    """A run or a re-check came to its report."""

    run: int
    report: Report


@dataclass(frozen=True)
class Failed:
    """A fault of ours in a worker; ``run`` is 0 where no run was going."""

    run: int
    details: str


@dataclass(frozen=True)
class Opened:
    """A report was read from the file of this name."""

    report: Report
    name: str


@dataclass(frozen=True)
class NotOpened:
    """The file that was chosen holds no report: why, in one line."""

    problem: str


@dataclass(frozen=True)
class PacAsked:
    """What the PAC file said for an address, or why it said nothing."""

    url: str
    result: CheckResult


class Work:
    """One run at a time; ``run`` is its number. The session is made in the first worker, so that the window need not wait for it."""

    def __init__(self, make_session: Callable[[], Session], relay: Relay, mend: Callable[[Session], Mending]) -> None:
        self._make_session = make_session
        self._mend = mend
        self._made: Session | None = None
        self._making = threading.Lock()
        self._relay = relay
        self._cancel = threading.Event()
        self._thread: threading.Thread | None = None
        self._going = 0  # the run that goes on
        self._watch = threading.Event()  # ends the watch
        self.run = 0

    def detect(self) -> None:
        """Ask this computer how it is connected; :class:`Detected` follows."""

        def ask() -> object:
            session = self.session()
            background = session.background
            profile = background.profile
            refuses = partial(refusal, profile=profile, catalogue=session.catalogue)
            knowledge, warnings, catalogue = background.knowledge, session.warnings, session.catalogue
            return Detected(*session.detect(), knowledge, warnings, profile.helpdesk, refuses, profile, session.source, catalogue)

        self._start("detect", 0, ask)

    def check(self, request: Request) -> None:
        """Run everything; events, then :class:`Ended`."""
        run, cancel, publish = self._next()
        self._thread = self._start("check", run, lambda: Ended(run, self.session().run(request, publish, cancel)))

    def recheck(self, before: Report, ids: frozenset[str]) -> None:
        """Run some checks again on facts read anew; events, then :class:`Ended` with the merged report."""
        run, cancel, publish = self._next()
        self._thread = self._start("recheck", run, lambda: Ended(run, self.session().recheck(before, ids, publish, cancel)))

    def help(self, action: Action, code: str) -> None:
        """Do a fix for a cause; :class:`Helped` follows. The system may ask the person meanwhile."""
        self._thread = self._start("fix", 0, lambda: Helped(action, self._mend(self.session()).fix(action, code)))

    def take_back(self, action: Action) -> None:
        """Put back what the fix changed last; :class:`TakenBack` follows."""
        self._thread = self._start("undo", 0, lambda: TakenBack(self._mend(self.session()).undo(action)))

    def open(self, path: Path) -> None:
        """Read a saved report; :class:`Opened` or :class:`NotOpened` follows."""

        def read() -> object:
            try:
                return Opened(self.session().stored(path), path.name)
            except InputError as error:
                return NotOpened(refusal_of(path, error))

        self._start("open", 0, read)

    def ask(self, name: str, work: Callable[[Session], object]) -> None:
        """Do something beside the run, in a thread of its own; what it returns is published. ``name`` is the thread's."""
        self._start(name, 0, lambda: work(self.session()))

    @property
    def busy(self) -> bool:
        """Whether a run goes on."""
        return bool(self._going)

    def watch(self, watch: Callable[[Session, threading.Event, Callable[[object], None]], None], over: object) -> None:
        """Something that runs checks by itself, until :meth:`end_watch`, or until a run is started: one at a time. Not while one goes on.

        It is handed what ends it, and how it publishes; ``over`` is published when it has ended, well or not.
        """
        self._watch = ended = threading.Event()

        def go() -> object:
            try:
                watch(self.session(), ended, self._relay.publish)
            except Exception:
                self._relay.publish(over)
                raise
            return over

        self._start("watch", 0, go)

    def end_watch(self) -> None:
        """Ask the watch to end now."""
        self._watch.set()

    def ask_pac(self, source: str, url: str, facts: Facts) -> None:
        """Ask a PAC file for an address; :class:`PacAsked` follows. The file is fetched anew, and names are looked up."""
        self._start("pac", 0, lambda: PacAsked(url, self.session().ask_pac(source, url, facts)))

    def stop(self) -> None:
        """Ask the run to end now; its report still comes, marked as cancelled."""
        self._cancel.set()

    def farewell(self) -> None:
        """At exit: stop, and give a run a moment to close its sockets, or a fix to come to its end; one that is cut off can be undone."""
        self.stop()
        self.end_watch()
        if self._thread is not None:
            self._thread.join(FAREWELL_S)

    def session(self) -> Session:
        """The one session, made when it is first asked for; blocks, so for workers alone."""
        with self._making:
            if self._made is None:
                self._made = self._make_session()
            return self._made

    def _next(self) -> tuple[int, threading.Event, Callable[[AnyEvent], None]]:
        self._cancel.set()
        self._watch.set()
        self._cancel = threading.Event()
        self.run += 1
        run = self._going = self.run
        return run, self._cancel, lambda event: self._relay.publish(Heard(run, event))

    def _start(self, name: str, run: int, work: Callable[[], object]) -> threading.Thread:
        def body() -> None:
            give_way()
            try:
                said = work()
            except Exception:
                logging.getLogger(__name__).exception("the worker %s failed", name)
                said = Failed(run, traceback.format_exc())
            if run and run == self._going:
                self._going = 0  # before it is told: whoever hears it may start the next
            self._relay.publish(said)

        thread = threading.Thread(target=body, name=f"wssdiag-{name}", daemon=True)
        thread.start()
        return thread
