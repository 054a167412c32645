"""From the start of the process to a window that is painted, and that can be used. Run by :mod:`tests.bench.window`, offscreen.

``python -m tests.bench.first_window STARTED program|bare``: STARTED is the parent's monotonic clock; prints the seconds since then.
"""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QVBoxLayout, QWidget


class _Usable(QObject):
    """Notes when a window is painted for the first time, and when it then has nothing left to do: a key would be answered at once."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self.painted = 0.0
        self.usable = 0.0
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self._idle)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.painted and event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            self.painted = time.monotonic()
        return False

    def _idle(self) -> None:
        if self.painted and not self.usable:
            self.usable = time.monotonic()
            self._app.quit()


def main(arguments: list[str]) -> None:
    """Print the seconds."""
    app = QApplication([])
    seen = _Usable(app)
    app.installEventFilter(seen)
    if arguments[1] == "program":
        from wssdiag.gui.app import main as open_window  # noqa: PLC0415 - its import is part of what is measured

        open_window()
    else:
        window = QMainWindow()
        page = QWidget()
        QVBoxLayout(page).addWidget(QPushButton("wssdiag"))
        window.setCentralWidget(page)
        window.show()
        app.exec()
    began = float(arguments[0])
    print(json.dumps({"painted": seen.painted - began, "usable": seen.usable - began}))


if __name__ == "__main__":
    main(sys.argv[1:])
