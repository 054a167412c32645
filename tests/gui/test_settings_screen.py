"""What a person can set is kept and takes effect; which profile is in force is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui import samples
from tests.gui.pictures import PLACES, PROFILE, window_with
from tests.gui.spoken import say
from wssdiag.gui.settings import SettingsScreen
from wssdiag.gui.theme import LIGHT
from wssdiag.gui.work import Detected
from wssdiag.model.profile import Policy, Profile
from wssdiag.session.equipment import Source
from wssdiag.settings import Language, Look, Settings

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]

FILE = Path("/etc/xdg/wssdiag/wssdiag-profile.toml")


def screen(qtbot: QtBot, kept: list[Settings], settings: Settings | None = None, problem: str = "", answer: str = "") -> SettingsScreen:
    def keep(wanted: Settings) -> str:
        kept.append(wanted)
        return answer

    made = SettingsScreen(LIGHT, settings or Settings(), keep, problem=problem, places=PLACES, candidates=(str(FILE),))
    qtbot.addWidget(made)
    made.show()
    return made


def words(of: SettingsScreen) -> str:
    labels = cast("list[QLabel]", of.findChildren(QLabel))
    return "\n".join(one.text() for one in labels if one.isVisible()).replace("\u200b", "")


def detected(profile: Profile, source: Source) -> tuple[object, ...]:
    return (Detected(samples.FACTS, samples.AGENT, {}, profile=profile, source=source),)


def test_a_choice_is_kept_at_once_and_the_look_is_told(qtbot: QtBot) -> None:
    kept: list[Settings] = []
    made = screen(qtbot, kept)
    looks: list[object] = []
    made.look_wanted.connect(looks.append)
    QTest.keyClick(made.language, Qt.Key.Key_End)
    assert kept == [Settings(language=Language.GERMAN)]
    assert looks == []
    QTest.keyClick(made.look, Qt.Key.Key_End)
    assert kept[-1] == Settings(language=Language.GERMAN, look=Look.DARK)
    assert looks == [Look.DARK]
    assert not made.warning.isVisible()


def test_what_is_in_force_is_shown(qtbot: QtBot) -> None:
    made = screen(qtbot, [], Settings(language=Language.ENGLISH, look=Look.LIGHT))
    assert (made.language.currentText(), made.look.currentText()) == ("English", "Light")


def test_the_wheel_changes_nothing(qtbot: QtBot) -> None:
    kept: list[Settings] = []
    made = screen(qtbot, kept)
    no_button, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    down = QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), no_button, no_key, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(made.look, down)
    assert kept == []


def test_settings_that_cannot_be_kept_are_told_and_hold_for_now(qtbot: QtBot) -> None:
    made = screen(qtbot, [], answer="Permission denied")
    looks: list[object] = []
    made.look_wanted.connect(looks.append)
    QTest.keyClick(made.look, Qt.Key.Key_End)
    assert looks == [Look.DARK]
    assert "This could not be kept: Permission denied" in words(made)


def test_settings_that_could_not_be_read_are_told_until_a_choice_is_kept(qtbot: QtBot) -> None:
    made = screen(qtbot, [], problem="Input data was truncated")
    assert "could not be read: Input data was truncated" in words(made)
    QTest.keyClick(made.look, Qt.Key.Key_End)
    assert "could not be read" not in words(made)


def test_a_profile_in_force_tells_where_it_came_from_and_what_it_sets(qtbot: QtBot) -> None:
    made = screen(qtbot, [])
    made.take(detected(PROFILE, Source(FILE)))
    assert str(FILE) in words(made)
    assert "Example Ltd" in words(made)
    assert "gcato2-vip1.threatpulse.net" in words(made)
    assert not made.broken.isVisible()


def test_a_broken_profile_tells_its_mistake_and_what_follows(qtbot: QtBot) -> None:
    made = screen(qtbot, [])
    careful = Profile(policy=Policy(contact_hosts="service-only", allow_fixes=()))
    made.take(detected(careful, Source(FILE, f"{FILE}: organisation: expected text, not a whole number")))
    assert "organisation: expected text" in words(made)
    assert "only the service's own hosts are contacted" in words(made)
    assert not made.profile.isVisible()


def test_the_mistake_is_told_in_the_language_of_the_window(qtbot: QtBot) -> None:
    say("de")
    try:
        made = screen(qtbot, [])
        made.take(detected(Profile(), Source(FILE, f"{FILE}: line 3, column 9: not UTF-8 text")))
        assert f"{FILE}: Zeile 3, Spalte 9: kein UTF-8-Text" in words(made)
    finally:
        say("en")


def test_no_profile_tells_where_one_is_looked_for(qtbot: QtBot) -> None:
    made = screen(qtbot, [])
    assert "still looking" in words(made)
    made.take(detected(PROFILE, Source(FILE)))
    made.take(detected(Profile(), Source()))
    assert "There is none." in words(made)
    assert str(FILE) in words(made)
    assert "Example Ltd" not in words(made)


def test_where_things_are_kept_can_be_copied(qtbot: QtBot) -> None:
    made = screen(qtbot, [])
    for name, path in PLACES:
        assert name in words(made)
        assert path in words(made)
    made.copy.click()
    assert QGuiApplication.clipboard().text().splitlines() == [f"{name}: {path}" for name, path in PLACES]
    assert made.copy.text() == "Copied"


def test_its_key_opens_it_and_esc_leads_back(qtbot: QtBot) -> None:
    window = window_with(samples.healthy(), LIGHT)
    qtbot.addWidget(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    found = window.stack.currentWidget()
    assert isinstance(found, SettingsScreen)
    assert found.language.hasFocus()
    QTest.keyClick(found.language, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is window.verdict
