"""From the window to the session and back: the technician's views by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui import details_samples
from tests.gui.test_journeys import press, tab_to
from wssdiag.gui.screens import Screen

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import MakeDesk

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]

CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_pac_file_is_asked_by_keyboard_and_its_evidence_shows_in_the_pane(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(details_samples.with_pac(), says=details_samples.answered("https://www.example.net/").result)
    QTest.keyClick(at.window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: at.window._screen is Screen.VERDICT)
    QTest.keyClick(at.window, Qt.Key.Key_D, CTRL)
    QTest.keyClick(at.window, Qt.Key.Key_4, CTRL)
    details = at.window.details
    assert details.pac.isVisible()
    tab_to(qtbot, at, details.pac.field)
    QTest.keyClicks(details.pac.field, "www.example.net")
    QTest.keyClick(details.pac.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: details.pac.table.model().rowCount() == 3)
    assert at.session.asked == [(details_samples.SETTINGS[0].pac_url, "https://www.example.net/")]
    assert at.window._screen is Screen.DETAILS
    assert "asked for https://www.example.net/" in at.window.pane.text.toPlainText()


def test_the_table_of_ports_is_that_of_the_session(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(details_samples.large())
    QTest.keyClick(at.window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: at.window._screen is Screen.VERDICT)
    QTest.keyClick(at.window, Qt.Key.Key_D, CTRL)
    QTest.keyClick(at.window, Qt.Key.Key_6, CTRL)
    ports = at.window.details.ports
    hosts = {ports.table.model().index(row, 2).data() for row in range(ports.table.model().rowCount())}
    assert "(data centre of your tenant)" in hosts
    tab_to(qtbot, at, ports.table)
    press(qtbot, at, Qt.Key.Key_Down)
    assert "How sure" in at.window.pane.text.toPlainText()


def test_a_new_check_takes_the_old_settings_away_until_it_has_ended(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(details_samples.with_pac())
    QTest.keyClick(at.window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: at.window._screen is Screen.VERDICT)
    QTest.keyClick(at.window, Qt.Key.Key_D, CTRL)
    QTest.keyClick(at.window, Qt.Key.Key_5, CTRL)
    table = at.window.details.settings.table
    assert table.isVisible()
    QTest.keyClick(at.window, Qt.Key.Key_F5)
    assert not table.isVisible()
    qtbot.waitUntil(lambda: at.window._progress is None)
    assert table.rows_model.rows
