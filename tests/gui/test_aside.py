"""What stays in front while the run behind it goes on, and which keys do nothing there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui import samples
from tests.gui.beside import Beside, beside, run_of
from wssdiag.gui.screens import Screen
from wssdiag.gui.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wssdiag.catalogue.knowledge import Knowledge

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def at(qtbot: QtBot, knowledge: Knowledge, tmp_path: Path) -> Iterator[Beside]:
    made = beside(tmp_path / "history", knowledge, LIGHT)
    qtbot.addWidget(made.window)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow, timeout=5000)
    yield made
    made.window._work.farewell()


def press(at: Beside, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(at.window.focusWidget() or at.window, key, modifier)


def test_the_end_of_a_run_waits_behind_what_is_being_read(at: Beside) -> None:
    press(at, Qt.Key.Key_O, CONTROL | SHIFT)
    at.end(samples.port_blocked())
    assert at.opening.isVisible()
    press(at, Qt.Key.Key_Escape)
    assert at.window._screen is Screen.VERDICT
    assert at.window.verdict.isVisible()
    assert at.window.foot.main.hasFocus()


def test_what_support_gets_of_the_report_before_does_not_stay(at: Beside) -> None:
    at.end(samples.healthy())
    press(at, Qt.Key.Key_S, CONTROL)
    assert at.window.stack.currentWidget() is at.window._save
    at.end(run_of(samples.port_blocked(), 24))
    assert at.window.verdict.isVisible()


@pytest.mark.parametrize(
    ("key", "modifier"), [(Qt.Key.Key_F5, NONE), (Qt.Key.Key_B, CONTROL), (Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)]
)
def test_a_key_of_the_matter_behind_leads_nowhere(at: Beside, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    at.end(samples.healthy())
    press(at, Qt.Key.Key_O, CONTROL | SHIFT)
    press(at, key, modifier)
    assert at.opening.isVisible()


def test_the_focus_goes_to_the_earlier_checks_as_soon_as_they_are_there(at: Beside, qtbot: QtBot) -> None:
    at.keep.keep(run_of(samples.healthy(), 20))
    press(at, Qt.Key.Key_H, CONTROL)
    qtbot.waitUntil(lambda: at.history.model.rowCount() == 1, timeout=5000)
    assert at.history.table.hasFocus()
    at.history.table.setStyleSheet("font-size: 20px")
    QTest.qWait(20)
    assert at.history.table.columnWidth(0) >= at.history.table.sizeHintForColumn(0)
