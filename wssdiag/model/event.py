"""What a run tells while it runs: one stream of frozen events, in order, published from one thread."""

from __future__ import annotations

import msgspec

from wssdiag.model.check import CheckResult
from wssdiag.model.finding import Finding
from wssdiag.model.mode import Mode
from wssdiag.model.report import Report


class RunEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """What every event carries."""

    seq: int  # 0, 1, 2, ... without a gap
    offset_ms: float  # since the run started


class RunStarted(RunEvent, frozen=True, kw_only=True, tag="run_started"):
    """The first event."""

    run_id: str


class ModeKnown(RunEvent, frozen=True, kw_only=True, tag="mode"):
    """The provisional mode, and once more the final one where it differs."""

    mode: Mode
    planned: int  # checks that are planned by now


class CheckStarted(RunEvent, frozen=True, kw_only=True, tag="check_started"):
    """A worker thread took up a check."""

    id: str
    title: str


class CheckFinished(RunEvent, frozen=True, kw_only=True, tag="check_finished"):
    """A check came to its end, or was skipped or cancelled."""

    result: CheckResult


class FindingMade(RunEvent, frozen=True, kw_only=True, tag="finding"):
    """One finding of the final report, in its order."""

    finding: Finding


class ReportMade(RunEvent, frozen=True, kw_only=True, tag="report"):
    """The last event: the whole report."""

    report: Report


AnyEvent = RunStarted | ModeKnown | CheckStarted | CheckFinished | FindingMade | ReportMade
