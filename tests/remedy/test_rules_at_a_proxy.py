"""What a network is asked for where a proxy is the path, or the destination."""

from __future__ import annotations

import msgspec
import pytest

from tests.diagnosis.test_sites import EP, SAML, SIGNED_IN
from tests.fakes import OWN_ADDRESS, FakeProxy
from tests.remedy.test_rules_to_open import ends, the
from tests.world import PROXY, PROXY_ADDRESS, PROXY_PORT, SERVICE_PROXY, World, codes
from wssdiag.model.profile import Endpoints, Profile
from wssdiag.remedy.rule_request import Ask, Origin, Sender
from wssdiag.remedy.rules_to_open import rules_to_open


def test_behind_a_proxy_it_is_the_proxy_that_must_get_there() -> None:
    world = World(profile=SIGNED_IN)
    world.set_proxy(answer=FakeProxy(refuses={SAML: 503}))
    request = the(world.run(None))
    assert (request.ask, request.sender, request.at) == (Ask.ALLOW, Sender.PROXY, f"{PROXY_ADDRESS}:{PROXY_PORT}")
    assert (request.host, request.ports, request.tested_from) == (SAML, "8443", OWN_ADDRESS)
    assert ends(request) == [(PROXY_ADDRESS, "")]


def test_what_the_proxy_refuses_is_allowed_there() -> None:
    world = World(profile=SIGNED_IN)
    world.set_proxy(answer=FakeProxy(refuses={SAML: 403}))
    report = world.run(None)
    assert codes(report) == ["proxy-denied"]
    request = the(report)
    assert (request.ask, request.sender, request.at) == (Ask.ALLOW_AT_PROXY, Sender.THIS_COMPUTER, f"{PROXY_ADDRESS}:{PROXY_PORT}")
    assert ends(request) == [(OWN_ADDRESS, "")]


@pytest.mark.parametrize("status", [403, 503])
def test_what_the_services_own_proxy_says_is_nobodys_rule_here(status: int) -> None:
    world = World(profile=SIGNED_IN)
    world.set_proxy(SERVICE_PROXY, 8080, FakeProxy(refuses={SAML: status}))
    report = world.run(None)
    assert codes(report) in (["proxy-denied"], ["saml-unreachable"])
    assert rules_to_open(report) == ()


@pytest.mark.parametrize("status", [403, 503])
def test_a_proxy_that_carries_no_site_names_no_destination(status: int) -> None:
    world = World()
    world.set_proxy(answer=FakeProxy(status))
    report = world.run(None)
    assert codes(report) in (["proxy-denied"], ["proxy-cannot-reach-service"])
    assert rules_to_open(report) == ()


def test_the_services_own_proxy_is_asked_for_where_the_way_out_is_open() -> None:
    world = World()
    world.set_proxy(SERVICE_PROXY, 8080)
    world.network.block(SERVICE_PROXY, 8080)
    report = world.run(None)
    assert codes(report) == ["proxy-unreachable"]
    request = the(report)
    assert (request.ask, request.host, request.ports) == (Ask.ALLOW, SERVICE_PROXY, "8080")
    assert [proof.check.partition(".")[0] for proof in request.proof] == ["proxy", "direct"]


def test_the_services_own_proxy_is_not_asked_for_where_nothing_else_out_there_answers() -> None:
    """A line that carries nothing at all needs no rule for one proxy."""
    world = World()
    world.set_proxy(SERVICE_PROXY, 8080)
    world.network.block(SERVICE_PROXY, 8080)
    report = world.run(None)
    alone = tuple(row for row in report.checks if not row.id.startswith("direct."))
    assert rules_to_open(msgspec.structs.replace(report, checks=alone)) == ()


def test_a_proxy_on_site_that_is_silent_may_be_switched_off() -> None:
    world = World()
    world.set_proxy()
    world.network.block(PROXY_ADDRESS, PROXY_PORT)
    report = world.run(None)
    assert codes(report) == ["proxy-unreachable"]
    assert rules_to_open(report) == ()


def test_of_the_dead_proxies_of_a_pac_file_only_the_services_is_asked_for() -> None:
    world = World(profile=Profile(endpoints=Endpoints(proxies=(f"{PROXY}:{PROXY_PORT}",))))
    world.network.truth[PROXY] = (PROXY_ADDRESS,)
    world.network.strangers |= {PROXY_ADDRESS}
    ways = f"PROXY {PROXY}:{PROXY_PORT}; PROXY {SERVICE_PROXY}:8080"
    world.set_pac(f'function FindProxyForURL(url, host) {{ return "{ways}"; }}')
    world.network.block(PROXY, PROXY_PORT)
    world.network.block(SERVICE_PROXY, 8080)
    report = world.run(None)
    assert codes(report) == ["pac-dead-proxy"]
    assert len([row for row in report.checks if row.id.startswith("proxy.pac.") and row.endpoint]) == 2
    assert (the(report).host, the(report).ports) == (SERVICE_PROXY, "8080")


def test_the_tunnels_proxy_is_to_be_routed_into_the_tunnel() -> None:
    world = World()
    world.set_proxy(EP, 80)
    world.network.block(EP, 80)
    request = the(world.run(None))
    assert (request.code, request.ask, request.host, request.ports) == ("trans-proxy-not-routed", Ask.ROUTE, EP, "80")
    assert Origin.REFERENCE in request.addresses.values()


def test_a_name_beside_the_reference_has_its_own_addresses_alone() -> None:
    world = World()
    world.network.truth["ep3.threatpulse.net"] = ("199.19.250.207",)
    world.set_proxy("ep3.threatpulse.net", 80)
    world.network.block("ep3.threatpulse.net", 80)
    request = the(world.run(None))
    assert (request.host, request.addresses) == ("ep3.threatpulse.net", {"199.19.250.207": Origin.RUN})
