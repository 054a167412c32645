"""The language of a test: what its module names as ``LANGUAGE``, else English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wssdiag.report.texts import speak

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    speak(getattr(request.module, "LANGUAGE", "en"))
    yield
    speak("en")
