"""The earlier checks, as a person uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest

from tests.gui import samples
from tests.gui.beside import Beside, beside, run_of
from tests.gui.spoken import say
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.gui.deeds import Deed
from wssdiag.gui.history_rows import row_of
from wssdiag.gui.theme import DARK, LIGHT
from wssdiag.history.row import row_of as file_row
from wssdiag.model.codec import encode
from wssdiag.remedy.guide import placeholders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wssdiag.catalogue.knowledge import Knowledge

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(r"propagateSizeHints|raise\(\)", extend=True)]


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
def three(at: Beside, qtbot: QtBot) -> Beside:
    """Three earlier checks, the list in view."""
    for day, report in ((20, samples.healthy()), (21, samples.port_blocked()), (22, samples.sign_in_page())):
        at.keep.keep(run_of(report, day))
    press(at, Qt.Key.Key_H)
    wait(qtbot, lambda: at.history.model.rowCount() == 3)
    return at


def wait(qtbot: QtBot, until: Callable[[], bool]) -> None:
    qtbot.waitUntil(until, timeout=5000)


def press(at: Beside, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
    QTest.keyClick(at.window.focusWidget() or at.window, key, modifier)


def enter(at: Beside) -> None:
    press(at, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)


def choose(at: Beside, *rows: int) -> None:
    at.history.table.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in rows:
        at.history.table.selectionModel().select(at.history.model.index(row, 0), flags)


def cells(at: Beside, row: int) -> list[str]:
    return [at.history.model.data(at.history.model.index(row, column)) for column in range(at.history.model.columnCount())]


def test_without_any_it_says_what_will_be_here(at: Beside) -> None:
    press(at, Qt.Key.Key_H)
    assert at.history.isVisible()
    assert "no earlier checks" in at.history.headline.text()
    assert not at.history.table.isVisible()
    assert [button.text() for button in at.window.foot.others if button.isVisible()] == []
    press(at, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not at.history.isVisible()


def test_a_run_that_comes_to_its_end_is_kept_and_one_that_was_stopped_is_not(at: Beside, qtbot: QtBot) -> None:
    at.end(run_of(samples.port_blocked(), 20))
    wait(qtbot, lambda: len(at.keep.rows()) == 1)
    at.end(run_of(samples.cancelled(), 21))
    at.end(run_of(samples.healthy(), 22))
    wait(qtbot, lambda: len(at.keep.rows()) == 2)
    assert [row.glance.started[8:10] for row in at.keep.rows() if row.glance] == ["22", "20"]


def test_a_row_says_when_what_and_how(three: Beside) -> None:
    time, result, found, connection, took = cells(three, 1)
    assert time.startswith("2026-11-21")
    assert (result, connection) == ("Does not work", "WSS Agent")
    assert found == samples.port_blocked().verdict.headline
    assert took
    assert three.history.model.data(three.history.model.index(1, 1), Qt.ItemDataRole.DecorationRole) is not None


def test_what_was_found_has_the_title_of_the_guide_in_the_language_of_the_window() -> None:
    """The headline of a kept report is English, whoever made it."""
    kept = file_row("20261121091500-0.json", encode(samples.port_blocked()))
    assert row_of(kept, load_knowledge("de")).cells[2] == load_knowledge("de")["port-blocked"].title
    assert row_of(kept, {}).cells[2] == samples.port_blocked().verdict.headline


def test_a_title_that_stands_alone_holds_no_place() -> None:
    for language in ("en", "de"):
        assert not any(placeholders(guide.title) for guide in load_knowledge(language).values())


def test_enter_opens_the_chosen_one_marked_with_its_time(three: Beside, qtbot: QtBot) -> None:
    choose(three, 1)
    assert three.window.foot.main.text() == "Open"
    three.history.table.setFocus()
    enter(three)
    wait(qtbot, lambda: bool(three.stored.open))
    window = next(iter(three.stored.open.values()))
    assert "earlier check of this computer, made 2026-11-21" in window.banner_title.text()
    assert window.foot.main.text() == "Back to this computer"
    assert "This computer" in window.header.mode.text()


def test_two_are_compared_the_older_one_first(three: Beside, qtbot: QtBot) -> None:
    choose(three, 0, 2)
    assert three.window.foot.main.text() == "Compare the two"
    enter(three)
    wait(qtbot, lambda: three.history.comparing)
    assert ["2026-11-20" in side.when.text() for side in three.history.changes.sides] == [True, False]
    assert three.history.changes.headline.text() == "It got worse"
    three.window.set_theme(DARK)
    assert three.history.changes.sides[0].theme is DARK
    press(three, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert three.history.table.isVisible()
    press(three, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not three.history.isVisible()


def test_one_is_compared_with_the_newest(three: Beside, qtbot: QtBot) -> None:
    choose(three, 2)
    press(three, Qt.Key.Key_B)
    wait(qtbot, lambda: three.history.comparing)
    assert [side.when.text()[:10] for side in three.history.changes.sides] == ["2026-11-20", "2026-11-22"]


def test_three_are_too_many(three: Beside) -> None:
    choose(three, 0, 1, 2)
    assert three.window.foot.main.text() == "Back"
    three.window.do(Deed.CHANGES)
    three.window.do(Deed.OPEN)
    assert three.history.table.isVisible()


def test_a_broken_file_is_a_row_that_says_so_and_nothing_more(three: Beside, qtbot: QtBot) -> None:
    three.keep.path("20261123091500-broken.json").write_bytes(b"{")
    three.history.opened(None)
    wait(qtbot, lambda: three.history.model.rowCount() == 4)
    assert cells(three, 0)[1] == "Cannot be read"
    choose(three, 0)
    assert three.window.foot.main.text() == "Back"
    choose(three, 0, 1)
    assert three.window.foot.main.text() == "Back"


def test_a_file_that_is_gone_meanwhile_is_told_in_place(three: Beside, qtbot: QtBot) -> None:
    choose(three, 1)
    three.keep.path(three.history.model.rows[1].id).unlink()
    enter(three)
    wait(qtbot, three.history.problem.isVisible)
    assert not three.stored.open


def test_why_a_kept_file_cannot_be_shown_is_told_in_the_language_of_the_window(three: Beside, qtbot: QtBot) -> None:
    choose(three, 1)
    three.keep.path(three.history.model.rows[1].id).write_bytes(b"{}")
    say("de")
    try:
        enter(three)
        wait(qtbot, three.history.problem.isVisible)
        assert "Es ist kein Schema genannt" in three.history.problem.why.text()
    finally:
        say("en")


def test_all_are_removed_only_after_a_question(three: Beside, qtbot: QtBot) -> None:
    three.window.do(Deed.CLEAR)
    assert three.history.question.isVisible()
    assert "all 3 kept checks" in three.history.question_text.text()
    enter(three)  # the main action keeps them
    assert not three.history.question.isVisible()
    assert len(three.keep.rows()) == 3
    three.window.do(Deed.CLEAR)
    three.window.do(Deed.CLEAR)
    wait(qtbot, lambda: three.history.model.rowCount() == 0)
    assert three.keep.rows() == ()
    assert "no earlier checks" in three.history.headline.text()


def test_what_cannot_be_kept_is_told_in_place(at: Beside, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "history").write_text("")
    at.end(samples.healthy())
    wait(qtbot, lambda: bool(at.history.problem.why.text()))


def test_all_are_removed_by_the_key_after_a_question(three: Beside, qtbot: QtBot) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    assert any("Ctrl+Shift+Delete" in one.toolTip() for one in three.window.foot.others)
    press(three, Qt.Key.Key_Delete, both)
    assert three.history.question.isVisible()
    assert three.history.model.rowCount() == 3
    press(three, Qt.Key.Key_Delete, both)
    wait(qtbot, lambda: three.history.model.rowCount() == 0)
    press(three, Qt.Key.Key_Delete, both)
    assert not three.history.question.isVisible()
