from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import Peer
from tests.world import CTC, DATACENTRE, PORTAL, PROXY, SERVICE_PROXY, World, alarming, codes
from wssdiag.checks.round_trips import SLOW_MS
from wssdiag.diagnosis.diagnose import findings_of
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity
from wssdiag.model.observation import Step
from wssdiag.model.profile import Endpoints, Profile

if TYPE_CHECKING:
    from wssdiag.model.report import Report

LOSSY = f"round-trip.datacentre-443.{DATACENTRE}"


def said(world: World, code: str, method: str | None = "wss-agent") -> list[str]:
    return [row.code for row in world.run(method).findings if row.code == code]


def without(report: Report, *families: str) -> Report:
    """The report of a run in which these checks were left out."""
    return msgspec.structs.replace(report, checks=tuple(row for row in report.checks if not row.id.startswith(families)))


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
    assert set(found.values) == {"host", "time", "usual", "limit", "lost", "tries", "loss_limit", "from"}
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


# loss


def losing(report: Report, *checks: str, times: int = 9, of: int = 16) -> Report:
    """The same report, in which so many connects of these checks got no answer in time."""
    rows = []
    for row in report.checks:
        if row.id in checks:
            one = row.observations[0]
            silent = msgspec.structs.replace(one, failure=Failure.TIMED_OUT, elapsed_ms=500.0)
            rows.append(msgspec.structs.replace(row, observations=(one,) * (of - times) + (silent,) * times))
        else:
            rows.append(row)
    return msgspec.structs.replace(report, checks=tuple(rows))


def healthy() -> tuple[World, Report]:
    world = World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,))))
    return world, world.run()


def judged(world: World, report: Report) -> list[str]:
    return [row.code for row in findings_of(report, world.session.background)]


def test_a_path_that_loses_packets_to_the_service_alone() -> None:
    world, report = healthy()
    (found,) = findings_of(losing(report, LOSSY), world.session.background)
    assert (found.code, found.severity, found.confidence) == ("path-slow", Severity.MINOR, Certainty.CERTAIN)
    assert (found.values["lost"], found.values["tries"], found.values["loss_limit"]) == ("9", "16", "40%")
    assert found.subject.host == DATACENTRE
    assert next(row.check for row in found.evidence) == LOSSY


def test_a_few_lost_packets_are_ordinary() -> None:
    world, report = healthy()
    assert judged(world, losing(report, LOSSY, times=8)) == []
    assert judged(world, losing(report, LOSSY, times=20, of=51)) == []


def test_where_the_control_loses_as_much_it_is_the_line() -> None:
    world, report = healthy()
    assert judged(world, losing(report, LOSSY, "control.round-trip.one-one-443")) == []
    assert judged(world, losing(report, LOSSY, "control.round-trip.one-one-443", times=5)) == []


def test_behind_an_agent_the_controls_handshakes_count_as_well() -> None:
    world = World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,))))
    world.run_agent()
    report = losing(world.run(None), LOSSY)
    assert judged(world, report) == ["path-slow"]
    late = [
        msgspec.structs.replace(seen, elapsed_ms=250.0) if row.id.startswith("control.tls.") and seen.step is Step.TLS else seen
        for row in report.checks
        for seen in row.observations
    ]
    rows = []
    for row in report.checks:
        rows.append(msgspec.structs.replace(row, observations=tuple(late[: len(row.observations)])))
        late = late[len(row.observations) :]
    first = next(number for number, row in enumerate(rows) if row.id.startswith("control.tls."))
    rows[first] = next(row for row in report.checks if row.id == rows[first].id)
    assert judged(world, msgspec.structs.replace(report, checks=tuple(rows))) == []


def test_a_port_that_opens_at_times_is_not_blocked() -> None:
    """On a lossy path a connect may fail as at a closed port, and a handshake stall as on a path that loses large packets."""
    world, report = healthy()
    connect, handshake = (f"{family}.datacentre-443.{DATACENTRE}" for family in ("tcp", "tls"))
    by_id = {row.id: row for row in losing(report, LOSSY).checks}
    silent = msgspec.structs.replace(by_id[connect].observations[0], failure=Failure.TIMED_OUT)
    by_id[connect] = msgspec.structs.replace(by_id[connect], status=Status.FAIL, observations=(silent,))
    by_id[handshake] = msgspec.structs.replace(by_id[handshake], status=Status.SKIPPED, observations=(), blocked_by=connect)
    lossy = msgspec.structs.replace(report, checks=tuple(by_id.values()))
    assert judged(world, lossy) == ["path-slow"]
    assert judged(world, without(lossy, "round-trip.")) == ["port-blocked"]


def test_a_stall_on_a_lossy_path_is_no_black_hole() -> None:
    world = World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,))))
    world.network.peers["*", DATACENTRE] = Peer(small_only=True)
    report = world.run()
    assert judged(world, report) == ["mtu-blackhole"]
    assert judged(world, losing(report, LOSSY)) == ["path-slow"]
