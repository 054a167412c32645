"""From the start of the process to the first painted window, offscreen. Run by :mod:`tests.bench.window` in a network of its own.

``python -m tests.bench.first_window STARTED program|bare``: STARTED is the parent's monotonic clock; prints the seconds since then.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QWidget


class _FirstPaint(QObject):
    """Notes when a window is painted for the first time, and ends the program."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self.at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.at and event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            self.at = time.monotonic()
            self._app.quit()
        return False


def main(arguments: list[str]) -> None:
    """Print the seconds."""
    app = QApplication([])
    first = _FirstPaint(app)
    app.installEventFilter(first)
    if arguments[1] == "program":
        from wssdiag.gui.app import main as open_window  # noqa: PLC0415 - its import is part of what is measured

        open_window()
    else:
        label = QLabel("wssdiag")
        label.show()
        app.exec()
    print(first.at - float(arguments[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
