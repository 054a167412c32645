from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.fakes import Ask, Page
from tests.world import CTC, PORTAL, World, codes, neighbour
from wssdiag.model.event import CheckFinished, CheckStarted, FindingMade, ModeKnown, ReportMade, RunStarted
from wssdiag.model.failure import Failure
from wssdiag.probes.network import Journey
from wssdiag.session.run import PARALLEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.event import AnyEvent
    from wssdiag.model.report import Report

#: Cancel must be seen within 200 ms; three times that on a machine that is busy.
CANCEL_LIMIT_S = 0.6

#: A test that hangs ends here.
PATIENCE_S = 10.0


@pytest.fixture
def released() -> Iterator[threading.Event]:
    """Lets go of the workers that a test holds, whatever becomes of it."""
    event = threading.Event()
    yield event
    event.set()


def hold(world: World, released: threading.Event, host: str = CTC) -> threading.Event:
    """Every journey to a host waits. The event tells that one does."""
    waiting = threading.Event()

    def before(ask: Ask) -> None:
        if isinstance(ask, Journey) and ask.host == host:
            waiting.set()
            released.wait(PATIENCE_S)

    world.network.before = before
    return waiting


def statuses(report: Report) -> dict[str, str]:
    return {row.id: str(row.status) for row in report.checks}


def test_events_come_in_order() -> None:
    world = World()
    world.network.block(CTC, 443)
    report = world.run()
    events = world.events
    assert [event.seq for event in events] == list(range(len(events)))
    assert [type(event) for event in events[:2]] == [RunStarted, ModeKnown]
    last = events[-1]
    assert isinstance(last, ReportMade)
    assert last.report == report
    assert isinstance(events[0], RunStarted)
    assert events[0].run_id == report.run_id
    offsets = [event.offset_ms for event in events]
    assert offsets == sorted(offsets)
    found = [event.finding for event in events if isinstance(event, FindingMade)]
    assert tuple(found) == report.findings


def test_each_check_starts_and_finishes_once_and_after_its_needs() -> None:
    world = World()
    world.network.says[PORTAL] = Failure.NAME_NOT_FOUND
    report = world.run()
    started = [event.id for event in world.events if isinstance(event, CheckStarted)]
    finished = [event.result.id for event in world.events if isinstance(event, CheckFinished)]
    assert len(started) == len(set(started))
    assert sorted(finished) == sorted(row.id for row in report.checks)
    assert set(finished) - set(started) == {row.id for row in report.checks if row.status == "skipped"}
    for row in report.checks:
        assert all(finished.index(need) < finished.index(row.id) for need in row.needs)


def test_the_mode_is_told_again_only_where_it_changed() -> None:
    world = World()
    world.run(None)
    assert len([event for event in world.events if isinstance(event, ModeKnown)]) == 1


def test_a_check_that_raises_is_an_error_and_the_rest_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    world = World()

    def before(ask: Ask) -> None:
        if isinstance(ask, Journey) and ask.host == CTC and ask.tls is None:
            message = "a bug of ours"
            raise KeyError(message)

    world.network.before = before
    logging.getLogger("wssdiag").propagate = True
    with caplog.at_level(logging.ERROR, logger="wssdiag"):
        report = world.run()
    seen = statuses(report)
    assert seen["tcp.ctc-443"] == "error"
    assert seen["tls.ctc-443"] == "skipped"
    assert seen["tls.portal-443"] == "pass"
    assert report.verdict.status == "incomplete"
    assert "a bug of ours" in caplog.text
    assert "Traceback" in caplog.text


def test_cancel_keeps_what_had_finished(released: threading.Event) -> None:
    world = World()
    waiting = hold(world, released)
    reports: list[Report] = []
    thread = threading.Thread(target=lambda: reports.append(world.run()), daemon=True)
    thread.start()
    assert waiting.wait(PATIENCE_S)
    while not any(isinstance(event, CheckFinished) and event.result.id == "tls.portal-443" for event in list(world.events)):
        time.sleep(0.01)
    began = time.monotonic()
    world.cancel.set()
    thread.join(PATIENCE_S)
    assert time.monotonic() - began < CANCEL_LIMIT_S
    report = reports[0]
    seen = statuses(report)
    assert report.cancelled
    assert seen["tcp.ctc-443"] == "cancelled"
    assert seen["tls.ctc-443"] == "cancelled"
    assert seen["tls.portal-443"] == "pass"
    assert report.verdict.status == "incomplete"
    assert isinstance(world.events[-1], ReportMade)


def test_what_comes_after_the_end_changes_nothing(released: threading.Event) -> None:
    world = World()
    waiting = hold(world, released)
    world.cancel.set()
    report = world.run()
    count = len(world.events)
    released.set()
    time.sleep(0.05)
    assert len(world.events) == count
    assert not waiting.is_set() or statuses(report)["tcp.ctc-443"] == "cancelled"


def test_the_deadline_ends_a_run(released: threading.Event) -> None:
    world = World()
    waiting = hold(world, released)

    def late() -> None:
        waiting.wait(PATIENCE_S)
        world.clock.advance(31)

    threading.Thread(target=late, daemon=True).start()
    report = world.run()
    assert not report.cancelled
    assert statuses(report)["tcp.ctc-443"] == "cancelled"
    assert report.verdict.status == "incomplete"
    assert report.elapsed_ms >= 30_000


