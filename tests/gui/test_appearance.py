"""Light and dark: as the person wants it, else as the system has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QColor, QPalette

from wssdiag.gui.appearance import Appearance
from wssdiag.gui.frame import Frame
from wssdiag.gui.style import palette
from wssdiag.gui.theme import DARK, HIGH_CONTRAST, LIGHT
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


def painted(window: str, words: str) -> QPalette:
    made = QPalette()
    made.setColor(QPalette.ColorRole.Window, QColor(window))
    made.setColor(QPalette.ColorRole.WindowText, QColor(words))
    return made


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
def test_high_contrast_is_turned_on_and_off_live(qtbot: QtBot, app: QApplication) -> None:
    system = [painted("#f0f0f0", "#000000")]
    appearance = Appearance(app, system=lambda: system[-1])
    window = Frame(appearance.theme)
    qtbot.addWidget(window)
    window.system_look_changed.connect(appearance.follow_system)
    appearance.changed.connect(window.set_theme)
    window.show()
    for now, theme in ((painted("#000000", "#ffffff"), HIGH_CONTRAST), (painted("#202020", "#ffffff"), LIGHT)):
        system.append(now)
        QCoreApplication.sendEvent(window.windowHandle(), QEvent(QEvent.Type.ThemeChange))  # as Qt tells it
        assert appearance.theme is theme
        assert window.header.theme is theme
        assert app.palette().color(QPalette.ColorRole.Window).name() == theme.surface
        assert theme.surface in app.styleSheet()


def test_what_the_person_wants_stands_above_the_high_contrast_of_the_system(app: QApplication) -> None:
    appearance = Appearance(app, Look.LIGHT, system=lambda: painted("#000000", "#ffffff"))
    assert appearance.theme is LIGHT
    appearance.want(Look.SYSTEM)
    assert appearance.theme is HIGH_CONTRAST


def test_the_system_is_seen_behind_our_own_colours(app: QApplication) -> None:
    """Else what we painted white on black would be taken for the system's wish for ever."""
    app.setPalette(palette(HIGH_CONTRAST))
    appearance = Appearance(app)
    assert appearance.theme is LIGHT
    appearance.want(Look.DARK)
    app.setPalette(palette(HIGH_CONTRAST))
    appearance.follow_system()
    assert appearance.theme is DARK
    assert app.palette().color(QPalette.ColorRole.Window).name() == DARK.surface
    appearance.want(Look.SYSTEM)
    assert appearance.theme is LIGHT
