from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.world import CTC, DATACENTRE, PAC_URL, PORTAL, PROXY, World
from wssdiag.checks.check import Check, Outcome
from wssdiag.checks.hosts import contacts
from wssdiag.checks.plan import chosen, locations, matches, plan
from wssdiag.model.check import Status
from wssdiag.model.mode import Method
from wssdiag.model.profile import Endpoints, Policy, Profile
from wssdiag.session import Request

if TYPE_CHECKING:
    from wssdiag.checks.situation import Situation

ROLES = ("client", "auth-connector")
METHODS = (
    "wss-agent",
    "unified-agent",
    "sep-tunnel",
    "sep-pac",
    "pac-file",
    "explicit-proxy",
    "trans-proxy",
    "ipsec",
    "mobile",
    "upe",
    "direct",
)
FULL = Profile(
    endpoints=Endpoints(
        datacentres=(DATACENTRE,),
        proxies=(f"{PROXY}:3128",),
        ike_gateways=("192.0.2.200",),
        identity_provider="https://idp.example/",
        auth_connector="ac.example",
        domain_controllers=("dc.example",),
        pac_url="http://pac.example/proxy.pac",
    )
)


def situation(method: str | None = "wss-agent", world: World | None = None, role: str = "client") -> Situation:
    request = msgspec.convert({"method": method, "role": role}, Request)
    return (world or World()).session.planned(request)[0]


def ids(checks: tuple[Check, ...]) -> list[str]:
    return [check.id for check in checks]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", [*METHODS, "proxy-forwarding"])
def test_needs_are_planned_and_ids_are_unique(method: str, role: str) -> None:
    planned = ids(plan(situation(method, World(profile=FULL), role)))
    assert len(planned) == len(set(planned))
    checks = plan(situation(method, World(profile=FULL), role))
    assert {need for check in checks for need in check.needs} <= set(planned)


def test_each_need_stands_before_what_needs_it() -> None:
    planned = ids(plan(situation()))
    for check in plan(situation()):
        assert all(planned.index(need) < planned.index(check.id) for need in check.needs)


def test_planning_asks_nothing() -> None:
    world = World()
    plan(situation(world=world))
    assert world.network.asked == []


def test_the_deepest_check_of_a_required_location_is_required() -> None:
    required = {check.id for check in plan(situation()) if check.required}
    assert required == {"tls.ctc-443"}


def test_a_proxy_method_goes_by_name_through_the_proxy() -> None:
    world = World()
    world.set_proxy()
    planned = {check.id: check for check in plan(situation(None, world))}
    through = f"proxy.connect.{PROXY}-3128"
    assert planned["tcp.portal-443"].needs == (through,)
    assert planned["control.tcp.google-443"].needs == (through,)
    assert planned[f"proxy.tcp.{PROXY}-3128"].needs == (f"proxy.dns.{PROXY}",)
    assert not [check_id for check_id in planned if check_id == f"dns.{PORTAL}"]
    assert planned["web.method"].required


def test_a_proxy_that_is_an_address_needs_no_names() -> None:
    world = World()
    world.set_proxy("10.20.0.8")
    planned = {check.id: check for check in plan(situation(None, world))}
    assert planned["proxy.tcp.10.20.0.8-3128"].needs == ()
    assert not [check_id for check_id in planned if "dns" in check_id.split(".")[:2]]


@pytest.mark.parametrize("method", ["wss-agent", "unified-agent", "sep-tunnel", "ipsec", "mobile", "upe", "proxy-forwarding"])
def test_a_method_that_is_named_and_not_in_use_has_no_web_method(method: str) -> None:
    assert "web.method" not in ids(plan(situation(method)))


@pytest.mark.parametrize("method", ["explicit-proxy", "pac-file", "trans-proxy", "sep-pac", "direct"])
def test_a_method_with_a_path_has_web_method(method: str) -> None:
    assert "web.method" in ids(plan(situation(method)))


def test_an_agent_in_use_has_web_method() -> None:
    world = World()
    world.run_agent()
    assert "web.method" in ids(plan(situation(None, world)))


def test_the_other_role_checks_other_places() -> None:
    planned = ids(plan(situation(None, World(profile=FULL), "auth-connector")))
    assert "web.method" not in planned
    assert "tcp.directory-389.dc.example" in planned
    assert f"dns.{CTC}" not in planned


def test_locations_beside_a_method_apply_where_the_profile_names_them() -> None:
    assert "saml-8443" not in {row.id for row in locations(situation())}
    assert {"saml-8443", "idp-443.idp.example", "logon-80.ac.example"} <= {
        row.id for row in locations(situation(world=World(profile=FULL)))
    }


def test_what_has_no_ports_is_listed_and_never_checked() -> None:
    rows = locations(situation("ipsec", World(profile=FULL)))
    assert {row.protocol for row in rows} & {"ike"}
    assert "esp" not in {row.protocol for row in rows}


def no_op(check_id: str, *needs: str, required: bool = False, endpoint: str | None = None) -> Check:
    return Check(check_id, check_id, lambda _network, _results: Outcome(Status.PASS, ""), needs, required, endpoint)


CHAIN = (
    no_op("dns.a"),
    no_op("tcp.x", "dns.a", endpoint="x"),
    no_op("tls.x", "tcp.x", required=True, endpoint="x"),
    no_op("web.method", required=True),
)


@pytest.mark.parametrize(
    ("only", "skip", "left"),
    [
        ((), (), ["dns.a", "tcp.x", "tls.x", "web.method"]),
        (("tls.x",), (), ["dns.a", "tcp.x", "tls.x"]),
        (("tcp.*",), (), ["dns.a", "tcp.x"]),
        (("none",), (), []),
        (("*",), ("tls.*", "dns.*"), ["tcp.x", "web.method"]),
        ((), ("*.x",), ["dns.a", "web.method"]),
        (("tls.x",), ("dns.a",), ["tcp.x", "tls.x"]),
        (("TLS.X",), (), []),
    ],
)
def test_only_and_skip(only: tuple[str, ...], skip: tuple[str, ...], left: list[str]) -> None:
    assert ids(chosen(CHAIN, only, skip)) == left


@pytest.mark.parametrize(("only", "skip"), [(("tcp.x",), ()), ((), ("tls.x",))])
def test_a_location_whose_deepest_check_is_left_out_is_judged_by_the_next(only: tuple[str, ...], skip: tuple[str, ...]) -> None:
    required = {check.id for check in chosen(CHAIN, only, skip) if check.required}
    assert required - {"web.method"} == {"tcp.x"}


def test_patterns() -> None:
    assert matches("tcp.ctc-443", ("tcp.*",))
    assert matches("tcp.ctc-443", ("x", "tcp.ctc-443"))
    assert not matches("control.tcp.google-443", ("tcp.*",))
    assert not matches("tcp.ctc-443", ())


@pytest.mark.parametrize("method", ["wss-agent", "explicit-proxy", "pac-file", "ipsec", None])
def test_a_profile_that_forbids_every_contact_is_obeyed(method: str | None) -> None:
    """Not the proxy, the PAC file's host and the resolvers either: what is left is what the facts tell."""
    world = World(profile=Profile(endpoints=Endpoints(proxies=(f"{PROXY}:8080",), pac_url=PAC_URL), policy=Policy(contact_hosts="none")))
    world.set_proxy()
    report = world.run(method)
    assert (world.network.asked, report.checks) == ([], ())
    assert contacts(world.session.planned(Request(method=Method(method) if method else None))[0]) == ()
    assert report.verdict.status == "incomplete"
