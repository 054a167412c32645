"""Each journey from the open window to the closed one. Nothing but keys is pressed: no mouse, no call of a method."""

from __future__ import annotations

import ast
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.gui import samples
from tests.gui.beside import beside
from tests.gui.test_helping import PROXY, main, others, report_of
from tests.gui.test_journeys import press, tab_to, wait_for
from wssdiag.gui.screens import Screen
from wssdiag.gui.theme import LIGHT
from wssdiag.model.check import Status
from wssdiag.model.finding import Who
from wssdiag.model.profile import Helpdesk, Policy
from wssdiag.report.path import Station, StationState

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import Desk, MakeDesk
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.report import Report

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]

CONTROL, ALT, SHIFT = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("Control", "Alt", "Shift"))

#: A test of a journey may look; these would be a hand on the mouse, or one inside the window.
HANDS = frozenset(
    {"click", "mouseClick", "mousePress", "setFocus", "do", "_show", "_check", "press_main", "trigger", "setChecked", "selectRow"}
)


def checked(qtbot: QtBot, at: Desk) -> None:
    """The program is open: the one large button has the focus, and Enter presses it."""
    assert main(at) == "Check this computer"
    press(qtbot, at, Qt.Key.Key_Return)
    wait_for(qtbot, at, Screen.VERDICT)


def closed(qtbot: QtBot, at: Desk) -> None:
    """By its key; nothing of the run is left, and nothing went wrong on the way."""
    press(qtbot, at, Qt.Key.Key_W, CONTROL)
    assert not at.window.isVisible()
    workers = [thread for thread in threading.enumerate() if thread.name.startswith("wssdiag-")]
    qtbot.waitUntil(lambda: not any(thread.is_alive() for thread in workers), timeout=5000)
    assert at.faults == []


def solved(qtbot: QtBot, at: Desk) -> None:
    """The proof is in, and Enter leads to the result, which is a good one."""
    qtbot.waitUntil(lambda: at.window.guide.headline.text() == "That solved it", timeout=5000)
    press(qtbot, at, Qt.Key.Key_Return)
    wait_for(qtbot, at, Screen.VERDICT)
    assert at.window.verdict.headline.text() == "This computer reaches everything that it needs"


def saved(qtbot: QtBot, at: Desk) -> None:
    """What support will get is looked at, written, and left again."""
    press(qtbot, at, Qt.Key.Key_S, CONTROL)
    assert at.export.isVisible()
    qtbot.waitUntil(lambda: main(at) == "Save..." and at.window.foot.main.isEnabled(), timeout=5000)
    at.places.append(Path("/nowhere/for-support.wssdiag"))
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.export.headline.text() == "Saved", timeout=5000)
    assert len(at.bundling.written) == 1
    press(qtbot, at, Qt.Key.Key_Escape)


def to_the_end_of_the_guide(qtbot: QtBot, at: Desk) -> None:
    for _step in range(12):
        if main(at).startswith("Save"):
            return
        press(qtbot, at, Qt.Key.Key_Right, ALT)
    pytest.fail("the guide does not end")


def dead_pac() -> Report:
    report = report_of("pac-dead-proxy")
    values = {"host": "pac.office.example", "proxies": "proxy.office.example:8080", "from": "192.0.2.20"}
    return replace(report, findings=(replace(report.findings[0], values=values, who=(Who.USER, Who.NETWORK)),))


def test_healthy(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.healthy())
    checked(qtbot, at)
    assert at.window.verdict.headline.text() == "This computer reaches everything that it needs"
    assert {button.stop.state for button in at.window.path.buttons if button.stop} == {StationState.FINE}
    saved(qtbot, at)
    closed(qtbot, at)


def test_port_blocked_until_somebody_else_takes_over(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.port_blocked(), after=[samples.port_blocked()], helpdesk=Helpdesk(name="Example IT"))
    checked(qtbot, at)
    assert "network administrator" in at.window.verdict.who.text()
    press(qtbot, at, Qt.Key.Key_Return)
    press(qtbot, at, Qt.Key.Key_Right, ALT)
    tab_to(qtbot, at, "Copy the message")
    press(qtbot, at, Qt.Key.Key_Space)
    assert samples.SERVICE in QGuiApplication.clipboard().text()
    tab_to(qtbot, at, "I've done this")
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window.guide.headline.text() == "It is still there", timeout=5000)
    press(qtbot, at, Qt.Key.Key_Return)
    to_the_end_of_the_guide(qtbot, at)
    assert "no change" in at.window.guide.hand_over.text.toPlainText()
    saved(qtbot, at)
    press(qtbot, at, Qt.Key.Key_Escape)
    assert at.window._screen is Screen.VERDICT
    closed(qtbot, at)


