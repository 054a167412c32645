from __future__ import annotations

import pytest

from tests.checks.test_situation import situation
from tests.world import DATACENTRE, World, codes
from wssdiag.checks.open_rows import open_checks
from wssdiag.model.profile import Endpoints, Policy, Profile
from wssdiag.model.service_list import ServiceList, Site

SITES = (Site(name="SITE1", ingress=("45.79.9.1",)),)


def test_a_tunnel_whose_gateway_nobody_knows_is_not_healthy() -> None:
    report = World().run("ipsec")
    rows = {row.id: row for row in report.checks if row.id.startswith("udp.")}
    assert set(rows) == {"udp.ipsec-500", "udp.ipsec-4500"}
    assert {(row.status, row.required, row.observations) for row in rows.values()} == {("unknown", True, ())}
    assert {row.summary.partition(";")[0] for row in rows.values()} == {"not checked: no gateway is known"}
    assert (codes(report), report.verdict.status) == ([], "incomplete")


@pytest.mark.parametrize("method", ["wss-agent", "sep-tunnel", "unified-agent"])
def test_an_agent_is_told_its_data_centres(method: str) -> None:
    report = World().run(method)
    (row,) = (row for row in report.checks if row.summary.startswith("not checked: no data centre is known"))
    assert (row.status, row.required) == ("unknown", False)
    assert (codes(report), report.verdict.status) == ([], "healthy")


@pytest.mark.parametrize("method", ["ipsec", "wss-agent"])
def test_what_profile_or_list_name_is_not_open(method: str) -> None:
    endpoints = Endpoints(datacentres=(DATACENTRE,), ike_gateways=("gw.example",))
    assert open_checks(situation(World(profile=Profile(endpoints=endpoints)), method)) == ()
    published = ServiceList(source="test", fetched="2026-03-04T12:00:00Z", revised="", sites=SITES)
    assert open_checks(situation(World(published=published), method)) == ()


@pytest.mark.parametrize("method", ["trans-proxy", "explicit-proxy", "pac-file", "proxy-forwarding", "direct", "mobile", "upe"])
def test_other_methods_have_no_tunnel_of_this_computers(method: str) -> None:
    assert open_checks(situation(World(), method)) == ()


def test_an_empty_catalogue_has_no_open_rows() -> None:
    assert open_checks(situation(World(profile=Profile(policy=Policy(contact_hosts="none"))), "ipsec")) == ()
