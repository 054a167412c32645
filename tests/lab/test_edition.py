"""Which program the lab tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.edition import EDITIONS
from tests.lab.network.trust import Trust
from tests.lab.scenario import load
from tests.lab.stage import program_command
from tests.lab.test_scenario import HEAD, written

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", EDITIONS)
def test_the_same_command_goes_to_every_edition(name: str, tmp_path: Path) -> None:
    edition, scenario = EDITIONS[name], load(written(tmp_path, HEAD))
    command = program_command(scenario, tmp_path, Trust(tmp_path), edition)
    usual = program_command(scenario, tmp_path, Trust(tmp_path))
    assert tuple(command[: len(edition.command)]) == edition.command
    assert command[len(edition.command) :] == usual[len(EDITIONS["sources"].command) :]
    assert command[len(edition.command)] == "check"


def test_the_sources_are_always_there() -> None:
    assert EDITIONS["sources"].obstacle == ""


def test_what_is_built_is_told_apart() -> None:
    places = {name: edition.roots for name, edition in EDITIONS.items()}
    assert len(set(places.values())) == len(EDITIONS)
    assert all(roots.name == "cacert.pem" for roots in places.values())
