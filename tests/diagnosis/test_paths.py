from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import Peer
from tests.world import CTC, CTC_ADDRESS, PORTAL, PROXY, SERVICE_PROXY, World, alarming, codes
from wssdiag.checks.paths import SLOW_MS
from wssdiag.diagnosis.diagnose import findings_of
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity

if TYPE_CHECKING:
    from wssdiag.model.report import Report


def said(world: World, code: str, method: str | None = "wss-agent") -> list[str]:
    return [row.code for row in world.run(method).findings if row.code == code]


def without(report: Report, *families: str) -> Report:
    """The report of a run in which these checks were left out."""
    return msgspec.structs.replace(report, checks=tuple(row for row in report.checks if not row.id.startswith(families)))


# mtu-blackhole


def large_packets_lost(world: World, host: str, *, received: int | None = None) -> None:
    world.network.peers["*", host] = Peer(small_only=True, received=received)


def test_mtu_blackhole_is_certain_where_small_packets_pass() -> None:
    world = World()
    large_packets_lost(world, CTC)
    report = world.run()
    assert codes(report) == ["mtu-blackhole"]
    found = report.findings[0]
    assert (found.severity, found.confidence) == (Severity.MAJOR, Certainty.CERTAIN)
    assert (found.subject.endpoint, found.subject.address) == ("ctc-443", CTC_ADDRESS)
    assert {row.check for row in found.evidence} == {"tls.ctc-443", "again.ctc-443", "segments.ctc-443"}
    assert set(found.values) == {"host", "address", "purpose"}


def test_mtu_blackhole_for_everything_needs_no_control() -> None:
    world = World()
    large_packets_lost(world, "*")
    report = world.run()
    assert codes(report) == ["mtu-blackhole"]
    assert alarming(report)[0].confidence is Certainty.CERTAIN


def test_mtu_blackhole_before_a_proxy() -> None:
    world = World()
    world.set_proxy()
    large_packets_lost(world, "*")
    report = world.run(None)
    assert codes(report) == ["mtu-blackhole"]
    assert report.verdict.status == "broken"


def test_a_server_that_is_silent_in_small_packets_too() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(cut=Failure.TIMED_OUT, received=90)
    assert codes(world.run()) == ["unexplained"]


def test_a_handshake_that_stalled_once_blames_no_path() -> None:
    world = World()
    large_packets_lost(world, CTC)
    report = world.run()
    healthy = {row.id: row for row in World().run().checks}
    again = next(row for row in report.checks if row.id == "again.ctc-443")
    passed = msgspec.structs.replace(again, status="pass", observations=healthy["tls.ctc-443"].observations)
    checks = tuple(passed if row.id == again.id else row for row in report.checks)
    assert "mtu-blackhole" not in {
        row.code for row in findings_of(msgspec.structs.replace(report, checks=checks), world.session.background)
    }


@pytest.mark.parametrize(("received", "expected"), [(90, ["mtu-blackhole"]), (0, []), (None, [])])
def test_where_segments_cannot_be_lowered_the_beginning_of_an_answer_makes_it_likely(received: int | None, expected: list[str]) -> None:
    world = World()
    world.network.lowers_segments = False
    large_packets_lost(world, CTC, received=received)
    found = [row for row in world.run().findings if row.code == "mtu-blackhole"]
    assert [row.code for row in found] == expected
    assert {row.confidence for row in found} <= {Certainty.LIKELY}


def test_likely_needs_a_control_that_completes() -> None:
    world = World()
    world.network.lowers_segments = False
    large_packets_lost(world, CTC, received=90)
    report = world.run()
    assert "mtu-blackhole" in {row.code for row in findings_of(report, world.session.background)}
    assert "mtu-blackhole" not in {row.code for row in findings_of(without(report, "control.tls."), world.session.background)}


def test_certain_needs_the_small_packets() -> None:
    world = World()
    large_packets_lost(world, CTC)
    report = without(world.run(), "segments.")
    assert "mtu-blackhole" not in {row.code for row in findings_of(report, world.session.background)}


# path-slow


