from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes import Page, Peer
from tests.world import CTC, EXPIRED, NOT_YET_VALID, PROXY_ADDRESS, World, alarming, cable, codes
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Severity
from wssdiag.model.observation import Transport


def dead(world: World, how: Failure = Failure.TIMED_OUT) -> None:
    """Nothing comes back from beyond the first hop."""
    world.network.block(how=how)
    world.network.block(how=how, transport=Transport.UDP)
    world.network.says["*"] = Failure.DNS_TIMEOUT


def interfaces(world: World, **fields: object) -> None:
    rows = cable()["interfaces.json"]
    assert isinstance(rows, list)
    rows[1].update(fields)
    world.system.files["interfaces.json"] = rows


def test_no_network() -> None:
    world = World()
    interfaces(world, up=False, addresses=[])
    world.system.files["routes.json"] = []
    dead(world, Failure.NO_ROUTE)
    report = world.run()
    assert report.verdict.cause == "no-network"
    assert codes(report) == ["no-network"]


def test_a_tunnel_or_loopback_alone_is_no_network() -> None:
    world = World()
    interfaces(world, type="tunnel")
    world.system.files["routes.json"] = []
    dead(world, Failure.NO_ROUTE)
    assert codes(world.run()) == ["no-network"]


def test_a_tunnel_that_is_the_line_itself_is_a_network() -> None:
    world = World()
    interfaces(world, type="tunnel")
    assert codes(world.run()) == []


def test_interfaces_that_could_not_be_read_prove_nothing() -> None:
    world = World()
    del world.system.files["interfaces.json"]
    assert codes(world.run()) == []


def test_no_address() -> None:
    world = World()
    interfaces(world, addresses=[{"address": "169.254.7.7", "prefix": 16}, {"address": "fe80::1", "prefix": 64}])
    world.system.files["routes.json"] = []
    dead(world, Failure.NO_ROUTE)
    report = world.run()
    assert codes(report) == ["no-address"]
    assert report.findings[0].values == {"interface": "eth0", "address": "169.254.7.7, fe80::1", "from": "this computer"}


def test_a_link_local_address_beside_a_real_one_is_none() -> None:
    world = World()
    interfaces(world, addresses=[{"address": "169.254.7.7", "prefix": 16}, {"address": "192.0.2.17", "prefix": 24}])
    assert codes(world.run()) == []


@pytest.mark.parametrize(
    "page",
    [
        Page(200, "<html>Welcome to the hotel</html>"),
        Page(302, headers=(("location", "http://wifi.hotel.example/"),)),
        Page(511),
    ],
    ids=["200", "302", "511"],
)
def test_wifi_sign_in(page: Page) -> None:
    world = World()
    dead(world)
    world.network.says.clear()
    world.network.block(port=80, how=None)
    world.network.hijack = page
    report = world.run()
    assert report.verdict.cause == "wifi-sign-in"
    assert codes(report) == ["wifi-sign-in"]


@pytest.mark.parametrize("page", [Page(403, "blocked"), Page(404), Page(500), Page(503)])
def test_a_refusal_is_no_sign_in_page(page: Page) -> None:
    world = World()
    world.network.hijack = page
    report = world.run()
    assert codes(report) == []
    assert report.network.sign_in == "unknown"


def test_one_odd_operator_is_no_sign_in_page() -> None:
    world = World()
    world.network.pages["http://captive.apple.com/hotspot-detect.html"] = Page(200, "<html>Hello</html>")
    assert codes(world.run()) == []


def test_a_sign_in_page_masks_what_it_imitates_and_not_the_local_firewall() -> None:
    world = World()
    world.network.hijack = Page(200, "<html>Welcome to the hotel</html>")
    world.network.block(CTC, 443, Failure.BLOCKED_LOCALLY)
    world.system.files["hosts.txt"] = "45.99.99.99 portal.threatpulse.com\n"
    report = world.run()
    assert codes(report) == ["wifi-sign-in", "local-firewall"]
    assert {row.code: row.masked_by for row in report.findings}["hosts-file-override"] == "wifi-sign-in"


def test_no_default_route() -> None:
    world = World()
    world.system.files["routes.json"] = [{"destination": "192.0.2.0/24", "gateway": None, "interface": "eth0", "metric": 0}]
    dead(world, Failure.NO_ROUTE)
    report = world.run()
    assert codes(report) == ["no-default-route"]
    assert report.verdict.status == "broken"


