"""The window comes back where it stood, and onto a screen that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from wssdiag.gui.place import keep_place, remember_place
from wssdiag.settings import Place, write_kept

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


def app() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


def window_at(qtbot: QtBot, path: Path) -> QWidget:
    """A window that was just opened."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 200)
    remember_place(app(), made, path)
    app().aboutToQuit.disconnect()
    made.show()
    return made


def test_size_and_place_come_back(qtbot: QtBot, tmp_path: Path) -> None:
    first = window_at(qtbot, tmp_path / "window.json")
    assert (first.width(), first.height()) == (300, 200)
    first.setGeometry(60, 70, 410, 320)
    first.close()
    keep_place(first, tmp_path / "window.json")
    again = window_at(qtbot, tmp_path / "window.json")
    assert again.geometry() == first.geometry()
    assert not again.isMaximized()


def test_maximised_comes_back_and_so_does_the_size_below_it(qtbot: QtBot, tmp_path: Path) -> None:
    first = window_at(qtbot, tmp_path / "window.json")
    first.setGeometry(60, 70, 410, 320)
    first.showMaximized()
    first.close()
    keep_place(first, tmp_path / "window.json")
    again = window_at(qtbot, tmp_path / "window.json")
    assert again.isMaximized()
    again.showNormal()
    assert (again.width(), again.height()) == (410, 320)


@pytest.mark.parametrize(("x", "y"), [(5000, 70), (-5000, 70), (60, 5000), (60, -5000), (795, 595), (60, -100)])
def test_where_the_screen_is_gone_it_comes_back_onto_one_that_is_there(qtbot: QtBot, tmp_path: Path, x: int, y: int) -> None:
    first = window_at(qtbot, tmp_path / "window.json")
    first.setGeometry(x, y, 410, 320)
    keep_place(first, tmp_path / "window.json")
    again = window_at(qtbot, tmp_path / "window.json")
    assert app().primaryScreen().availableGeometry().contains(again.geometry())
    assert (again.width(), again.height()) == (410, 320)


@pytest.mark.parametrize("geometry", [b"", b"no", b"\x01\xd9\xd0\xcb\x00\x03", bytes(2000)])
def test_what_is_no_place_is_left_alone(qtbot: QtBot, tmp_path: Path, geometry: bytes) -> None:
    write_kept(tmp_path / "window.json", Place(geometry=geometry))
    assert window_at(qtbot, tmp_path / "window.json").width() == 300


def test_a_place_that_cannot_be_kept_is_logged_and_no_more(qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    keep_place(window_at(qtbot, tmp_path / "none.json"), tmp_path / "file" / "window.json")
    assert "not kept" in caplog.text
