"""What the watch shows, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.gui import samples
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.gui.watch_log import MOST_LINES, MOST_POINTS, Log, Point, connect_ms
from wssdiag.gui.watch_plot import top_of
from wssdiag.model.report import Report, VerdictStatus
from wssdiag.report.news import as_known, news
from wssdiag.session.watch_event import Changed, RunMade

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge

KNOWLEDGE = load_knowledge("en")


def ran(run: int, report: Report) -> RunMade:
    told = {"run_id": "a", "started": report.started, "elapsed_ms": report.elapsed_ms, "verdict": report.verdict}
    at = f"2026-11-23T{9 + run // 60:02}:{run % 60:02}:00+00:00"
    return RunMade(run=run, seq=run, offset_ms=run * 60_000.0, at=at, method=report.mode.method, network=report.network, **told)  # type: ignore[arg-type]


def watched(*reports: Report, knowledge: Knowledge = KNOWLEDGE) -> Log:
    log, before = Log(), None
    for run, report in enumerate(reports, 1):
        event = ran(run, report)
        log = log.with_run(event, report, knowledge)
        known = report
        if before is not None:
            known = as_known(before, report)
            changes = news(before, known)
            if not changes.none:
                log = log.with_change(Changed(run=run, seq=run, offset_ms=event.offset_ms, at=event.at, changes=changes), report, knowledge)
        before = known
    return log


def test_what_changed_is_told_the_latest_first() -> None:
    log = watched(samples.healthy(), samples.healthy(), samples.port_blocked())
    assert [point.status for point in log.points] == [VerdictStatus.HEALTHY, VerdictStatus.HEALTHY, VerdictStatus.BROKEN]
    assert "Does not work: Your network blocks the door" in log.lines[0]
    assert "Healthy" in log.lines[-1]
    assert log.lines[0].startswith(log.points[-1].at)


def test_the_first_run_says_how_it_stands_and_the_same_again_is_no_news() -> None:
    assert len(watched(samples.port_blocked()).lines) == 1
    assert watched(*[samples.port_blocked()] * 4).lines == watched(samples.port_blocked()).lines


def test_a_point_is_the_median_of_the_connections_to_the_service() -> None:
    report = samples.healthy()
    tcp = next(check for check in report.checks if check.id == "tcp.ctc-443")
    seen = tcp.observations[0]
    times = (10.0, 1000.0, 30.0)
    several = replace(tcp, observations=tuple(replace(seen, elapsed_ms=time) for time in times))
    only = replace(report, checks=(several,))
    assert connect_ms(only) == 30.0
    behind = replace(report, checks=(replace(several, id="proxy.tcp"),))
    assert connect_ms(behind) == 30.0
    elsewhere = replace(report, checks=(replace(several, id="control.tcp.x"),))
    assert connect_ms(elsewhere) is None


def test_where_nothing_was_connected_there_is_no_time() -> None:
    assert connect_ms(samples.no_network()) is None
    assert "connection to the service" not in watched(samples.no_network()).summary()


def test_it_is_bounded_however_long_it_goes_on() -> None:
    log = Log()
    for run in range(1, MOST_POINTS + 10):
        log = log.with_run(ran(run, samples.healthy()), samples.healthy(), KNOWLEDGE).with_lines("2026-11-23T09:00:00+00:00", [str(run)])
    assert len(log.points) == MOST_POINTS
    assert len(log.lines) == MOST_LINES
    assert log.lines[0].endswith(str(MOST_POINTS + 9))
    assert log.points[-1].offset_ms == (MOST_POINTS + 9) * 60_000.0


@given(st.lists(st.one_of(st.none(), st.floats(0, 60_000)), max_size=8))
def test_no_point_is_above_the_axis(times: list[float | None]) -> None:
    points = tuple(Point("09:00:00", float(at), VerdictStatus.HEALTHY, time) for at, time in enumerate(times))
    top = top_of(points)
    assert top > 0
    assert all(time <= top for time in times if time is not None)
