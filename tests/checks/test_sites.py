from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.world import PROXY, World
from wssdiag.model.profile import Endpoints, Profile
from wssdiag.probes.network import Journey
from wssdiag.session import Request

if TYPE_CHECKING:
    from wssdiag.checks.check import Check

AC = "ac.example"
DC = "dc.example"


def planned(world: World, **request: object) -> dict[str, Check]:
    return {check.id: check for check in world.session.planned(msgspec.convert(request, Request))[1]}


def test_the_authentication_check_stands_for_the_web() -> None:
    checks = planned(World(profile=Profile(endpoints=Endpoints(domain_controllers=(DC,)))), role="auth-connector")
    assert "web.method" not in checks
    assert checks["tls.auth-443"].required
    assert not checks["tcp.auth-443"].required
    assert not checks["tls.auth-portal-443"].required
    assert checks[f"ldap.directory-389.{DC}"].required
    assert not checks[f"tcp.directory-389.{DC}"].required


def test_in_the_other_role_it_is_not_there() -> None:
    checks = planned(World())
    assert "tls.auth-443" not in checks
    assert checks["web.method"].required


def test_the_servers_way_is_direct_whatever_proxy_is_set() -> None:
    world = World(profile=Profile(endpoints=Endpoints(domain_controllers=(DC,))))
    world.set_proxy()
    checks = planned(world, role="auth-connector")
    assert not [check_id for check_id in checks if check_id.startswith("proxy.")]
    assert checks[f"tcp.directory-389.{DC}"].needs == (f"dns.{DC}",)
    checks[f"tcp.directory-389.{DC}"].run(world.network, {})
    assert [ask.proxy for ask in world.network.asked if isinstance(ask, Journey)] == [None]


def test_the_logon_application_takes_no_notice_of_a_proxy() -> None:
    world = World(profile=Profile(endpoints=Endpoints(auth_connector=AC, identity_provider="https://idp.example/")))
    world.set_proxy()
    checks = planned(world)
    assert checks[f"tcp.logon-80.{AC}"].needs == (f"dns.{AC}",)
    assert f"dns.{AC}" in checks
    assert checks["tcp.saml-8443"].needs == (f"proxy.connect.{PROXY}-3128",)
    assert "dns.saml.threatpulse.net" not in checks, "the proxy resolves"
    for family in ("tcp", "http"):
        assert checks[f"{family}.logon-80.{AC}"].run(world.network, {}).status == "pass"
        assert not checks[f"{family}.logon-80.{AC}"].required, "nobody outside the company reaches it"
    assert {ask.proxy for ask in world.network.asked if isinstance(ask, Journey)} == {None}
