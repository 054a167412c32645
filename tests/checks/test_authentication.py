"""Where the Auth Connector must reach the service, by the service's own list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import Peer
from tests.world import UNTRUSTED, World
from wssdiag.checks.hosts import contacts
from wssdiag.model.profile import Endpoints, Profile
from wssdiag.model.service_list import ServiceList, Site
from wssdiag.probes.network import Journey
from wssdiag.session import Request

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult
    from wssdiag.model.report import Report

SITES = (
    Site(name="GCATO2", authentication=("45.9.0.1", "45.9.0.2")),
    Site(name="GGBLO", authentication=("45.9.1.1", "2001:db8::1")),
    Site(name="GDEFR"),
)


def listed(*sites: Site) -> ServiceList:
    return ServiceList(source="servicepoints.json", fetched="2026-11-01T00:00:00Z", revised="2026-09-12", sites=sites)


def run(published: ServiceList | None, *datacentres: str) -> tuple[World, Report]:
    world = World(profile=Profile(endpoints=Endpoints(datacentres=datacentres)), published=published)
    world.network.strangers |= {address for site in SITES for address in site.authentication}
    return world, world.run(None, role="auth-connector")


def the(report: Report, check_id: str) -> CheckResult:
    (found,) = (result for result in report.checks if result.id == check_id)
    return found


def asked(report: Report) -> list[str]:
    return [one.id for one in report.checks if one.id.startswith("tls.auth-443.")]


@pytest.mark.parametrize("text", ["gcato2-vip1.threatpulse.net", "GCATO2.threatpulse.net:443", "gcato2-vip1.threatpulse.net:8443"])
def test_the_addresses_of_the_profiles_data_centre(text: str) -> None:
    _world, report = run(listed(*SITES), text)
    assert asked(report) == ["tls.auth-443.45.9.0.1", "tls.auth-443.45.9.0.2"]
    assert the(report, "auth.list").summary == "2 of 2 addresses of the list of 2026-09-12 are asked: GCATO2"
    assert the(report, "tls.auth-443.45.9.0.1").status == "pass"
    assert not the(report, "tls.auth-443").required, "the remembered host is not needed any more"
    assert report.verdict.status == "healthy"


@pytest.mark.parametrize("datacentres", [(), ("gdefr-vip1.threatpulse.net",), ("192.0.2.1",), ("gcato.threatpulse.net",)])
def test_without_a_data_centre_all_are_alternatives(datacentres: tuple[str, ...]) -> None:
    _world, report = run(listed(*SITES), *datacentres)
    assert asked(report) == [f"tls.auth-443.{name}" for name in ("45.9.0.1", "45.9.1.1", "45.9.0.2", "2001-db8--1")]
    rows = [row for row in report.locations if row.id.startswith("auth-443.")]
    assert {(row.need, row.group, row.provenance.certainty, row.methods) for row in rows} == {
        ("alternative", "authentication", "documented", ("auth-connector",))
    }
    assert rows[0].provenance.revised == "2026-09-12"


def test_eight_are_asked_and_each_data_centre_comes_before_another_has_two() -> None:
    sites = [Site(name=f"G{number}", authentication=(f"45.9.{number}.1", f"45.9.{number}.2")) for number in range(6)]
    _world, report = run(listed(*sites))
    assert asked(report) == [f"tls.auth-443.45.9.{number}.1" for number in range(6)] + [f"tls.auth-443.45.9.{n}.2" for n in (0, 1)]
    assert the(report, "auth.list").summary.startswith("8 of 12 addresses of the list of 2026-09-12 are asked: G0, G1, G2")


def test_an_address_is_asked_without_a_name_and_directly() -> None:
    world, _report = run(listed(SITES[0]))
    asks = [ask for ask in world.network.asked if isinstance(ask, Journey) and ask.addresses == ("45.9.0.1",) and ask.tls]
    assert [(ask.tls.server_name, ask.proxy) for ask in asks if ask.tls] == [(None, None)]


def test_who_signs_its_certificate_is_not_documented() -> None:
    world = World(published=listed(SITES[0]))
    world.network.strangers |= {"45.9.0.1", "45.9.0.2"}
    world.network.peers["45.9.0.1", "*"] = Peer(system=UNTRUSTED, mozilla=UNTRUSTED, issuer="CN=The service's own")
    assert the(world.run(None, role="auth-connector"), "tls.auth-443.45.9.0.1").status == "warn"


def test_without_the_list_it_is_not_established() -> None:
    _world, report = run(None)
    said = the(report, "auth.list")
    assert (said.status, said.required) == ("unknown", False)
    assert said.summary.startswith("not established: take the service's own list")
    assert the(report, "tls.auth-443").required
    assert report.verdict.status == "healthy"


def test_a_list_without_such_addresses() -> None:
    _world, report = run(listed(SITES[2]))
    assert the(report, "auth.list").summary == "not established: the service's own list names no authentication address"
    assert asked(report) == []


def test_a_client_is_not_asked_for_them() -> None:
    world = World(published=listed(*SITES))
    assert not [one.id for one in world.run().checks if "auth" in one.id]


def test_they_are_listed_before_anything_is_sent() -> None:
    world = World(published=listed(*SITES))
    rows = contacts(world.session.planned(Request(role="auth-connector"))[0])
    assert {("45.9.0.1", 443), ("2001:db8::1", 443)} <= {(row.host, row.port) for row in rows}
