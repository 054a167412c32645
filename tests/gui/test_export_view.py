"""The content of a part, and where it begins: what is empty says so, and the words of the column stand below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.gui import export_samples
from tests.gui.test_export_screen import down_to, looked_at, ready

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import MakeDesk

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


def test_a_part_that_is_empty_says_so(qtbot: QtBot, desk: MakeDesk) -> None:
    at = ready(qtbot, looked_at(qtbot, desk, contents=export_samples.silent()))
    down_to(qtbot, at, "Log")
    text = at.export.view.text
    assert (text.toPlainText(), text.placeholderText(), text.accessibleDescription()) == ("", *["This part is empty."] * 2)
    assert not at.export.view.words.isVisible(), "there is nothing to look for"
    at.export.tree.setCurrentItem(at.export.tree.topLevelItem(0))
    assert text.accessibleDescription() == ""


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_words_of_the_switch_begin_where_the_words_above_them_do(qtbot: QtBot, desk: MakeDesk, direction: Qt.LayoutDirection) -> None:
    at = ready(qtbot, looked_at(qtbot, desk))
    at.window.setLayoutDirection(direction)
    switch, line = at.export.capture, at.export.readers
    words = switch._words.translated(switch.mapTo(at.window, QPoint()))
    below = line.rect().translated(line.mapTo(at.window, QPoint()))
    right = direction is Qt.LayoutDirection.RightToLeft
    assert (words.right() if right else words.x()) == (below.right() if right else below.x())
    assert switch.rect().contains(switch._frame.toAlignedRect()), "the focus can be seen"
