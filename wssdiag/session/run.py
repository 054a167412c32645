"""The conductor: plan, worker threads, waves, events. The one place that catches a bug of ours and goes on.

Owns threads, order and time limits. Must not judge: what outcomes mean stands in ``checks``, what they prove in ``diagnosis``.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import msgspec

from wssdiag import __version__
from wssdiag.checks.check import Check, Outcome
from wssdiag.checks.plan import WAVES, chosen, extend, locations, plan
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.event import AnyEvent, CheckFinished, CheckStarted, FindingMade, ModeKnown, ReportMade, RunStarted
from wssdiag.model.failure import Failure
from wssdiag.model.report import NetworkState, Report
from wssdiag.session.judge import UNJUDGED, judged_again
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from wssdiag.model.facts import Facts
    from wssdiag.model.mode import Mode
    from wssdiag.session.equipment import Equipment
    from wssdiag.session.request import Request

#: Worker threads at a time: a plan has some 60 checks, which mostly wait. More would look like an attack to a firewall.
PARALLEL = 64

#: How often the conductor looks at cancel and deadline while nothing finishes. Cancel must be seen within 200 ms.
_TICK_S = 0.05

_BLOCKING = frozenset({Status.FAIL, Status.SKIPPED, Status.ERROR, Status.CANCELLED})

_log = logging.getLogger(__name__)

Publish = Callable[[AnyEvent], None]


class Run:
    """One run. Its state belongs to the calling thread; workers only put outcomes into the queue."""

    def __init__(self, equipment: Equipment, request: Request, publish: Publish, cancel: threading.Event) -> None:
        self._equipment = equipment
        self._request = request
        self._publish = publish
        self._cancel = cancel
        self._started = equipment.clock.monotonic()
        self._started_at = equipment.clock.now()
        self._network = equipment.network(self._started, cancel.is_set)
        self._situation, first = equipment.planned(request)
        self._pending: dict[str, Check] = {check.id: check for check in first}
        self._planned = list(self._pending)
        self._running: dict[str, Check] = {}
        self._results: dict[str, CheckResult] = {}
        self._done: SimpleQueue[tuple[Check, Outcome, float]] = SimpleQueue()
        self._seq = 0

    @property
    def mode(self) -> Mode:
        """The provisional mode."""
        return self._situation.mode

    @property
    def whole_plan(self) -> frozenset[str]:
        """The ids of the first wave, whatever part of it was asked for."""
        return frozenset(check.id for check in plan(self._situation))

    def go(self, before: Report | None = None) -> Report:
        """All waves, then the report; with ``before``, its results stand where this run has none."""
        run_id = uuid.uuid4().hex
        self._tell(RunStarted, run_id=run_id)
        self._tell(ModeKnown, mode=self.mode, planned=len(self._planned))
        for wave in range(1, WAVES + 1):
            self._drain()
            if wave == WAVES or self._over():
                break
            self._add(extend(self._situation, self._planned, self._results))
            if not self._pending:
                break
        report = self._report(run_id, before)
        if report.mode != self.mode:
            self._tell(ModeKnown, mode=report.mode, planned=len(self._planned))
        for finding in report.findings:
            self._tell(FindingMade, finding=finding)
        self._tell(ReportMade, report=report)
        return report

    def _add(self, more: tuple[Check, ...]) -> None:
        wanted = chosen(more, self._request.only, self._request.skip)
        self._pending |= {check.id: check for check in wanted}
        self._planned += [check.id for check in wanted]

    def _drain(self) -> None:
        """Until every planned check is settled, or the run is over."""
        while self._pending or self._running:
            if self._over():
                self._give_up()
                return
            self._start_ready()
            try:
                self._settle(*self._done.get(timeout=_TICK_S))
            except Empty:
                continue

    def _over(self) -> bool:
        return self._cancel.is_set() or self._elapsed_ms() > self._request.deadline_s * 1000

    def _start_ready(self) -> None:
        """Start what can start; skip what a failed need blocks, and look again at what that skips in turn."""
        progress = True
        while progress:
            progress = False
            for check in list(self._pending.values()):
                if any(need in self._pending or need in self._running for need in check.needs):
                    continue
                blocker = next((need for need in check.needs if need in self._results and self._results[need].status in _BLOCKING), None)
                if blocker:
                    del self._pending[check.id]
                    self._record(_result(check, Outcome(Status.SKIPPED, f"not run: {blocker} failed"), 0.0, blocker))
                    progress = True
                elif len(self._running) < PARALLEL:
                    self._running[check.id] = self._pending.pop(check.id)
                    self._tell(CheckStarted, id=check.id, title=check.title)
                    threading.Thread(target=self._work, args=(check,), name=check.id, daemon=True).start()

    def _work(self, check: Check) -> None:
        """In a worker thread: the one place where an exception is a result."""
        began = self._equipment.clock.monotonic()
        try:
            outcome = check.run(self._network, self._results)
        except Exception:  # noqa: BLE001 - the third road: a bug of ours is an outcome, and the other checks go on
            _log.exception("check %s", check.id)
            outcome = Outcome(Status.ERROR, "wssdiag itself failed here; the log has the details")
        self._done.put((check, outcome, (self._equipment.clock.monotonic() - began) * 1000))

    def _settle(self, check: Check, outcome: Outcome, elapsed_ms: float) -> None:
        if not self._running.pop(check.id, None):
            return
        if any(seen.failure is Failure.CANCELLED for seen in outcome.observations):
            outcome = Outcome(Status.CANCELLED, "not finished", outcome.observations)
        self._record(_result(check, outcome, elapsed_ms))

    def _give_up(self) -> None:
        """Keep what had finished; the rest is cancelled, and its threads end at their own limits."""
        while True:
            try:
                self._settle(*self._done.get_nowait())
            except Empty:
                break
        for check in (*self._running.values(), *self._pending.values()):
            self._record(_result(check, Outcome(Status.CANCELLED, "not finished"), 0.0))
        self._running.clear()
        self._pending.clear()

    def _record(self, result: CheckResult) -> None:
        self._results[result.id] = result
        self._tell(CheckFinished, result=result)

    def _report(self, run_id: str, before: Report | None) -> Report:
        facts = self._facts_after()
        results = self._merged(before)
        report = Report(
            run_id=run_id,
            tool_version=__version__,
            catalogue_version=self._equipment.catalogue.version,
            started=self._started_at.isoformat(timespec="milliseconds"),
            elapsed_ms=self._elapsed_ms(),
            cancelled=self._cancel.is_set(),
            role=self._request.role,
            verdict=UNJUDGED,
            mode=self.mode,
            network=NetworkState(),
            checks=tuple(results.values()),
            findings=(),
            locations=locations(self._situation, results),
            facts=facts,
        )
        return judged_again(self._equipment, report)

    def _merged(self, before: Report | None) -> dict[str, CheckResult]:
        """Results in the order in which they were planned, those of a re-check in the place of the old ones."""
        own = {check_id: self._results[check_id] for check_id in self._planned if check_id in self._results}
        if before is None:
            return own
        ago_ms = (self._started_at - datetime.fromisoformat(before.started)).total_seconds() * 1000
        return {**{result.id: _earlier(result, ago_ms) for result in before.checks}, **own}

    def _facts_after(self) -> Facts:
        """The facts with the neighbour table as the checks left it; those of a file are what they are. A cancel waits for nothing."""
        facts = self._situation.facts
        if self._request.facts is not None or self._cancel.is_set():
            return facts
        fresh = facts_of(self._equipment.system.neighbours())
        return msgspec.structs.replace(facts, neighbours=fresh.neighbours)

    def _elapsed_ms(self) -> float:
        return (self._equipment.clock.monotonic() - self._started) * 1000

    def _tell(self, kind: Callable[..., AnyEvent], **fields: object) -> None:
        self._publish(kind(seq=self._seq, offset_ms=self._elapsed_ms(), **fields))
        self._seq += 1


def _earlier(result: CheckResult, ago_ms: float) -> CheckResult:
    """A result of an earlier run, its times counted from the start of this one: they are before it."""
    seen = tuple(msgspec.structs.replace(row, offset_ms=row.offset_ms - ago_ms) for row in result.observations)
    return msgspec.structs.replace(result, observations=seen)


def _result(check: Check, outcome: Outcome, elapsed_ms: float, blocked_by: str | None = None) -> CheckResult:
    return CheckResult(
        id=check.id,
        title=check.title,
        status=outcome.status,
        required=check.required,
        summary=outcome.summary,
        elapsed_ms=elapsed_ms,
        needs=check.needs,
        blocked_by=blocked_by,
        endpoint=check.endpoint,
        observations=outcome.observations,
    )
