"""What support gets, by the keyboard alone: looked at, parts left out, saved, and everything that can go wrong in between."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication, QTextCursor

from tests.gui import export_samples, samples
from tests.gui.fakes import as_bundling
from tests.gui.pictures_export import tell
from tests.gui.test_journeys import press, tab_to, wait_for
from wssdiag.gui.deeds import Deed
from wssdiag.gui.export_foot import State
from wssdiag.gui.exporting import Order, Prepared, Written
from wssdiag.gui.screens import Screen
from wssdiag.gui.theme import DARK, Size

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import Desk, MakeDesk

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]

CONTROL = Qt.KeyboardModifier.ControlModifier
WHERE = Path("/nowhere/for-support.wssdiag")


def ready(qtbot: QtBot, at: Desk) -> Desk:
    qtbot.waitUntil(lambda: at.export._state is State.READY, timeout=5000)
    return at


def looked_at(qtbot: QtBot, desk: MakeDesk, **more: object) -> Desk:
    """Checked, and what support would get is shown."""
    at = desk(samples.port_blocked())
    for name, value in more.items():
        setattr(at.bundling, name, value)
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    press(qtbot, at, Qt.Key.Key_S, CONTROL)
    assert at.export.isVisible()
    return at


def down_to(qtbot: QtBot, at: Desk, name: str) -> None:
    for _step in range(12):
        if at.export.tree.currentItem().text(0) == name:
            return
        press(qtbot, at, Qt.Key.Key_Down)
    pytest.fail(f"no arrow leads to {name!r}")


def main(at: Desk) -> str:
    return at.window.foot.main.text()


def test_checked_looked_at_the_log_left_out_and_saved(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk(samples.port_blocked())
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    tab_to(qtbot, at, "Save for support")
    press(qtbot, at, Qt.Key.Key_Return)
    ready(qtbot, at)
    assert at.export.headline.text() == "What support will get"
    assert at.export.counts.text() == "Replaced or left out: 24 addresses, 20 names, 1 account"
    assert at.export.tree.hasFocus()
    down_to(qtbot, at, "Log")
    assert at.export.view.text.toPlainText() == export_samples.LOG
    assert at.export.view.name.text() == "log.txt"
    press(qtbot, at, Qt.Key.Key_Space)
    assert at.export.counts.text() == "Replaced or left out: 23 addresses, 18 names"
    at.places.append(WHERE)
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.export.headline.text() == "Saved", timeout=5000)
    assert at.proposed == ["wssdiag-2026-11-23.wssdiag"]
    (contents, path, recipients) = at.bundling.written[0]
    assert [part.name for part in contents.parts] == ["report.json", "facts.json", "report.html"]
    assert (path, recipients) == (WHERE, ())
    assert "for-support.wssdiag is in" in at.export.lead.text()
    assert main(at) == "Show in folder"
    assert at.folders.seen == [], "nothing is opened by itself"
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.folders.seen == [WHERE.parent] and at.export._order is None, timeout=5000)
    assert not at.export.problem.isVisible()
    press(qtbot, at, Qt.Key.Key_Escape)
    assert at.window._screen is Screen.VERDICT
    assert at.window.verdict.isVisible()


def test_before_the_first_check_there_is_nothing_to_save(qtbot: QtBot, desk: MakeDesk) -> None:
    at = desk()
    press(qtbot, at, Qt.Key.Key_S, CONTROL)
    assert at.export.headline.text() == "There is nothing to save yet"
    assert not at.export.tree.isVisible()
    assert main(at) == "Back"
    for deed in (Deed.SAVE, Deed.SAVE_PAGE, Deed.COPY_SUMMARY):
        at.window.do(deed)
    assert at.proposed == []
    press(qtbot, at, Qt.Key.Key_Return)
    assert at.window.start.isVisible()


def test_the_report_is_in_it_whatever_is_pressed(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    down_to(qtbot, at, "Report (stays)")
    press(qtbot, at, Qt.Key.Key_Space)
    assert at.export.tree.left_out == frozenset()


def test_who_changes_their_mind_in_the_dialog_is_where_they_were(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    press(qtbot, at, Qt.Key.Key_Return)
    assert len(at.proposed) == 1
    assert at.bundling.written == []
    assert main(at) == "Save..."


def test_what_cannot_be_written_is_told_in_place_and_nothing_is_lost(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk, not_written="No space left on device"))
    down_to(qtbot, at, "Log")
    press(qtbot, at, Qt.Key.Key_Space)
    at.places.append(WHERE)
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(at.export.problem.isVisible, timeout=5000)
    assert at.export.problem.said.text() == "It could not be saved"
    assert at.export.problem.why.text() == "No space left on device"
    assert at.export.tree.left_out == {"log.txt"}
    assert main(at) == "Save..."


def test_what_cannot_be_made_ready_is_told_and_tried_anew_when_it_is_opened_again(qtbot: QtBot, desk: MakeDesk) -> None:
    at = looked_at(qtbot, desk, not_prepared="the case cannot be read")
    qtbot.waitUntil(at.export.problem.isVisible, timeout=5000)
    assert at.export.problem.why.text() == "the case cannot be read"
    assert not at.export.tree.isVisible()
    assert main(at) == "Back"
    at.bundling.not_prepared = ""
    press(qtbot, at, Qt.Key.Key_Escape)
    press(qtbot, at, Qt.Key.Key_S, CONTROL)
    ready(qtbot, at)
    assert not at.export.problem.isVisible()


def test_a_fault_of_ours_is_told_and_nobody_waits_for_it(qtbot: QtBot, desk: MakeDesk) -> None:
    at = looked_at(qtbot, desk, fault=RuntimeError("a fault"))
    qtbot.waitUntil(lambda: bool(at.faults), timeout=5000)
    assert "a fault" in at.faults[0]
    assert at.export.problem.isVisible()
    assert main(at) == "Back"


def test_raw_settings_that_did_not_come_are_not_ticked(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    at.bundling.not_prepared = "no such command"
    tab_to(qtbot, at, "Raw settings, too")
    press(qtbot, at, Qt.Key.Key_Space)
    qtbot.waitUntil(at.export.problem.isVisible, timeout=5000)
    assert not at.export.capture.isChecked()
    assert main(at) == "Save...", "what was made before can still be saved"


def test_the_raw_settings_come_on_request_and_what_is_left_out_stays_so(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    down_to(qtbot, at, "Log")
    press(qtbot, at, Qt.Key.Key_Space)
    tab_to(qtbot, at, "Raw settings, too")
    press(qtbot, at, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(at.bundling.reports) == 2 and at.export._state is State.READY, timeout=5000)
    assert [asked for _report, asked in at.bundling.reports] == [False, True]
    assert at.export.tree.left_out == {"log.txt"}
    assert at.export.view.name.text() == "log.txt", "what was looked at is still shown"
    at.export.tree.setFocus()
    down_to(qtbot, at, "Raw settings")
    press(qtbot, at, Qt.Key.Key_Space)
    assert {name.split("/")[0] for name in at.export.tree.left_out} == {"capture", "log.txt"}
    down_to(qtbot, at, "hosts.txt")
    press(qtbot, at, Qt.Key.Key_Space)
    at.places.append(WHERE)
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(at.bundling.written), timeout=5000)
    assert [part.name for part in at.bundling.written[0][0].parts][3:] == ["capture/hosts.txt"]


def test_the_organisation_s_key_is_used_without_a_question(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk, recipient=export_samples.RECIPIENT))
    assert "It is encrypted for the key age1qqqqqqqq..." in at.export.readers.text()
    assert not at.export.key.isVisible()
    assert at.export.not_encrypted.isVisible()
    at.places.append(WHERE)
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(at.bundling.written), timeout=5000)
    assert at.bundling.written[0][2] == (export_samples.RECIPIENT,)


def test_a_key_may_be_pasted_and_what_is_none_writes_nothing(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    assert "not encrypted" in at.export.readers.text()
    at.export.key.setText("age1holiday")
    assert not at.window.foot.main.isEnabled()
    at.window.do(Deed.SAVE)
    assert at.proposed == []
    QGuiApplication.clipboard().setText(f" {export_samples.OTHER_KEY}\n")
    at.export.key.clear()
    at.export.key.paste()
    assert at.export.readers.text() == "The owner of this key and you. It is encrypted."
    at.places.append(WHERE)
    at.export.key.setFocus()
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(at.bundling.written), timeout=5000)
    assert at.bundling.written[0][2] == (export_samples.OTHER_KEY,)


def test_the_page_alone_is_the_one_of_the_bundle(qtbot: QtBot, desk: MakeDesk, tmp_path: Path) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    at.places += [tmp_path / "page.html", tmp_path / "page.html"]
    tab_to(qtbot, at, "Save the page only")
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.export._state is State.SAVED, timeout=5000)
    assert at.proposed == ["wssdiag-2026-11-23.html"]
    assert (tmp_path / "page.html").read_text("utf-8") == export_samples.PAGE
    at.window.do(Deed.SAVE_PAGE)
    qtbot.waitUntil(at.export.problem.isVisible, timeout=5000)
    assert "never written over" in at.export.problem.why.text()


def test_the_summary_is_of_the_report_in_the_bundle(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    press(qtbot, at, Qt.Key.Key_T, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == samples.port_blocked().verdict.headline
    assert at.window.foot.note.text() == "The summary is copied."


def test_words_are_found_and_every_stand_in_is_one_key_away(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    down_to(qtbot, at, "Log")
    view = at.export.view
    press(qtbot, at, Qt.Key.Key_F, CONTROL)
    assert view.words.hasFocus()
    for letter in "PROBES":
        press(qtbot, at, getattr(Qt.Key, f"Key_{letter}"))
    assert view.found.text() == "Found in 2 places"
    first = view.text.textCursor().position()
    press(qtbot, at, Qt.Key.Key_Return)
    second = view.text.textCursor().position()
    press(qtbot, at, Qt.Key.Key_Return)
    assert first == view.text.textCursor().position() < second
    assert at.proposed == [], "Enter in the field saves nothing"
    view.words.setText("giraffe")
    assert view.found.text() == "Not found in this part"
    view.words.clear()
    found = []
    for _step in range(5):
        press(qtbot, at, Qt.Key.Key_F3)
        found.append(view.text.textCursor().selectedText())
    assert found == ["account-1", "n7.n3.example", "10.61.4.20", "n7.n3.example", "account-1"]
    view.text.setFocus()
    press(qtbot, at, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "account-1"


def test_the_window_s_own_text_is_as_large_as_the_rest_and_bold_in_its_headings_alone(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    text = at.export.view.text

    def bold(line: int) -> bool:
        cursor = QTextCursor(text.document().findBlockByNumber(line))
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        return cursor.charFormat().fontWeight() > QFont.Weight.Normal

    assert [bold(line) for line in range(2)] == [True, False]
    assert text.font().pixelSize() == Size.SMALL
    down_to(qtbot, at, "Log")
    assert [bold(line) for line in range(2)] == [False, False]
    assert text.font().pixelSize() == Size.SMALL


def test_stand_ins_are_told_by_more_than_colour(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    down_to(qtbot, at, "Log")
    at.window.set_theme(DARK)
    marks = at.export.view.text.extraSelections()
    marked = [mark.cursor.selectedText() for mark in marks if mark.format.fontUnderline()]  # type: ignore[attr-defined]
    assert marked == ["account-1", "n7.n3.example", "10.61.4.20", "n7.n3.example"]
    assert {mark.format.background().color().name() for mark in marks} == {DARK.selected}  # type: ignore[attr-defined]


def test_coming_back_to_the_same_report_keeps_what_was_chosen(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    down_to(qtbot, at, "Log")
    press(qtbot, at, Qt.Key.Key_Space)
    press(qtbot, at, Qt.Key.Key_S, CONTROL)
    assert at.export.tree.left_out == {"log.txt"}
    press(qtbot, at, Qt.Key.Key_Escape)
    press(qtbot, at, Qt.Key.Key_S, CONTROL)
    assert at.export.tree.left_out == {"log.txt"}
    assert len(at.bundling.reports) == 1
    press(qtbot, at, Qt.Key.Key_Escape)
    at.session.report = samples.healthy()
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    press(qtbot, at, Qt.Key.Key_S, CONTROL)
    ready(qtbot, at)
    assert len(at.bundling.reports) == 2
    assert at.export.tree.left_out == frozenset()


def test_an_answer_to_an_older_question_is_not_taken(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    other = Prepared(Order(), export_samples.incomplete(), {}, as_bundling(at.bundling), "")
    at.window.relay_for_test.batch.emit((other, Written(Order(), WHERE)))  # type: ignore[attr-defined]
    assert at.export._state is State.READY
    assert at.export.counts.text().endswith("1 account")


def test_a_part_of_megabytes_is_shown_in_part(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk, contents=export_samples.long()))
    down_to(qtbot, at, "Log")
    assert "128 KB of 2.6 MB" in at.export.view.note.text()
    down_to(qtbot, at, "macos/settings.plist")
    assert at.export.view.text.toPlainText() == "This part is no text, and cannot be shown here."
    assert not at.export.view.note.isVisible()


def test_what_was_saved_is_another_file_once_something_is_changed(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    at.export._go(State.SAVING)
    tell(at.export, Written(Order(), WHERE))
    assert main(at) == "Show in folder"
    at.export.key.setText(export_samples.OTHER_KEY)
    assert at.export.headline.text() == "What support will get"
    assert main(at) == "Save..."


def test_it_is_saved_again_by_the_key_that_the_tip_names(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    for count in (1, 2):
        at.places.append(WHERE)
        press(qtbot, at, *(Qt.Key.Key_Return,) if count == 1 else (Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier))
        qtbot.waitUntil(lambda: at.export._state is State.SAVED and not at.places, timeout=5000)
        assert len(at.bundling.written) == count
    assert any("Alt+S" in offer.tip for offer in at.export.foot().others)
