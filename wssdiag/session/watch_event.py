"""What a watch tells, beside the events of its runs: one stream of frozen events, in order, published from one thread."""

from __future__ import annotations

import msgspec

from wssdiag.model.mode import Method
from wssdiag.model.report import NetworkState, Verdict, VerdictStatus
from wssdiag.report.compare import Differences


class WatchEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """What every event carries: as the events of a run do, and the time of day."""

    seq: int  # 0, 1, 2, ... without a gap
    offset_ms: float  # since the watch started
    at: str  # this computer's local time with its offset, ISO 8601


class WatchStarted(WatchEvent, frozen=True, kw_only=True, tag="watch_started"):
    """The first event."""

    interval_s: float
    count: int | None  # None: until it is stopped


class RunMade(WatchEvent, frozen=True, kw_only=True, tag="run"):
    """A run came to its end, whatever changed. One that was interrupted is not told."""

    run: int  # 1, 2, ...
    run_id: str
    started: str  # UTC, ISO 8601, as in the report
    elapsed_ms: float
    verdict: Verdict
    method: Method
    network: NetworkState


class Changed(WatchEvent, frozen=True, kw_only=True, tag="change"):
    """Follows its run where something is otherwise than it was known before."""

    run: int
    changes: Differences


class State(msgspec.Struct, frozen=True):
    """How long the verdict was this one: from the start of each run that said so to the start of the next."""

    status: VerdictStatus
    elapsed_ms: float


class WatchEnded(WatchEvent, frozen=True, kw_only=True, tag="watch_ended"):
    """The last event."""

    runs: int
    interrupted: bool
    states: tuple[State, ...]  # those that occurred; by how much their times fall short of offset_ms, the computer slept


AnyWatchEvent = WatchStarted | RunMade | Changed | WatchEnded
