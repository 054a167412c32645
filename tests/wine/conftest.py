"""Wine or nothing: where it is not set up these tests say so in one line; on a build machine that is a failure."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from build.dev import wine
from tests.wine.windows import Windows


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks set here, and none in the files: pytest tells the tests of a file in one line where nothing but such a mark skips them."""
    ours = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    reason = _obstacle() if ours and os.environ.get("CI") != "true" else ""
    for item in ours:
        item.add_marker(pytest.mark.slow)
        if reason:
            item.add_marker(pytest.mark.skip(reason=f"not run: {reason}"))


@pytest.fixture(scope="session")
def windows() -> Windows:
    """Windows' own interfaces, as Wine has them."""
    if reason := _obstacle():
        pytest.fail(reason)
    return Windows()


def _obstacle() -> str:
    return wine.obstacle() or _no_namespaces()


def _no_namespaces() -> str:
    done = subprocess.run(["unshare", "-rnmpf", "--mount-proc", "true"], capture_output=True, check=False)
    return "this machine allows no namespaces" if done.returncode else ""
