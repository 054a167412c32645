"""A report from elsewhere, and that nothing of this computer is mixed with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui import export_samples, samples
from tests.gui.beside import Beside, beside, run_of
from wssdiag.bundle.contents import Role
from wssdiag.bundle.write import files_of, packed
from wssdiag.gui.deeds import Deed
from wssdiag.gui.export_screen import ExportScreen
from wssdiag.gui.screens import Screen
from wssdiag.gui.stored import Stored, StoredWindow
from wssdiag.gui.theme import DARK, LIGHT
from wssdiag.model.codec import encode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.gui.window import MainWindow
    from wssdiag.model.report import Report

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(r"propagateSizeHints|raise\(\)", extend=True)]


WHERE = Path("/nowhere/for-support.wssdiag")


@pytest.fixture
def at(qtbot: QtBot, knowledge: Knowledge, tmp_path: Path) -> Iterator[Beside]:
    made = beside(tmp_path / "history", knowledge, LIGHT)
    qtbot.addWidget(made.window)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow, timeout=5000)
    yield made
    for window in list(made.stored.open.values()):
        window.close()
    qtbot.waitUntil(lambda: not made.stored.open)


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    path = tmp_path / "from-anna.json"
    path.write_bytes(encode(samples.port_blocked()))
    return path


def opened(at: Beside, qtbot: QtBot, path: Path) -> StoredWindow:
    at.chosen.append(path)
    QTest.keyClick(at.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert at.opening.isVisible()
    QTest.keyClick(at.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(at.stored.open), timeout=5000)
    window = next(iter(at.stored.open.values()))
    qtbot.waitUntil(window.isActiveWindow, timeout=5000)
    return window


def test_it_is_shown_in_a_window_of_its_own_and_marked(at: Beside, qtbot: QtBot, report_file: Path) -> None:
    window = opened(at, qtbot, report_file)
    assert "another computer's report: from-anna.json, made 2026-" in window.banner_title.text()
    assert window.banner_text.text() == "Nothing here is about this computer."
    assert window.banner_title.isVisible()
    assert window.header.mode.text().startswith("That computer: WSS Agent")
    assert window.path.buttons[0].stop is not None
    assert window.path.buttons[0].stop.name == "Computer"
    assert window.verdict.headline.text() == samples.port_blocked().verdict.headline
    assert at.window._report is None


def test_nothing_is_run_there_whatever_is_pressed(at: Beside, qtbot: QtBot, report_file: Path) -> None:
    window = opened(at, qtbot, report_file)
    for deed in set(Deed) - {Deed.LEAVE, Deed.HOME}:
        window.do(deed)
        assert window._screen is Screen.VERDICT
        assert window._progress is None
    offered = [button.text() for button in window.foot.others if button.isVisible()]
    assert offered == ["Compare..."]
    assert window.foot.main.text() == "Back to this computer"


def test_the_details_are_as_of_any_report(at: Beside, qtbot: QtBot, report_file: Path) -> None:
    window = opened(at, qtbot, report_file)
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.details.filter.rowCount() == len(samples.port_blocked().checks)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window._screen is Screen.VERDICT
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not at.stored.open)


def test_going_back_brings_this_computer_to_the_front(at: Beside, qtbot: QtBot, report_file: Path) -> None:
    window = opened(at, qtbot, report_file)
    with qtbot.waitSignal(at.stored.left):
        window.foot.main.click()
    qtbot.waitUntil(lambda: not at.stored.open)


def bundle_of(path: Path, report: Report) -> Path:
    """A bundle in a file."""
    made = replace(export_samples.contents(), started=report.started)
    parts = tuple(replace(part, data=encode(report)) if part.role is Role.REPORT else part for part in made.parts)
    path.write_bytes(packed(files_of(replace(made, parts=parts))))
    return path


def press(window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.focusWidget() or window, key, held)


def test_a_bundle_is_opened_looked_into_compared_and_closed(at: Beside, qtbot: QtBot, tmp_path: Path) -> None:
    """By the keyboard alone."""
    window = opened(at, qtbot, bundle_of(tmp_path / "from-anna.wssdiag", samples.port_blocked()))
    assert "another computer's report: from-anna.wssdiag, made 2026-" in window.banner_title.text()
    assert window.banner_bundle.isVisible()
    assert "It was not encrypted. It is whole" in window.banner_bundle.text()
    assert "24 addresses, 20 names, 1 account" in window.banner_bundle.text()
    press(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.details.filter.rowCount() == len(samples.port_blocked().checks)
    press(window, Qt.Key.Key_Escape)
    at.chosen.append(bundle_of(tmp_path / "last-week.wssdiag", run_of(samples.healthy(), 16)))
    press(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.changes.isVisible, timeout=5000)
    assert window.changes.headline.text() == "It got worse"
    assert [side.source.text() for side in window.changes.sides] == ["From the file last-week.wssdiag", "What this window shows"]
    assert window.banner_title.isVisible(), "still not this computer"
    press(window, Qt.Key.Key_Escape)
    assert window.verdict.isVisible()
    press(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not at.stored.open)
    assert at.window._report is None


def test_what_it_is_compared_with_may_be_nothing_and_that_is_told_in_place(at: Beside, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(at, qtbot, bundle_of(tmp_path / "from-anna.wssdiag", samples.port_blocked()))
    bad = tmp_path / "holiday.json"
    bad.write_bytes(b"{")
    at.chosen.append(bad)
    press(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.changes.isVisible, timeout=5000)
    assert "holiday.json" in window.changes.problem.why.text()


def test_a_bundle_that_is_not_whole_is_told_in_place(at: Beside, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "cut.wssdiag"
    made = dict(files_of(export_samples.contents()))
    for files in (made | {"log.txt": b"another"}, made | {"more.txt": b""}, {"manifest.json": made["manifest.json"]}):
        path.write_bytes(packed(files.items()))
        at.opening.problem.say("")
        at.chosen.append(path)
        at.window._show_aside(at.opening)
        at.window.do(Deed.OPEN)
        qtbot.waitUntil(at.opening.problem.isVisible, timeout=5000)
        assert at.opening.problem.why.text().startswith("cut.wssdiag: ")
        assert "\n" not in at.opening.problem.why.text()
    assert not at.stored.open


def test_an_earlier_check_of_this_computer_can_be_sent_too(at: Beside, qtbot: QtBot, knowledge: Knowledge) -> None:
    """Without the raw settings: those are of now."""
    at.stored.show(Stored(samples.port_blocked(), knowledge))
    window = next(iter(at.stored.open.values()))
    qtbot.waitUntil(window.isActiveWindow, timeout=5000)
    press(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    export = window.asides[0]
    assert isinstance(export, ExportScreen)
    qtbot.waitUntil(export.tree.hasFocus, timeout=5000)
    assert not export.capture.isVisible()
    at.places.append(WHERE)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(at.bundling.written), timeout=5000)
    assert at.bundling.reports == [(samples.port_blocked(), False)]
    press(window, Qt.Key.Key_Escape)
    assert window.verdict.isVisible()


def test_a_file_that_is_nothing_is_told_in_place(at: Beside, qtbot: QtBot, tmp_path: Path) -> None:
    bad = tmp_path / "holiday.json"
    for data in (b"", b"{", b"\x00\xff", b'{"schema": "other"}', b"PK\x03\x04", b"[" * 100_000):
        bad.write_bytes(data)
        at.opening.problem.say("")
        at.chosen.append(bad)
        at.window._show_aside(at.opening)
        at.window.do(Deed.OPEN)
        qtbot.waitUntil(at.opening.problem.isVisible, timeout=5000)
        assert "holiday.json" in at.opening.problem.why.text()
    assert not at.stored.open


def test_a_file_may_be_dropped_on_the_window_whatever_it_shows(at: Beside, qtbot: QtBot, report_file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(report_file))])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPointF(40, 40).toPoint(), *rest)
    QApplication.sendEvent(at.window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(at.window, QDropEvent(QPointF(40, 40), *rest))
    assert at.opening.isVisible()
    qtbot.waitUntil(lambda: bool(at.stored.open), timeout=5000)


def test_text_that_is_dropped_is_left_alone(at: Beside) -> None:
    data = QMimeData()
    data.setText("hello")
    enter = QDragEnterEvent(
        QPointF(40, 40).toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.ignore()
    QApplication.sendEvent(at.window, enter)
    assert not enter.isAccepted()


def test_a_change_of_the_look_reaches_every_window(at: Beside, knowledge: Knowledge) -> None:
    at.stored.show(Stored(samples.healthy(), knowledge, "one.json"))
    at.stored.set_theme(DARK)
    assert [window.header.theme for window in at.stored.open.values()] == [DARK]
