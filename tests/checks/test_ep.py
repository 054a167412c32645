"""The names of the proxy inside a site's tunnel, side by side."""

from __future__ import annotations

import pytest

from tests.fakes import FakeProxy
from tests.world import World, codes
from wssdiag.checks.ep import ANSWERS
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import Failure

EP = "ep.threatpulse.net"
EP1, EP10 = "ep1.threatpulse.net", "ep10.threatpulse.net"
ALL, ROTATING = "ep-all.threatpulse.net", "ep-roundrobin.threatpulse.net"
ONE, OTHER, STRANGE = "199.19.250.205", "45.10.9.1", "45.10.9.9"


def compared(**answers: tuple[str, ...]) -> tuple[World, CheckResult | None]:
    world = World()
    world.set_proxy(EP, 80)
    named = {"ep_": EP, "ep1": EP1, "ep10": EP10, "every": ALL, "rotating": ROTATING}
    healthy = {EP: (ONE,), EP1: (ONE,), EP10: (OTHER,), ALL: (ONE, OTHER), ROTATING: (OTHER,)}
    world.network.truth |= healthy | {named[name]: found for name, found in answers.items()}
    world.network.strangers |= {ONE, OTHER, STRANGE}
    world.network.proxies |= {(address, 80): FakeProxy() for address in (ONE, OTHER, STRANGE)}
    for name, found in answers.items():
        if not found:
            world.network.says[named[name]] = Failure.NAME_NOT_FOUND
    report = world.run(None)
    return world, next((row for row in report.checks if row.id == ANSWERS), None)


def test_they_agree() -> None:
    world, found = compared()
    assert found is not None
    assert found.status is Status.PASS
    assert f"{EP}: {ONE}" in found.summary
    assert codes(world.run(None)) == []


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"ep_": (STRANGE,), "ep1": (STRANGE,)}, f"ep gives {STRANGE}, which ep-all does not have"),
        ({"rotating": (STRANGE,)}, f"ep-roundrobin gives {STRANGE}"),
        ({"rotating": (ONE, OTHER)}, "ep-roundrobin gives 2 addresses at once"),
        ({"ep1": (OTHER,)}, "ep and ep1 differ"),
        ({"ep10": (STRANGE,)}, f"ep10 gives {STRANGE}"),
    ],
)
def test_a_difference_is_shown_and_accuses_nobody(answers: dict[str, tuple[str, ...]], says: str) -> None:
    world, found = compared(**answers)
    assert found is not None
    assert found.status is Status.WARN
    assert says in found.summary
    assert codes(world.run(None)) == []


def test_a_name_without_an_address_is_its_own_check_s_matter() -> None:
    _, found = compared(every=())
    assert found is not None
    assert found.status is Status.PASS
    assert f"{ALL}: no address" in found.summary


def test_another_method_does_not_ask_for_them() -> None:
    report = World().run()
    assert not [row.id for row in report.checks if "ep" in row.id.split(".")[0].split("-")]
    assert ANSWERS not in {row.id for row in report.checks}