def slow(world: World, ms: float, *hosts: str) -> None:
    world.network.round_trips |= {address: ms for host in hosts for address in world.network.truth[host]}


def test_path_slow() -> None:
    world = World()
    slow(world, 512.0, CTC)
    report = world.run()
    assert codes(report) == ["path-slow"]
    found = report.findings[0]
    assert found.severity is Severity.MINOR
    assert (found.values["time"], found.values["usual"], found.values["limit"]) == ("512 ms", "10 ms", "400 ms")
    assert found.values["host"] == CTC
    assert set(found.values) == {"host", "time", "usual", "limit", "from"}
    assert report.verdict.status == "degraded"


@settings(max_examples=15, deadline=None)
@given(ms=st.floats(1.0, 4000.0))
def test_the_threshold_decides(ms: float) -> None:
    world = World()
    slow(world, ms, CTC)
    assert bool(said(world, "path-slow")) is (ms > SLOW_MS)


def test_where_everything_is_slow_the_path_is_not_the_services() -> None:
    world = World()
    slow(world, 700.0, *world.network.truth)
    assert codes(world.run()) == []


def test_connects_of_which_one_was_quick_are_lost_packets() -> None:
    world = World()
    times = iter([1010.0, 1010.0, 1010.0, 20.0])

    def next_time(ask: object) -> None:
        if getattr(ask, "host", None) == CTC and getattr(ask, "tls", None) is None:
            slow(world, next(times, 20.0), CTC)

    world.network.before = next_time
    assert said(world, "path-slow") == []


def test_a_slow_way_hides_nothing() -> None:
    world = World()
    slow(world, 700.0, CTC)
    world.network.peers["*", CTC] = Peer(system=10, mozilla=10)
    assert codes(world.run()) == ["certificate-expired", "path-slow"]


def test_without_a_control_nothing_is_slow() -> None:
    world = World()
    slow(world, 700.0, CTC)
    report = world.run()
    assert "path-slow" in {row.code for row in findings_of(report, world.session.background)}
    assert "path-slow" not in {row.code for row in findings_of(without(report, "control."), world.session.background)}
    assert "path-slow" not in {row.code for row in findings_of(without(report, "round-trip."), world.session.background)}


def test_behind_an_agent_that_opens_connections_by_itself_the_controls_handshakes_count() -> None:
    world = World()
    world.run_agent()
    slow(world, 700.0, CTC)
    report = world.run(None)
    assert codes(report) == ["path-slow"]
    assert "path-slow" not in {row.code for row in findings_of(without(report, "control.tls."), world.session.background)}


def test_a_slow_optional_location_is_told_as_the_row_says() -> None:
    world = World()
    slow(world, 700.0, PORTAL)
    assert [row.severity for row in world.run().findings if row.code == "path-slow"] == [Severity.MINOR]


def test_a_slow_way_to_the_services_own_proxy() -> None:
    world = World()
    world.set_proxy(SERVICE_PROXY, 8080)
    slow(world, 600.0, SERVICE_PROXY)
    report = world.run(None)
    assert codes(report) == ["path-slow"]
    found = alarming(report)[0]
    assert (found.subject.host, found.values["time"]) == (SERVICE_PROXY, "600 ms")
    assert any(row.check.startswith("direct.") for row in found.evidence)
    slow(world, 600.0, *world.network.truth)
    assert codes(world.run(None)) == []


def test_the_offices_proxy_is_no_way_to_the_service() -> None:
    world = World()
    world.set_proxy()
    slow(world, 600.0, PROXY)
    assert "path-slow" not in {row.code for row in world.run(None).findings}


def test_few_connects_are_no_round_trip() -> None:
    """A lost packet adds a second; so one or two connects say little."""
    world = World()
    slow(world, 700.0, CTC)
    report = world.run()
    rows = [msgspec.structs.replace(row, observations=()) if row.id == "round-trip.ctc-443" else row for row in report.checks]
    left = msgspec.structs.replace(report, checks=tuple(rows))
    assert "path-slow" not in {row.code for row in findings_of(left, world.session.background)}
