from __future__ import annotations

import pytest

from tests.world import CTC, World, codes
from wssdiag.model.mode import Method
from wssdiag.model.profile import Expect, Profile

EXPECTED = Profile(expect=Expect(method=Method.WSS_AGENT))


def installed(world: World, status: str, start_type: str = "automatic") -> None:
    """WSS Agent is installed; no program of it runs."""
    world.run_agent()
    world.system.files["processes.json"] = [{"pid": 4, "name": "explorer.exe", "exe": "C:\\Windows\\explorer.exe"}]
    binpath = '"C:\\Program Files\\Symantec\\WSS Agent\\wssad.exe"'
    row = {"name": "wssad", "display_name": "", "status": status, "start_type": start_type, "binpath": binpath}
    world.system.files["services.json"] = [row]
    world.system.files["files.json"] = [{"path": "C:\\Program Files\\Symantec\\WSS Agent", "exists": True}]


def test_agent_missing() -> None:
    report = World(profile=EXPECTED).run(None)
    assert codes(report) == ["agent-missing"]
    assert not report.mode.in_use


def test_nobody_expects_an_agent() -> None:
    assert "agent-missing" not in codes(World().run("wss-agent"))


def test_programs_that_could_not_be_read_prove_no_absence() -> None:
    world = World(profile=EXPECTED)
    del world.system.files["processes.json"], world.system.files["services.json"]
    assert "agent-missing" not in codes(world.run(None))


@pytest.mark.parametrize(("start_type", "cause"), [("automatic", "agent-stopped"), ("disabled", "agent-disabled")])
def test_an_agent_that_does_not_run(start_type: str, cause: str) -> None:
    world = World()
    installed(world, "stopped", start_type)
    report = world.run(None)
    assert report.verdict.cause == cause
    assert codes(report) == [cause]


def test_an_agent_that_runs() -> None:
    world = World()
    world.run_agent()
    assert codes(world.run(None)) == []


def test_a_stopped_agent_is_not_hidden_by_a_dead_network() -> None:
    world = World()
    installed(world, "stopped")
    world.system.files["routes.json"] = []
    world.network.block()
    assert "agent-stopped" in codes(world.run(None))


def test_a_blocked_port_stands_beside_a_stopped_agent_and_before_it() -> None:
    world = World()
    installed(world, "stopped")
    world.network.block(CTC, 443)
    assert codes(world.run(None)) == ["port-blocked", "agent-stopped"]


def test_endpoint_protection_alone_is_no_method() -> None:
    world = World()
    world.system.files |= {
        "capture.json": {"schema": "wssdiag.capture/1", "os": "windows"},
        "processes.json": [{"pid": 8, "name": "ccSvcHst.exe", "exe": "C:\\Program Files\\Symantec\\ccSvcHst.exe"}],
        "services.json": [{"name": "SepMasterService", "display_name": "", "status": "running", "start_type": "automatic", "binpath": ""}],
    }
    assert world.run(None).mode.method is not Method.SEP_TUNNEL