def test_no_default_route_with_answers_is_none() -> None:
    world = World()
    world.system.files["routes.json"] = []
    assert codes(world.run()) == []


def test_a_proxy_method_needs_no_default_route() -> None:
    world = World()
    world.set_proxy()
    world.proxy_only()
    world.system.files["routes.json"] = []
    report = world.run(None)
    assert codes(report) == []
    assert report.verdict.status == "healthy"


def test_a_proxy_method_without_a_route_to_its_proxy() -> None:
    world = World()
    world.set_proxy()
    world.network.block(PROXY_ADDRESS, how=Failure.NO_ROUTE)
    report = world.run(None)
    assert codes(report) == ["no-default-route"]
    assert report.findings[0].values == {"target": PROXY_ADDRESS}


def test_no_internet() -> None:
    world = World()
    dead(world)
    report = world.run()
    assert codes(report) == ["no-internet"]
    assert report.verdict.status == "broken"
    assert all(row.masked_by == "no-internet" for row in report.findings[1:])


def test_no_internet_is_not_said_behind_an_agent_that_may_fail_closed() -> None:
    world = World()
    world.run_agent()
    dead(world)
    report = world.run(None)
    assert report.mode.in_use
    assert "no-internet" not in [row.code for row in report.findings]


def test_no_internet_is_not_said_of_a_network_that_only_a_proxy_leaves() -> None:
    world = World()
    world.set_proxy()
    world.proxy_only()
    assert codes(world.run(None)) == []


def test_no_internet_needs_proof_that_the_first_hop_lives() -> None:
    world = World()
    dead(world)
    world.system.files["neighbours.json"] = []
    assert "no-internet" not in codes(world.run())


def test_one_port_that_answers_is_internet() -> None:
    world = World()
    dead(world)
    world.network.says.clear()
    world.network.block(port=80, how=None)
    assert "no-internet" not in [row.code for row in world.run().findings]


@pytest.mark.parametrize(
    ("how", "code"), [(Failure.BLOCKED_LOCALLY, "local-firewall"), (Failure.NO_LOCAL_PORT, "no-local-port")], ids=["firewall", "ports"]
)
def test_this_computer_itself_refuses(how: Failure, code: str) -> None:
    world = World()
    world.network.block(CTC, 443, how)
    report = world.run()
    assert report.verdict.cause == code
    assert codes(report) == [code]
    assert report.findings[0].values == {"host": CTC, "port": "443"}
    world.network.block(CTC, 443, Failure.TIMED_OUT)
    assert codes(world.run()) == ["port-blocked"]


@pytest.mark.parametrize(
    ("how", "code"), [(Failure.BLOCKED_LOCALLY, "local-firewall"), (Failure.NO_LOCAL_PORT, "no-local-port")], ids=["firewall", "ports"]
)
def test_what_never_left_this_computer_says_nothing_of_the_line(how: Failure, code: str) -> None:
    world = World()
    world.network.block(how=how)
    assert codes(world.run()) == [code]
    world = World()
    world.network.block(how=Failure.TIMED_OUT)
    world.network.block(CTC, 443, how)
    assert codes(world.run()) == ["no-internet", code]


def test_a_local_firewall_that_stops_only_an_unverified_location_is_a_notice() -> None:
    world = World()
    world.network.block("support.broadcom.com", 443, Failure.BLOCKED_LOCALLY)
    report = world.run()
    assert [(row.code, row.severity) for row in report.findings] == [("local-firewall", Severity.NOTICE)]
    assert report.verdict.status == "healthy"


def test_a_local_firewall_that_stops_only_what_is_asked_for_comparison_is_a_notice() -> None:
    world = World()
    world.network.block("www.google.com", 443, Failure.BLOCKED_LOCALLY)
    world.network.block("one.one.one.one", transport=Transport.UDP, how=Failure.BLOCKED_LOCALLY)
    report = world.run()
    assert [(row.code, row.severity) for row in report.findings] == [("local-firewall", Severity.NOTICE)]
    assert report.verdict.status == "healthy"
    world.network.block(CTC, 443, Failure.BLOCKED_LOCALLY)
    report = world.run()
    assert [(row.code, row.severity, row.subject.host) for row in report.findings] == [("local-firewall", Severity.BLOCKER, CTC)]


