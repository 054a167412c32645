"""When each step of a run began and how long it took, as lanes on one axis of time. Pure: painting is in waterfall_view.

A report that was made by re-checks holds steps of several runs. Each run begins at zero again: what lay between them is nobody's time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from wssdiag.model.observation import Step
from wssdiag.report import wording
from wssdiag.report.failures import failure_words
from wssdiag.report.observed import step_word
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.model.check import CheckResult
    from wssdiag.model.observation import Observation

#: Nothing at all going on for so long: another run. Within a run a step follows another at once.
_PAUSE_MS = 10_000.0

#: Steps of one check that are drawn; the whole of them is in the saved report.
_SHOWN = 64

#: Steps of one check that are told in words.
_TOLD = 12

#: Marks on the axis, at most: their words must not touch.
_TICKS = 4


#: After everything that was measured.
_NEVER = float("inf")

#: Longer than any run, in milliseconds.
_AGES = 1e12


class Look(StrEnum):
    """How a bar looks: the steps that are of one sort share one."""

    NAME = "name"
    WIRE = "wire"
    PROXY = "proxy"
    TLS = "tls"
    ASK = "ask"


_LOOKS = {Step.RESOLVE: Look.NAME, Step.CONNECT: Look.WIRE, Step.UDP: Look.WIRE, Step.ICMP: Look.WIRE}
_LOOKS |= {Step.PROXY: Look.PROXY, Step.TLS: Look.TLS}


@dataclass(frozen=True, slots=True)
class Bar:
    """One step, in milliseconds since its run began."""

    look: Look
    begin_ms: float
    end_ms: float
    failed: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One check. Without bars nothing of it was measured."""

    check: CheckResult
    bars: tuple[Bar, ...]
    text: str
    earlier: bool = False  # of a run before the last

    @property
    def place(self) -> float:
        """Where it stands among the others: by its beginning, earlier runs after the last, what was not measured at the end."""
        begin = min((bar.begin_ms for bar in self.bars), default=_NEVER)
        return begin + _AGES if self.earlier else begin


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The lanes in the order of the checks."""

    lanes: tuple[Lane, ...] = ()
    span_ms: float = 0.0  # from 0 to the end of the longest run; 0 where nothing was measured
    starts: tuple[float, ...] = (0.0,)  # of the runs, in the time of the last


def waterfall_of(results: Iterable[CheckResult], before: Waterfall | None = None) -> Waterfall:
    """All checks of a report, or of as much of it as there is. ``before``: of the same run a moment ago, whose lanes are taken over."""
    checks = tuple(results)
    starts = _starts(seen for check in checks for seen in check.observations)
    kept = before.lanes if before is not None and before.starts == starts else ()
    if checks[: len(kept)] != tuple(lane.check for lane in kept):
        kept = ()
    lanes = (*kept, *(_lane(check, starts) for check in checks[len(kept) :]))
    return Waterfall(lanes, max((bar.end_ms for lane in lanes for bar in lane.bars), default=0.0), starts)


def ticks(span_ms: float) -> tuple[float, ...]:
    """Round times along the axis, the first of them 0; none where there is no axis."""
    if span_ms <= 0:
        return ()
    size = 1.0
    while True:
        for factor in (1, 2, 5):
            if span_ms / (size * factor) < _TICKS:
                return tuple(size * factor * number for number in range(int(span_ms / (size * factor)) + 1))
        size *= 10


def look_word(look: Look) -> str:
    """What the bars of a look stand for, for the key above them."""
    return {
        Look.NAME: _("Look up"),
        Look.WIRE: _("Connect"),
        Look.PROXY: _("Ask proxy"),
        Look.TLS: _("TLS"),
        Look.ASK: _("Request"),
    }[look]


def _starts(seen: Iterable[Observation]) -> tuple[float, ...]:
    """When each run began. The last began at 0; what an earlier one measured lies before it, and between two runs nothing went on."""
    starts: list[float] = []
    end = 0.0
    for one in sorted((one for one in seen if one.offset_ms < 0), key=lambda one: one.offset_ms):
        if not starts or one.offset_ms > end + _PAUSE_MS:
            starts.append(one.offset_ms)
            end = one.offset_ms
        end = max(end, one.offset_ms + one.elapsed_ms)
    return (*starts, 0.0)


def _lane(check: CheckResult, starts: tuple[float, ...]) -> Lane:
    shown = check.observations[:_SHOWN]
    bars = tuple(_bar(one, max(start for start in starts if start <= one.offset_ms)) for one in shown)
    earlier = bool(shown) and shown[0].offset_ms < 0
    told = [_told(one, bar) for one, bar in zip(shown[:_TOLD], bars, strict=False)]
    if not bars:
        told = [_("no step was measured")]
    elif earlier:
        told.insert(0, _("measured in an earlier run"))
    return Lane(check, bars, "; ".join(told), earlier)


def _bar(seen: Observation, start: float) -> Bar:
    begin = seen.offset_ms - start
    return Bar(_LOOKS.get(seen.step, Look.ASK), begin, begin + max(0.0, seen.elapsed_ms), seen.failure is not None)


def _told(seen: Observation, bar: Bar) -> str:
    """``"Connect 32 ms from 120 ms"``: what a screen reader says of a bar."""
    values = {"step": step_word(seen.step), "time": wording.duration(seen.elapsed_ms), "begin": wording.duration(bar.begin_ms)}
    if seen.failure is None:
        return _("{step} {time} from {begin}").format(**values)
    return _("{step} {time} from {begin}, {failure}").format(**values, failure=failure_words(seen.failure))
