from __future__ import annotations

from dataclasses import replace

import msgspec

from tests.world import World
from wssdiag.catalogue.footprint import Kind, Match, Trace
from wssdiag.detection.sightings import Sighting, deciding, sightings
from wssdiag.model.facts import Facts, Interface, Process, Product, Service, TracedFile
from wssdiag.model.location import Sureness
from wssdiag.model.mode import Method


def trace(kind: Kind, value: str, match: Match = Match.EXACT, *, sure: Sureness = Sureness.DOCUMENTED, alone: bool = True) -> Trace:
    return Trace(
        kind=kind, os="linux", match=match, value=value, certainty=sure, source="s", method=Method.WSS_AGENT, alone=alone, says="says"
    )


TRACES = (
    trace(Kind.PROCESS, "agentd"),
    trace(Kind.SERVICE, "agent.service"),
    trace(Kind.IMAGE, "/opt/agent", Match.FOLDER),
    trace(Kind.PRODUCT, "agent", Match.CONTAINS),
    trace(Kind.FILE, "/opt/agent/agentd"),
    trace(Kind.INTERFACE, "agent tunnel", Match.CONTAINS),
)


def facts(**fields: object) -> Facts:
    return msgspec.structs.replace(World().session.detect()[0], **fields)


def seen(**fields: object) -> list[tuple[str, bool, bool]]:
    return [(row.fact, row.active, row.idle) for row in sightings(facts(**fields), TRACES)]


def test_nothing() -> None:
    assert seen() == []


def test_processes() -> None:
    row = Process(pid=7, name="agentd", exe="/opt/agent/bin/agentd")
    assert seen(processes=(row,)) == [("processes[7].name", True, False), ("processes[7].exe", True, False)]
    assert seen(processes=(Process(pid=7, name="agentd2", exe="/opt/agents/agentd"),)) == []


def test_services() -> None:
    assert seen(services=(Service(name="agent.service", status="running"),)) == [("services[agent.service].status", True, False)]
    assert seen(services=(Service(name="agent.service", status="stopped"),)) == [("services[agent.service].status", False, True)]
    assert seen(services=(Service(name="x", status="stopped", binpath="/opt/agent/agentd"),)) == [("services[x].status", False, True)]


def test_what_is_installed_neither_runs_nor_rests() -> None:
    assert seen(products=(Product(name="The Agent 9"),)) == [("products[The Agent 9]", False, False)]
    assert seen(files=(TracedFile(path="/opt/agent/agentd", exists=True),)) == [("files[/opt/agent/agentd].exists", False, False)]
    assert seen(files=(TracedFile(path="/opt/agent/agentd", exists=False),)) == []


def test_interfaces() -> None:
    assert seen(interfaces=(Interface(name="tun0", description="Agent Tunnel", up=True),)) == [
        ("interfaces[tun0].description", True, False)
    ]
    assert seen(interfaces=(Interface(name="tun0", description="Agent Tunnel", up=False),)) == [
        ("interfaces[tun0].description", False, False)
    ]


def test_what_runs_comes_first() -> None:
    rows = seen(products=(Product(name="agent"),), processes=(Process(pid=7, name="agentd"),))
    assert [active for _, active, _ in rows] == [True, False]


def test_another_system_is_not_compared() -> None:
    assert seen(os="windows", processes=(Process(pid=7, name="agentd"),)) == []


def sighting(value: str, sure: Sureness, *, alone: bool = True) -> Sighting:
    return Sighting(trace(Kind.PROCESS, value, sure=sure, alone=alone), f"processes[{value}].name", value)


def test_what_decides() -> None:
    weak, other = sighting("a", Sureness.UNVERIFIED), sighting("b", Sureness.UNVERIFIED)
    assert not deciding([])
    assert not deciding([weak])
    assert not deciding([weak, weak])
    assert not deciding([weak, replace(other, fact=weak.fact)])  # one thing with a name that looks like two
    assert deciding([weak, other])
    assert deciding([sighting("a", Sureness.INFERRED)])
    assert not deciding([sighting("a", Sureness.DOCUMENTED, alone=False)])
    assert not deciding([weak, sighting("b", Sureness.UNVERIFIED, alone=False)])
