from __future__ import annotations

import gc
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import pytest

from tests.fakes import Ask, FakeClock, FakeSystem
from tests.world import CTC, World, cable
from wssdiag.model.event import ReportMade, RunStarted
from wssdiag.model.mode import Method
from wssdiag.model.report import Report
from wssdiag.session import Pace, Request, Watch
from wssdiag.session.watch_event import Changed, RunMade, WatchEnded, WatchStarted

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.model.event import AnyEvent
    from wssdiag.session.watch_event import AnyWatchEvent

_Event = TypeVar("_Event")


@dataclass
class SlowSystem(FakeSystem):
    """A computer that takes its time to say how it is, once for each run."""

    files: dict[str, object] = field(default_factory=cable)
    clock: FakeClock = field(default_factory=FakeClock)
    seconds: float = 0.0
    asked: list[float] = field(default_factory=list)  # when, by the monotonic clock

    def capture(self) -> dict[str, bytes]:
        self.asked.append(self.clock.seconds)
        self.clock.advance(self.seconds)
        return super().capture()


class Watched:
    """A watch of a world whose clock no test waits for. ``between`` is called with the number of the run that has just been told."""

    def __init__(self, clock: FakeClock | None = None, method: Method | None = None, run_s: float = 0.0) -> None:
        self.clock = clock or FakeClock()
        self.system = SlowSystem(clock=self.clock, seconds=run_s)
        self.world = World(clock=self.clock, system=self.system)
        self.request = Request(method=method)
        self.between: Callable[[int], None] = lambda _run: None
        self.events: list[AnyWatchEvent] = []
        self.last: Report | None = None

    def go(self, interval_s: float = 60.0, count: int | None = 3) -> Watched:
        watch = Watch(self.world.session, self.request, Pace(interval_s, count), self.world.cancel)
        self.last = watch.go(self._tell, lambda _event: None)
        return self

    @property
    def starts(self) -> list[float]:
        """When the runs began, in seconds from the first."""
        return [at - self.system.asked[0] for at in self.system.asked]

    def of(self, kind: type[_Event]) -> list[_Event]:
        return [event for event in self.events if isinstance(event, kind)]

    def _tell(self, event: AnyWatchEvent) -> None:
        self.events.append(event)
        if isinstance(event, RunMade):
            self.between(event.run)


def close(world: World) -> None:
    world.network.block(CTC, 443)


def reopen(world: World) -> None:
    world.network.firewall.clear()


@dataclass
class Dozing(FakeClock):
    """A clock that goes on while the computer sleeps, in the tick after ``at`` seconds."""

    at: float = 1020.0
    hours: float = 8.0

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        if self.seconds >= self.at and self.hours:
            self.advance(self.hours * 3600)
            self.hours = 0.0


def test_events_come_in_order_and_say_when() -> None:
    watched = Watched().go()
    assert [type(event) for event in watched.events] == [WatchStarted, RunMade, RunMade, RunMade, WatchEnded]
    assert [event.seq for event in watched.events] == list(range(5))
    assert [event.offset_ms for event in watched.events] == [0.0, 0.0, 60_000.0, 120_000.0, 120_000.0]
    assert [event.run for event in watched.of(RunMade)] == [1, 2, 3]
    at = watched.world.clock.now().astimezone().isoformat(timespec="seconds")
    assert watched.events[-1].at == at
    assert watched.last is not None
    assert watched.of(RunMade)[-1].run_id == watched.last.run_id


def test_only_what_changed_is_told_and_once() -> None:
    watched = Watched(method=Method.WSS_AGENT)
    changes = {2: close, 4: reopen}
    watched.between = lambda run: changes.get(run, lambda _world: None)(watched.world)
    watched.go(interval_s=10.0, count=6)
    changed = watched.of(Changed)
    told = [(event.run, [one.code for one in event.changes.new], [one.code for one in event.changes.solved]) for event in changed]
    assert told == [(3, ["port-blocked"], []), (5, [], ["port-blocked"])]
    port = [[(row.before, row.after) for row in event.changes.checks if row.id == "tcp.ctc-443"] for event in changed]
    assert port == [[("pass", "fail")], [("fail", "pass")]]


