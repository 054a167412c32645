"""From the start of the process to a window that can be used. Run by :mod:`tests.bench.window`, offscreen.

``python -m tests.bench.first_window STARTED program|bare``: STARTED is the parent's monotonic clock; prints the seconds since then.
"""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QAbstractEventDispatcher
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QVBoxLayout, QWidget


class _Usable:
    """Notes when nothing is left to do for a window that is seen and whose button can be pressed: it was painted, and a key is answered.

    No event filter: thousands of events would each make a call into Python, and that would be measured too.
    """

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self.at = 0.0
        self.computed = 0.0
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self._idle)

    def _idle(self) -> None:
        button = self._app.focusWidget()
        window = self._app.focusWindow()
        if not self.at and window is not None and window.isExposed() and isinstance(button, QPushButton) and button.isEnabled():
            self.at = time.monotonic()
            self.computed = time.process_time()
            self._app.quit()


def main(arguments: list[str]) -> None:
    """Print the seconds, and those of them in which the processor worked for this process."""
    app = QApplication([])
    seen = _Usable(app)
    if arguments[1] == "program":
        from wssdiag.gui.app import main as open_window  # noqa: PLC0415 - its import is part of what is measured

        open_window()
    else:
        window = QMainWindow()
        page = QWidget()
        button = QPushButton("wssdiag")
        QVBoxLayout(page).addWidget(button)
        window.setCentralWidget(page)
        button.setFocus()
        window.show()
        app.exec()
    print(json.dumps({"usable": seen.at - float(arguments[0]), "computed": seen.computed}))


if __name__ == "__main__":
    main(sys.argv[1:])
