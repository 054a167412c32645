"""The built programs or nothing: where one is not there, or is older than the sources, its tests say so; on a build machine they fail."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import pytest

from build.dev import freeze, wine
from build.dev.closing import WHERE

if TYPE_CHECKING:
    from collections.abc import Callable

SYSTEMS = {"linux": "Linux, built", "windows": "Windows, built (Wine)"}


@cache
def obstacle(system: str) -> str:
    """Why the programs of a system cannot be tried here; empty: they can."""
    return freeze.obstacle(system) or (wine.obstacle() if system == "windows" else "")


@pytest.fixture(autouse=True)
def _built(request: pytest.FixtureRequest) -> None:
    """A test says by its mark whose program it tries."""
    marked = request.node.get_closest_marker("frozen")
    for system in marked.args if marked else ():
        request.node.user_properties.append((WHERE, f"the program for {SYSTEMS[system]}"))
        _demand(system)


@pytest.fixture(scope="session")
def demand() -> Callable[[str], None]:
    """For what is made once for many tests, and so before the mark of any is looked at."""
    return _demand


def _demand(system: str) -> None:
    if reason := obstacle(system):
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(f"not run: {reason}")
