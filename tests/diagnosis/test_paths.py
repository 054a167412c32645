from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.fakes import Peer
from tests.world import CTC, CTC_ADDRESS, World, alarming, codes
from wssdiag.diagnosis.diagnose import findings_of
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity

if TYPE_CHECKING:
    from wssdiag.model.report import Report


def without(report: Report, *families: str) -> Report:
    """The report of a run in which these checks were left out."""
    return msgspec.structs.replace(report, checks=tuple(row for row in report.checks if not row.id.startswith(families)))


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
    assert set(found.values) == {"host", "address", "purpose", "from"}


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
