"""What is told of a bundle that could not be made is told in the language of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.gui.spoken import say
from tests.gui.test_export_screen import looked_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import MakeDesk

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    say("de")
    yield
    say("en")


def test_why_it_could_not_be_made_ready(qtbot: QtBot, desk: MakeDesk) -> None:
    at = looked_at(qtbot, desk, not_prepared="more than 200000 stand-ins")
    qtbot.waitUntil(at.export.problem.isVisible, timeout=5000)
    assert at.export.problem.why.text() == "mehr als 200000 Ersatznamen"


def test_the_system_s_own_words_stay(qtbot: QtBot, desk: MakeDesk) -> None:
    at = looked_at(qtbot, desk, not_prepared="No space left on device")
    qtbot.waitUntil(at.export.problem.isVisible, timeout=5000)
    assert at.export.problem.why.text() == "No space left on device"
