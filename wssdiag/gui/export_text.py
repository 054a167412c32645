"""The text of one part of a bundle: stand-ins underlined on another ground, headings of the window's own text in bold.

Only what is in view is marked: a part may hold thousands of stand-ins, and the window waits for none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from wssdiag.gui.export_preview import Preview
from wssdiag.gui.theme import Size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QTextBlock

    from wssdiag.gui.theme import Theme

#: It takes the room that is left; with less than this there is nothing to read.
_LEAST = 120


class PartText(QPlainTextEdit):
    """To be read, selected and copied; not to be changed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview = Preview()
        self._look = QTextCharFormat()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_LEAST)
        self.set_theme(theme)

    def sizeHint(self) -> QSize:
        """As high as it must be, however long the text is."""
        return QSize(super().sizeHint().width(), _LEAST)

    def show_preview(self, preview: Preview) -> None:
        """A part as it will be written; left to right, as data is."""
        self._begin(preview, QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setPlainText(preview.text)
        self._mark()

    def show_instead(self, sentence: str) -> None:
        """Why there is no text, in its place."""
        self._begin(Preview(), QFont())
        self.unsetLayoutDirection()
        self.clear()
        self.setPlaceholderText(sentence)
        self.setAccessibleDescription(sentence)

    def show_sections(self, sections: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        """Text of the window's own: headings with their lines."""
        self._begin(Preview(), QFont())
        self.unsetLayoutDirection()
        self.clear()
        plain, bold = QTextCharFormat(), QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        cursor = QTextCursor(self.document())
        for number, (title, rows) in enumerate(sections):
            cursor.insertText(f"\n\n{title}" if number else title, bold)
            cursor.insertText("".join(f"\n{row}" for row in rows), plain)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _begin(self, preview: Preview, font: QFont) -> None:
        self._preview = preview
        self.setExtraSelections([])
        self.setAccessibleDescription("")
        self.setCurrentCharFormat(QTextCharFormat())  # else the first heading's look would be that of the next text
        font.setPixelSize(Size.SMALL)  # setFont takes the place of what the style sheet says
        self.setFont(font)

    def to_next_stand_in(self) -> str:
        """Select the next one after the cursor, after the last the first, and return it; empty where there is none."""
        here = self.textCursor()
        block = self.document().findBlock(here.selectionStart())
        at = (block.blockNumber(), here.selectionStart() - block.position())
        places = [(line, start, length) for line, spans in self._preview.spans.items() for start, length in spans]
        if not places:
            return ""
        after = (place for place in places if place[:2] > at or (place[:2] == at and not here.hasSelection()))
        line, start, length = next(after, places[0])
        self.setTextCursor(_selection(self.document().findBlockByNumber(line), start, length))
        return self.textCursor().selectedText()

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self._look.setBackground(QColor(theme.selected))
        self._look.setFontUnderline(True)
        self._mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More of it may be in view."""
        super().resizeEvent(event)
        self._mark()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Other lines are in view."""
        super().scrollContentsBy(dx, dy)
        self._mark()

    def _mark(self) -> None:
        marks = []
        for block in self._in_view() if self._preview.spans else ():
            for at, length in self._preview.spans.get(block.blockNumber(), ()):
                mark = QTextEdit.ExtraSelection()
                mark.cursor = _selection(block, at, length)  # type: ignore[attr-defined] # PySide6's stubs lack the fields
                mark.format = self._look  # type: ignore[attr-defined] # as above
                marks.append(mark)
        self.setExtraSelections(marks)

    def _in_view(self) -> Iterator[QTextBlock]:
        block = self.cursorForPosition(QPoint(0, 0)).block()
        last = self.cursorForPosition(QPoint(0, self.viewport().height())).blockNumber()
        while block.isValid() and block.blockNumber() <= last:
            yield block
            block = block.next()


def _selection(block: QTextBlock, at: int, length: int) -> QTextCursor:
    made = QTextCursor(block)
    made.setPosition(block.position() + at)
    made.setPosition(block.position() + at + length, QTextCursor.MoveMode.KeepAnchor)
    return made
