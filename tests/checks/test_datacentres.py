from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.detection.test_agent_log import ACTIVE, CONNECTED, LOG, UDP_FAILED
from tests.fakes import Peer
from tests.world import DATACENTRE, World, builtin, codes
from wssdiag.catalogue.merge import FROM_PROFILE
from wssdiag.checks.datacentres import located
from wssdiag.checks.hosts import contacts
from wssdiag.checks.plan import locations
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Severity
from wssdiag.model.location import Catalogue, Location, Need, Sureness
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Endpoints, Policy, Profile
from wssdiag.model.service_list import ServiceHost, ServiceList, Site
from wssdiag.session import Request, judged_again

if TYPE_CHECKING:
    from wssdiag.model.report import Report

SITES = tuple(Site(name=f"SITE{number}", ingress=(f"2a03:2880::{number}", f"45.79.9.{number}")) for number in range(1, 6))
LIST = ServiceList(source="test", fetched="2026-03-04T12:00:00Z", revised="", sites=SITES)
EMPTY_SITE = Site(name="SITE0", ingress=("10.0.0.1",))


def computer(*lines: str, profile: Profile | None = None) -> World:
    world = World(profile=profile or Profile())
    world.run_agent()
    if lines:
        world.system.files["files.json"] = [{"path": LOG, "exists": True, "tail": "\r\n".join(lines)}]
    return world


def here(world: World, published: ServiceList | None = None) -> Catalogue:
    facts, _ = world.session.detect()
    return located(world.session.catalogue, facts, builtin()[1], published)


def tunnels(catalogue: Catalogue, transport: Transport = Transport.TCP, placeholder: str = "datacentre-") -> list[Location]:
    return [row for row in catalogue.location if row.id.startswith(placeholder) and row.host and row.transport is transport]


def test_the_profile_comes_first() -> None:
    world = computer(ACTIVE, profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,), ike_gateways=("192.0.2.200",))))
    rows = here(world, LIST)
    assert rows == world.session.catalogue
    assert all(FROM_PROFILE in row.provenance.source for row in tunnels(rows))


def test_nothing_known_leaves_the_rows_open() -> None:
    world = computer()
    assert here(world) == world.session.catalogue


def test_the_log_fills_the_rows_of_its_agent() -> None:
    rows = here(computer(ACTIVE))
    assert [(row.id, row.need, row.group) for row in tunnels(rows)] == [
        ("datacentre-443.45.79.1.1", Need.ALTERNATIVE, "datacentre-443"),
        ("datacentre-443.45.79.2.1", Need.ALTERNATIVE, "datacentre-443"),
    ]
    assert [(row.id, row.need) for row in tunnels(rows, Transport.UDP)] == [
        ("datacentre-udp-443.45.79.1.1", Need.OPTIONAL),
        ("datacentre-udp-443.45.79.2.1", Need.OPTIONAL),
    ]
    assert all(row.provenance.source.endswith("named by the agent's log") for row in tunnels(rows))
    assert all(row.provenance.certainty is Sureness.INFERRED for row in tunnels(rows))
    assert tunnels(rows, placeholder="ua-datacentre-") == []


def test_a_single_place_is_as_needed_as_its_row() -> None:
    rows = tunnels(here(computer(ACTIVE.partition(" GCAMO1")[0])))
    assert [(row.need, row.group) for row in rows] == [(Need.REQUIRED, None)]


def test_where_the_tunnel_stands_what_a_stranger_gets_there_is_information() -> None:
    assert {row.need for row in tunnels(here(computer(ACTIVE, CONNECTED)))} == {Need.OPTIONAL}


def test_the_list_gives_three_sites_as_alternatives() -> None:
    published = msgspec.structs.replace(LIST, sites=(EMPTY_SITE, *SITES))
    rows = here(World(), published)
    for placeholder in ("datacentre-443", "ua-datacentre-443", "ipsec-500", "ipsec-4500"):
        found = [row for row in rows.location if row.id.startswith(f"{placeholder}.")]
        assert [row.host for row in found] == ["45.79.9.1", "45.79.9.2", "45.79.9.3"]
        assert {(row.need, row.group) for row in found} == {(Need.ALTERNATIVE, placeholder)}
    assert "site SITE1 of the service's own list" in found[0].provenance.source


def test_the_agents_own_word_stands_before_the_list() -> None:
    rows = here(computer(ACTIVE), LIST)
    assert [row.host for row in tunnels(rows)] == ["45.79.1.1", "45.79.2.1"]
    assert [row.host for row in tunnels(rows, placeholder="ua-datacentre-")] == ["45.79.9.1", "45.79.9.2", "45.79.9.3"]


def test_an_address_of_a_management_host_is_no_data_centre() -> None:
    world = computer()
    world.system.files["connections.json"] = [
        {"pid": 8, "local": "192.0.2.17:1", "remote": f"{address}:443", "status": "ESTABLISHED"}
        for address in ("130.211.30.2", "45.79.9.9", "45.79.9.8")
    ]
    hosts = (ServiceHost(host="portal.threatpulse.com", addresses=("45.79.9.9",)),)
    published = ServiceList(source="t", fetched="", revised="", hosts=hosts, sites=(Site(name="S", ranges=("45.79.0.0/16",)),))
    assert [row.host for row in tunnels(here(world, published))] == ["45.79.9.8"]


def connected(*addresses: str, status: str = "ESTABLISHED") -> World:
    world = computer()
    rows = [{"pid": 8, "local": "192.0.2.17:1", "remote": f"{address}:443", "status": status} for address in addresses]
    world.system.files["connections.json"] = rows
    return world


