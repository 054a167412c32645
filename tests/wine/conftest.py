"""Wine or nothing: where it is not set up these tests say so in one line; on a build machine that is a failure."""

from __future__ import annotations

import os
import subprocess

import pytest

from build.dev import wine
from tests.wine.windows import Windows


@pytest.fixture(scope="session")
def windows() -> Windows:
    """Windows' own interfaces, as Wine has them."""
    reason = wine.obstacle() or _no_namespaces()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(f"not run: {reason}")
    return Windows()


def _no_namespaces() -> str:
    done = subprocess.run(["unshare", "-rnmpf", "--mount-proc", "true"], capture_output=True, check=False)
    return "this machine allows no namespaces" if done.returncode else ""
