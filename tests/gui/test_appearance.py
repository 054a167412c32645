"""Light and dark: as the person wants it, else as the system has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QPalette

from wssdiag.gui.appearance import Appearance
from wssdiag.gui.theme import DARK, LIGHT
from wssdiag.settings import Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    palette, sheet = qapp.palette(), qapp.styleSheet()
    yield qapp
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)


def test_what_the_person_wants_is_there_at_the_start(app: QApplication) -> None:
    for look, theme in ((Look.DARK, DARK), (Look.LIGHT, LIGHT)):
        appearance = Appearance(app, look)
        appearance.dress()
        assert appearance.theme is theme
        assert app.palette().color(QPalette.ColorRole.Window).name() == theme.surface


def test_a_change_is_live_and_told_once(qtbot: QtBot, app: QApplication) -> None:
    appearance = Appearance(app)
    told: list[object] = []
    appearance.changed.connect(told.append)
    appearance.want(Look.DARK)
    appearance.want(Look.DARK)
    assert told == [DARK]
    assert DARK.surface in app.styleSheet()
    appearance.want(Look.SYSTEM)  # the one of the tests has no opinion: light
    assert told == [DARK, LIGHT]
