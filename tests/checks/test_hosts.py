"""Nothing is contacted that was not listed: in healthy worlds and in broken ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.diagnosis.test_properties import FAULTS, METHODS, PROFILES, Fault, broken, few
from tests.world import CTC, PROXY, RESOLVER, World
from wssdiag.checks.hosts import contacts
from wssdiag.checks.situation import is_literal
from wssdiag.model.observation import ResolveDetail
from wssdiag.model.profile import Controls, Profile
from wssdiag.probes.network import Datagram, Echo, Journey, Question
from wssdiag.session import Request

if TYPE_CHECKING:
    from tests.fakes import Ask
    from wssdiag.model.report import Report


def listed(world: World, method: str | None, role: str = "client") -> set[tuple[str, int | None]]:
    request = msgspec.convert({"method": method, "role": role}, Request)
    return {(row.host, row.port) for row in contacts(world.session.planned(request)[0])}


def answers_of(report: Report) -> dict[str, set[str]]:
    """Address -> the names for which somebody gave it: contacting it is contacting them."""
    found: dict[str, set[str]] = {}
    for row in report.checks:
        for seen in row.observations:
            if isinstance(seen.detail, ResolveDetail) and seen.target.host:
                for address in seen.detail.addresses:
                    found.setdefault(address, set()).add(seen.target.host)
    return found


def targets(ask: Ask, names: dict[str, set[str]]) -> list[tuple[str, int | None]]:
    """Whom a request contacts; any one of several names of an address is enough."""
    match ask:
        case str():
            return []  # resolved by this computer's own resolver, which is listed
        case Question():
            return [(ask.server, ask.port)]
        case Datagram():
            return [(ask.host or ask.address, ask.port)]
        case Echo():
            return [(ask.host or ask.address, None)]
        case Journey(proxy=None):
            return [(ask.host, ask.port)]
        case Journey():
            hop = ask.proxy
            assert hop is not None
            own = [name for name in names.get(hop.host, ()) if not is_literal(name)]
            return [(own[0] if len(own) == 1 else hop.host, hop.port)]


def unlisted(world: World, method: str | None, role: str = "client") -> set[object]:
    allowed = listed(world, method, role)
    report = world.run(method, role=role)
    names = answers_of(report)
    return {target for ask in world.network.asked for target in targets(ask, names) if target not in allowed}


@few
@given(
    profile=PROFILES,
    faults=st.lists(FAULTS, max_size=4),
    method=METHODS,
    agent=st.booleans(),
    role=st.sampled_from(("client", "auth-connector")),
)
def test_whatever_is_broken_nobody_unlisted_is_asked(
    profile: Profile, faults: list[Fault], method: str | None, agent: bool, role: str
) -> None:
    assert unlisted(broken(profile, faults, agent=agent), method, role) == set()


def test_names_that_are_resolved_are_names_of_the_list() -> None:
    world = World()
    hosts = {host for host, _ in listed(world, "wss-agent")}
    world.run("wss-agent")
    assert {ask for ask in world.network.asked if isinstance(ask, str)} <= hosts


def test_listing_asks_nobody() -> None:
    world = World()
    listed(world, None)
    assert world.network.asked == []


def test_each_row_once_and_with_a_reason() -> None:
    world = World()
    rows = contacts(world.session.planned(Request())[0])
    keys = [(row.host, row.port, row.transport) for row in rows]
    assert len(keys) == len(set(keys))
    assert all(row.why for row in rows)


def test_what_is_listed() -> None:
    world = World()
    world.set_proxy()
    rows = listed(world, None)
    assert {(RESOLVER, 53), (PROXY, 3128), ("www.google.com", 443), ("1.1.1.1", 53), ("captive.apple.com", 80)} <= rows
    assert (CTC, 443) not in rows
    assert (CTC, 443) in listed(World(), "wss-agent")


def test_clocks_of_the_organisation_are_listed() -> None:
    world = World(profile=Profile(controls=Controls(urls=("http://time.example:8000/",))))
    assert ("time.example", 8000) in listed(world, None)
    assert unlisted(world, None) == set()