def test_a_cause_found_before_the_deadline_stands(released: threading.Event) -> None:
    world = World()
    world.network.says["*"] = Failure.DNS_SERVFAIL
    world.network.servers["192.0.2.53"] = Failure.DNS_SERVFAIL
    waiting = hold(world, released, "one.one.one.one")

    def late() -> None:
        waiting.wait(PATIENCE_S)
        while not any(isinstance(event, CheckFinished) and event.result.id.startswith("dns.server.") for event in list(world.events)):
            time.sleep(0.01)
        time.sleep(0.1)
        world.clock.advance(31)

    threading.Thread(target=late, daemon=True).start()
    report = world.run()
    assert report.verdict.cause == "dns-server-failing"


def test_at_most_so_many_run_at_once(released: threading.Event) -> None:
    world = World()
    lock = threading.Lock()
    now, most = set[int](), [0]

    def before(ask: Ask) -> None:
        own = threading.get_ident()
        with lock:
            now.add(own)
            most[0] = max(most[0], len(now))
        time.sleep(0.02)
        with lock:
            now.discard(own)

    world.network.before = before
    rows = tuple(
        msgspec.structs.replace(row, id=f"extra-{number}", port=1000 + number)
        for number in range(200)
        for row in world.catalogue.location[:1]
    )
    world.catalogue = msgspec.structs.replace(world.catalogue, location=rows)
    report = world.run()
    assert len(report.checks) > 200
    assert PARALLEL // 2 < most[0] <= PARALLEL


def test_three_waves_at_most() -> None:
    world = World()
    asked = list[str]()
    world.network.says[CTC] = ("10.9.9.9",)
    world.network.strangers |= {"10.9.9.9"}
    world.network.before = lambda ask: asked.append(str(ask))
    report = world.run()
    ids = list(statuses(report))
    first, second, third = (
        ids.index("tls.ctc-443"),
        ids.index(f"second-opinion.{CTC}.quad9-dns"),
        ids.index("address.ctc-443.second-opinion") if ("address.ctc-443.second-opinion" in ids) else len(ids),
    )
    assert first < second < third


def test_nothing_is_asked_a_second_time_by_a_later_wave() -> None:
    world = World()
    world.network.says[CTC] = Failure.NAME_NOT_FOUND
    report = world.run()
    ids = [row.id for row in report.checks]
    assert len(ids) == len(set(ids))
    assert "address.ctc-443" in ids


def test_the_neighbours_are_read_after_the_checks() -> None:
    world = World()
    world.system.later = [neighbour("failed")]
    report = world.run(only=("none",))
    assert not isinstance(report.facts.neighbours, tuple) or report.facts.neighbours[0].state == "failed"


def test_facts_that_were_handed_in_are_not_read_again() -> None:
    world = World()
    facts, _ = world.session.detect()
    world.system.later = [neighbour("failed")]
    world.system.files = {}
    report = world.run(only=("none",), facts=facts)
    assert report.facts == facts


def test_a_run_tells_what_it_is() -> None:
    world = World()
    report = world.run()
    assert report.started == "2026-03-04T12:00:00.000+00:00"
    assert report.catalogue_version == world.catalogue.version
    assert len(report.run_id) == 32
    assert {row.id for row in report.locations} >= {"ctc-443", "portal-443"}


def test_none_runs_nothing() -> None:
    world = World()
    report = world.run(only=("none",))
    assert report.checks == ()
    assert world.network.asked == []
    assert report.verdict.status == "incomplete"


def test_none_still_judges_the_facts() -> None:
    world = World()
    world.system.files["routes.json"] = []
    report = world.run(only=("none",))
    assert codes(report) == ["no-default-route"]


def test_only_brings_what_it_needs() -> None:
    world = World()
    report = world.run(only=("tls.ctc-443",))
    assert list(statuses(report)) == [f"dns.{CTC}", "tcp.ctc-443", "tls.ctc-443"]
    assert report.verdict.status == "healthy"


def test_only_narrows_what_is_required() -> None:
    world = World()
    world.network.block(CTC, 443)
    report = world.run(only=("sign-in.*",))
    assert {row.id.split(".")[0] for row in report.checks} == {"sign-in"}
    assert report.verdict.status == "healthy"


def test_what_alone_was_asked_for_and_fails_is_not_healthy() -> None:
    world = World()
    world.network.block(CTC, 443)
    assert world.run(only=("tcp.ctc-443",)).verdict.cause == "unexplained"
    assert world.run(skip=("tls.*",)).verdict.cause == "port-blocked"
    world.network.block(CTC, 443, None)
    assert world.run(only=("tcp.ctc-443",)).verdict.status == "healthy"


def test_only_covers_what_is_added_while_running() -> None:
    world = World()
    world.network.says[CTC] = Failure.NAME_NOT_FOUND
    report = world.run(only=(f"dns.{CTC}", "control.tcp.*", "address.*"))
    assert "address.ctc-443" in statuses(report)
    assert not [row for row in statuses(report) if row.startswith("second-opinion")]


def test_skip() -> None:
    world = World()
    report = world.run(skip=("sign-in.*", "tcp.*", "control.tls.*"))
    families = {row.rpartition(".")[0] for row in statuses(report)}
    assert not families & {"sign-in", "tcp", "control.tls"}
    assert statuses(report)["tls.ctc-443"] == "pass"


def test_a_report_is_published_even_where_nothing_works() -> None:
    world = World()
    world.network.hijack = Page(500)
    world.network.block()
    world.network.says["*"] = Failure.DNS_TIMEOUT
    events: list[AnyEvent] = world.events
    report = world.run()
    assert isinstance(events[-1], ReportMade)
    assert report.verdict.status == "broken"
