from __future__ import annotations

import pytest

from tests.fakes import FakeProxy, Peer
from tests.world import DATACENTRE, PROXY_ADDRESS, UNTRUSTED, World
from wssdiag.checks.controls import control_checks, datagram_controls
from wssdiag.checks.plan import locations
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure
from wssdiag.model.mode import Method
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Endpoints, Profile
from wssdiag.probes.network import Journey, ProxyHop
from wssdiag.session import Request


def test_by_name_and_by_address() -> None:
    world = World()
    situation = world.session.planned(Request())[0]
    checks = {check.id: check for check in control_checks(situation, None, None)}
    assert checks["control.tcp.google-443"].needs == ("control.dns.www.google.com",)
    assert checks["control.tcp.quad9-443"].needs == ()
    assert checks["control.tls.google-443"].needs == ("control.tcp.google-443",)
    assert "control.tls.google-80" not in checks
    assert not any(check.required for check in checks.values())
    udp = {row.id for row in situation.catalogue.control if row.transport is Transport.UDP}
    assert not udp & {check.endpoint for check in checks.values()}


@pytest.mark.parametrize(
    ("how", "peer", "connect", "chain"),
    [
        (None, Peer(), Status.PASS, Status.PASS),
        (Failure.REFUSED, Peer(), Status.FAIL, Status.WARN),
        (None, Peer(system=UNTRUSTED), Status.PASS, Status.WARN),
        (None, Peer(cut=Failure.RESET), Status.PASS, Status.WARN),
    ],
)
def test_what_a_control_can_say(how: Failure | None, peer: Peer, connect: Status, chain: Status) -> None:
    world = World()
    world.network.block("dns.quad9.net", 443, how)
    world.network.peers["*", "dns.quad9.net"] = peer
    situation = world.session.planned(Request())[0]
    checks = {check.id: check for check in control_checks(situation, None, None)}
    assert checks["control.tcp.quad9-443"].run(world.network, {}).status is connect
    assert checks["control.tls.quad9-443"].run(world.network, {}).status is chain


def test_by_a_proxy_that_asks_who_is_there() -> None:
    world = World()
    world.set_proxy(answer=FakeProxy(407))
    proxy = ProxyHop(host=PROXY_ADDRESS, port=3128)
    situation = world.session.planned(Request())[0]
    checks = {check.id: check for check in control_checks(situation, proxy, "proxy.connect.x")}
    assert checks["control.tcp.google-443"].needs == ("proxy.connect.x",)
    for check_id in ("control.tcp.google-443", "control.tls.google-443"):
        assert checks[check_id].run(world.network, {}).status is Status.UNKNOWN
    assert {(ask.host, ask.addresses) for ask in world.network.asked if isinstance(ask, Journey)} == {("www.google.com", ())}


@pytest.mark.parametrize(
    ("how", "status"),
    [(None, Status.PASS), (Failure.TIMED_OUT, Status.UNKNOWN), (Failure.QUIC_NO_ANSWER, Status.UNKNOWN), (Failure.REFUSED, Status.FAIL)],
    ids=str,
)
def test_a_control_by_quic(how: Failure | None, status: Status) -> None:
    world = World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,))))
    world.network.block("dns.google", 443, how, Transport.UDP)
    situation = world.session.planned(Request(method=Method.WSS_AGENT))[0]
    checks = {check.id: check for check in datagram_controls(situation, locations(situation))}
    assert set(checks) == {"control.udp.one-one-udp-443", "control.udp.dns-google-udp-443"}
    assert checks["control.udp.dns-google-udp-443"].run(world.network, {}).status is status


def test_without_a_location_by_udp_no_control_is_asked() -> None:
    situation = World().session.planned(Request(method=Method.WSS_AGENT))[0]
    assert datagram_controls(situation, locations(situation)) == ()
