"""Other vendors' clients and tunnels: weak evidence, and never the agent's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.detection.test_agent_log import ACTIVE, CONNECTED, FAILED, LOG
from tests.fakes import Peer
from tests.world import CTC, CTC_ADDRESS, GATEWAY, World, cable, codes
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Severity
from wssdiag.session import on_facts_alone

if TYPE_CHECKING:
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report

TUNNEL = {"name": "tun9", "type": "tunnel", "up": True, "addresses": [{"address": "10.99.0.7", "prefix": 24}]}
ZSCALER = {"pid": 90, "name": "ZSATunnel.exe", "exe": "C:\\Program Files\\Zscaler\\ZSATunnel.exe"}


def with_tunnel(*destinations: str, **tunnel: object) -> World:
    """A computer with another VPN's interface, which takes these destinations."""
    world = World()
    plain = cable()["interfaces.json"]
    assert isinstance(plain, list)
    world.system.files["interfaces.json"] = [*plain, {**TUNNEL, **tunnel}]
    route = {"destination": "0.0.0.0/0", "gateway": GATEWAY, "interface": "eth0", "metric": 0}
    more = [{"destination": one, "gateway": "10.99.0.1", "interface": "tun9", "metric": 9} for one in destinations]
    world.system.files["routes.json"] = [route, *more]
    return world


def with_agent(world: World, *lines: str) -> World:
    world.run_agent()
    world.system.files["files.json"] = [{"path": LOG, "exists": True, "tail": "\n".join(lines)}]
    return world


def found(report: Report, code: str) -> Finding | None:
    return next((row for row in report.findings if row.code == code), None)


@pytest.mark.parametrize(
    ("destinations", "taken"),
    [
        (("0.0.0.0/1", "128.0.0.0/1"), True),
        ((f"{CTC_ADDRESS}/32",), True),
        (("130.211.0.0/16",), True),
        (("10.0.0.0/8",), False),
        (("130.211.31.0/24",), False),
        (("0.0.0.0/0",), False),  # the same prefix with a worse metric
        (("::/0",), False),
    ],
)
def test_the_longest_prefix_decides(destinations: tuple[str, ...], taken: bool) -> None:
    row = found(with_tunnel(*destinations).run("wss-agent"), "vpn-carries-service")
    assert (row is not None) is taken
    if row:
        assert row.severity == "notice"
        assert row.values["interface"] == "tun9"


@pytest.mark.parametrize(
    ("destinations", "taken"), [(("0.0.0.0/1", "128.0.0.0/1"), True), (("130.211.0.0/16",), True), (("10.0.0.0/8",), False)]
)
def test_without_a_run_the_documented_addresses_tell(destinations: tuple[str, ...], taken: bool) -> None:
    world = with_agent(with_tunnel(*destinations), ACTIVE, CONNECTED)
    facts, _ = world.session.detect()
    row = found(on_facts_alone(world.session, facts), "vpn-carries-service")
    assert (row is not None) is taken
    if row:
        assert (row.severity, row.values["host"], [line.check for line in row.evidence]) == (Severity.NOTICE, CTC, [""])


@pytest.mark.parametrize("tunnel", [{"up": False}, {"type": "ethernet"}, {"type": "other"}])
def test_only_a_tunnel_that_is_up_is_a_vpn(tunnel: dict[str, object]) -> None:
    assert found(with_tunnel("0.0.0.0/1", "128.0.0.0/1", **tunnel).run("wss-agent"), "vpn-carries-service") is None


def test_a_tunnel_that_is_the_line_itself_is_no_vpn() -> None:
    world = with_tunnel("0.0.0.0/1", "128.0.0.0/1")
    world.system.files["interfaces.json"] = [TUNNEL]
    assert found(world.run("wss-agent"), "vpn-carries-service") is None


def test_routes_that_were_not_read_say_nothing() -> None:
    world = with_tunnel("0.0.0.0/1", "128.0.0.0/1")
    del world.system.files["routes.json"]
    assert found(world.run("wss-agent"), "vpn-carries-service") is None


def test_a_tunnel_that_fails_inside_a_vpn_is_more_than_a_notice() -> None:
    report = with_agent(with_tunnel("0.0.0.0/1", "128.0.0.0/1"), ACTIVE, FAILED).run(None)
    assert codes(report) == ["agent-tunnel-down", "vpn-carries-service"]


