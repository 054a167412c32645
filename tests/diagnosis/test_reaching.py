from __future__ import annotations

import msgspec
import pytest

from tests.fakes import Peer, Rule
from tests.world import CTC, CTC_ADDRESS, DATACENTRE, PORTAL, PROXY, SERVICE_PROXY, World, alarming, codes
from wssdiag.diagnosis.diagnose import findings_of
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Kind, Scope, Severity
from wssdiag.model.location import Need
from wssdiag.model.observation import ConnectDetail
from wssdiag.model.profile import Endpoints, Profile

KINDS = [(Failure.TIMED_OUT, Kind.DROPPED), (Failure.REFUSED, Kind.REFUSED), (Failure.UNREACHABLE, Kind.UNREACHABLE)]


@pytest.mark.parametrize(("how", "kind"), KINDS, ids=[str(kind) for _, kind in KINDS])
def test_port_blocked(how: Failure, kind: Kind) -> None:
    world = World()
    world.network.block(CTC, 443, how)
    report = world.run()
    assert codes(report) == ["port-blocked"]
    found = report.findings[0]
    assert found.severity is Severity.BLOCKER
    assert (found.subject.endpoint, found.subject.address, found.subject.port) == ("ctc-443", CTC_ADDRESS, 443)
    assert (found.subject.kind, found.subject.scope) == (kind, Scope.DESTINATION)
    assert found.values["from"] == "192.0.2.17"
    assert set(found.values) == {"purpose", "host", "address", "port", "transport", "kind", "control", "from"}


@pytest.mark.parametrize(("how", "kind"), KINDS, ids=[str(kind) for _, kind in KINDS])
def test_a_port_that_is_closed_for_everybody(how: Failure, kind: Kind) -> None:
    world = World()
    world.network.block(port=443, how=how)
    report = world.run()
    found = {row.subject.endpoint: row for row in report.findings if row.code == "port-blocked"}["ctc-443"]
    assert (found.subject.kind, found.subject.scope) == (kind, Scope.PORT)
    assert report.verdict.cause in {"port-blocked", "service-unreachable"}


def test_scope_is_unknown_where_no_control_has_the_port() -> None:
    world = World()
    rows = [msgspec.structs.replace(row, port=7777) if row.id == "ctc-443" else row for row in world.catalogue.location]
    world.catalogue = msgspec.structs.replace(world.catalogue, location=tuple(rows))
    world.network.block(CTC, 7777)
    assert alarming(world.run())[0].subject.scope is Scope.UNKNOWN


def test_a_port_is_not_called_blocked_where_no_control_answers() -> None:
    world = World()
    world.network.block()
    assert "port-blocked" not in codes(world.run())


def test_port_blocked_by_need() -> None:
    world = World()
    world.network.block(PORTAL, 443)
    report = world.run()
    assert codes(report) == []
    assert {row.severity for row in report.findings} == {Severity.NOTICE}
    assert "portal-443" in {row.subject.endpoint for row in report.findings}
    assert report.verdict.status == "healthy"


def with_group(world: World) -> None:
    """The two hosts of a group, of which one is enough."""
    rows = {row.id: row for row in world.catalogue.location}
    alternative = {"need": Need.ALTERNATIVE, "group": "either"}
    rows["ctc-443"] = msgspec.structs.replace(rows["ctc-443"], **alternative)
    rows["other"] = msgspec.structs.replace(rows["ctc-443"], id="other", host=DATACENTRE, addresses=("45.10.9.9",))
    world.catalogue = msgspec.structs.replace(world.catalogue, location=tuple(rows.values()))
    world.network.truth[DATACENTRE] = ("45.10.9.9",)


def test_one_of_a_group_is_enough() -> None:
    world = World()
    with_group(world)
    world.network.block(CTC, 443)
    report = world.run()
    assert codes(report) == []
    assert [(row.code, row.severity) for row in report.findings] == [("port-blocked", Severity.NOTICE)]


@pytest.mark.parametrize("name_lost", [False, True], ids=["port", "name"])
def test_a_whole_group_that_fails(name_lost: bool) -> None:
    world = World()
    with_group(world)
    world.network.block(CTC, 443)
    if name_lost:
        world.network.says[DATACENTRE] = Failure.NAME_NOT_FOUND
    else:
        world.network.block(DATACENTRE, 443)
    found = next(row for row in world.run().findings if row.code == "port-blocked")
    assert found.severity is Severity.MAJOR


def test_a_location_of_two_families_is_judged_by_the_one_that_has_a_way() -> None:
    world = World()
    world.network.truth[CTC] = (CTC_ADDRESS, "2001:db8::2")
    world.network.block(CTC_ADDRESS, 443, Failure.REFUSED)
    world.network.block("2001:db8::2", 443, Failure.NO_ROUTE)
    report = world.run()
    assert codes(report) == ["port-blocked"]
    assert report.findings[0].subject.address == CTC_ADDRESS


def test_tls_reset() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(cut=Failure.RESET)
    report = world.run()
    assert codes(report) == ["tls-reset"]
    assert report.findings[0].values["address"] == CTC_ADDRESS


def test_a_handshake_that_is_cut_for_every_name_is_a_blocked_port() -> None:
    world = World()
    world.network.peers[CTC_ADDRESS, "*"] = Peer(cut=Failure.TLS_EOF)
    report = world.run()
    assert codes(report) == ["port-blocked"]
    assert (report.findings[0].subject.kind, report.findings[0].subject.scope) == (Kind.RESET, Scope.DESTINATION)


