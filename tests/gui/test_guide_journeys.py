"""Through a guide to each of its ends, and from one run to the next, by the keyboard."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.gui import samples
from tests.gui.test_journeys import press, tab_to, wait_for
from wssdiag.gui.screens import Screen
from wssdiag.model.profile import Helpdesk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import Desk, MakeDesk
    from wssdiag.model.report import Report

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
HELPDESK = Helpdesk(name="Example IT", phone="+44 20 7946 0000")
LATER = "2026-11-23T09:24:30Z"


def checked(qtbot: QtBot, at: Desk) -> Desk:
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    return at


def at_step(qtbot: QtBot, desk: MakeDesk, *after: Report) -> Desk:
    """At the first step of the guide; ``after`` are the re-checks to come."""
    at = checked(qtbot, desk(samples.port_blocked(), after=list(after), helpdesk=HELPDESK))
    press(qtbot, at, Qt.Key.Key_Return)
    assert at.window._screen is Screen.GUIDE
    return at


def tried(qtbot: QtBot, at: Desk) -> None:
    """The step is done, and its re-check is over."""
    count = len(at.session.rechecked)
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(at.session.rechecked) > count)
    wait_for(qtbot, at, Screen.GUIDE)


def hand_over(qtbot: QtBot, at: Desk) -> str:
    press(qtbot, at, Qt.Key.Key_S, CONTROL | SHIFT)
    assert at.window.guide.hand_over.isVisible()
    return at.window.guide.hand_over.text.toPlainText()


def cells(table: object) -> list[tuple[str, ...]]:
    model = table.rows_model  # type: ignore[attr-defined]
    return [tuple(model.data(model.index(row, column)) for column in range(3)) for row in range(model.rowCount())]


def test_not_allowed_goes_to_what_somebody_else_does(qtbot: QtBot, desk: MakeDesk) -> None:
    at = at_step(qtbot, desk)
    assert at.window.guide.headline.text() == "Something you can do"
    tab_to(qtbot, at, "I'm not allowed to do this")
    press(qtbot, at, Qt.Key.Key_Return)
    assert "network administrator" in at.window.guide.headline.text()
    assert "The person is not allowed to do this." in hand_over(qtbot, at)


def test_the_answers_have_keys_and_back_takes_them_back(qtbot: QtBot, desk: MakeDesk) -> None:
    at = at_step(qtbot, desk)
    press(qtbot, at, Qt.Key.Key_Right, ALT | SHIFT)
    press(qtbot, at, Qt.Key.Key_Right, ALT)
    assert "step 3 of" in at.window.guide.about.text()
    press(qtbot, at, Qt.Key.Key_Left, ALT)
    press(qtbot, at, Qt.Key.Key_Left, ALT)
    assert "step 1 of" in at.window.guide.about.text()
    assert "Not tried." in hand_over(qtbot, at)


def test_the_keys_of_a_guide_do_nothing_elsewhere(qtbot: QtBot, desk: MakeDesk) -> None:
    at = checked(qtbot, desk(samples.port_blocked()))
    for key, held in ((Qt.Key.Key_S, CONTROL | SHIFT), (Qt.Key.Key_Right, ALT), (Qt.Key.Key_Left, ALT)):
        press(qtbot, at, key, held)
        assert at.window._screen is Screen.VERDICT


def test_the_hand_over_from_a_step_has_everything(qtbot: QtBot, desk: MakeDesk) -> None:
    at = at_step(qtbot, desk)
    text = hand_over(qtbot, at)
    assert "Not tried." in text
    assert "Example IT" in text
    assert "[tcp.ctc-443]" in text
    assert "Your network administrator can fix this." in text
    assert "Example IT" in at.window.guide.reach.text()
    assert not at.window.guide.answers.isVisible()
    assert not at.window.guide.rows.isVisible(), "nothing was tried again"
    tab_to(qtbot, at, "Copy all of it")
    press(qtbot, at, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == text
    assert at.window.guide.hand_over.copy.text() == "Copied"
    tab_to(qtbot, at, at.window.foot.main)
    press(qtbot, at, Qt.Key.Key_Return)
    assert at.export.isVisible()
    press(qtbot, at, Qt.Key.Key_Escape)
    press(qtbot, at, Qt.Key.Key_Left, ALT)
    assert "step 1 of" in at.window.guide.about.text()


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (samples.healthy(), "it works now"),
        (samples.sign_in_page(), "something else is in the way now"),
        (samples.port_blocked(), "no change"),
    ],
)
def test_the_hand_over_is_there_after_every_recheck(qtbot: QtBot, desk: MakeDesk, after: Report, told: str) -> None:
    at = at_step(qtbot, desk, after)
    tried(qtbot, at)
    headline = at.window.guide.headline.text()
    tab_to(qtbot, at, "Hand over to support")
    press(qtbot, at, Qt.Key.Key_Return)
    assert told in at.window.guide.hand_over.text.toPlainText()
    assert at.window.guide.rows.isVisible()
    press(qtbot, at, Qt.Key.Key_Left, ALT)
    assert at.window.guide.headline.text() == headline


def test_the_hand_over_while_it_is_checked_again_keeps_the_report(qtbot: QtBot, desk: MakeDesk) -> None:
    at = at_step(qtbot, desk)
    at.session.hold, at.session.stopped, at.session.after = threading.Event(), samples.cancelled(), [samples.healthy()]
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window._progress is not None and len(at.window._progress.results) > 5)
    press(qtbot, at, Qt.Key.Key_S, CONTROL | SHIFT)
    wait_for(qtbot, at, Screen.GUIDE)
    assert "Done, but not checked again." in at.window.guide.hand_over.text.toPlainText()
    press(qtbot, at, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(at.export.tree.hasFocus, timeout=5000)
    assert at.bundling.reports == [(samples.port_blocked(), False)], "one that was stopped says less"
    press(qtbot, at, Qt.Key.Key_Escape)
    press(qtbot, at, Qt.Key.Key_Escape)
    assert "blocks the door" in at.window.verdict.headline.text()


def test_before_and_after_at_the_end(qtbot: QtBot, desk: MakeDesk) -> None:
    at = at_step(qtbot, desk, samples.healthy())
    tried(qtbot, at)
    rows = cells(at.window.guide.rows)
    assert rows[0] == (f"Connection to {samples.SERVICE}, TCP 443", "Failed", "Passed")
    assert ("Known-good site example-one.example, TCP 443", "Passed", "Passed") in rows
    assert not any("Example Two" in row[0] for row in rows), "it was no part of the walk"


def test_a_row_shows_its_evidence(qtbot: QtBot, desk: MakeDesk) -> None:
    at = at_step(qtbot, desk, samples.healthy())
    tried(qtbot, at)
    press(qtbot, at, Qt.Key.Key_T, CONTROL)
    tab_to(qtbot, at, at.window.guide.rows)
    press(qtbot, at, Qt.Key.Key_Down)
    assert f"Answer of {samples.SERVICE}: Traffic controller" in at.window.pane.text.toPlainText()


def test_a_second_run_shows_what_changed(qtbot: QtBot, desk: MakeDesk) -> None:
    at = checked(qtbot, desk(samples.port_blocked()))
    assert "What changed" not in [button.text() for button in at.window.foot.others if button.isVisible()]
    at.session.report = replace(samples.healthy(), started=LATER)
    checked(qtbot, at)
    tab_to(qtbot, at, "What changed")
    press(qtbot, at, Qt.Key.Key_Return)
    changes = at.window.changes
    assert changes.headline.text() == "It got better"
    assert [side.label.text() for side in changes.sides] == ["Before", "After"]
    assert changes.sides[0].source.text() == "The run before this one"
    assert "(UTC" in changes.sides[0].when.text()
    assert changes.groups[0][0].text() == "Solved"
    assert (f"Connection to {samples.SERVICE}, TCP 443", "Failed", "Passed") in cells(changes.rows)
    press(qtbot, at, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().startswith("It got better\n")
    press(qtbot, at, Qt.Key.Key_Escape)
    assert at.window._screen is Screen.VERDICT


def test_the_same_again_changed_nothing(qtbot: QtBot, desk: MakeDesk) -> None:
    at = checked(qtbot, desk(samples.port_blocked()))
    at.session.report = replace(samples.port_blocked(), started=LATER)
    checked(qtbot, at)
    press(qtbot, at, Qt.Key.Key_B, CONTROL)
    assert at.window.changes.headline.text() == "Nothing changed"
    assert not at.window.changes.rows.isVisible()


def test_the_first_run_has_nothing_to_compare_with(qtbot: QtBot, desk: MakeDesk) -> None:
    at = checked(qtbot, desk(samples.port_blocked()))
    press(qtbot, at, Qt.Key.Key_D, CONTROL)
    tab_to(qtbot, at, "What changed")
    press(qtbot, at, Qt.Key.Key_Return)
    assert at.window.changes.headline.text() == "There is nothing to compare with yet"
    assert not at.window.changes.both.isVisible()


def test_a_saved_report_is_compared_and_a_wrong_file_told(qtbot: QtBot, desk: MakeDesk) -> None:
    at = checked(qtbot, desk(samples.port_blocked(), files={"monday.json": replace(samples.healthy(), started="2026-11-16T08:00:00Z")}))
    at.chosen[:] = [Path("/somewhere/monday.json"), Path("/somewhere/holiday.json")]
    press(qtbot, at, Qt.Key.Key_O, CONTROL)
    changes = at.window.changes
    qtbot.waitUntil(lambda: changes.headline.text() == "It got worse")
    assert changes.sides[0].source.text() == "From the file monday.json"
    assert not changes.problem.isVisible()
    tab_to(qtbot, at, "Compare with a saved report")
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(changes.problem.isVisible)
    assert changes.problem.why.text() == "holiday.json: is no report"
    assert changes.headline.text() == "It got worse"
    press(qtbot, at, Qt.Key.Key_O, CONTROL)
    assert at.window._screen is Screen.CHANGES, "nothing was chosen, nothing happens"
