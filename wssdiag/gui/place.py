"""Where the window stood: kept when the program ends, taken up at the next start. On which screen it may stand is Qt's to say."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray

from wssdiag.model.unknown import Unknown
from wssdiag.settings import Place, read_kept, write_kept

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QWidget


def remember_place(app: QApplication, window: QWidget, path: Path) -> None:
    """Put the window where it stood last, and keep where it stands at the end.

    Where that screen is gone, Qt moves it to one that is there. The end is told by ``aboutToQuit``, which also comes when a person signs
    off and nothing after the loop runs any more (Qt, QCoreApplication::exec).
    """
    place = read_kept(path, Place)
    if isinstance(place, Place):
        window.restoreGeometry(QByteArray(place.geometry))
    app.aboutToQuit.connect(partial(keep_place, window, path))


def keep_place(window: QWidget, path: Path) -> None:
    """Write it down; where that is not possible the next start is as the first one."""
    problem = write_kept(path, Place(geometry=bytes(window.saveGeometry().data())))
    if isinstance(problem, Unknown):
        logging.getLogger(__name__).warning("the place of the window is not kept: %s", problem.unknown)
