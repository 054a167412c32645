"""What happens to a computer while the window is open: sleep and wake, the network going away in the middle of a run."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.world import World
from wssdiag.gui.relay import Relay
from wssdiag.gui.screens import Screen
from wssdiag.gui.theme import LIGHT
from wssdiag.gui.window import MainWindow
from wssdiag.gui.work import Work
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]

#: A night with the lid closed.
NIGHT_S = 8 * 3600.0

#: Checks that have asked something before it happens.
BEFORE = 20


def window_in(qtbot: QtBot, world: World) -> tuple[MainWindow, list[str]]:
    """The window with the real session, on a made-up computer."""
    relay = Relay()
    work = Work(lambda: world.session, relay, lambda _session: pytest.fail("nothing is mended here"))
    window = MainWindow(work, relay, LIGHT, choose=lambda _parent: None)
    window.relay_for_test = relay  # type: ignore[attr-defined]
    faults: list[str] = []
    window.failed.connect(faults.append)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    return window, faults


def once_in_the_middle(world: World, happens: Callable[[], None]) -> None:
    """Let it happen in the thread that asks the network for the 20th time."""
    lock = threading.Lock()

    def before(_ask: object) -> None:
        with lock:
            if len(world.network.asked) == BEFORE:
                happens()

    world.network.before = before


def run(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window._screen is Screen.VERDICT and window._progress is None, timeout=20_000)


def test_a_night_in_the_middle_of_a_run_ends_it_and_the_next_run_is_a_whole_one(qtbot: QtBot) -> None:
    world = World()
    once_in_the_middle(world, lambda: world.clock.advance(NIGHT_S))
    window, faults = window_in(qtbot, world)
    run(qtbot, window)
    report = window._report
    assert report is not None
    assert any(check.status is Status.CANCELLED for check in report.checks)
    assert any(check.status is Status.PASS for check in report.checks)
    assert window.foot.main.text() in {"Check again", "Show me how to fix it"}
    world.network.before = lambda _ask: None
    run(qtbot, window)
    assert window._report is not None
    assert window._report is not report
    assert not any(check.status is Status.CANCELLED for check in window._report.checks)
    assert {one.code for one in report.findings} <= {one.code for one in window._report.findings}  # the night blames nobody
    assert faults == []


def test_a_network_that_goes_away_in_the_middle_is_a_result_and_the_window_goes_on(qtbot: QtBot) -> None:
    world = World()

    def gone() -> None:
        world.network.block(how=Failure.NO_ROUTE)
        world.network.says["*"] = Failure.DNS_TIMEOUT

    once_in_the_middle(world, gone)
    window, faults = window_in(qtbot, world)
    run(qtbot, window)
    report = window._report
    assert report is not None
    assert any(check.status is Status.FAIL for check in report.checks)
    assert report.verdict.status != "healthy"
    assert window.verdict.headline.text()
    world.network.firewall.clear()
    world.network.says.clear()
    world.network.before = lambda _ask: None
    run(qtbot, window)
    assert window._report is not None
    assert not any(one.code in {"no-internet", "dns-server-silent"} for one in window._report.findings)
    assert faults == []
