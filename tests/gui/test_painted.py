"""Measured on the painted window, in every look: words stand out from what is behind them, and a change of the look reaches everything."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTextEdit,
    QWidget,
)

from tests.gui.pictures import SCREENS
from tests.gui.scenes import hand_made
from tests.gui.test_every_screen import show, visible
from tests.gui.test_theme import WORDS
from wssdiag.gui.path_view import StationButton
from wssdiag.gui.style import palette, sheet
from wssdiag.gui.switch import Switch
from wssdiag.gui.theme import DARK, HIGH_CONTRAST, LIGHT, Theme, contrast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from wssdiag.gui.window import MainWindow

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(r"propagateSizeHints|raise\(\)|grabbing the keyboard", extend=True)]

ROLES = tuple(name for name in Theme.__dataclass_fields__ if name != "name")

#: In the order in which a window goes through them here.
WANTED = {LIGHT: 4.5, HIGH_CONTRAST: 7.0, DARK: 4.5}

#: Of as many pixels is what is read; a corner has less.
ENOUGH = 12


#: Less of a line is no line: the rest of it is scrolled away.
A_LINE = 18

#: A control of the platform's own has a ground of many shades, each hardly to be told from the next.
SHADE = 1.2

#: What words are written on, by role; test_theme.py holds that all words can be read on each of them.
GROUNDS = ("surface", "raised", "line", "hover", "selected")


@pytest.fixture(scope="module", autouse=True)
def _hard_letters(qapp: QApplication) -> Iterator[None]:
    """Letters without soft edges: each pixel is words or ground. And no cursor that blinks."""
    font, flash, colours_before = qapp.font(), qapp.cursorFlashTime(), qapp.palette()
    hard = QFont(font)
    hard.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    qapp.setFont(hard)
    qapp.setCursorFlashTime(0)
    yield
    qapp.setFont(font)
    qapp.setCursorFlashTime(flash)
    qapp.setPalette(colours_before)


def dress(window: MainWindow, theme: Theme) -> None:
    """As the program does it; only that its sheet is the whole program's."""
    QApplication.setPalette(palette(theme))
    window.setStyleSheet(sheet(theme))
    window.set_theme(theme)


def picture(window: MainWindow) -> QImage:
    window.path._turning.stop()
    for station in window.path.buttons:
        station.angle = 0
    for field in cast("list[QLineEdit]", window.findChildren(QLineEdit)):
        field.setClearButtonEnabled(False)  # a picture of the platform's own, with colours of its own
    QTest.qWait(1)
    return window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def colours(image: QImage, area: QRect, most: int = 24) -> list[str]:
    """The colours of an area, the most frequent first."""
    part = image.copy(area.intersected(image.rect()))
    pixels = memoryview(part.constBits()).cast("I")
    return [QColor(pixel).name() for pixel, count in Counter(pixels).most_common(most) if count >= ENOUGH]


def words(window: MainWindow) -> list[tuple[str, QRect]]:
    """Where words stand, in the window."""
    found = [(one.text(), _seen(window, one, one.rect())) for one in visible(window, QLabel) if isinstance(one, QLabel) and one.text()]
    for button in visible(window, QAbstractButton):
        assert isinstance(button, QAbstractButton)
        if isinstance(button, StationButton):
            found += [(f"{button.text()} {at}", _seen(window, button, place)) for at, place in enumerate(button.places)]
        elif button.text():
            found.append((button.text(), _seen(window, button, _words_of(button))))
    for field in visible(window, (QLineEdit, QComboBox)):
        text = field.text() or field.placeholderText() if isinstance(field, QLineEdit) else cast("QComboBox", field).currentText()
        found.append((text, _seen(window, field, field.rect().adjusted(9, 5, -24, -5))))
    for table in visible(window, QAbstractItemView):
        found += _cells(window, cast("QAbstractItemView", table))
    for empty in visible(window, QPlainTextEdit):
        assert isinstance(empty, QPlainTextEdit)
        text = "" if empty.toPlainText() else empty.placeholderText()
        found.append((text, _seen(window, empty.viewport(), empty.viewport().rect())))
    for page in visible(window, QTextEdit):
        assert isinstance(page, QTextEdit)
        found.append((page.toPlainText(), _seen(window, page.viewport(), page.viewport().rect())))
    return [(text, area) for text, area in found if text.strip() and area.width() > A_LINE and area.height() >= A_LINE]


def _words_of(button: QAbstractButton) -> QRect:
    """Without its frame and its picture."""
    if isinstance(button, Switch):
        return button._words
    room = button.rect().adjusted(5, 4, -5, -4)
    if isinstance(button, QPushButton) and button.menu() is not None:
        room.adjust(0, 0, -14, 0)  # the sign that it unfolds
    return room.adjusted(0 if button.icon().isNull() else button.iconSize().width() + 8, 0, 0, 0)


