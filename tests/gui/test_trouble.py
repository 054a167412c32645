from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from wssdiag.gui.trouble import Trouble

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_an_exception_in_a_slot_opens_one_dialog_with_the_details_to_copy(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    trouble = Trouble(window)
    with pytest.raises(ValueError, match="made for the test") as caught:
        int("made for the test")
    error = caught.value
    trouble.excepthook(type(error), error, error.__traceback__)
    trouble.excepthook(KeyError, KeyError("the second"), None)
    assert trouble.box.isVisible()
    assert "made for the test" in caplog.text
    assert "the second" in caplog.text
    copy = next(button for button in trouble.box.buttons() if button.text() == "Copy details")
    copy.click()
    assert "ValueError: invalid literal" in QGuiApplication.clipboard().text()
    assert "Traceback" in QGuiApplication.clipboard().text()
    assert not trouble.box.isVisible()
