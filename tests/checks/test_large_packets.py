from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fake_echoes import Echoes
from tests.world import DATACENTRE, World
from wssdiag.checks.large_packets import FULL_BYTES, SMALL_BYTES, largest
from wssdiag.model.profile import Endpoints, Profile
from wssdiag.probes.network import STEP_LIMIT_S, Echo

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult

SITE = f"echo.datacentre-udp-443.{DATACENTRE}"


def world(sites: tuple[str, ...] = (DATACENTRE,)) -> World:
    return World(profile=Profile(endpoints=Endpoints(datacentres=sites)))


def echoes(tried: World, method: str | None = "wss-agent") -> dict[str, CheckResult]:
    return {row.id: row for row in tried.run(method).checks if "echo." in row.id}


def sizes(tried: World, host: str) -> list[int]:
    return [ask.size for ask in tried.network.asked if isinstance(ask, Echo) and ask.host == host]


def test_a_full_echo_goes_to_the_data_centre_and_two_operators() -> None:
    tried = world()
    found = echoes(tried)
    assert set(found) == {SITE, "control.echo.one-one-443", "control.echo.dns-google-443"}
    assert {row.status for row in found.values()} == {"pass"}
    assert found[SITE].summary == "comes back whole in 10 ms: packets of 1500 bytes pass"
    assert sizes(tried, DATACENTRE) == [FULL_BYTES]
    assert (found[SITE].required, found[SITE].needs, found[SITE].endpoint) == (False, (f"dns.{DATACENTRE}",), SITE.removeprefix("echo."))


def test_an_agent_is_told_up_to_three_sites() -> None:
    found = echoes(world(tuple(f"g{number}-vip1.threatpulse.net" for number in range(5))))
    assert len([check_id for check_id in found if check_id.startswith("echo.")]) == 3


def test_other_methods_ask_known_good_addresses_alone_and_proxies_none() -> None:
    assert set(echoes(world(), "direct")) == {"control.echo.one-one-443", "control.echo.dns-google-443"}
    by_proxy = world()
    by_proxy.set_proxy()
    assert echoes(by_proxy, None) == {}


@pytest.mark.parametrize(
    ("how", "status", "summary", "asked"),
    [
        (Echoes(largest=1400, told=True), "warn", "1500 bytes do not come back; the largest that does: 1400 bytes", [1500, 84, 1400]),
        (
            Echoes(largest=1492),
            "warn",
            "1500 bytes do not come back; the largest that does: 1492 bytes",
            [1500, 84, 1400, 1460, 1480, 1492],
        ),
        (Echoes(largest=100), "warn", "1500 bytes do not come back; the largest that does: 84 bytes", [1500, 84, 1400, 1300, 576]),
        (Echoes(silent=True), "unknown", "no echo comes back, large or small: {address}: no answer", [1500, 84]),
        (Echoes(answers=84), "unknown", "only 84 of 1500 bytes come back", [1500]),
    ],
    ids=["told", "just under", "small ones alone", "silence", "shortened"],
)
def test_what_does_not_come_back(how: Echoes, status: str, summary: str, asked: list[int]) -> None:
    tried = world()
    tried.network.echoes["*"] = how
    found = echoes(tried)[SITE]
    assert (found.status, found.summary) == (status, summary.format(address=tried.network.truth[DATACENTRE][0]))
    assert sizes(tried, DATACENTRE) == asked


def test_where_echoes_are_not_allowed_it_is_not_known() -> None:
    tried = world()
    tried.network.echoes["*"] = Echoes(allowed=False)
    found = echoes(tried)[SITE]
    assert (found.status, found.summary) == ("unknown", "this system does not let an ordinary program send echoes")
    assert sizes(tried, DATACENTRE) == [FULL_BYTES]
    tried.network.echoes["*"] = Echoes(allowed=False, largest=1400, told=True)
    found = echoes(tried)[SITE]
    assert (found.status, found.summary) == ("warn", "packets of 1500 bytes do not pass: a way of 1400 bytes")
    assert largest(found.observations) == 1400


def test_the_largest_of_nothing() -> None:
    assert largest(()) is None


def test_both_sizes_in_vain_take_no_longer_than_one_step() -> None:
    tried = world()
    tried.network.echoes["*"] = Echoes(silent=True)
    echoes(tried)
    patience = [ask.patience_s for ask in tried.network.asked if isinstance(ask, Echo) and ask.host == DATACENTRE]
    assert sum(patience) < STEP_LIMIT_S
    assert SMALL_BYTES < 576
