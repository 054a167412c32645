from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from tests.gui import samples
from wssdiag.gui.checks_model import ChecksFilter, ChecksModel
from wssdiag.gui.theme import LIGHT
from wssdiag.model.check import Status
from wssdiag.report.path import Station

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


Models = tuple[ChecksModel, ChecksFilter]


@pytest.fixture
def models(qtbot: QtBot) -> Iterator[Models]:
    """Owned by one widget, as in the window: Qt takes them down in order."""
    owner = QWidget()
    model = ChecksModel(LIGHT, owner)
    narrowed = ChecksFilter(owner)
    narrowed.setSourceModel(model)
    yield model, narrowed
    delete(owner)


def test_the_models_keep_qts_rules_while_they_grow(qtbot: QtBot, models: Models) -> None:
    model, narrowed = models
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, mode), QAbstractItemModelTester(narrowed, mode)]
    checks = samples.checks_fine()
    for count in (1, 5, len(checks)):
        model.set_results(checks[:count])
    model.set_results(samples.port_blocked().checks)
    assert model.rowCount() == len(checks)
    testers.clear()  # before the models go: a tester of a model that is gone crashes Qt


def test_rows_that_are_there_are_not_reset_by_new_ones(qtbot: QtBot, models: Models) -> None:
    model, _narrowed = models
    checks = samples.checks_fine()
    model.set_results(checks[:10])
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    with qtbot.waitSignal(model.rowsInserted):
        model.set_results(checks)
    assert not resets


def test_narrowing(qtbot: QtBot, models: Models) -> None:
    model, narrowed = models
    model.set_results(samples.port_blocked().checks)
    narrowed.narrow(Station.NETWORK, "", problems_only=False)
    assert narrowed.rowCount() == 2
    narrowed.narrow(None, "CTC-443", problems_only=False)
    assert narrowed.rowCount() == 2
    narrowed.narrow(None, "", problems_only=True)
    assert narrowed.rowCount() == 2
    narrowed.narrow(None, "", problems_only=False)
    assert narrowed.rowCount() == model.rowCount()


def test_time_is_sorted_as_a_number_and_results_by_weight(qtbot: QtBot, models: Models) -> None:
    model, narrowed = models
    model.set_results(
        (
            samples.check("a", "a", elapsed_ms=900.0),
            samples.check("b", "b", Status.FAIL, elapsed_ms=4000.0),
            samples.check("c", "c", Status.SKIPPED, elapsed_ms=5.0),
        )
    )
    narrowed.sort(3, Qt.SortOrder.AscendingOrder)
    assert [narrowed.index(row, 1).data() for row in range(3)] == ["c", "a", "b"]
    narrowed.sort(0, Qt.SortOrder.AscendingOrder)
    assert [narrowed.index(row, 0).data() for row in range(3)] == ["Failed", "Skipped", "Passed"]
