"""Mutations: the same for the same seed, different for another, and all kinds of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.lab.faults import AnyFault
from tests.lab.hunt.command import ground, words
from tests.lab.hunt.mutate import DRAWS, Mutation, mutations
from tests.lab.network.zone import build_zone
from tests.lab.plan import Plan
from tests.lab.scenario import load
from wssdiag.catalogue.loader import load_builtin
from wssdiag.model.profile import Profile

if TYPE_CHECKING:
    from tests.lab.hunt.world import World


@pytest.fixture(scope="module")
def worlds() -> dict[str, World]:
    return {path.stem: world for path, world in ground().items()}


def drawn(seed: int, count: int, worlds: dict[str, World]) -> list[Mutation]:
    return mutations(seed, count, worlds, words())


def test_a_seed_gives_the_same_mutations(worlds: dict[str, World]) -> None:
    assert drawn(1, 50, worlds) == drawn(1, 50, worlds)
    assert drawn(1, 50, worlds) == drawn(1, 80, worlds)[:50]
    assert drawn(1, 50, worlds) != drawn(2, 50, worlds)


def test_the_order_of_the_scenarios_does_not_matter(worlds: dict[str, World]) -> None:
    assert drawn(1, 50, dict(reversed(worlds.items()))) == drawn(1, 50, worlds)


def test_none_comes_twice(worlds: dict[str, World]) -> None:
    found = Counter(repr((row.base, row.fault)) for row in drawn(1, 300, worlds))
    assert max(found.values()) == 1


def test_every_word_and_every_scenario_comes_up(worlds: dict[str, World]) -> None:
    found = drawn(1, 1500, worlds)
    assert {row.fault["do"] for row in found} == set(DRAWS) & set(words())
    assert {row.base for row in found} == set(worlds)


def test_a_capture_is_not_contradicted(worlds: dict[str, World]) -> None:
    own = {"link-down", "link-local-only", "no-default-route", "gateway-silent", "no-resolvers", "resolvers", "hosts-file", "second-route"}
    simulated = [row for row in drawn(3, 600, worlds) if worlds[row.base].simulated]
    assert simulated
    assert not [row for row in simulated if row.fault["do"] in own]


def test_every_mutation_makes_a_plan(worlds: dict[str, World]) -> None:
    catalogue = load_builtin()
    profiles = {path.stem: msgspec.convert(load(path).profile, Profile) for path in ground()}
    zones = {name: build_zone(catalogue, profile) for name, profile in profiles.items()}
    for row in drawn(4, 600, worlds):
        msgspec.convert(row.fault, AnyFault).apply(Plan(zone=zones[row.base]))
