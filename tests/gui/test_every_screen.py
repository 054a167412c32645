"""What must hold on every screen in every language: names for assistive technology, a Tab order that reaches all, no text that is cut."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetrics, QIcon, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QScrollArea,
    QTableView,
    QTextEdit,
    QTreeView,
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

CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QProgressBar, QTextEdit)

#: English is what the code says; German is long; the made-up language is longer still, and written from right to left.
LANGUAGES = ("en", "de", PSEUDO)

#: How a key is named in a tip.
KEY = re.compile(r"\b(Enter|Eingabetaste|Esc|F\d+|(Ctrl|Strg|Alt)\+\w+)")

#: A column of less shows nothing. And the room beside the words of a heading, and of what unfolds for its sign.
NARROWEST = 64
HEAD_ROOM = 16
ARROW = 24

#: The foot is the last part. Its main action comes last wherever it stands.
FOOT = 4

_R = QAccessible.Role
ROLES: dict[type[QWidget], set[QAccessible.Role]] = {
    QCheckBox: {_R.CheckBox},
    QRadioButton: {_R.RadioButton},
    QAbstractButton: {_R.Button, _R.ButtonMenu, _R.CheckBox},
    QComboBox: {_R.ComboBox},
    QLineEdit: {_R.EditableText},
    QTextEdit: {_R.EditableText},
    QPlainTextEdit: {_R.EditableText},
    QProgressBar: {_R.ProgressBar},
    QTreeView: {_R.Tree},
    QTableView: {_R.Table},
    QListView: {_R.List},
    QLabel: {_R.StaticText, _R.Graphic},
}

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


def test_every_control_has_its_role(window: MainWindow) -> None:
    for one in visible(window, tuple(ROLES)):
        wanted = next(roles for kind, roles in ROLES.items() if isinstance(one, kind))
        assert _is_inner(one) or QAccessible.queryAccessibleInterface(one).role() in wanted, one


def test_every_action_tells_its_key(window: MainWindow, language: str) -> None:
    """Beside the rows of a list, which the arrows and Enter lead to. The made-up language has no names of keys."""
    for one in visible(window, QAbstractButton):
        assert isinstance(one, QAbstractButton)
        if language != PSEUDO and one.property("look") != "row" and not _is_inner(one):
            assert KEY.search(one.toolTip()), (one.text(), one.toolTip())


def test_no_key_means_two_things(window: MainWindow) -> None:
    """Qt would then do neither."""
    shortcuts = cast("list[QShortcut]", window.findChildren(QShortcut))
    live = [one.key().toString() for one in shortcuts if _is_live(one)]
    assert len(live) == len(set(live))


def _is_live(shortcut: QShortcut) -> bool:
    owner = shortcut.parent()
    return isinstance(owner, QWidget) and owner.isVisible() and owner.isEnabled()


def test_the_tab_key_goes_in_the_order_of_reading(window: MainWindow) -> None:
    """Head, path, the matter from top to bottom, what stands beside it, foot."""
    parts = (window.header, window.path, window.stack, window.pane, window.foot)
    stops: list[tuple[int, QRect]] = []
    first = window.header.mode if window.header.mode.isEnabled() else window.header.depth_switch
    first.setFocus()
    for _step in range(60):
        focused = window.focusWidget()
        place = next(at for at, part in enumerate(parts) if part.isAncestorOf(focused))
        stops.append((place, QRect(focused.mapTo(window, QPoint(0, 0)), focused.size())))
        window.focusNextChild()
        if window.focusWidget() is first:
            break
    mirrored = window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    for (place, one), (following, other) in pairwise(stops):
        assert place <= following
        if place == following and place != FOOT:
            next_column = other.right() < one.left() if mirrored else other.left() > one.right()
            assert next_column or other.bottom() > one.top(), "it would lead up again"
            beside = other.top() <= one.top() and one.bottom() <= other.bottom()
            assert not beside or (other.x() <= one.x() if mirrored else other.x() >= one.x())


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
        for bold, place, text in zip((not one.waits, False), one.places, (one.stop.name, one.stop.word), strict=True):
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


def test_what_is_cut_in_a_table_is_told_by_its_tip(window: MainWindow) -> None:
    tip = Qt.ItemDataRole.ToolTipRole
    for table in visible(window, QTableView):
        assert isinstance(table, QTableView)
        model, header = table.model(), table.horizontalHeader()
        font = QFont(header.font())
        font.setPixelSize(Size.SMALL.value)
        font.setWeight(QFont.Weight.DemiBold)
        for column in (one for one in range(header.count()) if not table.isColumnHidden(one)):
            assert header.sectionSize(column) >= NARROWEST
            title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            wide = QFontMetrics(font).horizontalAdvance(title) + HEAD_ROOM <= header.sectionSize(column)
            assert wide or not header.isVisible() or model.headerData(column, Qt.Orientation.Horizontal, tip) == title, title
            if table.itemDelegateForColumn(column) is None and not table.wordWrap():
                for index in (model.index(row, column) for row in range(min(model.rowCount(), 8))):
                    assert table.sizeHintForIndex(index).width() <= header.sectionSize(column) or index.data(tip), index.data()


def test_what_unfolds_is_not_cut(window: MainWindow) -> None:
    menu = window.header.more.menu()
    assert menu.sizeHint().width() <= window.width()
    for combo in visible(window, QComboBox):
        assert isinstance(combo, QComboBox)
        longest = max(combo.fontMetrics().horizontalAdvance(combo.itemText(row)) for row in range(combo.count()))
        assert longest <= combo.width() - ARROW, combo.accessibleName()


def test_time_runs_from_left_to_right(window: MainWindow) -> None:
    """Nothing that is painted along an axis of time is mirrored, nor are its words."""
    timed = (*visible(window, WatchPlot), window.details.timings.table, window.details.timings.key)
    assert all(one.layoutDirection() is Qt.LayoutDirection.LeftToRight for one in timed)


def test_every_picture_is_as_sharp_as_the_screen(window: MainWindow) -> None:
    """Also on a screen of 150 or 300 %: test_scaling.py runs this there."""
    ratio = window.devicePixelRatio()
    assert window.grab().size() == window.size() * ratio
    drawn = [one.pixmap() for one in visible(window, QLabel) if isinstance(one, QLabel) and not one.pixmap().isNull()]
    buttons = [one for one in visible(window, QAbstractButton) if isinstance(one, QAbstractButton) and not _is_inner(one)]
    drawn += [one.icon().pixmap(one.iconSize(), ratio) for one in buttons if not one.icon().isNull()]
    for table in visible(window, QAbstractItemView):
        assert isinstance(table, QAbstractItemView)
        icon = table.model().index(0, 0).data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            drawn.append(icon.pixmap(QSize(16, 16), ratio))
    assert drawn
    assert {one.devicePixelRatio() for one in drawn} == {ratio}


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
