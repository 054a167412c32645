"""What a designer saw cut, in the widths of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest

from tests.gui import samples
from tests.gui.pictures import SCREENS
from tests.gui.scenes import hand_made
from tests.gui.spoken import say
from wssdiag.gui.export_screen import ExportScreen
from wssdiag.gui.style import palette, sheet, width_for
from wssdiag.gui.theme import LIGHT, SPACE
from wssdiag.model.check import Status
from wssdiag.remedy.before_after import CheckRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.gui.window import MainWindow

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


@pytest.fixture(params=["en", "de"], autouse=True)
def language(request: pytest.FixtureRequest, qapp: object) -> Iterator[str]:
    say(request.param)
    yield request.param
    say("en")


def shown(name: str, width: int = 1024) -> MainWindow:
    window = SCREENS[name](LIGHT, hand_made())
    window.setPalette(palette(LIGHT))
    window.setStyleSheet(sheet(LIGHT))
    window.resize(width, 768)
    QTest.qWait(20)
    return window


def test_every_outcome_can_be_read_in_the_tables_of_checks() -> None:
    details, changes = shown("details"), shown("changes-better")
    details.details.show_results(tuple(samples.check(f"tcp.{one}", "A check", one) for one in Status))
    table = details.details.table
    assert table.sizeHintForColumn(0) <= table.columnWidth(0)
    for one in (*Status, None):
        changes.changes.rows.show_rows((CheckRow(id="tcp.x", title="A check", before=one, after=one, elapsed_ms=1.0),))
        assert all(changes.changes.rows.sizeHintForColumn(place) <= changes.changes.rows.columnWidth(place) for place in (1, 2)), one
    details.close()
    changes.close()


def test_a_column_is_as_wide_as_its_longest_word() -> None:
    window = shown("start")
    assert width_for(("a", "a longer one"), window) == width_for(("a longer one",), window) > width_for(("a",), window)
    window.close()


def test_how_sure_a_location_is_gives_way_to_its_purpose_in_a_narrow_window() -> None:
    for width, hidden in ((1024, True), (1366, False)):
        window = shown("details-ports", width)
        assert window.details.ports.table.isColumnHidden(5) is hidden
        assert not window.details.ports.table.horizontalScrollBar().isVisible()
        window.close()


@pytest.mark.parametrize("name", ["details-settings", "details-pac"])
def test_a_row_of_long_texts_is_as_high_as_they_need(name: str) -> None:
    window = shown(name)
    view = window.details.settings if name == "details-settings" else window.details.pac
    table = view.table
    metrics = QFontMetrics(table.font())
    for row in range(table.model().rowCount()):
        for column in range(table.model().columnCount()):
            index = table.model().index(row, column)
            text = str(index.data() or "")
            width = table.columnWidth(column) - 2 * SPACE - (24 if column == 0 else 0)
            needed = metrics.boundingRect(QRect(0, 0, width, 0), Qt.TextFlag.TextWordWrap, text).height()
            assert table.rowHeight(row) >= needed, text
    window.close()


def test_the_word_of_a_station_stands_directly_below_its_name() -> None:
    window = shown("technician")
    for button in window.path.buttons:
        name, word = button.places
        assert word.top() == name.bottom() + 1
        assert name.height() // 18 == button.wanted[0]
    window.close()


def test_a_name_that_is_not_bold_leaves_no_gap_where_bold_would_need_two_lines() -> None:
    window = shown("start")
    button = window.path.buttons[0]
    for width in range(72, 160):
        button.resize(width, button.height())
        name, word = button.places
        drawn = QFontMetrics(button._font(bold=False)).boundingRect(0, 0, name.width(), 0, Qt.TextFlag.TextWordWrap, button.text())
        assert word.top() - name.top() - drawn.height() < 9, width
    window.close()


def test_the_arrow_of_the_menu_stands_behind_its_word(language: str) -> None:
    window = shown("history")
    assert not window.header.more.icon().isNull()
    assert window.header.more.layoutDirection() is Qt.LayoutDirection.RightToLeft
    window.close()


@pytest.mark.parametrize("name", ["export-key", "export-refused", "export-technician"])
def test_nothing_lies_over_the_parts_of_a_bundle_in_a_low_window(name: str) -> None:
    window = shown(name, 900)
    window.resize(900, 600)
    QTest.qWait(20)
    screen = window.asides[0]
    assert isinstance(screen, ExportScreen)
    assert screen.tree.geometry().bottom() < screen.capture.geometry().top()
    assert screen.capture.geometry().bottom() < screen.readers.geometry().top()
    window.close()


def test_a_long_conclusion_is_shortened_and_needs_no_scroll_bar() -> None:
    window = shown("details")
    assert not window.details.findings.horizontalScrollBar().isVisible()
    assert window.details.findings.item(1).toolTip() == window.details.findings.item(1).text()
    window.close()
