"""The help in the window, by the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.gui import samples
from tests.gui.pictures import window_with
from wssdiag.gui.help import HelpScreen
from wssdiag.gui.screens import Screen
from wssdiag.gui.theme import DARK, LIGHT
from wssdiag.gui.work import Detected

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from wssdiag.gui.window import MainWindow
    from wssdiag.model.report import Report

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


def opened(qtbot: QtBot, report: Report | None = None) -> tuple[MainWindow, HelpScreen]:
    window = window_with(report, LIGHT)
    qtbot.addWidget(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Qt.Key.Key_F1)
    found = window.stack.currentWidget()
    assert isinstance(found, HelpScreen)
    return window, found


def press(window: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.focusWidget() or window, key, modifier)


def write(window: QWidget, text: str) -> None:
    focus = window.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def test_f1_opens_it_at_the_search_and_esc_leads_back(qtbot: QtBot) -> None:
    window, screen = opened(qtbot)
    assert screen.words.hasFocus()
    assert screen.count.text() == f"{screen.model.everything} topics"
    assert "What the result means" in screen.text.toPlainText()
    press(window, Qt.Key.Key_Escape)
    assert window.stack.currentIndex() == Screen.START.value


def test_from_a_finding_it_shows_that_cause_also_after_a_search(qtbot: QtBot) -> None:
    window, screen = opened(qtbot, samples.port_blocked())
    assert screen.text.toPlainText().startswith("Your network blocks the door to the service")
    write(window, "giraffe")
    press(window, Qt.Key.Key_Escape)
    assert window.stack.currentIndex() == Screen.VERDICT.value
    press(window, Qt.Key.Key_F1)
    assert screen.words.text() == ""
    assert screen.text.toPlainText().startswith("Your network blocks the door to the service")


def test_a_search_is_instant_chosen_by_arrows_and_read_by_enter(qtbot: QtBot) -> None:
    window, screen = opened(qtbot)
    write(window, "wifi sign")
    assert screen.model.count == 1
    assert screen.text.toPlainText().startswith("This Wi-Fi wants you to sign in first")
    screen.words.clear()
    write(window, "clock")
    assert screen.titles.currentIndex().row() == screen.model.first()
    first = screen.text.toPlainText()
    press(window, Qt.Key.Key_Down)
    assert screen.words.hasFocus()
    assert screen.text.toPlainText() != first
    press(window, Qt.Key.Key_Up)
    assert screen.text.toPlainText() == first
    press(window, Qt.Key.Key_Return)
    assert screen.text.hasFocus()
    assert window.stack.currentWidget() is screen
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert screen.words.hasFocus()
    assert window.stack.currentWidget() is screen
    assert screen.words.selectedText() == "clock"


def test_the_arrows_pass_over_headings_and_reach_the_last_topic(qtbot: QtBot) -> None:
    window, screen = opened(qtbot)
    seen = [screen.titles.currentIndex().row()]
    for _step in range(screen.model.everything):
        press(window, Qt.Key.Key_Down)
        seen.append(screen.titles.currentIndex().row())
    assert len(set(seen)) == screen.model.everything
    assert seen[-1] == screen.model.rowCount() - 1


def test_nothing_found_says_so_and_a_shorter_word_brings_everything_back(qtbot: QtBot) -> None:
    window, screen = opened(qtbot)
    write(window, "giraffe <b>")
    assert screen.model.rowCount() == 0
    assert "Nothing in the help holds all of these words" in screen.text.toPlainText()
    assert "giraffe <b>" in screen.text.toPlainText()
    press(window, Qt.Key.Key_Return)
    screen.words.clear()
    assert screen.titles.isVisible()
    assert "What the result means" in screen.text.toPlainText()


def test_what_was_looked_for_is_marked(qtbot: QtBot) -> None:
    window, screen = opened(qtbot)
    write(window, "hotspot")
    marked = [selection.cursor.selectedText() for selection in screen.text.extraSelections()]  # type: ignore[attr-defined]
    assert marked
    assert {text.casefold() for text in marked} == {"hotspot"}
    screen.words.clear()
    write(window, "e")
    assert not screen.text.extraSelections()


def test_before_the_guides_are_read_it_tells_how_to_read_and_then_the_rest(qtbot: QtBot) -> None:
    screen = HelpScreen(LIGHT)
    qtbot.addWidget(screen)
    screen.opened(None)
    screen.show()
    few = screen.model.everything
    assert few > 0
    window = window_with(None, LIGHT)
    qtbot.addWidget(window)
    other = window.asides[0]
    assert isinstance(other, HelpScreen)
    knowledge, catalogue, _os = other._known
    screen.take((Detected(samples.FACTS, samples.AGENT, knowledge, catalogue=catalogue),))
    assert screen.model.everything > few
    assert screen.text.toPlainText().startswith("What the result means")


def test_what_is_copied_here_is_the_text_of_the_help(qtbot: QtBot) -> None:
    window, screen = opened(qtbot, samples.port_blocked())
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("as it was")
    screen.titles.setFocus()
    press(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "as it was"  # and not the matter behind
    screen.text.setFocus()
    screen.text.selectAll()
    press(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "What stands in <these brackets>" in clipboard.text()


def test_other_colours_keep_the_place(qtbot: QtBot) -> None:
    _window, screen = opened(qtbot, samples.port_blocked())
    before = screen.text.toPlainText()
    screen.set_theme(DARK)
    assert screen.text.toPlainText() == before
