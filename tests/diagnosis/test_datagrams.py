from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.detection.test_agent_log import ACTIVE, CONNECTED, LOG
from tests.world import DATACENTRE, World, codes
from wssdiag.diagnosis.diagnose import findings_of
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Kind, Scope, Severity
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Controls, Endpoints, Profile

PROFILE = Profile(endpoints=Endpoints(datacentres=(DATACENTRE,)))
LOCATION = f"datacentre-udp-443.{DATACENTRE}"


def world_with_datacentre() -> World:
    return World(profile=PROFILE)


def no_udp(world: World, target: str | None = None, how: Failure = Failure.TIMED_OUT) -> None:
    world.network.block(target, 443, how, Transport.UDP)


@pytest.mark.parametrize(
    ("how", "kind"),
    [(Failure.TIMED_OUT, Kind.DROPPED), (Failure.REFUSED, Kind.REFUSED), (Failure.UNREACHABLE, Kind.UNREACHABLE)],
    ids=str,
)
def test_udp_443_blocked(how: Failure, kind: Kind) -> None:
    world = world_with_datacentre()
    no_udp(world, how=how)
    report = world.run()
    assert codes(report) == ["udp-443-blocked"]
    found = report.findings[0]
    assert (found.severity, found.confidence) == (Severity.MINOR, Certainty.CERTAIN)
    assert (found.subject.endpoint, found.subject.port, found.subject.transport) == (LOCATION, 443, Transport.UDP)
    assert (found.subject.kind, found.subject.scope) == (kind, Scope.PORT)
    checks = {row.check for row in found.evidence}
    assert checks == {
        f"udp.{LOCATION}",
        f"tls.datacentre-443.{DATACENTRE}",
        "control.udp.one-one-udp-443",
        "control.udp.dns-google-udp-443",
    }
    assert set(found.values) == {"host", "address", "kind", "controls", "from"}
    assert report.verdict.status == "degraded"


def test_behind_an_agent_it_is_likely() -> None:
    world = world_with_datacentre()
    world.run_agent()
    no_udp(world)
    assert [(row.code, row.confidence) for row in world.run(None).findings] == [("udp-443-blocked", Certainty.LIKELY)]


def test_a_silent_datacentre_alone_is_unknown() -> None:
    world = world_with_datacentre()
    no_udp(world, DATACENTRE)
    report = world.run()
    assert report.findings == ()
    assert {row.id: row.status for row in report.checks}[f"udp.{LOCATION}"] is Status.UNKNOWN
    assert report.verdict.status == "healthy"


def test_one_control_that_answers_is_enough() -> None:
    world = world_with_datacentre()
    no_udp(world, DATACENTRE)
    no_udp(world, "one.one.one.one")
    assert codes(world.run()) == []


def test_controls_alone_say_nothing_of_the_service() -> None:
    world = world_with_datacentre()
    no_udp(world, "one.one.one.one")
    no_udp(world, "dns.google")
    assert codes(world.run()) == []


def test_what_this_computer_itself_keeps_back_is_not_the_networks() -> None:
    world = world_with_datacentre()
    no_udp(world, how=Failure.NO_ROUTE)
    assert "udp-443-blocked" not in codes(world.run())


def test_tcp_to_the_same_place_must_answer() -> None:
    world = world_with_datacentre()
    no_udp(world)
    world.network.block(DATACENTRE, 443)
    assert codes(world.run()) == ["port-blocked"]


def test_other_methods_use_no_udp() -> None:
    world = world_with_datacentre()
    no_udp(world)
    for method in ("direct", "ipsec", "upe"):
        assert "udp-443-blocked" not in {row.code for row in world.run(method).findings}


@settings(max_examples=12, deadline=None)
@given(lost=st.sets(st.sampled_from(("control.udp.one-one-udp-443", "control.udp.dns-google-udp-443", f"tls.datacentre-443.{DATACENTRE}"))))
def test_every_piece_of_evidence_is_needed(lost: set[str]) -> None:
    world = world_with_datacentre()
    no_udp(world)
    report = world.run()
    left = msgspec.structs.replace(report, checks=tuple(row for row in report.checks if row.id not in lost))
    said = {row.code for row in findings_of(left, world.session.background)}
    assert ("udp-443-blocked" in said) is (not lost)


def test_a_third_control_that_answers_clears_the_network() -> None:
    """Two that get nothing may be two sites with a bad day."""
    own = tuple(f"45.10.200.{number}:443/udp" for number in (1, 2, 3))
    world = World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,)), controls=Controls(addresses=("1.1.1.1", *own))))
    world.network.truth["1.1.1.1"] = ("1.1.1.1",)
    no_udp(world, DATACENTRE)
    for number in (1, 2):
        no_udp(world, f"45.10.200.{number}")
    assert "udp-443-blocked" not in codes(world.run())
    no_udp(world, "45.10.200.3")
    assert "udp-443-blocked" in codes(world.run())


@pytest.mark.parametrize(("line", "said"), [(CONNECTED, []), (CONNECTED.replace("UDP", "TCP"), ["udp-443-blocked"])], ids=["udp", "tcp"])
def test_a_tunnel_that_stands_by_udp_shows_that_it_is_not_blocked(line: str, said: list[str]) -> None:
    world = world_with_datacentre()
    world.run_agent()
    world.system.files["files.json"] = [{"path": LOG, "exists": True, "tail": f"{ACTIVE}\n{line}"}]
    no_udp(world)
    assert codes(world.run(None)) == said
