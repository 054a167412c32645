"""What must hold on every screen in every language: names for assistive technology, a Tab order that reaches all, no text that is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from tests.gui.pictures import SCREENS
from tests.gui.pseudo import PSEUDO
from tests.gui.scenes import Scenes, hand_made
from tests.gui.spoken import say
from wssdiag.gui.frame import SIZE
from wssdiag.gui.pane import EvidencePane
from wssdiag.gui.path_view import StationButton
from wssdiag.gui.rows_table import RowsTable
from wssdiag.gui.style import palette, sheet
from wssdiag.gui.switch import Switch
from wssdiag.gui.theme import DARK, LIGHT, Size, Theme
from wssdiag.gui.view_row import ViewRow
from wssdiag.gui.watch_plot import WatchPlot
from wssdiag.gui.waterfall_view import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wssdiag.gui.window import MainWindow

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]

CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QProgressBar, QTextEdit)

#: English is what the code says; German is long; the made-up language is longer still, and written from right to left.
LANGUAGES = ("en", "de", PSEUDO)

#: Of Qt's own making inside a control; named by that control.
INNER = frozenset({"qt_scrollarea_viewport", "qt_spinbox_lineedit"})


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    say(request.param)
    yield request.param
    say("en")


@pytest.fixture(scope="module", params=sorted(SCREENS))
def window(request: pytest.FixtureRequest, qapp: object, language: str) -> Iterator[MainWindow]:
    """Made once for all tests of a screen in a language: they only look."""
    made = show(SCREENS[request.param], LIGHT)
    QTest.qWait(20)
    yield made
    made.close()


def show(make: Callable[[Theme, Scenes], MainWindow], theme: Theme) -> MainWindow:
    made = make(theme, hand_made())
    made.setPalette(palette(theme))
    made.setStyleSheet(sheet(theme))
    return made


def visible(window: MainWindow, kind: type[QWidget] | tuple[type[QWidget], ...]) -> list[QWidget]:
    every = cast("list[QWidget]", window.findChildren(QWidget))
    return [one for one in every if isinstance(one, kind) and one.isVisible() and one.objectName() not in INNER]


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(QAccessible.Text.Name))


def test_every_control_has_a_name(window: MainWindow) -> None:
    nameless = [repr(one) for one in visible(window, CONTROLS) if not name_of(one) and not _is_inner(one)]
    assert not nameless


def _is_inner(widget: QWidget) -> bool:
    """Headers, corner buttons and clear buttons live inside a control that has a name."""
    parent = widget.parentWidget()
    return isinstance(parent, QAbstractItemView | QLineEdit | QComboBox) or type(widget).__name__ in {"QHeaderView", "QTableCornerButton"}


def test_everything_that_takes_the_focus_shows_it_and_can_be_reached(window: MainWindow) -> None:
    wanted = {
        one
        for one in visible(window, (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QTextEdit))
        if one.isEnabled() and not _is_inner(one) and one.focusPolicy().value & 1
    }
    reached: set[QWidget] = set()
    for _step in range(60):
        window.focusNextChild()
        focused = window.focusWidget()
        if focused is not None:
            reached.add(focused)
    assert wanted <= reached


def test_the_window_keeps_its_size(window: MainWindow) -> None:
    assert (window.width(), window.height()) == SIZE


def test_no_label_is_cut(window: MainWindow) -> None:
    labels = cast("list[QLabel]", window.findChildren(QLabel))
    for one in labels:
        if not one.isVisible():
            continue
        if not one.text():
            continue
        needed = one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()
        assert one.height() >= needed, one.text()
        if not one.wordWrap():
            assert one.width() >= one.sizeHint().width(), one.text()


def test_no_button_is_cut(window: MainWindow) -> None:
    for one in visible(window, QAbstractButton):
        if isinstance(one, StationButton) or _is_inner(one):
            continue
        assert isinstance(one, QAbstractButton)
        needed = one.minimumSizeHint() if isinstance(one.parentWidget(), ViewRow) else one.sizeHint()
        assert one.width() >= needed.width(), one.text()
        assert not one.visibleRegion().isEmpty() or _scrolls(one), one.text()


def test_a_switch_has_its_words_beside_its_track(window: MainWindow) -> None:
    for one in cast("list[Switch]", window.findChildren(Switch)):
        assert not one._words.intersects(one._track), one.text()
        assert one.fontMetrics().horizontalAdvance(one.text()) <= one._words.width() or not one.isVisible(), one.text()
        assert (one._words.x() < one._track.x()) is (one.layoutDirection() is Qt.LayoutDirection.LeftToRight)


def test_no_station_is_cut(window: MainWindow) -> None:
    for one in window.path.buttons:
        assert one.stop is not None
        font = QFont(one.font())
        font.setPixelSize(Size.SMALL.value)
        for bold, place, text in zip((True, False), one.places, (one.stop.name, one.stop.word), strict=True):
            font.setBold(bold)
            needed = QFontMetrics(font).boundingRect(QRect(0, 0, place.width(), 0), Qt.TextFlag.TextWordWrap, text)
            assert needed.width() <= place.width(), text
            assert needed.height() <= place.height(), text
        assert one.rect().contains(one.places[1]), one.stop.name


def test_no_word_of_the_key_to_the_bars_is_cut(window: MainWindow) -> None:
    for key in visible(window, Key):
        assert isinstance(key, Key)
        for _look, _failed, word, area in key.entries():
            assert key.rect().contains(area.toAlignedRect()), word


def test_a_column_of_few_words_shows_them(window: MainWindow) -> None:
    for table in visible(window, RowsTable):
        assert isinstance(table, RowsTable)
        for number, column in enumerate(table.rows_model.columns):
            assert not column.fits or table.isColumnHidden(number) or table.columnWidth(number) >= table.sizeHintForColumn(number), (
                column.title
            )


def test_time_runs_from_left_to_right(window: MainWindow) -> None:
    """Nothing that is painted along an axis of time is mirrored, nor are its words."""
    timed = (*visible(window, WatchPlot), window.details.timings.table, window.details.timings.key)
    assert all(one.layoutDirection() is Qt.LayoutDirection.LeftToRight for one in timed)


def test_nothing_overlaps_the_foot(window: MainWindow) -> None:
    foot = QRect(window.foot.mapTo(window, window.foot.rect().topLeft()), window.foot.size())
    for one in (window.stack, window.path, window.header):
        area = QRect(one.mapTo(window, one.rect().topLeft()), one.size())
        assert not area.intersects(foot)


def test_the_main_action_is_at_the_end_of_the_last_line(window: MainWindow, language: str) -> None:
    """At the lower right; from right to left, at the lower left."""
    main = window.foot.main
    corner = main.mapTo(window, main.rect().bottomRight())
    left = main.mapTo(window, main.rect().bottomLeft()).x()
    assert (left if language == PSEUDO else window.width() - corner.x()) < 40
    assert window.height() - corner.y() < 40


def test_the_path_is_six_named_items(window: MainWindow) -> None:
    names = [name_of(one) for one in window.path.buttons]
    assert len(names) == 6
    assert all(": " in one for one in names)
    assert len(set(names)) == 6


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea | EvidencePane):
        parent = parent.parentWidget()
    return isinstance(parent, QScrollArea)


def test_dark_is_applied_live(qtbot: object) -> None:
    window = show(SCREENS["verdict-port-blocked"], LIGHT)
    qtbot.addWidget(window)  # type: ignore[attr-defined]
    window.set_theme(DARK)
    window.setStyleSheet(sheet(DARK))
    corner = window.grab().toImage().pixelColor(4, 300).name()
    assert corner == DARK.surface
