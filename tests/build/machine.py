"""What a machine that builds has, and one that works on wssdiag may lack."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from build.dev.needs import Need


def needing(*needs: Need) -> pytest.MarkDecorator:
    """A mark: not run where one of these is not there, but for a build machine, on which it fails then."""
    lacking = [need.name for need in needs if not need.met]
    return pytest.mark.skipif(bool(lacking) and os.environ.get("CI") != "true", reason=f"not run: missing: {', '.join(lacking)}")
