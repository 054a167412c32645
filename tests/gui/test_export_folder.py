"""Where the file is after it was saved: its folder is shown on request, and named where no program can show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from tests.gui import export_samples
from tests.gui.pictures_export import tell
from tests.gui.test_export_screen import WHERE, looked_at, main, ready
from tests.gui.test_journeys import press
from wssdiag.gui.deeds import Deed
from wssdiag.gui.exporting import Order, Shown, Written
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import MakeDesk

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


def test_where_no_program_shows_the_folder_it_is_named_in_place(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    at.window.do(Deed.SHOW_FOLDER)
    assert at.export._order is None, "nothing is saved yet"
    at.places.append(WHERE)
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: main(at) == "Show in folder", timeout=5000)
    at.folders.not_shown = Unknown("xdg-open is not on this computer")
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(at.export.problem.isVisible, timeout=5000)
    assert at.export.problem.said.text() == "The folder could not be shown"
    assert at.export.problem.why.text() == f"Open {WHERE.parent} yourself to find the file."
    assert (at.export.headline.text(), main(at)) == ("Saved", "Show in folder")
    at.folders.not_shown = None
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not at.export.problem.isVisible(), timeout=5000)


def test_what_comes_of_the_folder_after_another_choice_is_not_told(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    tell(at.export, Written(Order(), WHERE))
    at.export.key.setText(export_samples.OTHER_KEY)
    tell(at.export, Shown(Order(), WHERE.parent, seen=False))
    assert not at.export.problem.isVisible()
