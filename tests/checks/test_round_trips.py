from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.detection.test_agent_log import ACTIVE, CONNECTED, LOG
from tests.fakes import FakeNetwork
from tests.world import CTC, CTC_ADDRESS, DATACENTRE, LOGGED_DATACENTRES, PORTAL, PROXY, PROXY_PORT, SERVICE_PROXY, World
from wssdiag.checks.round_trips import MOST_TRIPS, SLOW_MS, Trips, connects_to, round_trip, trips_of
from wssdiag.model.failure import Failure
from wssdiag.model.observation import ConnectDetail, Observation, Step, Target
from wssdiag.model.profile import Endpoints, Profile
from wssdiag.model.service_list import ServiceList, Site
from wssdiag.probes.network import Journey

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult

AUTH = "auth.threatpulse.com"
CONTROL = "control.round-trip.one-one-443"
SITE = f"round-trip.datacentre-443.{DATACENTRE}"


def trips(world: World, method: str | None = "wss-agent") -> dict[str, CheckResult]:
    return {row.id: row for row in world.run(method).checks if "round-trip." in row.id}


def with_sites() -> World:
    return World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE, "gcamo2-vip1.threatpulse.net"))))


def connect(ms: float, failure: Failure | None = None) -> Observation:
    return Observation(step=Step.CONNECT, target=Target(), offset_ms=0.0, elapsed_ms=ms, failure=failure, detail=ConnectDetail())


def test_the_controller_the_first_data_centre_and_one_control() -> None:
    found = trips(with_sites())
    assert list(found) == ["round-trip.ctc-443", SITE, CONTROL]
    assert {row.status for row in found.values()} == {"pass"}
    assert found[SITE].summary == "median 10 ms, jitter 0 ms, 0 of 6 lost (slow is over 400 ms, lossy from 40%)"
    assert {len(row.observations) for row in found.values()} == {6}
    assert not any(row.required for row in found.values())


@pytest.mark.parametrize("log", [(), (CONNECTED,)], ids=["alternatives", "the tunnel stands"])
def test_the_first_data_centre_that_the_agents_log_names(log: tuple[str, ...]) -> None:
    world = World()
    world.run_agent()
    world.system.files["files.json"] = [{"path": LOG, "exists": True, "tail": "\r\n".join((ACTIVE, *log))}]
    first = f"round-trip.datacentre-443.{LOGGED_DATACENTRES[0]}"
    assert list(trips(world, None)) == ["round-trip.ctc-443", first, CONTROL]


def test_the_first_data_centre_of_the_list_and_a_slow_way_to_it() -> None:
    sites = tuple(Site(name=f"SITE{number}", ingress=(address,)) for number, address in enumerate(LOGGED_DATACENTRES))
    world = World(published=ServiceList(source="test", fetched="2026-03-04T12:00:00Z", revised="", sites=sites))
    first = LOGGED_DATACENTRES[0]
    assert list(trips(world)) == ["round-trip.ctc-443", f"round-trip.datacentre-443.{first}", CONTROL]
    world.network.round_trips[first] = SLOW_MS + 1
    assert [row.subject.host for row in world.run().findings if row.code == "path-slow"] == [first]


@pytest.mark.parametrize(
    ("proxy", "expected"),
    [(PROXY, [f"proxy.round-trip.{PROXY}-{PROXY_PORT}"]), (SERVICE_PROXY, [f"proxy.round-trip.{SERVICE_PROXY}-{PROXY_PORT}", CONTROL])],
)
def test_a_proxy_is_asked_itself(proxy: str, expected: list[str]) -> None:
    world = World()
    world.network.truth.setdefault(SERVICE_PROXY, ("45.10.9.9",))
    world.set_proxy(proxy)
    found = trips(world, None)
    assert sorted(found) == sorted(expected)
    assert found[expected[0]].status == "pass"
    assert len(found[expected[0]].observations) == 6


def test_a_proxy_that_a_pac_file_names_is_asked_too() -> None:
    world = World()
    world.set_proxy()
    world.system.files["environment.json"] = {}
    world.set_pac(f"function FindProxyForURL(url, host) {{ return 'PROXY {PROXY}:{PROXY_PORT}'; }}")
    assert f"proxy.round-trip.{PROXY}-{PROXY_PORT}" in trips(world, None)


def test_other_methods_ask_what_they_need_directly() -> None:
    assert set(trips(World(), "direct")) == {CONTROL}


def test_what_was_slow_at_first_is_asked_later() -> None:
    world = World()
    world.network.round_trips[world.network.truth[PORTAL][0]] = SLOW_MS + 1
    found = trips(world)
    assert found["round-trip.portal-443"].status == "warn"
    world.network.round_trips[world.network.truth[PORTAL][0]] = SLOW_MS
    assert "round-trip.portal-443" not in trips(world)


