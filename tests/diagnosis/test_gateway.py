"""The router of this network: whether it is silent, and what shows that it is not."""

from __future__ import annotations

import pytest

from tests.diagnosis.test_computer import dead
from tests.world import World, codes, neighbour
from wssdiag.model.check import Status


@pytest.mark.parametrize("state", ["incomplete", "failed"])
def test_gateway_silent(state: str) -> None:
    world = World()
    dead(world)
    world.system.later = [neighbour(state)]
    report = world.run()
    assert codes(report) == ["gateway-silent"]
    assert report.findings[0].subject.address == "192.0.2.1"


def test_a_gateway_with_a_failed_entry_that_carries_traffic_is_not_silent() -> None:
    world = World()
    world.system.later = [neighbour("failed")]
    assert codes(world.run()) == []


@pytest.mark.parametrize("only", ["web.*", "web.method", "control.tls.*", "clock.*", "sign-in.*"])
def test_nor_is_it_where_little_was_asked_for_and_that_was_answered(only: str) -> None:
    world = World()
    world.system.later = [neighbour("failed")]
    report = world.run(None, only=(only,))
    assert [row.status for row in report.checks] == [Status.PASS] * len(report.checks) != []
    assert "gateway-silent" not in codes(report)
