"""A bundle for the window: made ready, written, each in a worker thread, and what comes back. No widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.bundle.contents import Contents, Role
from wssdiag.gui.export_preview import Preview, previews_of
from wssdiag.model.codec import decode
from wssdiag.model.input_error import InputError
from wssdiag.model.report import Report
from wssdiag.paths import bundle_marker
from wssdiag.report.retold.refusals import problem_words

if TYPE_CHECKING:
    from pathlib import Path

    from wssdiag.gui.relay import Relay
    from wssdiag.gui.work import Work
    from wssdiag.model.unknown import Unknown
    from wssdiag.session import Session
    from wssdiag.session.bundling import Bundling


#: A report, and the session that has the guides for it -> the text for a ticket.
Ticket = Callable[[Report, "Session"], str]

#: Shows a folder to the person: None once it is shown, else why it is not.
Show = Callable[["Path"], "Unknown | None"]


class Order:
    """What was asked for; each is itself alone, so that a screen knows the answer to its own."""


@dataclass(frozen=True)
class Prepared:
    """All of a bundle, in memory; ``bundling`` made it and writes it, for it knows the stand-ins. ``summary`` is the text for a ticket."""

    order: Order
    contents: Contents
    previews: dict[str, Preview]
    bundling: Bundling
    summary: str


@dataclass(frozen=True)
class Written:
    """The file is there, whole."""

    order: Order
    path: Path


@dataclass(frozen=True)
class Shown:
    """The person was to see the folder; ``seen``: a program took it."""

    order: Order
    folder: Path
    seen: bool


@dataclass(frozen=True)
class Refused:
    """Nothing was made or written: why, in one line; empty where it is a fault of ours, which is told elsewhere."""

    order: Order
    problem: str = ""


class Exporting:
    """Every call returns at once; its answer comes through the relay, with the order that the call returned."""

    def __init__(self, work: Work, relay: Relay, make: Callable[[Session], Bundling], ticket: Ticket, show: Show) -> None:
        self._work = work
        self._relay = relay
        self._make = make
        self._ticket = ticket
        self._show = show

    def prepare(self, report: Report, *, with_capture: bool = False) -> Order:
        """Replace what is private; ``with_capture`` asks this computer anew. :class:`Prepared` or :class:`Refused` follows."""

        def prepare(order: Order, session: Session) -> object:
            bundling = self._make(session)
            contents = bundling.prepared(report, with_capture=with_capture)
            return Prepared(order, contents, previews_of(contents), bundling, self._summary(contents, session))

        return self._ask("prepare", prepare)

    def write(self, bundling: Bundling, contents: Contents, path: Path, recipients: tuple[str, ...]) -> Order:
        """Write the bundle, for the recipients alone where there are any. :class:`Written` or :class:`Refused` follows."""

        def write(order: Order, _session: Session) -> object:
            bundling.write(contents, path, recipients)
            return Written(order, path)

        return self._ask("bundle", write)

    def write_page(self, page: bytes, path: Path) -> Order:
        """Write the page alone, as carefully as a bundle. :class:`Written` or :class:`Refused` follows."""

        def write(order: Order, _session: Session) -> object:
            from wssdiag.bundle.write import write_file  # noqa: PLC0415 - its imports must not hold up the first window

            write_file(page, path, bundle_marker())
            return Written(order, path)

        return self._ask("page", write)

    def show(self, folder: Path) -> Order:
        """Open the folder in the system's own program for that, which may take a while to say no. :class:`Shown` follows."""
        order = Order()
        self._work.ask("folder", lambda _session: Shown(order, folder, seen=self._show(folder) is None))
        return order

    def _ask(self, name: str, work: Callable[[Order, Session], object]) -> Order:
        order = Order()

        def answer(session: Session) -> object:
            try:
                return work(order, session)
            except InputError as error:
                return Refused(order, problem_words(error))
            except Exception:
                self._relay.publish(Refused(order))
                raise

        self._work.ask(name, answer)
        return order

    def _summary(self, contents: Contents, session: Session) -> str:
        """Drawn from the report that is in the bundle: what is private is in neither."""
        data = next(part.data for part in contents.parts if part.role is Role.REPORT)
        return self._ticket(decode(data, Report), session)