def test_what_nothing_but_a_connection_tells_is_unverified() -> None:
    assert {row.provenance.certainty for row in tunnels(here(connected("45.79.9.8")))} == {Sureness.UNVERIFIED}
    listed = ServiceList(source="t", fetched="", revised="", sites=(Site(name="S", ranges=("45.79.0.0/16",)),))
    assert {row.provenance.certainty for row in tunnels(here(connected("45.79.9.8"), listed))} == {Sureness.INFERRED}
    assert tunnels(here(connected("45.79.9.8", status="SYN_SENT"))) == []


@pytest.mark.parametrize("status", ["ESTABLISHED", "SYN_SENT"])
def test_a_connection_alone_convicts_nobody(status: str) -> None:
    world = connected("45.79.9.8", status=status)
    world.network.block("45.79.9.8", 443)
    world.network.block("45.79.9.8", 443, Failure.TIMED_OUT, Transport.UDP)
    assert codes(world.run(None)) == []


def test_planning_listing_and_judging_see_the_same_rows() -> None:
    world = computer(ACTIVE, UDP_FAILED)
    situation, planned = world.session.planned(Request())
    wanted = {"tls.datacentre-443.45.79.1.1", "udp.datacentre-udp-443.45.79.2.1"}
    assert wanted <= {check.id for check in planned}
    assert {("45.79.1.1", 443, "tcp"), ("45.79.2.1", 443, "udp")} <= {(row.host, row.port, row.transport) for row in contacts(situation)}
    report = world.run(None)
    assert report.locations == locations(situation)
    assert judged_again(world.session, report) == report
    bare = msgspec.structs.replace(report, locations=())
    again = judged_again(world.session, bare)
    assert wanted <= {f"tls.{row.id}" for row in again.locations} | {f"udp.{row.id}" for row in again.locations}


def test_who_may_not_be_contacted_is_not_filled_in() -> None:
    world = computer(ACTIVE, profile=Profile(policy=Policy(contact_hosts="none")))
    assert here(world, LIST).location == ()


def run_blocked(*addresses: str) -> Report:
    world = computer(ACTIVE, UDP_FAILED)
    for address in addresses:
        world.network.block(address, 443)
    return world.run(None)


def test_one_alternative_is_enough_and_none_is_not() -> None:
    assert codes(run_blocked("45.79.1.1")) == []
    assert codes(run_blocked("45.79.1.1", "45.79.2.1")) == ["port-blocked", "port-blocked"]


def with_list(*silent: tuple[str, int]) -> World:
    world = World(published=LIST)
    world.network.strangers |= {f"45.79.9.{number}" for number in (1, 2, 3)}
    for address, port in silent:
        world.network.block(address, port, Failure.TIMED_OUT, Transport.UDP)
    return world


def test_silence_of_every_gateway_of_the_list_is_no_health() -> None:
    everybody = [(f"45.79.9.{number}", port) for number in (1, 2, 3) for port in (500, 4500)]
    report = with_list(*everybody).run("ipsec")
    assert codes(report) == []
    assert report.verdict.status == "incomplete"
    assert with_list(*everybody[2:]).run("ipsec").verdict.status == "healthy"


def test_closed_gateways_of_the_list_matter_once_none_is_left() -> None:
    world = with_list()
    world.network.block("45.79.9.1", 500, Failure.REFUSED, Transport.UDP)
    assert codes(world.run("ipsec")) == []
    for number in (2, 3):
        world.network.block(f"45.79.9.{number}", 500, Failure.REFUSED, Transport.UDP)
    report = world.run("ipsec")
    assert [(row.code, row.severity) for row in report.findings] == [("ike-no-answer", Severity.MAJOR)] * 3


@pytest.mark.parametrize(("version", "tested"), [("4.9.0", False), ("4.8.2.115", False), ("4.9.1", True), ("4.10.4", True), ("", True)])
def test_unified_agent_uses_udp_from_4_9_1_on(version: str, tested: bool) -> None:
    world = World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,))))
    world.system.files["capture.json"] = {"schema": "wssdiag.capture/1", "os": "windows"}
    world.system.files["products.json"] = [{"name": "Unified Agent", "version": version, "publisher": ""}]
    rows = {row.id for row in here(world).location}
    udp = {"ua-client-udp-443", "ua-proxy-udp-443", f"ua-datacentre-udp-443.{DATACENTRE}"}
    assert (udp <= rows) is tested
    assert (not udp & rows) is not tested
    assert {"ua-client-443", "ua-proxy-443", f"datacentre-udp-443.{DATACENTRE}"} <= rows


def test_an_agent_that_is_connected_hears_nothing_of_a_peer_that_turns_strangers_away() -> None:
    for lines, said in (((ACTIVE, CONNECTED), []), ((ACTIVE, UDP_FAILED), ["tls-handshake-failed"])):
        world = computer(*lines)
        for address in ("45.79.1.1", "45.79.2.1"):
            world.network.peers[address, "*"] = Peer(cut=Failure.TLS_ALERT, alert=40)
        assert sorted(set(codes(world.run(None)))) == said


@given(st.lists(st.builds(Site, name=st.text(max_size=5), ingress=st.lists(st.ip_addresses().map(str) | st.text(max_size=9)).map(tuple))))
def test_any_list_gives_three_places_at_most(sites: list[Site]) -> None:
    published = ServiceList(source="t", fetched="", revised="", sites=tuple(sites))
    facts, _ = World().session.detect()
    rows = located(builtin()[0], facts, builtin()[1], published)
    again = located(rows, facts, builtin()[1], published)
    assert again == rows
    assert len(tunnels(rows)) <= 3
    assert len({row.id for row in rows.location}) == len(rows.location)