def test_the_facts_are_read_anew_for_each_run() -> None:
    watched = Watched()
    watched.between = lambda run: watched.world.set_proxy() if run == 1 else None
    watched.go(count=2)
    change = watched.of(Changed)[0].changes
    assert (change.before.method, change.after.method) == ("direct", "explicit-proxy")


def test_the_pace_is_from_start_to_start() -> None:
    assert Watched(run_s=20.0).go(interval_s=60.0).starts == pytest.approx([0.0, 60.0, 120.0])


def test_a_run_longer_than_the_interval_is_followed_by_the_next_at_once_and_nothing_is_caught_up() -> None:
    watched = Watched(run_s=25.0)

    def hasten(run: int) -> None:
        if run == 2:
            watched.system.seconds = 0.0

    watched.between = hasten
    watched.go(interval_s=10.0, count=4)
    assert watched.starts == pytest.approx([0.0, 25.0, 50.0, 60.0])


def test_cancelled_while_it_waits_it_ends_within_a_tick() -> None:
    cancel = threading.Event()

    class Interrupted(FakeClock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            if self.seconds > 1090.0:
                cancel.set()

    watched = Watched(Interrupted())
    watched.world.cancel = cancel
    watched.go(count=None)
    ended = watched.of(WatchEnded)[0]
    assert (ended.runs, ended.interrupted) == (2, True)
    assert ended.offset_ms == pytest.approx(90_000.0, abs=200.0)


def test_a_run_that_is_cancelled_is_not_told() -> None:
    watched = Watched()

    def before(_ask: Ask) -> None:
        if watched.of(RunMade):
            watched.world.cancel.set()

    watched.world.network.before = before
    watched.go(count=5)
    ended = watched.of(WatchEnded)[0]
    assert (ended.runs, ended.interrupted) == (1, True)
    assert watched.last is not None
    assert watched.last.run_id == watched.of(RunMade)[0].run_id


def test_cancelled_before_it_began_it_runs_nothing() -> None:
    watched = Watched()
    watched.world.cancel.set()
    watched.go()
    assert [type(event) for event in watched.events] == [WatchStarted, WatchEnded]
    assert watched.of(WatchEnded)[0].states == ()
    assert watched.last is None


def test_each_verdict_counts_to_the_start_of_the_next_run() -> None:
    watched = Watched(method=Method.WSS_AGENT, run_s=5.0)
    watched.between = lambda run: close(watched.world) if run == 2 else None
    watched.go(count=4)
    states = {state.status: state.elapsed_ms for state in watched.of(WatchEnded)[0].states}
    assert states == pytest.approx({"healthy": 120_000.0, "broken": 65_000.0})


def test_a_computer_that_slept_runs_once_at_waking_and_nobody_watched_meanwhile() -> None:
    watched = Watched(Dozing()).go(count=3)
    night = 8 * 3600.0
    assert watched.starts == pytest.approx([0.0, 20.0 + night, 80.0 + night], abs=0.2)
    ended = watched.of(WatchEnded)[0]
    assert sum(state.elapsed_ms for state in ended.states) == pytest.approx(80_000.0, abs=300.0)


def test_only_the_last_report_is_kept() -> None:
    watched = Watched()
    alive: list[int] = []

    def count(_run: int) -> None:
        gc.collect()
        alive.append(sum(isinstance(thing, Report) for thing in gc.get_objects()))

    watched.between = count
    watched.go(count=6)
    assert max(alive[2:]) <= alive[1]


def test_the_runs_own_events_are_heard_beside() -> None:
    world = World()
    heard: list[AnyEvent] = []
    Watch(world.session, Request(), Pace(60.0, 2), threading.Event()).go(lambda _event: None, heard.append)
    assert [type(event) for event in heard if isinstance(event, RunStarted | ReportMade)] == [RunStarted, ReportMade] * 2
