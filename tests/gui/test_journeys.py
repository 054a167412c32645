"""What a person does, by the keyboard alone, from the start to the end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.gui import samples
from tests.gui.spoken import say
from wssdiag.gui.screens import Screen
from wssdiag.gui.work import Ended, Failed
from wssdiag.report.path import Station, StationState

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import Desk, MakeDesk

# The offscreen platform has no size hints to pass on, and says so each time a window is shown.
pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


def press(qtbot: QtBot, at: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(at.window.focusWidget() or at.window, key, modifier)


def wait_for(qtbot: QtBot, at: Desk, screen: Screen) -> None:
    qtbot.waitUntil(lambda: at.window._screen is screen and at.window._progress is None, timeout=5000)


def tab_to(qtbot: QtBot, at: Desk, wanted: str | QWidget) -> None:
    """To what says this, or to this very widget."""
    for _step in range(40):
        widget = at.window.focusWidget()
        if widget is wanted or (isinstance(wanted, str) and widget is not None and wanted in (widget.property("text") or "")):
            return
        press(qtbot, at, Qt.Key.Key_Tab)
    pytest.fail(f"Tab does not reach {wanted!r}")


def test_healthy(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.healthy())
    assert at.window.foot.main.text() == "Check this computer"
    press(qtbot, at, Qt.Key.Key_Return)
    wait_for(qtbot, at, Screen.VERDICT)
    assert at.window.verdict.headline.text() == "This computer reaches everything that it needs"
    assert "goes through WSS" in at.window.verdict.means.text()
    assert at.window.foot.main.text() == "Check again"
    assert {button.stop.state for button in at.window.path.buttons if button.stop} == {StationState.FINE}


def test_port_blocked_message_copied_guide_walked_and_solved(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.port_blocked(), after=[samples.healthy()])
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    verdict = at.window.verdict
    assert "network" in verdict.headline.text()
    assert "443" not in verdict.headline.text()
    assert "443" in verdict.seen.text()
    assert "network administrator" in verdict.who.text()
    tab_to(qtbot, at, "Copy the message")
    press(qtbot, at, Qt.Key.Key_Space)
    assert samples.SERVICE in QGuiApplication.clipboard().text()
    assert verdict.copy.text() == "Copied"
    tab_to(qtbot, at, "Show me how to fix it")
    press(qtbot, at, Qt.Key.Key_Return)
    assert at.window._screen is Screen.GUIDE
    assert "step 1 of" in at.window.guide.about.text()
    tab_to(qtbot, at, "I can't do this here")
    press(qtbot, at, Qt.Key.Key_Return)
    assert "step 2 of" in at.window.guide.about.text()
    assert samples.SERVICE in at.window.guide.message.text()
    tab_to(qtbot, at, "I've done this")
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window.guide.headline.text() == "That solved it", timeout=5000)
    assert at.session.rechecked
    assert "tcp.ctc-443" in at.session.rechecked[0]
    press(qtbot, at, Qt.Key.Key_Return)
    wait_for(qtbot, at, Screen.VERDICT)
    assert at.window.verdict.headline.text() == "This computer reaches everything that it needs"


def test_port_blocked_and_still_there_goes_on_to_the_hand_over(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.port_blocked(), after=[samples.port_blocked()])
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    press(qtbot, at, Qt.Key.Key_Return)
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window.guide.headline.text() == "It is still there", timeout=5000)
    press(qtbot, at, Qt.Key.Key_Return)
    assert "step 2 of" in at.window.guide.about.text()
    for _step in range(4):
        if not at.window.foot.main.text().startswith("Save"):
            tab_to(qtbot, at, "I can't do this here")
            press(qtbot, at, Qt.Key.Key_Return)
    assert at.window.foot.main.text() == "Save for support..."
    tab_to(qtbot, at, at.window.foot.main)
    press(qtbot, at, Qt.Key.Key_Return)
    assert at.export.isVisible()
    press(qtbot, at, Qt.Key.Key_Escape)
    assert at.window.guide.isVisible()
    press(qtbot, at, Qt.Key.Key_Escape)
    assert at.window._screen is Screen.VERDICT


def test_another_matter_in_the_way_is_shown_next(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.port_blocked(), after=[samples.sign_in_page()])
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    press(qtbot, at, Qt.Key.Key_Return)
    press(qtbot, at, Qt.Key.Key_Return)
    wait_for(qtbot, at, Screen.GUIDE)
    assert "sign in" in at.window.guide.banner_text.text()
    press(qtbot, at, Qt.Key.Key_Return)
    assert "sign in" in at.window.verdict.headline.text()


def test_sign_in_page_with_its_consequence_only_in_the_details(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.sign_in_page())
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    assert "sign-in page" in at.window.header.mode.text()
    assert not any(button.isVisible() for button in at.window.verdict.others)
    press(qtbot, at, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert at.window.details.isVisible()
    assert at.window.details.findings.count() == 2
    assert "follows from" in at.window.details.findings.item(1).text()
    press(qtbot, at, Qt.Key.Key_Escape)
    assert at.window._screen is Screen.VERDICT


def test_no_network_has_no_message_to_send(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.no_network())
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    assert "not connected" in at.window.verdict.headline.text()
    assert not at.window.verdict.copy_row.isVisible()
    assert at.window.verdict.who.text().startswith("You can fix this yourself.")


def test_stop_shows_what_was_found_so_far(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.healthy(), hold=threading.Event(), stopped=samples.cancelled())
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window._progress is not None and len(at.window._progress.results) > 5)
    assert at.window.foot.main.text() == "Stop"
    assert " of 32 things checked" in at.window.running.count.text()
    press(qtbot, at, Qt.Key.Key_Escape)
    assert not at.window.foot.main.isEnabled()
    wait_for(qtbot, at, Screen.VERDICT)
    assert at.window.verdict.headline.text() == "You stopped the check"
    assert at.window.foot.main.text() == "Check again"


def test_a_run_is_not_started_twice(qtbot: QtBot, desk: MakeDesk) -> None:
    hold = threading.Event()
    at = desk(samples.healthy(), hold=hold)
    press(qtbot, at, Qt.Key.Key_F5)
    press(qtbot, at, Qt.Key.Key_F5)
    assert at.window._work.run == 1
    hold.set()
    wait_for(qtbot, at, Screen.VERDICT)


def test_a_fault_of_ours_is_told_and_the_window_goes_on(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.healthy(), fault=RuntimeError("made for the test"))
    press(qtbot, at, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: bool(at.faults), timeout=5000)
    assert "made for the test" in at.faults[0]
    assert at.window._screen is Screen.START
    at.session.fault = None
    press(qtbot, at, Qt.Key.Key_Return)
    wait_for(qtbot, at, Screen.VERDICT)


def test_a_fault_in_a_recheck_leads_back_to_the_step(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.port_blocked())
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    press(qtbot, at, Qt.Key.Key_Return)
    at.session.fault = RuntimeError("made for the test")
    at.session.after = [samples.healthy()]
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(at.faults), timeout=5000)
    assert at.window._screen is Screen.VERDICT
    at.session.fault, at.session.after = None, [samples.healthy()]
    press(qtbot, at, Qt.Key.Key_Return)
    assert at.window.foot.main.text() == "I've done this, check again"
    tab_to(qtbot, at, "I can't do this here")
    press(qtbot, at, Qt.Key.Key_Return)
    assert "step 2 of" in at.window.guide.about.text()


def test_a_stopped_recheck_is_no_proof(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.port_blocked())
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    press(qtbot, at, Qt.Key.Key_Return)
    at.session.hold, at.session.stopped, at.session.after = threading.Event(), samples.cancelled(), [samples.healthy()]
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window._progress is not None and len(at.window._progress.results) > 5)
    press(qtbot, at, Qt.Key.Key_Escape)
    wait_for(qtbot, at, Screen.GUIDE)
    assert "could not tell" in at.window.guide.headline.text()


def test_a_station_opens_its_checks(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.port_blocked())
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    tab_to(qtbot, at, "The service")
    press(qtbot, at, Qt.Key.Key_Return)
    details = at.window.details
    assert at.window._screen is Screen.DETAILS
    shown = [details.filter.check_at(details.filter.index(row, 0)) for row in range(details.filter.rowCount())]
    assert len(shown) == 12
    assert shown[0] is not None
    assert shown[0].id == "tcp.ctc-443"  # the worst first
    assert details.filter.station is Station.SERVICE
    assert "no answer in time" in at.window.pane.text.toPlainText()
    assert "130.211.30.2" in at.window.pane.text.toPlainText()


def test_technicians_see_the_evidence_beside_the_result(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.port_blocked())
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    assert not at.window.pane.isVisible()
    press(qtbot, at, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert at.window.pane.isVisible()
    assert "tcp.ctc-443" in at.window.pane.text.toPlainText()


def test_the_matter_is_copied_as_text(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.port_blocked())
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    press(qtbot, at, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert at.window.verdict.headline.text() in QGuiApplication.clipboard().text()
    assert at.window.verdict.seen.text() in QGuiApplication.clipboard().text()


def test_the_mode_shows_its_reasons_on_demand(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk()
    assert at.window.header.mode.text() == "This computer: WSS Agent (sure)"
    assert not at.window.header.reasons.isVisible()
    press(qtbot, at, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert at.window.header.reasons.isVisible()
    assert "services[WSSAgent].status" in at.window.header.reasons.text()


def test_another_finding_can_be_looked_at_and_left(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.port_and_name_blocked())
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    first = at.window.verdict.headline.text()
    tab_to(qtbot, at, at.session.knowledge["dns-name-blocked"].title)
    press(qtbot, at, Qt.Key.Key_Return)
    assert at.window.verdict.headline.text() != first
    press(qtbot, at, Qt.Key.Key_Escape)
    assert at.window.verdict.headline.text() == first


def test_a_late_word_of_an_older_run_changes_nothing(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.healthy())
    for _run in range(2):
        press(qtbot, at, Qt.Key.Key_F5)
        wait_for(qtbot, at, Screen.VERDICT)
    at.window._take((Ended(1, samples.port_blocked()), Failed(1, "late")))
    assert at.window.verdict.headline.text() == "This computer reaches everything that it needs"
    assert not at.faults


def test_two_findings_of_one_cause_are_told_apart(qtbot: QtBot, desk: MakeDesk) -> None:
    first = samples.PORT_BLOCKED
    second = replace(first, subject=replace(first.subject, host="b.example"), values=first.values | {"host": "b.example"})
    at = desk(replace(samples.port_blocked(), findings=(first, second)))
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    assert samples.SERVICE in at.window.verdict.seen.text()
    tab_to(qtbot, at, "b.example")
    press(qtbot, at, Qt.Key.Key_Space)
    assert "b.example" in at.window.verdict.seen.text()


def test_a_warning_about_a_found_file_is_shown_at_the_start(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(warnings=("profile.toml: the profile is not used",))
    assert at.window.start.warnings.isVisible()
    assert "not used" in at.window.start.warnings.text()


def test_a_warning_is_said_in_the_language_of_the_window(qtbot: QtBot, desk: MakeDesk) -> None:
    say("de")
    try:
        at = desk(warnings=("p.toml: there is no such file - the profile is not used, and only the service's own hosts are contacted",))
        assert at.window.start.warnings.text().startswith("p.toml: diese Datei gibt es nicht - das Profil wird nicht verwendet")
    finally:
        say("en")


def test_stop_is_seen_in_the_details_too(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.healthy(), hold=threading.Event(), stopped=samples.cancelled())
    press(qtbot, at, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: at.window._progress is not None and len(at.window._progress.results) > 5)
    press(qtbot, at, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert at.window.details.filter.rowCount() > 5
    tab_to(qtbot, at, "Stop")
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window._progress is None)
    assert at.window._screen is Screen.DETAILS
    assert at.window.foot.main.text() == "Back to the result"
