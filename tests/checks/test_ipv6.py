from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.world import CTC, PORTAL, World
from wssdiag.checks.ipv6 import preferred_ipv6
from wssdiag.model.failure import Failure
from wssdiag.model.profile import Endpoints, Profile
from wssdiag.probes.network import Journey
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult

FAMILIES = ("ipv6.",)


def added(world: World, method: str | None = "wss-agent") -> dict[str, CheckResult]:
    return {row.id: row for row in world.run(method).checks if row.id.startswith(FAMILIES)}


def journeys(world: World) -> list[Journey]:
    return [ask for ask in world.network.asked if isinstance(ask, Journey)]


def with_ipv6(world: World, *hosts: str) -> None:
    for number, host in enumerate(hosts, 1):
        world.network.truth[host] = (*world.network.truth[host], f"2a0e:1ab0:6464::{number}")
    interfaces = [{"name": "eth0", "type": "ethernet", "up": True, "addresses": [{"address": "2a0e:1ab0::23", "prefix": 64}]}]
    world.system.files["interfaces.json"] = interfaces
    world.system.files["routes.json"] = [
        {"destination": destination, "gateway": gateway, "interface": "eth0", "metric": 0}
        for destination, gateway in (("0.0.0.0/0", "192.0.2.1"), ("::/0", "fe80::1"))
    ]


def test_ipv6_alone_for_a_few_names_and_one_of_the_service() -> None:
    world = World()
    with_ipv6(world, "www.google.com", "www.cloudflare.com", "www.microsoft.com", CTC, PORTAL)
    checks = added(world)
    assert len(checks) == 3
    assert f"ipv6.{PORTAL}" in checks or f"ipv6.{CTC}" in checks
    assert {row.status for row in checks.values()} == {"pass"}
    alone = [ask for ask in journeys(world) if ask.addresses and all(":" in address for address in ask.addresses)]
    assert len(alone) == 3


@pytest.mark.parametrize(("how", "status"), [(Failure.TIMED_OUT, "warn"), (Failure.REFUSED, "warn"), (Failure.NO_ROUTE, "unknown")])
def test_ipv6_that_fails(how: Failure, status: str) -> None:
    world = World()
    with_ipv6(world, CTC)
    world.network.block("2a0e:1ab0:6464::1", 443, how)
    assert added(world)[f"ipv6.{CTC}"].status == status


def test_ipv6_is_not_tried_where_ipv4_does_not_work_either() -> None:
    world = World()
    with_ipv6(world, CTC)
    world.network.block(CTC, 443)
    assert not [check_id for check_id in added(world) if check_id.startswith("ipv6.")]


@pytest.mark.parametrize(
    ("change", "preferred"),
    [({}, True), ({"up": False}, False), ({"type": "loopback"}, False), ({"name": "eth9"}, False), ({"addresses": []}, False)],
    ids=str,
)
def test_when_ipv6_is_preferred(change: dict[str, object], preferred: bool) -> None:
    world = World()
    with_ipv6(world)
    interfaces = world.system.files["interfaces.json"]
    assert isinstance(interfaces, list)
    interfaces[0].update(change)
    assert (preferred_ipv6(facts_of(world.system.capture())) is not None) is preferred


def test_unknown_facts_prefer_nothing() -> None:
    assert preferred_ipv6(facts_of({})) is None


def test_a_directory_is_not_asked_for_this_as_well() -> None:
    world = World(profile=Profile(endpoints=Endpoints(domain_controllers=("dc1.corp.example",))))
    world.network.truth["dc1.corp.example"] = ("10.1.0.1",)
    with_ipv6(world, "dc1.corp.example", PORTAL)
    ran = {row.id for row in world.run(None, role="auth-connector").checks}
    assert f"ipv6.{PORTAL}" in ran
    assert "ipv6.dc1.corp.example" not in ran
