from __future__ import annotations

import pytest

from tests.fakes import Peer
from tests.world import CTC, EXPIRED, UNTRUSTED, World
from wssdiag.model.failure import Failure

OPINIONS = {f"second-opinion.{CTC}.{row}" for row in ("cloudflare-dns", "google-dns", "quad9-dns")}
FAMILIES = ("second-opinion.", "address.", "again.", "other-name.")


def added(world: World, method: str | None = "wss-agent") -> set[str]:
    return {row.id for row in world.run(method).checks if row.id.startswith(FAMILIES)}


def test_a_healthy_world_leaves_no_doubt() -> None:
    assert added(World()) == set()


@pytest.mark.parametrize("says", [Failure.NAME_NOT_FOUND, Failure.DNS_REFUSED, ("0.0.0.0",), ("10.1.1.1",)], ids=str)
def test_a_name_in_doubt(says: Failure | tuple[str, ...]) -> None:
    world = World()
    world.network.says[CTC] = says
    assert added(world) == {*OPINIONS, "address.ctc-443"}


def test_an_address_that_only_a_second_opinion_gives_must_prove_itself() -> None:
    world = World()
    world.network.says["portal.threatpulse.com"] = Failure.NAME_NOT_FOUND
    assert "address.portal-443.second-opinion" in added(world)


def test_a_public_address_that_answers_is_not_doubted() -> None:
    world = World()
    world.network.says[CTC] = ("45.77.7.7",)
    world.network.strangers |= {"45.77.7.7"}
    world.network.peers["45.77.7.7", CTC] = Peer()
    assert added(world) == set()


@pytest.mark.parametrize("peer", [Peer(system=EXPIRED, mozilla=EXPIRED), Peer(system=0, mozilla=UNTRUSTED)], ids=["expired", "only-here"])
def test_a_certificate_in_doubt(peer: Peer) -> None:
    world = World()
    world.network.peers["*", CTC] = peer
    assert added(world) == {*OPINIONS, "address.ctc-443"}


@pytest.mark.parametrize("how", [Failure.RESET, Failure.TLS_EOF])
def test_a_handshake_that_is_cut(how: Failure) -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(cut=how)
    assert added(world) == {"again.ctc-443", "other-name.ctc-443"}


def test_on_a_dead_network_nothing_is_corroborated() -> None:
    world = World()
    world.network.block()
    world.network.says[CTC] = Failure.NAME_NOT_FOUND
    assert added(world) == set()


def test_what_a_proxy_resolves_is_not_doubted() -> None:
    world = World()
    world.set_proxy()
    world.network.says["portal.threatpulse.com"] = Failure.NAME_NOT_FOUND
    world.network.peers["*", "portal.threatpulse.com"] = Peer(system=EXPIRED, mozilla=EXPIRED)
    assert added(world, None) == set()