def test_a_tunnel_that_stands_inside_a_vpn_is_a_notice() -> None:
    report = with_agent(with_tunnel("0.0.0.0/1", "128.0.0.0/1"), ACTIVE, CONNECTED).run(None)
    row = found(report, "vpn-carries-service")
    assert row
    assert row.severity == "notice"
    assert report.verdict.status == "healthy"


def test_the_address_inside_the_agents_tunnel_is_its_own() -> None:
    world = with_tunnel("0.0.0.0/1", "128.0.0.0/1", addresses=[{"address": "10.232.192.165", "prefix": 32}])
    assert found(with_agent(world, ACTIVE, CONNECTED).run(None), "vpn-carries-service") is None


@pytest.mark.parametrize(("os", "taken"), [("macos", False), ("windows", True)])
def test_on_a_mac_a_tunnel_may_be_the_agents_own(os: str, taken: bool) -> None:
    world = with_agent(with_tunnel("0.0.0.0/1", "128.0.0.0/1"))
    world.system.files |= {"capture.json": {"schema": "wssdiag.capture/1", "os": os}}
    world.system.files["processes.json"] = [{"pid": 8, "name": "wssa-ui_netext" if os == "macos" else "wssad.exe"}]
    report = world.run(None)
    assert report.mode.agent_captures
    assert (found(report, "vpn-carries-service") is not None) is taken


def test_a_client_that_runs_is_a_notice() -> None:
    world = with_agent(World(), ACTIVE, CONNECTED)
    world.system.files["processes.json"] = [*world.system.files["processes.json"], ZSCALER]  # type: ignore[misc]
    report = world.run(None)
    row = found(report, "other-gateway-client")
    assert row
    assert (row.severity, row.confidence, row.subject.app) == ("notice", "possible", "Zscaler Client Connector")
    assert row.values == {"product": "Zscaler Client Connector"}
    assert report.verdict.status == "healthy"


def service(name: str, status: str) -> dict[str, object]:
    return {"name": name, "display_name": "", "status": status, "start_type": "automatic", "binpath": ""}


@pytest.mark.parametrize(
    ("rows", "seen"),
    [
        ([service("ZSAService", "running")], True),
        ([service("ZSAService", "stopped")], False),
        ([service("ZSAServiceHelper", "running")], False),
    ],
)
def test_a_service_counts_while_it_runs(rows: list[object], seen: bool) -> None:
    world = with_agent(World(), ACTIVE, CONNECTED)
    world.system.files["services.json"] = [*world.system.files["services.json"], *rows]  # type: ignore[misc]
    assert (found(world.run(None), "other-gateway-client") is not None) is seen


def test_a_failure_that_nothing_explains_makes_it_more() -> None:
    world = with_agent(World(), ACTIVE, CONNECTED)
    world.system.files["processes.json"] = [*world.system.files["processes.json"], ZSCALER]  # type: ignore[misc]
    world.network.peers["*", CTC] = Peer(cut=Failure.TLS_MALFORMED)
    assert codes(world.run(None)) == ["agent-control-unreachable", "other-gateway-client"]


def test_a_failure_that_is_explained_leaves_it_a_notice() -> None:
    world = with_agent(World(), ACTIVE, CONNECTED)
    world.system.files["processes.json"] = [*world.system.files["processes.json"], ZSCALER]  # type: ignore[misc]
    world.network.block(CTC, 443)
    assert codes(world.run(None)) == ["port-blocked"]


@pytest.mark.parametrize(("destinations", "said"), [((), ["unexplained"]), ((f"{CTC_ADDRESS}/32",), ["other-gateway-client"])])
def test_on_linux_a_tunnel_must_carry_what_fails(destinations: tuple[str, ...], said: list[str]) -> None:
    """The same program is a server there as often as a client."""
    world = with_tunnel(*destinations)
    world.system.files["processes.json"] = [{"pid": 7, "name": "openvpn"}]
    world.network.peers["*", CTC] = Peer(cut=Failure.TLS_MALFORMED)
    assert codes(world.run("wss-agent")) == said
