"""The offline help: one field to search by, the topics that hold the words, the chosen one to read. By the keyboard alone, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QListView, QTextEdit

from wssdiag.gui.aside import Aside
from wssdiag.gui.help_model import HelpModel, WrappedRows
from wssdiag.gui.help_page import page_of_no_result, page_of_topic
from wssdiag.gui.screens import announce
from wssdiag.gui.style import label
from wssdiag.gui.theme import COLUMN, SPACE, Theme
from wssdiag.gui.words_field import WordsField
from wssdiag.gui.work import Detected
from wssdiag.report.help import Topic, topics
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.location import Catalogue
    from wssdiag.model.report import Report

#: Two columns: the titles, and a text that is still comfortable to read.
_WIDE = COLUMN + 288
_TITLES = 288

#: Places marked in one text, and the shortest word that is: a letter or two stand in every other word.
_MARKS = 200
_SHORTEST = 3

_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class HelpScreen(Aside):
    """Opened from a finding it shows that cause."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("Help"), "F1")
        self.theme = theme
        self._known: tuple[Knowledge, Catalogue | None, str] = ({}, None, "")
        self._stale = True  # the topics are not those of what is known
        self._topic: Topic | None = None
        self.model = HelpModel(theme, self)
        self.column.parentWidget().setMaximumWidth(_WIDE)
        self._lay_out()
        self.first = self.words
        for widget in (self.words, self.titles, self.text):
            widget.installEventFilter(self)
        self.words.textChanged.connect(self._search)
        self.titles.selectionModel().currentChanged.connect(self._chosen)

    def _lay_out(self) -> None:
        self.words = WordsField(
            _("Search by words, a name, an address or a port"),
            _("Search the help"),
            _("Ctrl+F. The arrow keys choose a topic, Enter leads to its text."),
        )
        self.count = label("label")
        self.titles = QListView()
        self.titles.setAccessibleName(_("Topics"))
        self.titles.setModel(self.model)
        self.titles.setItemDelegate(WrappedRows(self.titles))
        self.titles.setWordWrap(True)
        self.titles.setResizeMode(QListView.ResizeMode.Adjust)
        self.titles.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.titles.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else the rows change their width with it
        self.titles.setFixedWidth(_TITLES)
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("The chosen topic"))
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.column.addWidget(self.words)
        self.column.addWidget(self.count)
        both = QHBoxLayout()
        both.setSpacing(2 * SPACE)
        both.addWidget(self.titles)
        both.addWidget(self.text, 1)
        self.column.addLayout(both, 1)

    def take(self, batch: tuple[object, ...]) -> None:
        """From the relay: with what is known of the computer come the guides."""
        for message in batch:
            if isinstance(message, Detected):
                self._known, self._stale = (message.knowledge, message.catalogue, message.facts.os), True
        if self._stale and self.isVisible():
            self._build()

    def opened(self, report: Report | None) -> None:  # noqa: ARG002 - the matter that is shown is enough
        """At the matter that the window shows; else where one was."""
        if self._stale:
            self._build()
        if self.about is not None:
            self.words.clear()
            self._go_to(self.model.row_of(self.about.code))
        self.words.selectAll()

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.theme = theme
        self.model.set_theme(theme)
        self._render()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the field the arrows choose a topic; Enter leads to its text; Ctrl+F leads to the field. Not for the window's own keys."""
        if event.type() not in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress} or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        find = event.matches(QKeySequence.StandardKey.Find)
        enter = event.key() in _ENTER and watched is not self.text
        move = event.key() in _MOVES and watched is self.words
        if event.matches(QKeySequence.StandardKey.Copy) and watched is self.text:
            event.accept()  # what is selected here, not the matter behind
            return event.type() is QEvent.Type.ShortcutOverride
        if not (find or enter or move):
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
        elif move:
            QCoreApplication.sendEvent(self.titles, event)
        else:
            (self.words if find else self.text).setFocus(Qt.FocusReason.ShortcutFocusReason)
            if find:
                self.words.selectAll()
        return True

    def _build(self) -> None:
        self._stale = False
        was = self._topic
        self.model.set_topics(topics(*self._known))
        self._narrowed(was.id if was is not None else "")

    def _search(self, wanted: str) -> None:
        self.model.search(wanted)
        self._narrowed("")
        announce(self, self.count.text())

    def _narrowed(self, topic_id: str) -> None:
        """Other rows: choose one of them, so that there is always something to read."""
        at = self.model.row_of(topic_id)
        self._topic = None
        self._go_to(at if at >= 0 else self.model.first())
        if self._topic is None:
            self._render()
        shown, everything = self.model.count, self.model.everything
        if shown == everything:
            text = ngettext("{count} topic", "{count} topics", everything).format(count=everything)
        else:
            text = _("{shown} of {count} topics").format(shown=shown, count=everything)
        self.count.setText(text)
        self.titles.setVisible(bool(shown))

    def _go_to(self, row: int) -> None:
        if row >= 0:
            self.titles.setCurrentIndex(self.model.index(row))
            self.titles.scrollTo(self.model.index(row), QListView.ScrollHint.PositionAtCenter)

    def _chosen(self, current: QModelIndex) -> None:
        topic = current.data(Qt.ItemDataRole.UserRole) if current.isValid() else None
        if isinstance(topic, Topic):
            self._topic = topic
            self._render()

    def _render(self) -> None:
        if self._topic is not None:
            self.text.setHtml(page_of_topic(self._topic, self.theme))
        else:
            self.text.setHtml(page_of_no_result(self.words.text(), self.theme))
        self.text.setExtraSelections(self._marks() if self._topic is not None else [])

    def _marks(self) -> list[QTextEdit.ExtraSelection]:
        """The words that were looked for, where they stand."""
        found: list[QTextEdit.ExtraSelection] = []
        document = self.text.document()
        for word in (one for one in self.words.text().split() if len(one) >= _SHORTEST):
            cursor = document.find(word)
            while not cursor.isNull() and len(found) < _MARKS:
                found.append(self._mark(cursor))
                cursor = document.find(word, cursor)
        return found

    def _mark(self, cursor: QTextCursor) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor  # type: ignore[attr-defined] # PySide6's stubs lack the fields
        mark.format.setBackground(QColor(self.theme.selected))  # type: ignore[attr-defined] # as above
        return mark
