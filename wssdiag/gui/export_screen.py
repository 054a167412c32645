"""What support gets, seen before it is written: the parts, their content, what was replaced, who can read it.

Owns what the person chooses of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wssdiag.bundle.contents import Part, Role
from wssdiag.gui.aside import Aside
from wssdiag.gui.deeds import Deed
from wssdiag.gui.export import BUNDLE, PAGE
from wssdiag.gui.export_foot import State, foot_of
from wssdiag.gui.export_parts import PartsTree
from wssdiag.gui.export_view import PartView
from wssdiag.gui.export_words import is_key, missing_line, overview, part_explained, readers, replaced_in, replaced_line, size
from wssdiag.gui.exporting import Prepared, Refused, Shown, Written
from wssdiag.gui.problem import ProblemCard
from wssdiag.gui.screens import announce, keyed
from wssdiag.gui.style import label
from wssdiag.gui.switch import Switch
from wssdiag.gui.theme import COLUMN, SPACE
from wssdiag.gui.words import plain
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from wssdiag.bundle.contents import Contents
    from wssdiag.gui.deeds import Foot
    from wssdiag.gui.export import AskWhere
    from wssdiag.gui.exporting import Exporting, Order
    from wssdiag.gui.relay import Relay
    from wssdiag.gui.theme import Theme
    from wssdiag.model.report import Report

#: Two columns, as in the help: what is in it, and a text that is still comfortable to read.
_WIDE = COLUMN + 288
_PARTS = 336

#: In a narrow window both columns give way, down to this.
_PARTS_NARROW = 296


class ExportScreen(Aside):
    """``ask`` is the dialog of files. ``live``: the report is of now, so that this computer's raw settings belong to it."""

    def __init__(self, exporting: Exporting, relay: Relay, theme: Theme, ask: AskWhere, *, live: bool = True) -> None:
        super().__init__(_("Save for support"), "Ctrl+S")
        self._exporting = exporting
        self._ask = ask
        self._report: Report | None = None
        self._prepared: Prepared | None = None
        self._order: Order | None = None  # the one whose answer is waited for
        self._state = State.EMPTY
        self._note = ""
        self._path = Path()  # of what was written last
        self._lay_out(theme, live=live)
        self.tree.chosen.connect(self._show_part)
        self.tree.left_changed.connect(self._chosen_anew)
        self.capture.toggled.connect(self._prepare)
        self.key.textChanged.connect(self._chosen_anew)
        relay.batch.connect(self._take)
        QShortcut(QKeySequence("Alt+S"), self).activated.connect(lambda: self.do(Deed.SAVE))
        self._go(State.EMPTY)

    # Layout

    def _lay_out(self, theme: Theme, *, live: bool) -> None:
        self.column.parentWidget().setMaximumWidth(_WIDE)
        self.headline = label("headline")
        self.lead = label("muted")
        self.counts = label("muted")
        self.problem = ProblemCard("", theme)
        for widget in (self.headline, self.lead, self.counts, self.problem):
            self.column.addWidget(widget)
        self.both = QWidget()
        row = QHBoxLayout(self.both)
        row.setContentsMargins(0, SPACE, 0, 0)
        row.setSpacing(2 * SPACE)
        left = QWidget()
        left.setMinimumWidth(_PARTS_NARROW)
        left.setMaximumWidth(_PARTS)
        self._lay_out_left(QVBoxLayout(left), theme, live=live)
        self.view = PartView(theme)
        row.addWidget(left, 1)
        row.addWidget(self.view, 1)
        self.tree.installEventFilter(self.view)
        self.column.addWidget(self.both, 1)
        self.column.addStretch(0)

    def _lay_out_left(self, column: QVBoxLayout, theme: Theme, *, live: bool) -> None:
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self.tree = PartsTree(theme)
        self.capture = Switch(_("Raw settings, too"), theme, flush=True)
        self.capture.setToolTip(_("Reads the settings of this computer anew; private parts are replaced there as well (Alt+R)."))
        keyed(self.capture, "Alt+R")
        self.capture.setVisible(live)
        readers_label = label("label")
        readers_label.setText(_("Who can read the file"))
        self.readers = label("small")
        self.key = QLineEdit()
        self.key.setPlaceholderText(_("Key of your support, if you have one"))
        self.key.setAccessibleName(_("Key to encrypt the file for"))
        self.not_encrypted = label("small")
        self.not_encrypted.setText(_("The summary and the page alone are not encrypted."))
        column.addWidget(self.tree, 1)
        column.addWidget(self.capture)
        for widget in (readers_label, self.readers, self.key, self.not_encrypted):
            column.addWidget(widget)

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.problem.set_theme(theme)
        self.tree.set_theme(theme)
        self.capture.theme = theme
        self.capture.update()
        self.view.set_theme(theme)

    # What the person does

    def opened(self, report: Report | None) -> None:
        """Of another report all is made anew; of the same one the choices stay."""
        if report is None or report is not self._report or self._state is State.NOT_READY:
            self._report, self._prepared, self._order, self.first = report, None, None, None
            self.tree.include_all()
            self._prepare()
        elif self._state is State.SAVED:
            self._go(State.READY)

    def foot(self) -> Foot:
        """By how far it is."""
        return foot_of(self._state, page=bool(self._data(Role.PAGE)), savable=self._recipients is not None, note=self._note)

    def do(self, deed: Deed) -> bool:
        """Save, save the page, show the folder, copy the summary; nothing of it while something is on its way."""
        if self._prepared is None or self._state not in {State.READY, State.SAVED}:
            return deed not in {Deed.HOME, Deed.BACK}
        if deed is Deed.SAVE:
            self._save(self._prepared)
        elif deed is Deed.SAVE_PAGE:
            self._save_page(self._prepared)
        elif deed is Deed.SHOW_FOLDER and self._state is State.SAVED:
            self._order = self._exporting.show(self._path.parent)
        elif deed is Deed.COPY_SUMMARY:
            QGuiApplication.clipboard().setText(self._prepared.summary)
            self._say(_("The summary is copied."))
        else:
            return deed not in {Deed.HOME, Deed.BACK}
        return True

    def _prepare(self) -> None:
        if self._report is None:
            self._go(State.EMPTY)
            return
        self._order = self._exporting.prepare(self._report, with_capture=self.capture.isChecked())
        self._go(State.PREPARING)

    def _save(self, prepared: Prepared) -> None:
        recipients = self._recipients
        path = self._ask(self, self._proposed(prepared, BUNDLE)) if recipients is not None else None
        if path is not None and recipients is not None:
            self._order = self._exporting.write(prepared.bundling, prepared.contents.without(self.tree.left_out), path, recipients)
            self._go(State.SAVING)

    def _save_page(self, prepared: Prepared) -> None:
        page = self._data(Role.PAGE)
        if page and (path := self._ask(self, self._proposed(prepared, PAGE))):
            self._order = self._exporting.write_page(page, path)
            self._go(State.SAVING)

    def _proposed(self, prepared: Prepared, ending: str) -> str:
        return f"wssdiag-{prepared.contents.started[:10]}{ending}"

    def _chosen_anew(self) -> None:
        """Other parts, or another key: what was saved is another file now."""
        if self._prepared is not None and self._state in {State.READY, State.SAVED}:
            self._go(State.READY)

    @property
    def _recipients(self) -> tuple[str, ...] | None:
        """For whom it is encrypted: the organisation, else the key that was pasted, else nobody. None: what was pasted is no key."""
        own, pasted = self._prepared.bundling.recipient if self._prepared is not None else "", self.key.text().strip()
        if own or not pasted:
            return (own,) if own else ()
        return (pasted,) if is_key(pasted) else None

    def _data(self, role: Role) -> bytes:
        parts = self._prepared.contents.parts if self._prepared is not None else ()
        return next((part.data for part in parts if part.role is role), b"")

    # What the worker says

    def _take(self, batch: tuple[object, ...]) -> None:
        for message in batch:
            if not isinstance(message, Prepared | Written | Shown | Refused) or message.order is not self._order:
                continue
            self._order = None
            match message:
                case Prepared():
                    self._take_prepared(message)
                case Written():
                    self._path = message.path
                    self._go(State.SAVED)
                    announce(self, self.lead.text())
                case Shown() if self._state is State.SAVED:
                    self._shown(message)
                case Refused():
                    self._refused(message.problem)

    def _take_prepared(self, message: Prepared) -> None:
        first = self._prepared is None
        self._prepared = message
        self.tree.show_contents(message.contents)
        self._tick_capture(message.contents)
        self._go(State.READY)
        self.first = self.tree
        if first and self.isVisible():
            self.tree.setFocus()  # what waited for it could not take the focus

    def _refused(self, problem: str) -> None:
        saving = self._state is State.SAVING
        self.problem.said.setText(_("It could not be saved") if saving else _("It could not be made ready"))
        if self._prepared is not None:
            self._tick_capture(self._prepared.contents)
        self._go(State.READY if self._prepared is not None else State.NOT_READY)
        self._tell(plain(problem) or _("A fault of wssdiag itself is in the way."))

    def _shown(self, message: Shown) -> None:
        self.problem.say("")
        if not message.seen:
            self.problem.said.setText(_("The folder could not be shown"))
            self._tell(_("Open {folder} yourself to find the file.").format(folder=plain(str(message.folder))))

    def _tell(self, why: str) -> None:
        self.problem.say(why)
        announce(self, f"{self.problem.said.text()}. {why}")

    def _tick_capture(self, contents: Contents) -> None:
        """As it is, whatever was asked for: the asking may have failed."""
        self.capture.blockSignals(True)
        self.capture.setChecked(any(part.role is Role.CAPTURE for part in contents.parts))
        self.capture.blockSignals(False)

    # What is shown

    def _go(self, state: State) -> None:
        self._state, self._note = state, ""
        self.problem.say("")
        headline, lead = _head(state, self._path) if state is State.SAVED or self._prepared is None else _seen()
        if headline != self.headline.text():
            announce(self, headline)
        self.headline.setText(headline)
        self.lead.setText(lead)
        self.both.setVisible(self._prepared is not None)
        self.counts.setVisible(self._prepared is not None)
        if self._prepared is not None:
            self._show_chosen(self._prepared)
        self.changed.emit()

    def _show_chosen(self, prepared: Prepared) -> None:
        """What follows from the parts that are chosen, and from the key."""
        pasted = self.key.text().strip()
        self.readers.setText(readers(prepared.bundling.recipient, pasted))
        self.key.setVisible(not prepared.bundling.recipient)
        if is_key(pasted):
            self.key.setCursorPosition(0)  # its beginning is what a person compares
        self.not_encrypted.setVisible(bool(prepared.bundling.recipient) or is_key(pasted))
        contents = prepared.contents.without(self.tree.left_out)
        self.counts.setText("; ".join(line for line in (replaced_line(contents), missing_line(contents)) if line))

    def _show_part(self, part: Part | None) -> None:
        if self._prepared is None:
            return
        if part is None:
            self.view.show_sections(
                _("Overview"), _("What happened to what is private, and what each part is."), overview(self._prepared.contents)
            )
            return
        count = replaced_in(self._prepared.contents, part.name)
        stand_ins = ngettext("{count} replaced", "{count} replaced", count).format(count=count)
        about = f"{part_explained(part.role)} {size(len(part.data))}, {stand_ins}"
        self.view.show_part(plain(part.name), about, self._prepared.previews[part.name], len(part.data))

    def _say(self, note: str) -> None:
        self._note = note
        announce(self, note)
        self.changed.emit()


def _head(state: State, path: Path) -> tuple[str, str]:
    """Headline and sentence while there is nothing to look at, and when it is saved."""
    if state is State.SAVED:
        return _("Saved"), _("{name} is in {folder}. Send it to your support.").format(
            name=plain(path.name), folder=plain(str(path.parent))
        )
    if state is State.PREPARING:
        return _("Making it ready"), _("What is private is being replaced. Nothing is sent.")
    if state is State.NOT_READY:
        return _("There is nothing that could be sent"), _("Nothing was written.")
    return _("There is nothing to save yet"), _("Check this computer first. Then you see here what support would get.")


def _seen() -> tuple[str, str]:
    """The same while it is looked at."""
    return (
        _("What support will get"),
        _("Underlined words stand for something private. Untick what you don't want to send."),
    )
