from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.fakes import FakeProxy, Page, Peer
from tests.world import CTC, CTC_ADDRESS, EXPIRED, PROXY_ADDRESS, UNTRUSTED, World
from wssdiag.checks.reach import address_proof, again, location_checks, other_name
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import Failure
from wssdiag.model.location import Location, Trust
from wssdiag.model.observation import Transport, Via
from wssdiag.probes.network import Datagram, Journey, ProxyHop
from wssdiag.session import Request

if TYPE_CHECKING:
    from wssdiag.checks.check import Check, Outcome, Results

PROXY = ProxyHop(host=PROXY_ADDRESS, port=3128)
OTHER_FAMILY = "2001:db8::2"


def location(world: World, **fields: object) -> Location:
    row = next(row for row in world.catalogue.location if row.id == "ctc-443")
    return msgspec.structs.replace(row, **fields)


def checks(world: World, proxy: ProxyHop | None = None, **fields: object) -> tuple[Check, ...]:
    situation = world.session.planned(Request())[0]
    return location_checks(location(world, **fields), situation, proxy, "proxy.connect" if proxy else None)


def run(world: World, check: Check, results: Results | None = None) -> Outcome:
    return check.run(world.network, results or {})


@pytest.mark.parametrize(
    ("protocol", "ids"),
    [
        ("tls", ["tcp.ctc-443", "tls.ctc-443"]),
        ("https", ["tcp.ctc-443", "tls.ctc-443"]),
        ("http", ["tcp.ctc-443", "http.ctc-443"]),
        ("tcp", ["tcp.ctc-443"]),
    ],
)
def test_one_check_a_step(protocol: str, ids: list[str]) -> None:
    made = checks(World(), protocol=protocol)
    assert [check.id for check in made] == ids
    assert [check.required for check in made] == [False] * (len(made) - 1) + [True]
    assert made[0].needs == (f"dns.{CTC}",)
    assert all(check.needs == (ids[0],) for check in made[1:])


def test_an_address_needs_no_name() -> None:
    assert checks(World(), host=CTC_ADDRESS)[0].needs == ()


def test_connect() -> None:
    world = World()
    connect = checks(world)[0]
    assert run(world, connect).status is Status.PASS
    world.network.block(CTC, 443, Failure.REFUSED)
    outcome = run(world, connect)
    assert outcome.status is Status.FAIL
    assert outcome.summary == f"{CTC_ADDRESS}: refused"


def test_an_agent_that_captures_makes_a_connect_prove_nothing() -> None:
    world = World()
    world.run_agent()
    connect, answer = checks(world)
    assert run(world, connect).status is Status.UNKNOWN
    outcome = run(world, answer)
    assert outcome.status is Status.PASS
    assert {row.via for row in outcome.observations} == {Via.AGENT}
    world.network.block(CTC, 443)
    assert run(world, connect).status is Status.FAIL


@pytest.mark.parametrize("status", [200, 301, 403, 404, 500])
def test_any_answer_in_the_protocol_is_a_pass(status: int) -> None:
    world = World()
    world.network.pages[f"https://{CTC}/path"] = Page(status)
    assert run(world, checks(world, path="/path")[1]).status is Status.PASS
    world.network.pages[f"http://{CTC}:443/"] = Page(status)
    assert run(world, checks(world, protocol="http")[1]).status is Status.PASS


def test_http_that_fails_behind_a_good_handshake_is_a_warning() -> None:
    world = World()
    world.network.pages[f"https://{CTC}/path"] = Failure.HTTP_MALFORMED
    assert run(world, checks(world, path="/path")[1]).status is Status.WARN
    world.network.pages[f"http://{CTC}:443/"] = Failure.HTTP_MALFORMED
    assert run(world, checks(world, protocol="http")[1]).status is Status.FAIL


@pytest.mark.parametrize(
    ("trust", "code", "status"),
    [
        (Trust.UNKNOWN, UNTRUSTED, Status.WARN),
        (Trust.PUBLIC, UNTRUSTED, Status.FAIL),
        (Trust.PRIVATE, UNTRUSTED, Status.PASS),
        (Trust.UNKNOWN, EXPIRED, Status.FAIL),
        (Trust.PRIVATE, EXPIRED, Status.PASS),
    ],
)
def test_whose_certificate(trust: Trust, code: int, status: Status) -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(system=code, mozilla=code)
    assert run(world, checks(world, trust=trust)[1]).status is status


def test_the_handshake_goes_where_the_connect_went() -> None:
    world = World()
    connect, answer = checks(world)
    world.network.truth[CTC] = ("45.9.9.9", CTC_ADDRESS)
    world.network.block("45.9.9.9", 443)
    seen = world.network.travel(Journey(host=CTC, port=443, addresses=world.network.truth[CTC]))
    result = CheckResult(id=connect.id, title="", status=Status.PASS, summary="", observations=seen)
    run(world, answer, {connect.id: result})
    last = world.network.asked[-1]
    assert isinstance(last, Journey)
    assert last.addresses == (CTC_ADDRESS,)


