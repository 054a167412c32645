"""A session that needs no network: it publishes what a test wants and returns its report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from tests.gui import export_samples
from tests.gui.samples import AGENT, FACTS
from wssdiag.catalogue.loader import load_builtin
from wssdiag.diagnosis.background import Background
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.event import AnyEvent, CheckFinished, CheckStarted, ModeKnown, ReportMade, RunStarted
from wssdiag.model.fix import FixOutcome, FixResult
from wssdiag.model.input_error import InputError
from wssdiag.model.profile import Helpdesk, Policy, Profile
from wssdiag.session.equipment import Source

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path

    from wssdiag.bundle.contents import Contents
    from wssdiag.bundle.read import Bundle
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.facts import Facts
    from wssdiag.model.fix import Action
    from wssdiag.model.location import Catalogue
    from wssdiag.model.mode import Mode
    from wssdiag.model.report import Report
    from wssdiag.model.unknown import Unknown
    from wssdiag.session import Request, Session
    from wssdiag.session.bundling import Bundling
    from wssdiag.session.mending import Mending

#: A test that forgot to let the session go ends here.
_PATIENCE_S = 10.0


@dataclass
class FakeSession:
    """``after`` are the reports of the re-checks, one each; ``hold`` keeps a run in the middle until it is set or cancelled."""

    report: Report
    knowledge: Knowledge
    after: list[Report] = field(default_factory=list)
    stopped: Report | None = None
    hold: threading.Event | None = None
    fault: Exception | None = None
    mode: Mode = AGENT
    warnings: tuple[str, ...] = ()
    rechecked: list[frozenset[str]] = field(default_factory=list)
    helpdesk: Helpdesk = field(default_factory=Helpdesk)
    files: dict[str, Report] = field(default_factory=dict)  # what is stored under which name
    policy: Policy = field(default_factory=Policy)
    source: Source = field(default_factory=Source)
    asked: list[tuple[str, str]] = field(default_factory=list)  # of PAC files: the file, and the address
    says: CheckResult = field(
        default_factory=lambda: CheckResult(id="pac.file", title="The PAC file", status=Status.UNKNOWN, summary="not asked")
    )

    @property
    def catalogue(self) -> Catalogue:
        """The one that comes with the program."""
        return load_builtin()

    @property
    def background(self) -> Background:
        """With the guides and the helpdesk."""
        return Background(self.knowledge, profile=Profile(helpdesk=self.helpdesk, policy=self.policy))

    def detect(self) -> tuple[Facts, Mode]:
        """At once."""
        return FACTS, self.mode

    def run(self, request: Request, publish: Callable[[AnyEvent], None], cancel: threading.Event) -> Report:
        """Every check starts and ends; with ``hold`` the second half waits."""
        return self._tell(self.report, publish, cancel)

    def recheck(self, before: Report, ids: frozenset[str], publish: Callable[[AnyEvent], None], cancel: threading.Event) -> Report:
        """The next of ``after``."""
        self.rechecked.append(ids)
        return self._tell(self.after.pop(0), publish, cancel)

    def stored(self, path: Path) -> Report:
        """What is stored under the name, or what is wrong with it."""
        if path.name not in self.files:
            raise InputError(path.name, "", "is no report")
        return self.files[path.name]

    def opened(self, path: Path) -> tuple[Report, Bundle | None]:
        """As ``stored``: here every file holds a report, and none is a bundle."""
        return self.stored(path), None

    def ask_pac(self, source: str, url: str, facts: Facts) -> CheckResult:
        """The same for every address."""
        self.asked.append((source, url))
        return self.says

    def _tell(self, report: Report, publish: Callable[[AnyEvent], None], cancel: threading.Event) -> Report:
        if self.fault is not None:
            raise self.fault
        publish(RunStarted(seq=0, offset_ms=0, run_id=report.run_id))
        publish(ModeKnown(seq=1, offset_ms=1, mode=report.mode, planned=len(report.checks)))
        for number, check in enumerate(report.checks):
            publish(CheckStarted(seq=2 * number + 2, offset_ms=number, id=check.id, title=check.title))
            if self.hold is not None and number == len(report.checks) // 2:
                report = self._wait(self.hold, cancel) or report
                if cancel.is_set():
                    break
            publish(CheckFinished(seq=2 * number + 3, offset_ms=number, result=check))
        publish(ReportMade(seq=999, offset_ms=999, report=report))
        return report

    def _wait(self, hold: threading.Event, cancel: threading.Event) -> Report | None:
        for _tick in range(int(_PATIENCE_S / 0.02)):
            if hold.wait(0.02) or cancel.is_set():
                break
        return self.stopped if cancel.is_set() else None


@dataclass
class FakeMending:
    """Does nothing and says how it went; ``hold`` keeps it at work until it is set."""

    results: list[FixResult] = field(default_factory=list)  # one each; done where none is left
    asked: list[tuple[str, str]] = field(default_factory=list)
    hold: threading.Event | None = None
    fault: Exception | None = None

    def fix(self, action: Action, code: str) -> FixResult:
        """The next result."""
        return self._next(action, code)

    def undo(self, action: Action) -> FixResult:
        """The next result."""
        return self._next(action, "undo")

    def _next(self, action: Action, what: str) -> FixResult:
        if self.hold is not None:
            self.hold.wait(_PATIENCE_S)
        if self.fault is not None:
            raise self.fault
        self.asked.append((str(action), what))
        return self.results.pop(0) if self.results else FixResult(FixOutcome.DONE)


@dataclass
class FakeBundling:
    """``contents`` is what every report becomes; writes down what it is asked for, and touches no disk."""

    contents: Contents = field(default_factory=export_samples.contents)
    with_capture: Contents = field(default_factory=lambda: export_samples.contents(capture=True))
    recipient: str = ""
    not_prepared: str = ""  # why nothing can be made
    not_written: str = ""
    fault: Exception | None = None
    reports: list[tuple[Report, bool]] = field(default_factory=list)
    written: list[tuple[Contents, Path, tuple[str, ...]]] = field(default_factory=list)

    def prepared(self, report: Report, *, with_capture: bool = False) -> Contents:
        """At once."""
        if self.fault is not None:
            raise self.fault
        self.reports.append((report, with_capture))
        if self.not_prepared:
            raise InputError(report.run_id, "", self.not_prepared)
        return self.with_capture if with_capture else self.contents

    def write(self, contents: Contents, path: Path, recipients: tuple[str, ...] = ()) -> None:
        """Nowhere."""
        if self.not_written:
            raise InputError(str(path), "", self.not_written)
        self.written.append((contents, path, recipients))


@dataclass
class FakeFolders:
    """Writes down which folders were to be shown; ``not_shown`` is why none is."""

    not_shown: Unknown | None = None
    seen: list[Path] = field(default_factory=list)

    def show(self, folder: Path) -> Unknown | None:
        """At once."""
        self.seen.append(folder)
        return self.not_shown


def as_bundling(fake: FakeBundling) -> Bundling:
    """For constructors that ask for the real one."""
    return cast("Bundling", fake)


def as_mending(fake: FakeMending) -> Mending:
    """For constructors that ask for the real one."""
    return cast("Mending", fake)


def as_session(fake: FakeSession) -> Session:
    """For constructors that ask for the real one."""
    return cast("Session", fake)
