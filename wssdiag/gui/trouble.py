"""A fault of ours: logged, and told in one dialog with the details to copy. The only modal dialog of the program's own."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from wssdiag.gui.work import Failed
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from types import TracebackType


class Trouble:
    """Shows one dialog; while it is open, further faults are only logged. The same fault is shown once: one in a paint event comes back."""

    def __init__(self, parent: QWidget) -> None:
        self.box = QMessageBox(parent)
        self.box.setIcon(QMessageBox.Icon.Warning)
        self.box.setWindowTitle(_("Something went wrong in wssdiag"))
        self.box.setText(_("wssdiag itself made a mistake. This says nothing about your network."))
        self.box.setInformativeText(_("You can go on. The details help the people who maintain wssdiag."))
        self._copy = self.box.addButton(_("Copy details"), QMessageBox.ButtonRole.ActionRole)
        self._close = self.box.addButton(_("Go on"), QMessageBox.ButtonRole.AcceptRole)
        self.box.setDefaultButton(self._close)
        self.box.setEscapeButton(self._close)
        self.box.buttonClicked.connect(self._clicked)
        self._details = ""
        self._told: set[str] = set()

    def show(self, details: str) -> None:
        """Open the dialog, without blocking the window's loop."""
        place = _place(details)
        if self.box.isVisible() or place in self._told:
            return
        self._told.add(place)
        self._details = details
        self.box.open()

    def excepthook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """For ``sys.excepthook``: an exception that left a slot."""
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        logging.getLogger(__name__).error("an exception left a slot\n%s", details)
        self.show(details)

    def threadhook(self, publish: Callable[[object], None]) -> Callable[[threading.ExceptHookArgs], None]:
        """For ``threading.excepthook``: an exception that ended a thread. ``publish`` brings it to the main thread, where dialogs live."""

        def hook(args: threading.ExceptHookArgs) -> None:
            if issubclass(args.exc_type, SystemExit):
                return
            details = "".join(traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback))
            logging.getLogger(__name__).error("an exception ended a thread\n%s", details)
            publish(Failed(0, details))

        return hook

    def _clicked(self, button: object) -> None:
        if button is self._copy:
            QGuiApplication.clipboard().setText(self._details)


def _place(details: str) -> str:
    """Where the fault was, in a traceback: the way there, and the words, differ from one time to the next."""
    return next((line for line in reversed(details.splitlines()) if line.lstrip().startswith('File "')), details)
