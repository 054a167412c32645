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
    evidence = report.findings[0].evidence
    assert len(evidence) == len(set(evidence)), "one fact that two signs of an agent rest on is told once"


@pytest.mark.parametrize(("start_type", "cause"), [("automatic", "agent-stopped"), ("disabled", "agent-disabled")])
def test_beside_a_proxy_only_an_organisation_that_expects_the_agent_is_told(start_type: str, cause: str) -> None:
    for profile, said in ((EXPECTED, [cause]), (Profile(), [])):
        world = World(profile=profile)
        installed(world, "stopped", start_type)
        world.set_proxy()
        report = world.run(None)
        assert report.mode.method is Method.EXPLICIT_PROXY
        assert [code for code in codes(report) if code.startswith("agent-")] == said


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


UNIFIED = {"pid": 9, "name": "bcua-service.exe", "exe": "C:\\Program Files\\Blue Coat Systems\\bcua-service.exe"}
SEP = {"pid": 10, "name": "ccSvcHst.exe", "exe": "C:\\Program Files\\Symantec\\ccSvcHst.exe"}


def beside_the_agent(*processes: dict[str, object], profile: Profile | None = None) -> World:
    world = World(profile=profile or Profile())
    world.run_agent()
    running = world.system.files["processes.json"]
    assert isinstance(running, list)
    world.system.files["processes.json"] = [*running, *processes]
    return world


def test_two_agents_that_run() -> None:
    report = beside_the_agent(UNIFIED).run(None)
    assert codes(report) == ["agents-conflict"]
    assert report.findings[0].values == {"first": "wss-agent", "second": "unified-agent"}
    assert len(report.findings[0].evidence) == 2


@pytest.mark.parametrize(
    ("expected", "said"), [(None, []), (Method.WSS_AGENT, []), (Method.SEP_TUNNEL, ["agents-conflict"])], ids=["none", "agent", "tunnel"]
)
def test_endpoint_protection_conflicts_where_its_tunnel_is_meant(expected: Method | None, said: list[str]) -> None:
    assert codes(beside_the_agent(SEP, profile=Profile(expect=Expect(method=expected))).run(None)) == said


def test_what_an_old_agent_left_behind_is_no_conflict() -> None:
    world = beside_the_agent()
    world.system.files["files.json"] = [{"path": "C:\\ProgramData\\bcua", "exists": True}]
    world.system.files["products.json"] = [{"name": "Unified Agent", "version": "4.10.1"}]
    assert codes(world.run(None)) == []


def test_two_agents_say_nothing_of_a_method_that_was_only_named() -> None:
    assert "agents-conflict" not in codes(beside_the_agent(UNIFIED).run("ipsec"))


def test_unified_agent_is_of_the_old_kind() -> None:
    world = World()
    world.system.files |= {"capture.json": {"schema": "wssdiag.capture/1", "os": "windows"}, "processes.json": [UNIFIED]}
    report = world.run(None)
    assert codes(report) == ["agent-legacy"]
    assert report.findings[0].severity == "minor"


def of_version(*versions: str, minimum: str | None, method: Method | None = None) -> World:
    world = beside_the_agent(profile=Profile(expect=Expect(agent_minimum_version=minimum, method=method)))
    world.system.files["products.json"] = [{"name": "Symantec WSS Agent", "version": version} for version in versions]
    return world


@pytest.mark.parametrize(
    ("versions", "minimum", "old"),
    [
        (("9.7.1.20000",), "9.8.1", True),
        (("9.8.1.20000",), "9.8.1", False),
        (("9.8",), "9.8.0.0", False),
        (("10.1.1",), "9.8.1", False),
        (("7.3", "9.9"), "9.8.1", False),
        (("9.7.1",), None, False),
        (("unknown",), "9.8.1", False),
        (("9.7.1",), "the newest", False),
        ((), "9.8.1", False),
        (("9" * 5_000,), "9.8.1", False),
    ],
)
def test_versions(versions: tuple[str, ...], minimum: str | None, old: bool) -> None:
    assert codes(of_version(*versions, minimum=minimum).run(None)) == (["agent-too-old"] if old else [])


def test_a_minimum_of_another_agent_accuses_nobody() -> None:
    assert "agent-too-old" not in codes(of_version("9.7.1", minimum="14.3", method=Method.SEP_TUNNEL).run(None))


@pytest.mark.parametrize(
    ("version", "answer", "old"),
    [("7.3.5.15179", "DENIED", True), ("9.7.1", "DENIED", False), ("7.3.5", "ACTIVE(GEOIP)", False), ("7.3.5", "PASSIVE", False)],
)
def test_an_old_agent_that_the_controller_refuses(version: str, answer: str, old: bool) -> None:
    world = of_version(version, minimum=None)
    path = "C:\\ProgramData\\Symantec WSS Agent\\wss-agent-log.log"
    world.system.files["files.json"] = [{"path": path, "exists": True, "tail": f"CTC Response: {answer}"}]
    report = world.run(None)
    assert ("agent-too-old" in codes(report)) is old
    if old:
        assert report.findings[0].values == {"version": version, "minimum": "8.3.1"}
