from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.fakes import FakeProxy, Page
from tests.world import PROXY_ADDRESS, World
from wssdiag.checks.web import clock_checks, sign_in_checks, web_check
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import Failure
from wssdiag.model.profile import Controls, Profile
from wssdiag.probes.network import Journey, ProxyHop
from wssdiag.session import Request

if TYPE_CHECKING:
    from wssdiag.checks.check import Outcome
    from wssdiag.checks.situation import Situation

PROXY = ProxyHop(host=PROXY_ADDRESS, port=3128)
APPLE = "http://captive.apple.com/hotspot-detect.html"
ALIVE = {"control.tcp.x": CheckResult(id="control.tcp.x", title="", status=Status.PASS, summary="")}


def situation(world: World, method: str | None = None) -> Situation:
    return world.session.planned(msgspec.convert({"method": method}, Request))[0]


def probe(world: World) -> Outcome:
    check = next(check for check in sign_in_checks(situation(world)) if check.id == "sign-in.apple")
    return check.run(world.network, {})


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (Page(200, "<TITLE>Success</TITLE>"), Status.PASS),
        (Page(200, "Welcome"), Status.WARN),
        (Page(302), Status.WARN),
        (Page(403), Status.WARN),
        (Page(511), Status.WARN),
        (Failure.TIMED_OUT, Status.UNKNOWN),
        (Failure.HTTP_MALFORMED, Status.UNKNOWN),
    ],
)
def test_a_sign_in_probe(page: Page | Failure, status: Status) -> None:
    world = World()
    world.network.pages[APPLE] = page
    assert probe(world).status is status


def test_a_sign_in_probe_goes_around_the_proxy() -> None:
    world = World()
    world.set_proxy()
    probe(world)
    assert [ask.proxy for ask in world.network.asked if isinstance(ask, Journey)] == [None]


def test_a_clock() -> None:
    world = World()
    check = clock_checks(situation(world), None, None)[0]
    outcome = check.run(world.network, {})
    assert (outcome.status, outcome.summary) == (Status.PASS, "Wed, 04 Mar 2026 12:00:00 GMT")
    world.network.block()
    assert check.run(world.network, {}).status is Status.UNKNOWN


def test_one_operator_has_one_clock() -> None:
    world = World(
        profile=Profile(controls=Controls(urls=("http://time.example:8000/", "http://time.example:9000/", "http://other.example/")))
    )
    assert [check.endpoint for check in clock_checks(situation(world), None, None)] == ["url-time.example-8000", "url-other.example-80"]


def test_clocks_go_by_the_path_of_the_method() -> None:
    world = World()
    (check, *_) = clock_checks(situation(world), PROXY, "proxy.connect.x")
    assert check.needs == ("proxy.connect.x",)
    check.run(world.network, {})
    assert [ask.proxy for ask in world.network.asked if isinstance(ask, Journey)] == [PROXY]


def test_web_method_asks_a_second_site() -> None:
    world = World()
    check = web_check(situation(world), None)
    assert check.required
    assert check.run(world.network, {}).status is Status.PASS
    assert len(world.network.asked) == 1
    world.network.block("www.cloudflare.com", how=Failure.REFUSED)
    assert check.run(world.network, {}).status is Status.PASS
    world.network.block(how=Failure.REFUSED)
    assert check.run(world.network, {}).status is Status.FAIL


def test_a_silent_network_is_not_waited_for_twice() -> None:
    world = World()
    world.network.block()
    check = web_check(situation(world), None)
    assert check.run(world.network, {}).status is Status.FAIL
    assert len(world.network.asked) == 1
    assert check.run(world.network, ALIVE).status is Status.FAIL
    assert len(world.network.asked) == 3


def test_web_method_by_a_proxy() -> None:
    world = World()
    world.set_proxy()
    check = web_check(situation(world), PROXY)
    assert check.run(world.network, {}).status is Status.PASS
    world.set_proxy(answer=FakeProxy(407))
    assert check.run(world.network, {}).status is Status.UNKNOWN
    world.set_proxy(answer=FakeProxy(502))
    assert check.run(world.network, {}).status is Status.FAIL


def test_without_a_site_nothing_is_known() -> None:
    world = World()
    world.catalogue = msgspec.structs.replace(world.catalogue, control=())
    assert web_check(situation(world), None).run(world.network, {}).status is Status.UNKNOWN
    assert world.network.asked == []