def test_no_free_port_at_all_blocks_even_where_only_unverified_locations_want_one() -> None:
    world = World()
    world.network.block(how=Failure.NO_LOCAL_PORT)
    report = world.run("unified-agent")
    assert [(row.code, row.severity) for row in report.findings] == [("no-local-port", Severity.BLOCKER)]
    assert report.verdict.status == "broken"
    world = World()
    world.network.block("www.google.com", 443, Failure.NO_LOCAL_PORT)
    assert [(row.code, row.severity) for row in world.run("unified-agent").findings] == [("no-local-port", Severity.NOTICE)]


def test_a_local_firewall_that_lets_only_the_proxy_through_is_healthy() -> None:
    world = World()
    world.set_proxy()
    world.network.block(how=Failure.BLOCKED_LOCALLY)
    world.network.block(PROXY_ADDRESS, how=None)
    report = world.run(None)
    assert codes(report) == []
    assert report.verdict.status == "healthy"


@pytest.mark.parametrize(
    ("skew", "code"), [(timedelta(days=900), EXPIRED), (timedelta(hours=-5), None), (timedelta(days=-900), NOT_YET_VALID)]
)
def test_clock_wrong(skew: timedelta, code: int | None) -> None:
    world = World()
    world.network.skew = skew
    if code:  # by this clock every certificate of the world is out of its period, for both stores
        world.network.peers["*", "*"] = Peer(system=code, mozilla=code)
    report = world.run()
    assert report.verdict.cause == "clock-wrong"
    assert codes(report) == ["clock-wrong"]


def test_clock_wrong_by_five_minutes_is_still_right() -> None:
    world = World()
    world.network.skew = timedelta(minutes=5)
    assert codes(world.run()) == []
    world.network.skew = timedelta(minutes=6)
    assert codes(world.run()) == ["clock-wrong"]


def test_clocks_that_disagree_prove_nothing() -> None:
    world = World()
    for number, source in enumerate(world.catalogue.clock_source):
        world.network.pages[source.url] = Page(200, headers=(("date", f"Wed, 04 Mar 2026 0{number}:00:00 GMT"),))
    world.network.skew = timedelta()
    assert codes(world.run(only=("clock.*", "control.*", "tls.ctc-443", "tcp.ctc-443"))) == []


def test_an_old_page_of_a_cache_tells_its_age() -> None:
    world = World()
    age = (("age", "18000"),)
    world.network.skew = timedelta(hours=-5)
    for probe in world.catalogue.sign_in_probe:
        world.network.pages[probe.url] = Page(probe.status, probe.body, age)
    assert codes(world.run()) == []


def test_clock_wrong_tells_how_much_and_which_way() -> None:
    world = World()
    world.network.skew = timedelta(days=-1, hours=-2, minutes=-7)
    found = alarming(world.run())[0]
    assert found.values == {"offset": "1 day 2 hours ahead", "here": "2026-03-04 12:00 UTC", "there": "2026-03-03 09:52 UTC"}
    world.network.skew = timedelta(minutes=61)
    assert alarming(world.run())[0].values["offset"] == "1 hour 1 minute behind"


def test_a_sign_in_page_says_nothing_of_the_clock() -> None:
    world = World()
    world.network.hijack = Page(511)
    world.network.skew = timedelta(days=3)
    assert codes(world.run()) == ["wifi-sign-in"]


def test_the_wi_fi_state_of_the_system_is_proof_alone() -> None:
    world = World()
    world.system.files["connectivity.json"] = {"networkmanager": "portal"}
    dead(world)
    report = world.run()
    assert codes(report) == ["wifi-sign-in"]
    assert [(row.fact, row.value) for row in report.findings[0].evidence] == [("networkmanager", "portal")]


def test_what_does_not_answer_is_skipped_by_name() -> None:
    world = World()
    dead(world)
    rows = {row.id: row for row in world.run().checks}
    assert rows["tcp.ctc-443"].status is Status.SKIPPED
    assert rows["tcp.ctc-443"].blocked_by == f"dns.{CTC}"
    assert rows["tls.ctc-443"].blocked_by == "tcp.ctc-443"
