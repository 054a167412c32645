"""A fault of ours: logged, and told in one dialog with the details to copy. The only modal dialog of the program's own."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from types import TracebackType


class Trouble:
    """Shows one dialog; while it is open, further faults are only logged."""

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

    def show(self, details: str) -> None:
        """Open the dialog, without blocking the window's loop."""
        if self.box.isVisible():
            return
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

    def _clicked(self, button: object) -> None:
        if button is self._copy:
            QGuiApplication.clipboard().setText(self._details)
