"""One part of a bundle as it will be written: its text, with the stand-ins marked, to be searched. export_preview makes what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wssdiag.gui.export_preview import SHOWN_BYTES, Preview
from wssdiag.gui.export_text import PartText
from wssdiag.gui.export_words import size
from wssdiag.gui.screens import announce
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE
from wssdiag.gui.words_field import WordsField
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from wssdiag.gui.theme import Theme

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class PartView(QWidget):
    """Shows a :class:`Preview`, or a text of the window's own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview = Preview()
        self.name = label("strong")
        self.about = label("small")
        self.words = WordsField(_("Find in this part"), _("Find in this part"), _("Ctrl+F. Enter goes to the next place."))
        self.next = QPushButton(_("Next replaced word"))
        self.next.setProperty("look", "quiet")
        self.next.setToolTip(_("F3"))
        self.text = PartText(theme)
        self.text.setAccessibleName(_("The content, as it will be written"))
        self.found = label("small")
        self.found.setVisible(False)
        self.note = label("small")
        self._lay_out()
        self.words.textChanged.connect(self._search)
        self.next.clicked.connect(self.to_next_stand_in)
        for widget in (self.words, self.text):
            widget.installEventFilter(self)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.about)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.words, 1)
        row.addWidget(self.next)
        column.addLayout(names)
        column.addLayout(row)
        column.addWidget(self.found)
        column.addWidget(self.text, 1)
        column.addWidget(self.note)

    def show_sections(self, name: str, about: str, sections: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        """Something to read that is no part of the file: headings with their lines."""
        self.text.show_sections(sections)
        self._told(name, about, "", Preview(readable=False))

    def show_part(self, name: str, about: str, preview: Preview, whole: int) -> None:
        """The beginning of a part; ``whole`` is its size in bytes."""
        if not preview.readable:
            self.show_sections(name, about, ((_("This part is no text, and cannot be shown here."), ()),))
            return
        if not preview.text:
            self.text.show_instead(_("This part is empty."))
            self._told(name, about, "", Preview(readable=False))
            return
        note = _("The first {shown} of {whole} are shown; the rest is treated the same way.")
        self.text.show_preview(preview)
        self._told(name, about, note.format(shown=size(SHOWN_BYTES), whole=size(whole)) if preview.cut else "", preview)

    def _told(self, name: str, about: str, note: str, preview: Preview) -> None:
        self._preview = preview
        self.name.setText(name)
        self.about.setText(about)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.words.setVisible(preview.readable)
        self.next.setVisible(bool(preview.spans))
        self._search()

    def to_next_stand_in(self) -> None:
        """Select it, and tell a screen reader."""
        if word := self.text.to_next_stand_in():
            announce(self, word)

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.text.set_theme(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+F leads to the field, Enter there to the next place, F3 to the next stand-in, Ctrl+C copies what is selected here."""
        if event.type() not in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress} or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.matches(QKeySequence.StandardKey.Copy) and watched is self.text:
            event.accept()  # not the matter behind
            return event.type() is QEvent.Type.ShortcutOverride
        find = event.matches(QKeySequence.StandardKey.Find)
        again = event.key() in _ENTER and watched is self.words
        stand_in = event.key() == Qt.Key.Key_F3
        if not (find or again or stand_in):
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
        elif find:
            self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.words.selectAll()
        elif stand_in:
            self.to_next_stand_in()
        else:
            self._to_next_place()
        return True

    def _search(self) -> None:
        """From the beginning, as other words are looked for, or elsewhere."""
        wanted = self.words.text() if self._preview.readable else ""
        self.found.setVisible(bool(wanted))
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        if not wanted:
            return
        count = self._preview.text.casefold().count(wanted.casefold())
        said = ngettext("Found in {count} place", "Found in {count} places", count).format(count=count)
        self.found.setText(said if count else _("Not found in this part"))
        announce(self, self.found.text())
        self._to_next_place()

    def _to_next_place(self) -> None:
        wanted = self.words.text()
        if wanted and not self.text.find(wanted):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(wanted)