def _cells(window: MainWindow, view: QAbstractItemView) -> list[tuple[str, QRect]]:
    found = []
    model = view.model()
    for row in range(min(model.rowCount(), 12)):
        for column in range(view.horizontalHeader().count() if isinstance(view, QTableView) else 1):
            if view.itemDelegateForColumn(column) is not None:
                continue  # no words are painted there
            index = model.index(row, column)
            area = view.visualRect(index).adjusted(4, 3, -4, -3)
            if index.data(Qt.ItemDataRole.DecorationRole) is not None:
                area.adjust(26, 0, 0, 0)
            found.append((f"{index.data() or ''}", _seen(window, view.viewport(), area)))
    for header in cast("list[QHeaderView]", view.findChildren(QHeaderView)):
        if header.isVisible() and header.orientation() is Qt.Orientation.Horizontal:
            for section in range(header.count()):
                area = QRect(header.sectionViewportPosition(section), 0, header.sectionSize(section), header.height() - 2)
                title = model.headerData(section, Qt.Orientation.Horizontal)
                found.append((f"{title or ''}", _seen(window, header.viewport(), area.adjusted(4, 3, -14, -3))))
    return found


def _seen(window: MainWindow, widget: QWidget, area: QRect) -> QRect:
    """As much of the area as is not scrolled away."""
    seen = area.intersected(widget.visibleRegion().boundingRect())
    return seen.translated(widget.mapTo(window, QPoint(0, 0)))


def too_faint(image: QImage, places: list[tuple[str, QRect]], theme: Theme) -> list[str]:
    """What cannot be read well enough, with what was measured."""
    grounds = {getattr(theme, role) for role in GROUNDS} - {getattr(theme, role) for role in WORDS}
    faint = []
    for text, area in places:
        ground, *others = colours(image, area)
        written = [one for one in others if not (ground in grounds and one in grounds) and contrast(ground, one) > SHADE]
        measured = [contrast(ground, one) for one in written]
        if min(measured, default=0.0) < WANTED[theme]:
            faint.append(f"{text[:40]!r} in {theme.name}: {written} on {ground}")
    return faint


def left_of(image: QImage, before: Theme, now: Theme) -> set[str]:
    """The colours of the look before that are still there."""
    both = {getattr(now, role) for role in ROLES} & {getattr(before, role) for role in ROLES}
    return ({getattr(before, role) for role in ROLES} - both) & set(colours(image, image.rect(), 400))


@pytest.mark.parametrize("name", sorted(SCREENS))
def test_words_can_be_read_in_every_look_and_a_change_of_it_reaches_everything(name: str) -> None:
    QApplication.setPalette(palette(LIGHT))
    window = show(SCREENS[name], LIGHT)
    try:
        for table in visible(window, QAbstractItemView):
            assert isinstance(table, QAbstractItemView)
            table.setCurrentIndex(table.model().index(0, 0))
        for theme in WANTED:
            if theme is not LIGHT:
                dress(window, theme)
            image = picture(window)
            assert too_faint(image, words(window), theme) == []
            if theme is DARK:
                assert left_of(image, LIGHT, DARK) == set()
    finally:
        window.close()


@pytest.mark.parametrize("theme", WANTED, ids=lambda theme: theme.name)
def test_what_stands_in_the_place_of_a_text_can_be_read(qtbot: QtBot, theme: Theme) -> None:
    window = SCREENS["export-empty-part"](theme, hand_made())
    qtbot.addWidget(window)
    dress(window, theme)
    places = words(window)
    assert "This part is empty." in [text for text, _area in places]
    assert too_faint(picture(window), places, theme) == []


@pytest.mark.parametrize("theme", WANTED, ids=lambda theme: theme.name)
def test_words_can_be_read_in_what_unfolds(qtbot: QtBot, theme: Theme) -> None:
    window = SCREENS["settings"](theme, hand_made())
    dress(window, theme)
    menu = window.header.more.menu()
    menu.popup(QPoint(0, 0))
    menu.setActiveAction(menu.actions()[0])
    places = [(action.text(), menu.actionGeometry(action).adjusted(4, 4, -4, -4)) for action in menu.actions()]
    assert too_faint(menu.grab().toImage().convertToFormat(QImage.Format.Format_RGB32), places, theme) == []
    menu.close()
    combo = cast("list[QComboBox]", window.asides[1].findChildren(QComboBox))[0]
    combo.showPopup()
    view = combo.view()
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = [view.visualRect(view.model().index(row, 0)).intersected(image.rect()).adjusted(4, 3, -4, -3) for row in range(combo.count())]
    assert too_faint(image, [(combo.itemText(row), area) for row, area in enumerate(rows)], theme) == []
    combo.hidePopup()
    window.close()
