"""The technician's views: reached by keyboard, each with its rows, its empty state and its evidence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from tests.gui import details_samples, samples
from wssdiag.gui.details import DetailsScreen
from wssdiag.gui.theme import LIGHT
from wssdiag.gui.work import Detected, Failed
from wssdiag.report.path import Station

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from wssdiag.gui.rows_table import RowsTable

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]

TIMINGS, CERTIFICATES, PAC, SETTINGS, PORTS = range(1, 6)


@pytest.fixture
def details(qtbot: QtBot) -> DetailsScreen:
    made = DetailsScreen(LIGHT)
    qtbot.addWidget(made)
    made.resize(680, 470)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


def test_the_arrow_keys_go_along_the_views_and_a_digit_leads_to_one(details: DetailsScreen) -> None:
    details.views.choices[0].setFocus()
    QTest.keyClick(details.views.choices[0], Qt.Key.Key_Right)
    assert details.stack.currentIndex() == TIMINGS
    focused = QApplication.focusWidget()
    assert focused is details.views.choices[TIMINGS]
    QTest.keyClick(focused, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert details.stack.currentIndex() == 0


def test_a_station_and_the_search_lead_back_to_the_checks(details: DetailsScreen) -> None:
    leads: tuple[Callable[[], None], ...] = (partial(details.show_station, Station.SERVICE), details.focus_words)
    for lead in leads:
        details.views.choose(TIMINGS)
        lead()
        assert details.stack.currentIndex() == 0


def test_a_lane_that_is_selected_shows_its_evidence(qtbot: QtBot, details: DetailsScreen) -> None:
    details.show_results(details_samples.many())
    details.views.choose(TIMINGS)
    with qtbot.waitSignal(details.check_chosen) as heard:
        details.timings.table.selectRow(0)
    assert heard.args == [details_samples.many()[0]]


def test_a_selected_lane_stays_selected_while_checks_come_in(details: DetailsScreen) -> None:
    checks = details_samples.many(40)
    details.views.choose(TIMINGS)
    details.show_results(checks[:20])
    details.timings.table.selectRow(5)
    before = details.timings.table.selected_row()
    details.show_results(checks)
    after = details.timings.table.selected_row()
    assert before is not None
    assert after is not None
    assert before.id == after.id


def test_the_bars_are_told_to_who_does_not_see_them(details: DetailsScreen) -> None:
    details.show_results(details_samples.many())
    details.views.choose(TIMINGS)
    cell = details.timings.table.model().index(0, 1)
    assert cell.data(Qt.ItemDataRole.DisplayRole).startswith("Look up name 21 ms from 0 ms; Connect 32 ms from 21 ms")


def test_the_table_keeps_qts_rules(details: DetailsScreen) -> None:
    model = details.timings.table.rows_model
    testers = [QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)]
    details.views.choose(TIMINGS)
    for checks in (details_samples.many()[:50], details_samples.many(), (), samples.checks_fine()):
        details.show_results(checks)
    testers.clear()  # before the models go: a tester of a model that is gone crashes Qt


def test_before_the_first_check_a_view_says_so(details: DetailsScreen) -> None:
    details.views.choose(TIMINGS)
    assert not details.timings.table.isVisible()
    assert details.timings.lead.text() == "No check has ended yet."


def test_a_source_that_is_selected_is_told_in_full(qtbot: QtBot, details: DetailsScreen) -> None:
    details.show_report(details_samples.large())
    details.views.choose(SETTINGS)
    with qtbot.waitSignal(details.note_chosen) as heard:
        details.settings.table.selectRow(2)
    assert heard.args is not None
    assert "http: proxy.example:8080" in dict(heard.args[0].rows)["Proxies"]


def test_the_table_of_ports_is_copied_with_its_results(details: DetailsScreen) -> None:
    details.take((Detected(samples.FACTS, samples.AGENT, {}, catalogue=details_samples.catalogue()),))
    details.show_report(samples.port_blocked())
    details.views.choose(PORTS)
    QTest.keyClick(details.ports.copy, Qt.Key.Key_Space)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("access method,id,host")
    assert "skipped,not run: tcp.ctc-443 failed" in copied
    assert details.ports.lead.text() == "Copied as CSV."


def test_a_run_that_begins_takes_the_old_rows_away(details: DetailsScreen) -> None:
    details.show_report(details_samples.large())
    tables: tuple[tuple[int, RowsTable], ...] = ((SETTINGS, details.settings.table), (PORTS, details.ports.table))
    for place, table in tables:
        details.views.choose(place)
        details.show_report(None)
        assert not table.isVisible()
        details.show_report(details_samples.large())
        assert table.isVisible()


def test_chains_that_are_not_trusted_stand_first_and_unfolded(qtbot: QtBot, details: DetailsScreen) -> None:
    details.show_results(details_samples.many())
    details.views.choose(CERTIFICATES)
    tree = details.chains.tree
    first = tree.model().index(0, 0)
    assert tree.model().index(0, 2).data() == "The certificate is not trusted"
    assert tree.isExpanded(first)
    assert not tree.isExpanded(tree.model().index(tree.model().rowCount() - 1, 0))
    with qtbot.waitSignal(details.note_chosen) as heard:
        tree.setCurrentIndex(first)
    assert heard.args is not None
    assert "code 20" in dict(heard.args[0].rows)["This computer"]


def test_what_was_unfolded_and_selected_stays_so_while_checks_come_in(details: DetailsScreen) -> None:
    checks = details_samples.many(40)
    details.views.choose(CERTIFICATES)
    details.show_results(checks[:20])
    tree = details.chains.tree
    place = tree.model().index(10, 0)
    tree.setCurrentIndex(place)
    tree.expand(place)
    name = place.data()
    details.show_results(checks)
    assert tree.currentIndex().data() == name
    assert tree.isExpanded(tree.currentIndex())
    assert tree.model().rowCount() == len(checks) - 13  # the silent one, and those that were not run


def test_enter_asks_the_pac_file_and_the_answer_stands_first(qtbot: QtBot, details: DetailsScreen) -> None:
    details.show_report(details_samples.with_pac())
    details.views.choose(PAC)
    before = details.pac.table.model().rowCount()
    details.pac.field.setText("www.example.net/secret")
    with qtbot.waitSignal(details.pac.asked) as heard:
        QTest.keyClick(details.pac.field, Qt.Key.Key_Return)
    assert heard.args is not None
    assert heard.args[:2] == [details_samples.SETTINGS[0].pac_url, "https://www.example.net/"]
    QTest.keyClick(details.pac.field, Qt.Key.Key_Return)  # one question at a time
    details.take((details_samples.answered("https://www.example.net/"),))
    assert details.pac.table.model().rowCount() == before + 1
    assert details.pac.table.model().index(0, 1).data() == "PROXY proxy.example:8080; DIRECT"


def test_what_is_no_address_is_told_in_place(qtbot: QtBot, details: DetailsScreen) -> None:
    details.show_report(details_samples.with_pac())
    details.views.choose(PAC)
    details.pac.field.setText("http://[")
    with qtbot.assertNotEmitted(details.pac.asked):
        details.pac.button.click()
    assert details.pac.note.text() == "This is no web address."


def test_after_a_fault_of_ours_it_can_be_asked_again(qtbot: QtBot, details: DetailsScreen) -> None:
    details.show_report(details_samples.with_pac())
    details.views.choose(PAC)
    details.pac.field.setText("a.example")
    details.pac.button.click()
    details.take((Failed(0, "Traceback"),))
    with qtbot.waitSignal(details.pac.asked):
        details.pac.button.click()


def test_what_a_question_sends_stands_there_before_it_is_asked(details: DetailsScreen) -> None:
    details.show_report(details_samples.with_pac())
    details.views.choose(PAC)
    assert details.pac.button.text() == "Fetch and ask"
    assert "fetches the file" in details.pac.note.text()
    details.show_report(samples.healthy())
    assert not details.pac.question.isVisible()
