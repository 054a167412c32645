"""The foot of the window: where the focus stays, and room for every word."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from wssdiag.gui.deeds import Deed, Foot, Offer
from wssdiag.gui.foot import FootBar
from wssdiag.gui.style import sheet
from wssdiag.gui.theme import LIGHT

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]

SAVE = Foot(main=Offer(Deed.SAVE, "Save"))
SAVING = Foot(main=Offer(Deed.SAVE, "Saving", enabled=False))


class Page(QWidget):
    """The foot below a button that comes before it."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.before = QPushButton("before")
        self.foot = FootBar()
        column.addWidget(self.before)
        column.addWidget(self.foot)
        self.setStyleSheet(sheet(LIGHT))


@pytest.fixture
def page(qtbot: object) -> Page:
    made = Page()
    qtbot.addWidget(made)  # type: ignore[attr-defined] # a pytest-qt QtBot
    made.show()
    made.activateWindow()
    made.foot.show_foot(SAVE)
    made.foot.main.setFocus()
    return made


def test_an_action_that_is_off_gives_the_focus_to_no_other_and_has_it_again(page: Page) -> None:
    page.foot.show_foot(SAVING)
    page.foot.show_foot(SAVING)
    assert page.focusWidget() is None
    page.foot.show_foot(SAVE)
    assert page.focusWidget() is page.foot.main


def test_who_went_elsewhere_meanwhile_stays_there(page: Page) -> None:
    page.foot.show_foot(SAVING)
    page.before.setFocus()
    page.foot.show_foot(SAVE)
    assert page.focusWidget() is page.before


def test_a_note_takes_no_room_from_the_words_of_a_button(page: Page) -> None:
    others = (Offer(Deed.SAVE, "Save for support..."), Offer(Deed.CHANGES, "What changed"), Offer(Deed.CHECK, "Check again"))
    page.foot.show_foot(Foot(main=Offer(Deed.HOME, "Back to the result"), others=others, note="Checked 25 things in 1 s; 42 not finished"))
    buttons = (*page.foot.others[: len(others)], page.foot.main)
    layout = page.layout()
    assert layout is not None
    for width in range(560, 1024, 16):
        page.resize(width, 200)
        layout.activate()
        assert all(button.width() >= button.sizeHint().width() for button in buttons), width
        assert page.foot.note.heightForWidth(page.foot.note.width()) <= 2 * page.foot.note.fontMetrics().lineSpacing() + 2, width


def test_one_line_keeps_no_window_wide(page: Page) -> None:
    others = tuple(Offer(Deed.SAVE, f"Something longer {number}") for number in range(4))
    page.resize(1024, 200)
    page.foot.show_foot(Foot(main=Offer(Deed.HOME, "Back to the result"), others=others))
    buttons = (*page.foot.others, page.foot.main)
    one_line = sum(button.sizeHint().width() for button in buttons)
    page.resize(page.minimumSizeHint().width(), 200)
    QTest.qWait(20)
    assert page.foot.width() < one_line
    assert page.foot.main.y() > page.foot.others[0].geometry().bottom()
    assert all(button.width() >= button.sizeHint().width() for button in buttons)
