from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.world import CTC, World, alarming, codes
from wssdiag.diagnosis.diagnose import findings_of
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Kind, Severity

if TYPE_CHECKING:
    from wssdiag.model.report import Report

OWN_IPV6 = "2a0e:1ab0::23"
IPV6_ROUTE = {"destination": "::/0", "gateway": "fe80::1", "interface": "eth0", "metric": 0}
NAMED = ("www.google.com", "www.cloudflare.com", "www.microsoft.com")


def said(world: World, code: str, method: str | None = "wss-agent") -> list[str]:
    return [row.code for row in world.run(method).findings if row.code == code]


def without(report: Report, *families: str) -> Report:
    """The report of a run in which these checks were left out."""
    return msgspec.structs.replace(report, checks=tuple(row for row in report.checks if not row.id.startswith(families)))


def with_ipv6(world: World, *hosts: str, address: str = OWN_IPV6) -> None:
    """IPv6 here, and AAAA for these names."""
    files = world.system.files
    interfaces = files["interfaces.json"]
    assert isinstance(interfaces, list)
    interfaces[1] = {**interfaces[1], "addresses": [*interfaces[1]["addresses"], {"address": address, "prefix": 64}]}
    routes = files["routes.json"]
    assert isinstance(routes, list)
    routes.append(IPV6_ROUTE)
    for number, host in enumerate(hosts):
        world.network.truth[host] = (*world.network.truth[host], f"2a0e:1ab0:6464::{number + 1}")


def no_ipv6(world: World, how: Failure, *hosts: str) -> None:
    for host in hosts:
        for address in world.network.truth[host]:
            if ":" in address:
                world.network.block(address, None, how)


@pytest.mark.parametrize(
    ("how", "kind"),
    [(Failure.TIMED_OUT, Kind.DROPPED), (Failure.REFUSED, Kind.REFUSED), (Failure.UNREACHABLE, Kind.UNREACHABLE)],
    ids=str,
)
def test_ipv6_broken(how: Failure, kind: Kind) -> None:
    world = World()
    with_ipv6(world, *NAMED, CTC)
    no_ipv6(world, how, *NAMED, CTC)
    report = world.run()
    assert codes(report) == ["ipv6-broken"]
    found = report.findings[0]
    assert (found.severity, found.confidence, found.subject.kind) == (Severity.MINOR, Certainty.CERTAIN, kind)
    assert f"ipv6.{CTC}" in {row.check for row in found.evidence}
    assert any(row.fact == "interfaces[eth0].addresses" and row.value == OWN_IPV6 for row in found.evidence)
    assert set(found.values) == {"host", "address", "kind", "from"}


def test_one_name_makes_it_likely() -> None:
    world = World()
    with_ipv6(world, CTC)
    no_ipv6(world, Failure.TIMED_OUT, CTC)
    assert [(row.code, row.confidence) for row in alarming(world.run())] == [("ipv6-broken", Certainty.LIKELY)]


def test_ipv6_that_works_somewhere_is_a_matter_of_sites() -> None:
    world = World()
    with_ipv6(world, *NAMED, CTC)
    no_ipv6(world, Failure.TIMED_OUT, CTC)
    assert said(world, "ipv6-broken") == []
    with_ipv6(healthy := World(), *NAMED, CTC)
    assert codes(healthy.run()) == []


@pytest.mark.parametrize("address", ["fd00::23", "2002:c000:211::1", "2001:0:53aa::1", "fe80::23"])
def test_ipv6_that_is_not_preferred_here(address: str) -> None:
    world = World()
    with_ipv6(world, *NAMED, address=address)
    no_ipv6(world, Failure.TIMED_OUT, *NAMED)
    assert said(world, "ipv6-broken") == []


def test_a_computer_without_a_way_for_ipv6() -> None:
    world = World()
    with_ipv6(world, *NAMED)
    no_ipv6(world, Failure.NO_ROUTE, *NAMED)
    assert said(world, "ipv6-broken") == []
    world.system.files["routes.json"] = [row for row in world.system.files["routes.json"] if row != IPV6_ROUTE]  # type: ignore[attr-defined]
    no_ipv6(world, Failure.TIMED_OUT, *NAMED)
    assert said(world, "ipv6-broken") == []


def test_ipv6_without_ipv4_to_compare_with() -> None:
    world = World()
    with_ipv6(world, *NAMED)
    no_ipv6(world, Failure.TIMED_OUT, *NAMED)
    report = world.run()
    assert "ipv6-broken" in {row.code for row in findings_of(report, world.session.background)}
    alone = without(report, "tcp.", "tls.", "control.tcp.", "control.tls.", "sign-in.", "clock.", "web.", "direct.")
    assert "ipv6-broken" not in {row.code for row in findings_of(alone, world.session.background)}


def test_an_agent_that_runs_keeps_ipv6_back_on_purpose() -> None:
    world = World()
    with_ipv6(world, *NAMED)
    no_ipv6(world, Failure.TIMED_OUT, *NAMED)
    world.run_agent()
    assert said(world, "ipv6-broken", None) == []
