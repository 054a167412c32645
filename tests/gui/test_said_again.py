"""A report is English; no screen is, where another language is spoken. What a bundle holds is shown as it will be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLabel, QTextEdit, QWidget

from tests.gui.pictures import SCREENS
from tests.gui.scenes import hand_made
from tests.gui.spoken import say
from tests.retold_laws import english_in
from wssdiag.gui.theme import LIGHT
from wssdiag.report.retold.retell import retold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QAbstractItemModel

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]

SHOWN = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}


@pytest.fixture(autouse=True)
def _german(qapp: object) -> Iterator[None]:
    say("de")
    yield
    say("en")


@pytest.mark.parametrize("screen", sorted(one for one in SCREENS if not one.startswith("export")))
def test_no_sentence_of_a_report_stays_english(screen: str) -> None:
    window = SCREENS[screen](LIGHT, hand_made())
    QTest.qWait(20)
    shown = set(texts(window))
    window.close()
    window.deleteLater()
    assert not {text: english for text in shown if (english := english_in(text))}
    assert not [text for text in shown if "Ctrl+" in text], "a key that German keyboards call otherwise"


def texts(window: QWidget) -> Iterator[str]:
    """All that a person reads on it, tips and rows out of sight as well."""
    for widget in cast("list[QWidget]", window.findChildren(QWidget)):
        yield widget.toolTip()
        if isinstance(widget, QLabel):
            yield widget.text()
        elif isinstance(widget, QTextEdit):
            yield widget.toPlainText()
        elif isinstance(widget, QAbstractItemView) and (model := widget.model()):
            yield from cells(model, QModelIndex())


def cells(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(parent)):
        first = model.index(row, 0, parent)
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for index in (first.siblingAtColumn(column) for column in range(columns)):
            yield from (str(text) for role in SHOWN if (text := index.data(role)))
        if not isinstance(model, QAbstractListModel):
            yield from cells(model, first)


def test_the_screens_show_what_is_said_again() -> None:
    """Else the test above would hold of empty windows."""
    window = SCREENS["technician"](LIGHT, hand_made())
    QTest.qWait(20)
    assert any(text == retold("no answer") or "Vergleichsseite" in text for text in texts(window))
    window.close()
    window.deleteLater()


def test_what_nobody_can_tell_is_said_whole() -> None:
    window = SCREENS["verdict-could-not-tell"](LIGHT, hand_made())
    QTest.qWait(20)
    shown = set(texts(window))
    window.close()
    window.deleteLater()
    assert "Wir konnten nicht feststellen, ob alles funktioniert" in shown
    assert any("der Proxyserver verlangt eine Anmeldung (durch den Proxyserver)" in text for text in shown)
