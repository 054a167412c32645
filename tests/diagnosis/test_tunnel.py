"""Controller, sign-in and tunnel of the agent, by its log and by what the network shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.detection.test_agent_log import ACTIVE, CLOSED, CONNECTED, DONE, FAILED, LOG, UDP_FAILED
from tests.fakes import Page, Peer
from tests.world import CTC, DATACENTRE, UNTRUSTED, World, codes
from wssdiag.checks.situation import web_controls
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity
from wssdiag.model.mode import Method
from wssdiag.model.profile import Endpoints, Expect, Policy, Profile

if TYPE_CHECKING:
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report

ROOT = "ab" * 32
SERVICE_ONLY = Policy(contact_hosts="service-only")


def agent(*lines: str, profile: Profile | None = None) -> World:
    world = World(profile=profile or Profile())
    world.run_agent()
    world.system.files["files.json"] = [{"path": LOG, "exists": True, "tail": "\r\n".join(lines)}]
    return world


def found(report: Report, code: str) -> Finding | None:
    return next((row for row in report.findings if row.code == code), None)


def masks(report: Report) -> dict[str, str | None]:
    return {row.code: row.masked_by for row in report.findings}


def test_a_tunnel_that_stands_says_nothing_but_protected() -> None:
    report = agent(ACTIVE, CONNECTED, DONE).run(None)
    assert masks(report) == {}
    assert report.network.protected == "yes"


def test_a_tunnel_that_fails_masks_what_follows_from_it() -> None:
    report = agent(ACTIVE, UDP_FAILED, FAILED).run(None)
    assert report.verdict.cause == "agent-tunnel-down"
    assert report.network.protected == "no"
    assert masks(report) == {"agent-tunnel-down": None, "fail-open": "agent-tunnel-down", "not-protected": "agent-tunnel-down"}
    row = found(report, "agent-tunnel-down")
    assert row
    assert row.values == {"datacentre": "GCATO2", "address": "45.79.1.1", "line": FAILED, "from": "192.0.2.17"}
    assert (row.confidence, row.severity) == (Certainty.CERTAIN, Severity.BLOCKER)


def test_a_closed_connection_is_likely_only() -> None:
    row = found(agent(ACTIVE, CONNECTED, CLOSED).run(None), "agent-tunnel-down")
    assert row
    assert row.confidence is Certainty.LIKELY
    assert row.values["line"] == CLOSED.rstrip(".")


@pytest.mark.parametrize("lines", [(ACTIVE,), (ACTIVE, UDP_FAILED), (FAILED,), ("CTC Response: PASSIVE", FAILED)])
def test_an_attempt_that_is_not_over_or_was_not_asked_for_is_no_tunnel_down(lines: tuple[str, ...]) -> None:
    assert "agent-tunnel-down" not in masks(agent(*lines).run(None))


def test_a_log_of_an_agent_that_does_not_run_is_history() -> None:
    world = agent(ACTIVE, FAILED)
    world.system.files["processes.json"] = [{"pid": 4, "name": "explorer.exe"}]
    world.system.files["services.json"] = []
    assert "agent-tunnel-down" not in masks(world.run(None))


def test_protection_that_the_run_proves_outdates_the_log() -> None:
    world = agent(ACTIVE, FAILED, profile=Profile(expect=Expect(root_ca_sha256=(ROOT,))))
    world.network.peers["*", "*"] = Peer(mozilla=UNTRUSTED, issuer="CN=The service", sha256=ROOT)
    report = world.run(None)
    assert "agent-tunnel-down" not in masks(report)
    assert "fail-open" not in masks(report)
    assert "agent-passive" in masks(report)


def test_a_blocked_data_centre_masks_the_tunnel() -> None:
    world = agent(ACTIVE, FAILED, profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,))))
    world.network.block(DATACENTRE, 443)
    report = world.run(None)
    assert report.verdict.cause == "port-blocked"
    assert masks(report)["agent-tunnel-down"] == "port-blocked"


def test_a_sign_in_page_masks_the_agents_troubles() -> None:
    world = agent(ACTIVE, FAILED)
    world.network.hijack = Page(511)
    report = world.run(None)
    assert report.verdict.cause == "wifi-sign-in"
    assert masks(report)["agent-tunnel-down"] == "wifi-sign-in"


def test_a_refused_sign_in_stands_before_the_tunnel() -> None:
    report = agent(ACTIVE, "status:FAILURE-unauthorized", FAILED).run(None)
    assert report.verdict.cause == "agent-sign-in-needed"
    assert masks(report)["agent-tunnel-down"] == "agent-sign-in-needed"
    row = found(report, "agent-sign-in-needed")
    assert row
    assert (row.confidence, row.values) == (Certainty.LIKELY, {"login": "refused"})


def test_a_passive_agent_needs_no_sign_in_and_captures_nothing() -> None:
    report = agent("status:FAILURE-unauthorized", "CTC Response: PASSIVE").run(None)
    assert masks(report) == {"agent-passive": None}
    assert not report.mode.agent_captures
    assert report.verdict.status == "healthy"


def stop_the_web(world: World) -> World:
    """No known-good site answers; the service and plain pages do."""
    for control in world.catalogue.control:
        for address in world.network.truth.get(control.host, (control.host,)):
            world.network.block(address, control.port)
    return world


def test_fail_closed() -> None:
    report = stop_the_web(agent(CLOSED)).run(None)
    assert report.verdict.cause == "fail-closed"
    assert report.verdict.status == "broken"


def test_a_dead_line_is_not_the_agents_doing() -> None:
    world = agent(CLOSED)
    world.network.block()
    assert "fail-closed" not in masks(world.run(None))


@pytest.mark.parametrize("lines", [(ACTIVE, CONNECTED), (ACTIVE, UDP_FAILED), ("CTC Response: PASSIVE",), ("unknown words",)])
def test_a_stopped_web_alone_is_not_fail_closed(lines: tuple[str, ...]) -> None:
    assert "fail-closed" not in masks(stop_the_web(agent(*lines)).run(None))


def test_one_site_that_answers_is_enough_against_fail_closed() -> None:
    """A browser opens two sites at most; another one may be reached all the same."""
    world = stop_the_web(agent(CLOSED))
    third = web_controls(world.catalogue)[2]
    world.network.block(third.host, third.port, how=None)
    report = world.run(None)
    assert {row.id: row.status for row in report.checks}["web.method"] == "fail"
    assert "fail-closed" not in masks(report)


def test_fail_open() -> None:
    report = agent(CLOSED).run(None)
    assert report.verdict.cause == "fail-open"
    assert report.verdict.status == "degraded"
    assert masks(report)["not-protected"] == "fail-open"


def test_sites_that_somebody_re_signs_do_not_prove_an_open_way() -> None:
    world = agent(CLOSED)
    world.network.peers["*", "*"] = Peer(mozilla=UNTRUSTED, issuer="CN=Somebody")
    assert "fail-open" not in masks(world.run(None))


def test_a_controller_that_cannot_be_verified_for_no_known_reason() -> None:
    world = agent(ACTIVE, CONNECTED)
    world.network.peers["*", CTC] = Peer(cut=Failure.TLS_MALFORMED)
    report = world.run(None)
    assert codes(report) == ["agent-control-unreachable"]
    row = report.findings[0]
    assert (row.subject.endpoint, row.subject.host, row.values["host"]) == ("ctc-443", CTC, CTC)


def test_a_cause_that_stands_before_it_explains_the_controller() -> None:
    world = agent(ACTIVE, CONNECTED)
    world.network.block(CTC, 443)
    assert codes(world.run(None)) == ["port-blocked"]


def test_without_a_control_the_controller_is_told_as_it_was_seen() -> None:
    world = agent(ACTIVE, CONNECTED, profile=Profile(policy=SERVICE_ONLY))
    world.network.block(CTC, 443)
    assert codes(world.run(None)) == ["agent-control-unreachable"]


@pytest.mark.parametrize(("expected", "code"), [(None, "unexplained"), (Method.WSS_AGENT, "agent-control-unreachable")])
def test_a_method_that_is_not_in_use_has_no_controller_unless_it_is_expected(expected: Method | None, code: str) -> None:
    world = World(profile=Profile(expect=Expect(method=expected), policy=SERVICE_ONLY))
    world.network.block(CTC, 443)
    assert code in codes(world.run("wss-agent"))