def test_a_proxy_is_asked_for_the_name() -> None:
    world = World()
    world.network.strangers |= {PROXY_ADDRESS}
    world.network.proxies[PROXY_ADDRESS, 3128] = FakeProxy()
    for check in checks(world, PROXY):
        assert run(world, check).status is Status.PASS
    journeys = [ask for ask in world.network.asked if isinstance(ask, Journey)]
    assert {(ask.host, ask.addresses, ask.proxy) for ask in journeys} == {(CTC, (), PROXY)}
    world.network.proxies[PROXY_ADDRESS, 3128] = FakeProxy(407)
    assert {run(world, check).status for check in checks(world, PROXY)} == {Status.UNKNOWN}
    world.network.proxies[PROXY_ADDRESS, 3128] = FakeProxy(403)
    assert {run(world, check).status for check in checks(world, PROXY)} == {Status.FAIL}


def udp(world: World, protocol: str) -> Outcome:
    (check,) = checks(world, transport=Transport.UDP, protocol=protocol)
    assert check.id == "udp.ctc-443"
    return run(world, check)


def test_udp_silence_is_unknown() -> None:
    world = World()
    assert udp(world, "quic").status is Status.PASS
    assert isinstance(world.network.asked[-1], Datagram)
    world.network.block(CTC, 443, Failure.QUIC_NO_ANSWER, Transport.UDP)
    assert udp(world, "quic").status is Status.UNKNOWN
    world.network.block(CTC, 443, Failure.REFUSED, Transport.UDP)
    assert udp(world, "quic").status is Status.FAIL


def test_no_way_to_one_family_says_nothing_of_the_other() -> None:
    world = World()
    (check,) = checks(world, addresses=(CTC_ADDRESS, OTHER_FAMILY), transport=Transport.UDP, protocol="quic")
    world.network.truth["other.example"] = (OTHER_FAMILY,)
    world.network.block(CTC_ADDRESS, 443, Failure.NO_ROUTE, Transport.UDP)
    outcome = run(world, check)
    assert outcome.status is Status.PASS
    assert [row.target.address for row in outcome.observations] == [CTC_ADDRESS, OTHER_FAMILY]
    world.network.block(OTHER_FAMILY, 443, Failure.NO_ROUTE, Transport.UDP)
    assert run(world, check).status is Status.FAIL
    world.network.block(CTC_ADDRESS, 443, Failure.REFUSED, Transport.UDP)
    assert len(run(world, check).observations) == 1


def test_a_protocol_that_is_not_spoken_is_unknown_and_nothing_is_sent() -> None:
    world = World()
    assert udp(world, "kerberos").status is Status.UNKNOWN
    assert world.network.asked == []


@pytest.mark.parametrize(
    ("peer", "status"),
    [
        (Peer(), Status.PASS),
        (Peer(system=UNTRUSTED), Status.PASS),
        (Peer(cut=Failure.TLS_ALERT), Status.PASS),
        (Peer(cut=Failure.RESET), Status.FAIL),
        (Peer(cut=Failure.TLS_EOF), Status.FAIL),
        (Peer(cut=Failure.TIMED_OUT), Status.FAIL),
    ],
)
def test_once_more_and_by_another_name(peer: Peer, status: Status) -> None:
    world = World()
    world.network.peers["*", CTC] = peer
    world.network.peers["*", "www.google.com"] = peer
    row = location(world)
    assert run(world, again(row)).status is status
    assert run(world, other_name(row, "www.google.com")).status is status
    last = world.network.asked[-1]
    assert isinstance(last, Journey)
    assert last.tls is not None
    assert last.tls.server_name == "www.google.com"


@pytest.mark.parametrize(
    ("peer", "status"), [(Peer(), Status.PASS), (Peer(system=EXPIRED), Status.WARN), (Peer(cut=Failure.RESET), Status.UNKNOWN)]
)
def test_an_address_that_proves_itself(peer: Peer, status: Status) -> None:
    world = World()
    world.network.peers["*", CTC] = peer
    check = address_proof(location(world), ".second-opinion", (CTC_ADDRESS,))
    assert check.id == "address.ctc-443.second-opinion"
    assert run(world, check).status is status


def test_a_certificate_that_only_this_computer_trusts_is_no_plain_pass() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(system=0, mozilla=19)
    outcome = run(world, checks(world, trust=Trust.PUBLIC)[1])
    assert (outcome.status, "own store" in outcome.summary) == (Status.WARN, True)
    world.network.peers["*", CTC] = Peer(system=0, mozilla=0)
    assert run(world, checks(world, trust=Trust.PUBLIC)[1]).status is Status.PASS
