"""The Auth Connector: its directory, and the service's authentication that stands there for web traffic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.diagnosis.test_sites import HOWS, the
from tests.fakes import Peer
from tests.world import World, alarming, codes
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Severity
from wssdiag.model.observation import RpcDetail
from wssdiag.model.profile import Endpoints, Profile
from wssdiag.model.service_list import ServiceList, Site
from wssdiag.probes.network import Journey

if TYPE_CHECKING:
    from tests.fakes import Ask

DC = "dc.example"
AUTH = "auth.threatpulse.com"
SERVER = Profile(endpoints=Endpoints(domain_controllers=(DC,)))


def test_a_healthy_auth_connector() -> None:
    report = World(profile=SERVER).run(None, role="auth-connector")
    assert codes(report) == []
    assert report.verdict.status == "healthy"
    assert "web.method" not in [row.id for row in report.checks]
    assert {row.id for row in report.checks if row.required} == {
        "tls.auth-443",
        f"ldap.directory-389.{DC}",
        f"rpc.directory-135.{DC}",
        *(f"tcp.directory-{port}.{DC}" for port in (139, 445, 88)),
    }


@pytest.mark.parametrize("port", [139, 445, 389, 135, 88])
@pytest.mark.parametrize(("how", "kind"), HOWS)
def test_directory_port_blocked(port: int, how: Failure, kind: str) -> None:
    world = World(profile=SERVER)
    world.network.block(DC, port, how)
    report = world.run(None, role="auth-connector")
    assert codes(report) == ["directory-port-blocked"]
    row = alarming(report)[0]
    assert (row.severity, row.subject.host, row.subject.port, row.subject.kind) == (Severity.BLOCKER, DC, port, kind)
    assert report.verdict.status == "degraded", "the service still answers this server"


def test_the_global_catalogue_is_a_notice() -> None:
    world = World(profile=SERVER)
    world.network.block(DC, 3268)
    report = world.run(None, role="auth-connector")
    assert the(report, "directory-port-blocked").severity is Severity.NOTICE
    assert report.verdict.status == "healthy"


def test_a_domain_controller_that_is_away() -> None:
    world = World(profile=SERVER)
    world.network.block(DC)
    report = world.run(None, role="auth-connector")
    assert set(codes(report)) == {"directory-port-blocked"}
    assert len(alarming(report)) == 5, "the dynamic port is not known, where nobody names it"


@pytest.mark.parametrize(("how", "kind"), HOWS)
def test_the_dynamic_port_that_the_mapper_names(how: Failure, kind: str) -> None:
    """The reference lists it for a member server, and a member server it is that has to ask another host."""
    world = World(profile=SERVER)
    world.network.directory.says[DC, 135] = RpcDetail(answer="named", ports=(1026, 49200))
    world.network.block(DC, 49200, how)
    report = world.run(None, role="auth-connector")
    assert codes(report) == ["directory-port-blocked"]
    row = alarming(report)[0]
    assert (row.severity, row.confidence) == (Severity.BLOCKER, "certain")
    assert (row.subject.endpoint, row.subject.port, row.subject.kind) == (f"directory-49152-65535.{DC}", 49200, kind)
    assert row.values["port"] == "49200"


@pytest.mark.parametrize(("port", "family"), [(389, "ldap"), (135, "rpc")])
@pytest.mark.parametrize(("how", "kind"), [(Failure.TIMED_OUT, "dropped"), (Failure.RESET, "reset")])
def test_a_port_that_opens_and_lets_no_word_through(port: int, family: str, how: Failure, kind: str) -> None:
    world = World(profile=SERVER)
    world.network.directory.says[DC, port] = how
    report = world.run(None, role="auth-connector")
    assert codes(report) == ["directory-port-blocked"]
    row = alarming(report)[0]
    assert (row.severity, row.confidence) == (Severity.BLOCKER, "likely")
    assert (row.subject.port, row.subject.kind) == (port, kind)
    assert row.evidence[0].check == f"{family}.directory-{port}.{DC}"


@pytest.mark.parametrize("port", [389, 135])
def test_what_speaks_something_else_is_not_blocked(port: int) -> None:
    world = World(profile=SERVER)
    world.network.directory.says[DC, port] = Failure.UNKNOWN
    report = world.run(None, role="auth-connector")
    assert codes(report) == ["unexplained"]


def test_controllers_that_dns_names_are_judged_alike() -> None:
    world = World()
    world.join("corp.example")
    world.network.directory.servers["_ldap._tcp.dc._msdcs.corp.example"] = ("dc1.corp.example", "dc2.corp.example")
    world.network.truth |= {"dc1.corp.example": ("10.1.0.1",), "dc2.corp.example": ("10.1.0.2",)}
    assert codes(world.run(None, role="auth-connector")) == []
    world.network.block("dc2.corp.example", 445, Failure.REFUSED)
    report = world.run(None, role="auth-connector")
    assert [(row.code, row.subject.host, row.subject.port) for row in alarming(report)] == [
        ("directory-port-blocked", "dc2.corp.example", 445)
    ]


def published(*addresses: str) -> ServiceList:
    return ServiceList(source="list.json", fetched="", revised="2026-09-12", sites=(Site(name="GCATO2", authentication=addresses),))


@pytest.mark.parametrize(
    ("closed", "found", "status"),
    [((), [], "healthy"), (("45.9.0.1",), [], "healthy"), (("45.9.0.1", "45.9.0.2"), ["port-blocked", "port-blocked"], "broken")],
)
def test_one_authentication_address_of_the_services_own_list_is_enough(closed: tuple[str, ...], found: list[str], status: str) -> None:
    world = World(profile=SERVER, published=published("45.9.0.1", "45.9.0.2"))
    world.network.strangers |= {"45.9.0.1", "45.9.0.2"}
    world.network.block(AUTH)
    for address in closed:
        world.network.block(address)
    report = world.run(None, role="auth-connector")
    assert codes(report) == found
    assert report.verdict.status == status
    assert {row.severity for row in alarming(report)} <= {Severity.MAJOR}


def test_authentication_addresses_that_come_to_no_outcome_leave_it_open() -> None:
    world = World(profile=SERVER, published=published("45.9.0.1", "45.9.0.2"))
    world.network.strangers |= {"45.9.0.1", "45.9.0.2"}

    def fail(ask: Ask) -> None:
        if isinstance(ask, Journey) and ask.tls and ask.host.startswith("45.9."):
            raise ValueError

    world.network.before = fail
    report = world.run(None, role="auth-connector")
    assert {row.status for row in report.checks if row.id.startswith("tls.auth-443.")} == {"error"}
    assert report.verdict.status == "incomplete"


def test_a_proxy_on_the_server_is_not_its_way() -> None:
    world = World(profile=SERVER)
    world.set_proxy()
    world.network.block("10.20.0.8")
    report = world.run(None, role="auth-connector")
    assert codes(report) == []
    assert report.verdict.status == "healthy"


def test_an_authentication_service_that_is_only_remembered_blames_nobody() -> None:
    world = World(profile=SERVER)
    world.network.block(AUTH)
    report = world.run(None, role="auth-connector")
    assert codes(report) == []
    assert report.verdict.status == "incomplete"


def test_neither_does_one_that_ends_the_handshake() -> None:
    world = World(profile=SERVER)
    world.network.peers["*", AUTH] = Peer(cut=Failure.TLS_ALERT)
    report = world.run(None, role="auth-connector")
    assert codes(report) == []
    assert report.verdict.status == "incomplete"


def test_with_both_gone_it_is_broken() -> None:
    world = World(profile=SERVER)
    world.network.block(AUTH)
    world.network.block(DC, 389)
    report = world.run(None, role="auth-connector")
    assert codes(report) == ["directory-port-blocked"]
    assert report.verdict.status == "broken"
