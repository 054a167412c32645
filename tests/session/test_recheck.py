from __future__ import annotations

from typing import TYPE_CHECKING

from tests.world import CTC, PROXY, PROXY_PORT, World, codes
from wssdiag.model.event import CheckStarted, ReportMade
from wssdiag.model.failure import Failure

if TYPE_CHECKING:
    from wssdiag.model.report import Report

IDS = frozenset({"tcp.ctc-443", "tls.ctc-443"})


def recheck(world: World, before: Report, ids: frozenset[str] = IDS) -> Report:
    world.events.clear()
    world.network.asked.clear()
    return world.session.recheck(before, ids, world.events.append, world.cancel)


def started(world: World) -> list[str]:
    return [event.id for event in world.events if isinstance(event, CheckStarted)]


def test_the_same_mode_merges() -> None:
    world = World()
    world.network.block(CTC, 443)
    before = world.run()
    assert codes(before) == ["port-blocked"]
    world.network.block(CTC, 443, None)
    after = recheck(world, before)
    assert codes(after) == []
    assert after.verdict.status == "healthy"
    assert sorted(started(world)) == sorted([f"dns.{CTC}", *IDS])
    assert [row.id for row in after.checks] == [row.id for row in before.checks]
    assert isinstance(world.events[-1], ReportMade)


def test_findings_come_from_the_whole_merged_report() -> None:
    world = World()
    world.network.block(CTC, 443)
    world.network.says["support.broadcom.com"] = Failure.NAME_NOT_FOUND
    before = world.run()
    world.network.block(CTC, 443, None)
    after = recheck(world, before)
    assert [row.code for row in after.findings] == ["dns-name-blocked"]


def test_a_fault_that_stays_stays() -> None:
    world = World()
    world.network.block(CTC, 443)
    before = world.run()
    assert codes(recheck(world, before)) == ["port-blocked"]


def test_a_changed_mode_runs_in_full() -> None:
    world = World()
    world.run_agent()
    before = world.run(None)
    world.system.files["processes.json"] = world.system.files["services.json"] = []
    world.system.files["capture.json"] = {"schema": "wssdiag.capture/1", "os": "linux"}
    world.set_proxy()
    after = recheck(world, before)
    assert after.mode.method == "explicit-proxy"
    assert len(started(world)) > len(IDS) + 5
    assert [row for row in after.checks if row.id.startswith("proxy.connect")]


def test_another_proxy_runs_in_full() -> None:
    """What the old one said must not stand beside the new one's answers."""
    world = World()
    world.set_proxy()
    world.network.says[PROXY] = Failure.NAME_NOT_FOUND
    before = world.run(None)
    assert codes(before) == ["proxy-name-not-found"]
    world.set_proxy("new-proxy.office.example")
    after = recheck(world, before, frozenset({f"proxy.dns.{PROXY}", f"proxy.connect.{PROXY}-{PROXY_PORT}"}))
    assert codes(after) == []
    assert after.verdict.status == "healthy"
    assert not [row.id for row in after.checks if row.id.startswith((f"proxy.dns.{PROXY}", f"proxy.tcp.{PROXY}"))]


def test_a_named_method_stays_named() -> None:
    world = World()
    before = world.run("wss-agent")
    after = recheck(world, before)
    assert after.mode == before.mode


def test_the_facts_are_read_anew() -> None:
    world = World()
    before = world.run()
    world.system.files["hosts.txt"] = "10.0.0.1 printer\n"
    assert recheck(world, before).facts.hosts != before.facts.hosts


def test_an_hour_between_run_and_recheck_does_not_bend_the_clock() -> None:
    world = World()
    before = world.run()
    world.clock.advance(3600)
    world.network.skew = world.clock.wall - world.clock.wall.replace(hour=12)
    after = recheck(world, before)
    assert codes(after) == []