def test_sign_in_page(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.sign_in_page(), after=[samples.healthy()])
    checked(qtbot, at)
    assert "sign in" in at.window.verdict.headline.text()
    press(qtbot, at, Qt.Key.Key_Return)
    assert main(at) == "Open it for me"
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "It is open" in at.window.guide.banner_text.text(), timeout=5000)
    assert at.mending.asked == [("open-sign-in-page", "wifi-sign-in")]
    press(qtbot, at, Qt.Key.Key_Return)
    solved(qtbot, at)
    assert any(one.startswith("sign-in.") for one in at.session.rechecked[0])
    closed(qtbot, at)


def test_dead_pac(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(dead_pac(), after=[samples.healthy()])
    checked(qtbot, at)
    assert at.window.verdict.headline.text() == "The web gateways in your settings file do not answer"
    assert "proxy.office.example:8080" in at.window.verdict.seen.text()
    press(qtbot, at, Qt.Key.Key_Return)
    assert "VPN" in at.window.guide.text.text()
    tab_to(qtbot, at, "I can't do this here")
    press(qtbot, at, Qt.Key.Key_Space)
    assert "network administrator" in at.window.guide.headline.text()
    tab_to(qtbot, at, "Copy the message")
    press(qtbot, at, Qt.Key.Key_Space)
    sent = QGuiApplication.clipboard().text()
    assert "proxy.office.example:8080" in sent
    assert "{" not in sent
    tab_to(qtbot, at, "I've done this")
    press(qtbot, at, Qt.Key.Key_Return)
    solved(qtbot, at)
    assert "web.method" in at.session.rechecked[0]
    closed(qtbot, at)


def test_agent_stopped(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(report_of("agent-stopped"), after=[samples.healthy()])
    checked(qtbot, at)
    assert at.window.verdict.headline.text() == "The protection agent is not running"
    press(qtbot, at, Qt.Key.Key_Return)
    assert main(at) == "Do it for me"
    assert "administrator" in at.window.guide.help.text()
    press(qtbot, at, Qt.Key.Key_Return)
    solved(qtbot, at)
    assert at.mending.asked == [("start-agent", "agent-stopped")]
    closed(qtbot, at)


def test_no_network(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.no_network(), after=[samples.no_network(), samples.healthy()])
    checked(qtbot, at)
    assert "not connected" in at.window.verdict.headline.text()
    assert not at.window.verdict.copy_row.isVisible(), "nobody can be written to"
    press(qtbot, at, Qt.Key.Key_Return)
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "It is open" in at.window.guide.banner_text.text(), timeout=5000)
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window.guide.headline.text() == "It is still there", timeout=5000)
    press(qtbot, at, Qt.Key.Key_Return)
    assert "step 2 of" in at.window.guide.about.text()
    press(qtbot, at, Qt.Key.Key_Return)
    solved(qtbot, at)
    closed(qtbot, at)


@pytest.mark.parametrize("stop", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_cancel(qtbot: QtBot, desk: MakeDesk, stop: Qt.Key) -> None:
    at = desk(samples.healthy(), hold=threading.Event(), stopped=samples.cancelled())
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window._progress is not None and len(at.window._progress.results) > 5)
    assert main(at) == "Stop"
    press(qtbot, at, stop)
    wait_for(qtbot, at, Screen.VERDICT)
    assert at.window.verdict.headline.text() == "You stopped the check"
    press(qtbot, at, Qt.Key.Key_D, CONTROL)
    rows = at.window.details.filter
    kept = [rows.check_at(rows.index(row, 0)) for row in range(rows.rowCount())]
    assert sum(one is not None and one.status is Status.PASS for one in kept) == 9
    saved(qtbot, at)
    press(qtbot, at, Qt.Key.Key_Escape)
    assert at.window._screen is Screen.VERDICT
    closed(qtbot, at)


