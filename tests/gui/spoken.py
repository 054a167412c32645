"""The language of the windows in tests and pictures: their texts, their guides, and from which side they are read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.gui.pseudo import PSEUDO, pseudo_guides, write_translation
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.report.texts import speak

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge


class _Speaking:
    """Texts are the process's own, and the guides go with them."""

    language = "en"


def say(language: str) -> None:
    """Make the next windows in this language; ``qps`` is the made-up one, from right to left."""
    _Speaking.language = language
    if language == PSEUDO:
        with TemporaryDirectory() as folder:
            write_translation(Path(folder))
            speak(PSEUDO, Path(folder))
    else:
        speak(language)
    direction = Qt.LayoutDirection.RightToLeft if language == PSEUDO else Qt.LayoutDirection.LeftToRight
    QGuiApplication.setLayoutDirection(direction)


@cache
def _read(language: str) -> Knowledge:
    return pseudo_guides(load_knowledge("en")) if language == PSEUDO else load_knowledge(language)


def guides() -> Knowledge:
    """The real guides in that language, read once."""
    return _read(_Speaking.language)