def test_handshakes_that_are_cut_wherever_they_go_are_the_ports_matter() -> None:
    world = World()
    world.network.peers["*", "*"] = Peer(cut=Failure.RESET)
    found = {row.subject.endpoint: row for row in world.run().findings if row.code == "port-blocked"}
    assert found["ctc-443"].subject.scope is Scope.PORT


def test_a_handshake_that_was_cut_once_blames_nobody() -> None:
    world = World()
    cut = {"left": 1}

    def once(ask: object) -> None:
        name = getattr(getattr(ask, "tls", None), "server_name", None)
        if name == CTC:
            world.network.peers["*", CTC] = Peer(cut=Failure.RESET if cut["left"] > 0 else None)
            cut["left"] -= 1

    world.network.before = once
    report = world.run()
    assert cut["left"] < 0  # it was asked again
    assert [row.code for row in report.findings] == []


def test_service_unreachable() -> None:
    world = World()
    for host in (CTC, PORTAL, "support.broadcom.com"):
        world.network.block(host)
    report = world.run()
    assert codes(report) == ["service-unreachable"]
    assert {row.masked_by for row in report.findings if row.code == "port-blocked"} == {"service-unreachable"}


def test_a_service_whose_second_location_answers_is_reachable() -> None:
    world = World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,))))
    world.network.block(CTC)
    assert codes(world.run()) == ["port-blocked"]


def test_service_unreachable_is_not_said_without_a_control() -> None:
    world = World()
    world.network.block()
    assert "service-unreachable" not in [row.code for row in world.run().findings]


def test_behind_an_agent_a_connect_proves_nothing() -> None:
    world = World()
    world.run_agent()
    world.network.peers["*", "*"] = Peer(cut=Failure.TIMED_OUT)  # the agent itself opens every connection, and nothing is behind it
    report = world.run(None)
    assert {row.id: row.status for row in report.checks}["tcp.ctc-443"] == "unknown"
    assert "port-blocked" not in codes(report)
    assert report.verdict.status == "broken"


def test_behind_an_agent_an_answer_in_the_protocol_counts() -> None:
    world = World()
    world.run_agent()
    report = world.run(None)
    rows = {row.id: row for row in report.checks}
    assert rows["tls.ctc-443"].status == "pass"
    assert {seen.via for seen in rows["tls.ctc-443"].observations} == {"agent"}
    assert report.verdict.status == "healthy"


def test_behind_an_agent_a_control_must_answer_in_its_protocol_too() -> None:
    world = World()
    world.run_agent()
    world.network.block(CTC, 443)
    assert codes(world.run(None)) == ["port-blocked"]
    for control in world.catalogue.control:
        world.network.peers["*", control.host] = Peer(cut=Failure.TIMED_OUT)
    assert "port-blocked" not in codes(world.run(None))


def test_a_hosts_file_that_is_right_hides_no_blocked_port() -> None:
    world = World()
    world.system.files["hosts.txt"] = f"{CTC_ADDRESS} {CTC}\n"
    world.network.hosts_file[CTC] = CTC_ADDRESS
    world.network.block(CTC, 443)
    assert codes(world.run()) == ["port-blocked"]


@pytest.mark.parametrize(("ipv4", "kind"), [(Failure.REFUSED, "refused"), (Failure.NO_ROUTE, "dropped")])
def test_where_both_families_fail_what_ipv4_said_counts_unless_it_has_no_way(ipv4: Failure, kind: str) -> None:
    world = World()
    world.network.truth[CTC] = (CTC_ADDRESS, "2a00:1450::1")
    world.network.block(CTC_ADDRESS, 443, ipv4)
    world.network.block("2a00:1450::1", 443, Failure.TIMED_OUT)
    row = next(row for row in world.run().findings if row.code == "port-blocked")
    assert row.subject.kind == kind


def test_the_address_of_another_interface_is_not_the_one_on_the_way_out() -> None:
    """A sign-in probe that was bound to the Wi-Fi stands first in the report; the administrator is to look for the other address."""
    world = World()
    world.network.block(CTC, 443)
    report = world.run()
    connects = (seen for row in report.checks for seen in row.observations if isinstance(seen.detail, ConnectDetail) and seen.ok)
    first = next(connects)
    bound = msgspec.structs.replace(first, interface="wlan0", detail=ConnectDetail(source="192.168.9.7"))
    checks = (msgspec.structs.replace(report.checks[0], id="sign-in.bound", observations=(bound,)), *report.checks)
    told = findings_of(msgspec.structs.replace(report, checks=checks), world.session.background)
    assert [row.values["from"] for row in told if row.code == "port-blocked"] == ["192.0.2.17"]


@pytest.mark.parametrize("proxy", [PROXY, SERVICE_PROXY])
def test_a_proxy_of_the_office_shows_nothing_of_the_way_out(proxy: str) -> None:
    """Where PAC files come from is fetched around every proxy: only one that is out there itself, or a known-good site, proves that way."""
    world = World(profile=Profile(endpoints=Endpoints(proxies=(f"{proxy}:8080",) if proxy == PROXY else ())))
    world.set_proxy(proxy, 8080)
    world.system.files["environment.json"] = {}
    world.network.firewall.append(Rule(Failure.TIMED_OUT))
    for address in world.network.truth[proxy]:
        world.network.block(address, how=None)
    report = world.run("pac-file")
    rows = {row.id: row.status for row in report.checks}
    assert (rows[f"proxy.tcp.{proxy}-8080"], rows["tcp.pfms-443"]) == ("pass", "fail")
    blocked = [row.subject.endpoint for row in report.findings if row.code == "port-blocked"]
    assert ("pfms-443" in blocked) is (proxy == SERVICE_PROXY)