def test_closed_in_the_middle_of_a_run(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.healthy(), hold=threading.Event(), stopped=samples.cancelled())
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window._progress is not None and len(at.window._progress.results) > 5)
    closed(qtbot, at)


def test_fix_and_undo(qtbot: QtBot, desk: MakeDesk) -> None:
    code, action = "proxy-unreachable", "proxy-off"
    report = replace(report_of(code), facts=replace(samples.FACTS, proxy_settings=(PROXY,)))
    at = desk(report, after=[report], policy=Policy(allow_fixes=(action,)))
    checked(qtbot, at)
    press(qtbot, at, Qt.Key.Key_Return)
    for _step in range(12):
        if main(at) == "Do it for me":
            break
        press(qtbot, at, Qt.Key.Key_Right, ALT)
    press(qtbot, at, Qt.Key.Key_Return)
    assert main(at) == "Yes, do it"
    assert at.mending.asked == []
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window.guide.headline.text() == "It is still there", timeout=5000)
    tab_to(qtbot, at, "Take the change back")
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "old value" in at.window.foot.note.text(), timeout=5000)
    assert at.mending.asked == [(action, code), (action, "undo")]
    assert "Take the change back" not in others(at)
    press(qtbot, at, Qt.Key.Key_S, CONTROL | SHIFT)
    saved(qtbot, at)
    closed(qtbot, at)


def test_a_technician_at_the_table(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.port_blocked())
    checked(qtbot, at)
    tab_to(qtbot, at, "The service")
    press(qtbot, at, Qt.Key.Key_Return)
    assert at.window.details.filter.station is Station.SERVICE
    tab_to(qtbot, at, at.window.details.table)
    press(qtbot, at, Qt.Key.Key_Down)
    assert at.window.details.table.currentIndex().row() == 1
    press(qtbot, at, Qt.Key.Key_Up)
    assert "no answer in time" in at.window.pane.text.toPlainText()
    closed(qtbot, at)


@pytest.mark.parametrize("name", ["test_whole_journeys", "test_journeys", "test_guide_journeys", "test_details_journey"])
def test_no_journey_lays_a_hand_on_the_window(name: str) -> None:
    tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    hands = [(one.attr, one.lineno) for one in called if isinstance(one, ast.Attribute) and one.attr in HANDS]
    assert hands == []


@pytest.mark.parametrize("key", [Qt.Key.Key_W, Qt.Key.Key_Q])
def test_both_keys_close_the_window(qtbot: QtBot, desk: MakeDesk, key: Qt.Key) -> None:
    at = desk()
    press(qtbot, at, key, CONTROL)
    assert not at.window.isVisible()


def test_the_keys_that_the_tips_name_work(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.port_blocked())
    checked(qtbot, at)
    assert "Ctrl+Shift+C" in at.window.verdict.copy.toolTip()
    press(qtbot, at, Qt.Key.Key_C, CONTROL | SHIFT)
    assert samples.SERVICE in QGuiApplication.clipboard().text()
    assert at.window.verdict.copy.text() == "Copied"
    press(qtbot, at, Qt.Key.Key_5, ALT)
    assert at.window.details.filter.station is Station.SERVICE
    press(qtbot, at, Qt.Key.Key_F, CONTROL | SHIFT)
    assert at.window.details.checks.problems.isChecked()
    press(qtbot, at, Qt.Key.Key_Escape)
    press(qtbot, at, Qt.Key.Key_Return)
    press(qtbot, at, Qt.Key.Key_Right, ALT)
    QGuiApplication.clipboard().clear()
    press(qtbot, at, Qt.Key.Key_C, CONTROL | SHIFT)
    assert samples.SERVICE in QGuiApplication.clipboard().text(), "the same key, of the screen that is seen"


@pytest.mark.qt_log_ignore(r"propagateSizeHints|raise\(\)|grabbing the keyboard", extend=True)
def test_the_menu_is_opened_by_its_key(qtbot: QtBot, tmp_path: Path, knowledge: Knowledge) -> None:
    window = beside(tmp_path, knowledge, LIGHT).window
    qtbot.addWidget(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    menu = window.header.more.menu()
    with qtbot.waitSignal(menu.aboutToShow):
        QTimer.singleShot(200, menu.close)
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_F10)
