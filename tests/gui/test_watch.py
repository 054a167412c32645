"""The watch, as a person uses it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui import samples
from tests.gui.beside import Beside, beside
from tests.gui.test_watch_log import ran
from tests.world import World
from wssdiag.gui.theme import LIGHT
from wssdiag.gui.watching import RunWatched, follow
from wssdiag.gui.work import Ended, Failed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wssdiag.catalogue.knowledge import Knowledge

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


@pytest.fixture
def at(qtbot: QtBot, knowledge: Knowledge, tmp_path: Path) -> Iterator[Beside]:
    made = beside(tmp_path / "history", knowledge, LIGHT)
    qtbot.addWidget(made.window)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow, timeout=5000)
    QTest.keyClick(made.window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert made.watch.isVisible()
    yield made
    made.window._work.end_watch()
    for thread in threading.enumerate():
        if thread.name.startswith("wssdiag-"):
            thread.join(5)


def enter(at: Beside) -> None:
    QTest.keyClick(at.window.focusWidget() or at.window, Qt.Key.Key_Return)


def test_it_is_started_and_stopped_by_enter(at: Beside, qtbot: QtBot) -> None:
    at.watch.interval.setCurrentIndex(0)
    enter(at)
    qtbot.waitUntil(at.following.is_set, timeout=5000)
    assert at.intervals == [15.0]
    assert at.window.foot.main.text() == "Stop watching"
    assert not at.watch.interval.isVisible()
    at.relay.batch.emit((RunWatched(ran(1, samples.healthy()), samples.healthy()),))
    assert at.watch.news.count() == 1
    assert at.watch.plot.accessibleName() == at.watch.summary.text()
    assert "Healthy 1" in at.watch.summary.text()
    enter(at)
    qtbot.waitUntil(lambda: at.window.foot.main.text() == "Start watching", timeout=5000)
    assert at.window.foot.note.text() == ""
    assert at.watch.news.count() == 1


def test_it_goes_on_while_something_else_is_shown(at: Beside, qtbot: QtBot) -> None:
    enter(at)
    qtbot.waitUntil(at.following.is_set, timeout=5000)
    QTest.keyClick(at.window, Qt.Key.Key_Escape)
    assert not at.watch.isVisible()
    assert at.watch._going


def test_a_check_that_is_started_ends_it_and_that_is_said(at: Beside, qtbot: QtBot) -> None:
    enter(at)
    qtbot.waitUntil(at.following.is_set, timeout=5000)
    QTest.keyClick(at.window, Qt.Key.Key_Escape)
    QTest.keyClick(at.window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: not at.watch._going, timeout=5000)
    at.window._show_aside(at.watch)
    assert "one check runs at a time" in at.window.foot.note.text()


def test_it_is_not_started_while_a_check_runs(at: Beside, qtbot: QtBot) -> None:
    at.session.hold = threading.Event()
    QTest.keyClick(at.window, Qt.Key.Key_Escape)
    QTest.keyClick(at.window, Qt.Key.Key_F5)
    at.window._show_aside(at.watch)
    assert not at.window.foot.main.isEnabled()
    assert "A check runs now" in at.window.foot.note.text()
    enter(at)
    assert not at.watch._going
    at.session.hold.set()
    qtbot.waitUntil(at.window.foot.main.isEnabled, timeout=5000)


def test_a_fault_of_ours_ends_it_and_another_one_does_not(at: Beside, qtbot: QtBot) -> None:
    faults: list[str] = []
    at.window.failed.connect(faults.append)
    enter(at)
    qtbot.waitUntil(at.following.is_set, timeout=5000)
    at.relay.batch.emit((Failed(0, "something else"),))
    assert at.watch._going
    at.failing.set()
    enter(at)
    qtbot.waitUntil(lambda: len(faults) == 2 and not at.watch._going, timeout=5000)


def test_the_real_watch_tells_runs_and_ends_when_it_is_asked_to() -> None:
    world, ended, told = World(), threading.Event(), []

    def publish(message: object) -> None:
        told.append(message)
        if len([one for one in told if isinstance(one, RunWatched)]) == 2:
            ended.set()

    follow(world.session, 60.0, ended, publish)
    assert [type(one) for one in told] == [RunWatched, RunWatched]
    assert all(one.report.run_id == one.event.run_id for one in told if isinstance(one, RunWatched))
    assert not any(isinstance(one, Ended) for one in told)
