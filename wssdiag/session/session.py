"""What the faces ask for: a run, a re-check after a step of a guide, a report from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wssdiag.model.facts import Facts
from wssdiag.session.equipment import Equipment
from wssdiag.session.evidence import read_report, read_whole
from wssdiag.session.judge import judged_again, on_facts_alone
from wssdiag.session.pac_question import ask_pac
from wssdiag.session.request import Request
from wssdiag.session.run import Publish, Run

if TYPE_CHECKING:
    import threading
    from pathlib import Path

    from wssdiag.bundle.read import Bundle
    from wssdiag.model.check import CheckResult
    from wssdiag.model.report import Report


class Session(Equipment):
    """The equipment in use."""

    __slots__ = ()

    def run(self, request: Request, publish: Publish, cancel: threading.Event) -> Report:
        """Run to the end, to the deadline, or until cancelled; blocks. Events come in order, from the calling thread."""
        return Run(self, request, publish, cancel).go()

    def recheck(self, before: Report, ids: frozenset[str], publish: Publish, cancel: threading.Event) -> Report:
        """Read the facts anew and run these checks again, with what they need; the rest stays as it was.

        Another mode, another proxy or another resolver means a full run: what was seen by the old path says nothing about the new one.
        """
        request = Request(role=before.role, only=tuple(sorted(ids)), method=None if before.mode.in_use else before.mode.method)
        run = Run(self, request, publish, cancel)
        if run.mode.method is not before.mode.method or not run.whole_plan <= {result.id for result in before.checks}:
            return self.run(msgspec.structs.replace(request, only=()), publish, cancel)
        return run.go(before)

    def stored(self, path: Path) -> Report:
        """A report from a file, judged by today's rules; :class:`InputError` where the file holds none."""
        return judged_again(self, read_report(path))

    def judged(self, path: Path) -> Report:
        """What a report, facts, a capture or a bundle says by today's rules; :class:`InputError` where it is none of them."""
        return self.opened(path)[0]

    def opened(self, path: Path) -> tuple[Report, Bundle | None]:
        """The same, with the bundle where it was one."""
        evidence = read_whole(path)
        judged = evidence.judged
        report = on_facts_alone(self, judged) if isinstance(judged, Facts) else judged_again(self, judged)
        return report, evidence.bundle

    def ask_pac(self, source: str, url: str, facts: Facts) -> CheckResult:
        """What the PAC file behind an address says for one address; blocks. The file is fetched anew, and names are looked up."""
        return ask_pac(self, source, url, facts)
