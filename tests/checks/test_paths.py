from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.fakes import Page, Peer
from tests.world import CTC, CTC_ADDRESS, PORTAL, World
from wssdiag.checks.paths import SMALL_SEGMENT, server_error, stalled
from wssdiag.checks.reach import SECOND_ANSWER_S
from wssdiag.model.failure import Failure
from wssdiag.probes.network import Journey

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult

FAMILIES = ("again.", "segments.", "second-answer.")
LOGIN = f"https://{PORTAL}/login.jsp"


def added(world: World, method: str | None = "wss-agent") -> dict[str, CheckResult]:
    return {row.id: row for row in world.run(method).checks if row.id.startswith(FAMILIES)}


def journeys(world: World) -> list[Journey]:
    return [ask for ask in world.network.asked if isinstance(ask, Journey)]


def test_a_healthy_world_needs_none_of_them() -> None:
    assert added(World()) == {}


def test_a_stall_is_tried_once_more_and_in_small_packets() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(small_only=True)
    checks = added(world)
    assert set(checks) == {"again.ctc-443", "segments.ctc-443"}
    assert checks["again.ctc-443"].status == "fail"
    assert checks["segments.ctc-443"].status == "pass"
    lowered = [ask for ask in journeys(world) if ask.max_segment]
    assert [(ask.host, ask.addresses, ask.max_segment) for ask in lowered] == [(CTC, (CTC_ADDRESS,), SMALL_SEGMENT)]


def test_where_controls_stall_too_nothing_is_waited_for_twice() -> None:
    world = World()
    world.network.peers["*", "*"] = Peer(small_only=True)
    checks = added(world)
    assert checks
    assert {check_id.split(".")[0] for check_id in checks} == {"segments"}


def test_what_does_not_pass_in_small_packets_proves_nothing() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(cut=Failure.TIMED_OUT)
    assert added(world)["segments.ctc-443"].status == "unknown"


def test_a_proxy_carries_the_small_packets_too() -> None:
    world = World()
    world.set_proxy()
    world.network.peers["*", PORTAL] = Peer(small_only=True)
    assert added(world, None)["segments.portal-443"].status == "pass"
    (lowered,) = (ask for ask in journeys(world) if ask.max_segment)
    assert lowered.proxy is not None
    assert lowered.addresses == ()


def test_what_went_well_leaves_no_question() -> None:
    rows = {row.id: row for row in World().run().checks}
    assert stalled(rows["tls.ctc-443"]) is None
    assert stalled(None) is None
    assert server_error(rows["tls.portal-443"]) is None


@pytest.mark.parametrize(("status", "asked"), [(499, False), (500, True), (503, True), (599, True), (511, False), (200, False)])
def test_a_server_error_is_asked_again_later(status: int, asked: bool) -> None:
    world = World()
    world.network.pages[LOGIN] = Page(status)
    assert ("second-answer.portal-443" in added(world)) is asked
    assert [ask.pause_s for ask in journeys(world) if ask.pause_s] == ([SECOND_ANSWER_S] if asked else [])


def test_by_a_proxy_only_a_page_inside_tls_counts() -> None:
    """In plain HTTP the proxy itself may be who answers."""
    for protocol, asked in (("tls", True), ("http", False)):
        world = World()
        world.set_proxy()
        rows = tuple(msgspec.structs.replace(row, protocol=protocol) if row.id == "portal-443" else row for row in world.catalogue.location)
        world.catalogue = msgspec.structs.replace(world.catalogue, location=rows)
        world.network.pages |= {LOGIN: Page(503), f"http://{PORTAL}:443/login.jsp": Page(503)}
        assert ("second-answer.portal-443" in added(world, None)) is asked
