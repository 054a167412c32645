from __future__ import annotations

import pytest

from tests.fake_echoes import Echoes
from tests.world import DATACENTRE, World, codes
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Finding, Severity
from wssdiag.model.mode import Method
from wssdiag.model.profile import Endpoints, Expect, Profile

CODE = "agent-udp-not-tried"
SECOND = "gcamo2-vip1.threatpulse.net"
LOG = "C:\\ProgramData\\Symantec WSS Agent\\wss-agent-log.log"


def agent(*sites: str) -> World:
    world = World(profile=Profile(endpoints=Endpoints(datacentres=sites)))
    world.run_agent()
    return world


def said(world: World, method: str | None = None) -> list[Finding]:
    return [row for row in world.run(method).findings if row.code == CODE]


@pytest.mark.parametrize(
    ("how", "confidence", "largest"),
    [
        (Echoes(largest=1400, told=True), Certainty.LIKELY, "1400"),
        (Echoes(largest=1480), Certainty.LIKELY, "1480"),
        (Echoes(silent=True), Certainty.POSSIBLE, "none"),
    ],
    ids=["told", "small ones come back", "silence"],
)
def test_an_echo_that_does_not_return(how: Echoes, confidence: Certainty, largest: str) -> None:
    world = agent(DATACENTRE)
    world.network.echoes[world.network.truth[DATACENTRE][0]] = how
    (found,) = said(world)
    assert (found.severity, found.confidence) == (Severity.NOTICE, confidence)
    assert found.values == {"host": DATACENTRE, "largest": largest, "from": "192.0.2.17"}
    assert (found.subject.host, found.subject.endpoint) == (DATACENTRE, f"datacentre-udp-443.{DATACENTRE}")
    assert {row.check for row in found.evidence} >= {f"echo.datacentre-udp-443.{DATACENTRE}", "control.echo.one-one-443"}
    assert codes(world.run(None)) == []


def test_a_full_echo_that_returns() -> None:
    assert said(agent(DATACENTRE)) == []


def test_one_data_centre_that_answers_shows_that_the_way_carries_it() -> None:
    world = agent(DATACENTRE, SECOND)
    world.network.echoes[world.network.truth[DATACENTRE][0]] = Echoes(silent=True)
    assert said(world) == []
    world.network.echoes["*"] = Echoes(silent=True)
    assert len(said(world)) == 1


def test_the_surest_data_centre_is_named() -> None:
    world = agent(DATACENTRE, SECOND)
    world.network.echoes |= {"*": Echoes(silent=True), world.network.truth[SECOND][0]: Echoes(largest=1400)}
    (found,) = said(world)
    assert (found.subject.host, found.confidence) == (SECOND, Certainty.LIKELY)


def test_where_no_data_centre_is_known_the_way_out_is_judged() -> None:
    world = agent()
    assert said(world) == []
    world.network.echoes["*"] = Echoes(largest=1400)
    (found,) = said(world)
    assert (found.values["host"], found.confidence) == ("one.one.one.one", Certainty.LIKELY)
    world.network.echoes["8.8.8.8"] = Echoes(answers=84)
    assert said(world) == []


def test_a_system_that_sends_no_echoes_accuses_nobody() -> None:
    world = agent(DATACENTRE)
    world.network.echoes["*"] = Echoes(allowed=False)
    report = world.run(None)
    assert report.findings == World().run().findings
    assert report.verdict.status == "healthy"


def test_what_the_interface_itself_does_not_carry() -> None:
    world = agent(DATACENTRE)
    world.network.echoes["*"] = Echoes(allowed=False, largest=1400, told=True)
    (found,) = said(world)
    assert (found.confidence, found.values["largest"]) == (Certainty.LIKELY, "1400")


@pytest.mark.parametrize(("lane", "expected"), [("TCP", 1), ("UDP", 0)])
def test_the_agents_own_log_knows_better(lane: str, expected: int) -> None:
    world = agent(DATACENTRE)
    world.network.echoes["*"] = Echoes(silent=True)
    line = f"CTC Response: ACTIVE(GEOIP) GCATO2-45.79.1.1\r\nTunnel#1(u) Connected: CC: 45.79.1.1(GCATO2-{lane}), Nat IP: 10.1.1.1\r\n"
    world.system.files["files.json"] = [{"path": LOG, "exists": True, "tail": line}]
    assert len(said(world)) == expected


def test_a_method_that_this_computer_does_not_use_is_not_told() -> None:
    world = World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,))))
    world.network.echoes["*"] = Echoes(silent=True)
    assert said(world, "wss-agent") == []
    world.profile = Profile(endpoints=Endpoints(datacentres=(DATACENTRE,)), expect=Expect(method=Method.WSS_AGENT))
    assert len(said(world, "wss-agent")) == 1


def test_a_dead_network_says_nothing_of_sizes() -> None:
    world = agent(DATACENTRE)
    world.network.echoes["*"] = Echoes(silent=True)
    world.network.block()
    assert said(world) == []


def test_an_echo_that_this_computer_refuses_is_no_local_firewall() -> None:
    """Filters of a computer may tell programs apart; the agent's own echo may pass."""
    world = agent(DATACENTRE)
    world.network.echoes["*"] = Echoes(refused=Failure.BLOCKED_LOCALLY)
    assert world.run(None).findings == World().run().findings