def test_a_slow_directory_is_asked_no_more_than_its_row_says() -> None:
    """One connect a port: a burst of them to a domain controller would look like a scan."""
    world = World(profile=Profile(endpoints=Endpoints(domain_controllers=("dc.example",))))
    world.network.round_trips |= dict.fromkeys((*world.network.truth["dc.example"], *world.network.truth[AUTH]), SLOW_MS + 1)
    found = {row.id: row for row in world.run(None, role="auth-connector").checks}
    assert found["tcp.directory-389.dc.example"].observations[-1].elapsed_ms > SLOW_MS
    assert "round-trip.auth-443" in found
    assert not [check_id for check_id in found if check_id.startswith("round-trip.directory")]


@pytest.mark.parametrize(("ms", "tries", "status"), [(SLOW_MS, 4, "pass"), (SLOW_MS + 1, 4, "warn"), (200.0, 6, "pass")])
def test_a_long_way_is_asked_less_often(ms: float, tries: int, status: str) -> None:
    world = World()
    world.network.round_trips[CTC_ADDRESS] = ms
    found = trips(world)["round-trip.ctc-443"]
    assert (len(found.observations), found.status) == (tries, status)


def test_what_says_no_is_asked_once_and_what_is_silent_three_times() -> None:
    for how, limits in ((Failure.REFUSED, [0.9]), (Failure.TIMED_OUT, [0.9, 0.9, 1.9])):
        world = World()
        world.network.block(CTC, 443, how)
        found = trips(world)["round-trip.ctc-443"]
        assert (found.status, len(found.observations)) == ("unknown", len(limits))
        asked = [ask.connect_s for ask in world.network.asked if isinstance(ask, Journey) and ask.host == CTC and not ask.tls]
        assert sorted([4.0, *limits]) == sorted(asked)  # beside them the location's own connect


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], Trips()),
        ([connect(20.0), connect(30.0), connect(1020.0)], Trips((20.0, 30.0), 1)),
        ([connect(500.0, Failure.TIMED_OUT), connect(20.0)], Trips((20.0,), 1)),
        ([connect(1.0, Failure.REFUSED), connect(1.0, Failure.NO_ROUTE)], Trips()),
        ([connect(700.0), connect(710.0)], Trips((700.0, 710.0), 0)),
    ],
)
def test_how_times_are_read(rows: list[Observation], expected: Trips) -> None:
    assert trips_of(rows) == expected


def test_figures() -> None:
    assert Trips((10.0, 30.0, 20.0)).jitter_ms == 15.0
    assert (Trips().share_lost, Trips().jitter_ms, Trips((1.0,), 3).share_lost) == (0.0, 0.0, 0.75)
    assert [Trips((1.0,) * 9, lost).lossy for lost in (9, 10)] == [False, True]
    assert [Trips((1.0,) * (24 - lost), lost).lossy for lost in (9, 10)] == [False, True]
    assert not Trips((), 10).lossy


class Lossy(FakeNetwork):
    """A path on which each packet is lost with a chance; a connect sends its first one again after a second."""

    def __init__(self, chance: float, seed: int) -> None:
        super().__init__()
        self.chance, self.dice = chance, random.Random(seed)

    def travel(self, journey: Journey) -> tuple[Observation, ...]:
        for resent_s in (0.0, 1.0, 3.0):
            if self.dice.random() > self.chance and self.dice.random() > self.chance:
                ms = 30.0 + resent_s * 1000
                return (connect(ms) if ms <= journey.connect_s * 1000 else connect(journey.connect_s * 1000, Failure.TIMED_OUT),)
        return (connect(journey.connect_s * 1000, Failure.TIMED_OUT),)


@pytest.mark.parametrize(("chance", "least", "most"), [(0.0, 0, 0), (0.05, 0, 0), (0.1, 0, 20), (0.4, 780, 1000), (0.5, 640, 1000)])
def test_ordinary_loss_never_convicts_and_heavy_loss_does(chance: float, least: int, most: int) -> None:
    """By a thousand runs each: what never opens in five connects is left to other rules."""
    check = round_trip(next(row for row in World().catalogue.location if row.id == "ctc-443"))
    lossy = [trips_of(check.run(Lossy(chance, seed), {}).observations).lossy for seed in range(1000)]
    assert least <= sum(lossy) <= most


def test_a_lossy_path_is_not_asked_for_ever() -> None:
    check = round_trip(next(row for row in World().catalogue.location if row.id == "ctc-443"))
    for seed in range(200):
        seen = check.run(Lossy(0.4, seed), {}).observations
        assert len(seen) <= MOST_TRIPS
        assert sum(row.elapsed_ms for row in seen) < 13_000


def test_connects_are_counted_by_host() -> None:
    rows = {row.id: row for row in World().run().checks}
    assert dict(connects_to(CTC, rows)) == {"tcp.ctc-443": 10.0, "tls.ctc-443": 10.0, "round-trip.ctc-443": 10.0}


def test_a_look_up_on_the_way_is_no_round_trip() -> None:
    world = World()
    world.set_pac(f'function FindProxyForURL(url, host) {{ return "PROXY {PROXY}:{PROXY_PORT}"; }}')
    world.set_proxy()
    del world.system.files["environment.json"]
    found = trips(world, None)[f"proxy.round-trip.{PROXY}-{PROXY_PORT}"]
    assert {row.step for row in found.observations} == {Step.CONNECT}
    assert len(found.observations) == 6
