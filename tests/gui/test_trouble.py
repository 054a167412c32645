from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox, QWidget

import wssdiag
from wssdiag.gui.screens import Screen
from wssdiag.gui.trouble import Trouble

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import MakeDesk

ROOT = Path(wssdiag.__file__).parent.parent

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


def test_the_dialog_is_worked_by_the_keyboard_alone(qtbot: QtBot, desk: MakeDesk, caplog: pytest.LogCaptureFixture) -> None:
    at = desk()
    trouble = Trouble(at.window)
    at.window.failed.connect(trouble.show)

    def fault() -> None:
        message = "made for the test"
        raise ValueError(message)

    with qtbot.captureExceptions() as caught:
        QTimer.singleShot(0, fault)
        qtbot.waitUntil(lambda: len(caught) == 1)
    trouble.excepthook(*caught[0])
    box = trouble.box
    qtbot.waitUntil(box.isActiveWindow)
    assert len([one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]) == 1
    for _step in range(4):
        focused = box.focusWidget()
        if isinstance(focused, QAbstractButton) and focused.text() == "Copy details":
            break
        QTest.keyClick(focused or box, Qt.Key.Key_Tab)
    QTest.keyClick(box.focusWidget(), Qt.Key.Key_Space)
    assert "ValueError: made for the test" in QGuiApplication.clipboard().text()
    assert "made for the test" in caplog.text
    assert not box.isVisible()
    at.window.activateWindow()  # a desktop does that by itself
    qtbot.waitUntil(at.window.isActiveWindow)
    QTest.keyClick(at.window.focusWidget() or at.window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: at.window._screen is Screen.VERDICT)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_going_on_takes_one_key(qtbot: QtBot, desk: MakeDesk, key: Qt.Key) -> None:
    at = desk()
    trouble = Trouble(at.window)
    trouble.show("Traceback\nValueError: made for the test")
    qtbot.waitUntil(trouble.box.isActiveWindow)
    QTest.keyClick(trouble.box.focusWidget() or trouble.box, key)
    assert not trouble.box.isVisible()


#: The window's own wiring, and faults in a slot, in a timer while the dialog is open, in a thread, and in every repaint.
REAL = """
import logging, sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from wssdiag.gui.relay import Relay
from wssdiag.gui.trouble import Trouble
from wssdiag.gui.work import Failed

logging.basicConfig(stream=sys.stdout, format="%(message)s")

class Painted(QPushButton):
    def paintEvent(self, event):
        raise ValueError("in a repaint")

def fault(name):
    raise ValueError(name)

def fault_of_a_thread():
    raise ValueError("in a thread")

app = QApplication([])
window = Painted()
trouble = Trouble(window)
relay = Relay()
sys.excepthook = trouble.excepthook
threading.excepthook = trouble.threadhook(relay.publish)
relay.batch.connect(lambda batch: [trouble.show(one.details) for one in batch if isinstance(one, Failed)])
shown = []
opened = trouble.box.open
trouble.box.open = lambda: (shown.append(trouble._details.strip().splitlines()[-1]), opened())
window.show()
button = QPushButton()
button.clicked.connect(lambda: fault("in a slot"))
steps = iter([
    lambda: trouble.box.done(0),
    window.repaint, window.repaint,
    button.click,
    lambda: fault("in a timer, while it is open"),
    lambda: trouble.box.done(0),
    lambda: threading.Thread(target=fault_of_a_thread).start(),
    lambda: None, lambda: None, lambda: None,
    lambda: trouble.box.done(0),
    window.repaint,
    app.quit,
])
timer = QTimer()
timer.timeout.connect(lambda: next(steps)())
timer.start(50)
app.exec()
print("SHOWN", shown)
"""


def test_faults_wherever_they_come_from_are_logged_and_each_is_shown_once() -> None:
    done = subprocess.run([sys.executable, "-c", REAL], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True)
    log, _mark, shown = done.stdout.partition("SHOWN ")
    assert [line.rpartition(": ")[2] for line in ast.literal_eval(shown)] == ["in a repaint", "in a slot", "in a thread"]
    for place in ("in a repaint", "in a slot", "in a timer, while it is open", "in a thread"):
        assert place in log
