"""What a person can set, the profile in force and where it came from, and where wssdiag keeps things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wssdiag.gui.aside import Aside
from wssdiag.gui.icons import pixmap
from wssdiag.gui.pairs import Pairs
from wssdiag.gui.screens import announce, card, keyed
from wssdiag.gui.style import label
from wssdiag.gui.theme import SPACE, Theme
from wssdiag.gui.words import plain
from wssdiag.gui.work import Detected
from wssdiag.report.profile import profile_lines
from wssdiag.report.retold.refusals import told_line
from wssdiag.report.texts import gettext as _
from wssdiag.settings import Language, Look, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wssdiag.model.profile import Profile
    from wssdiag.session.equipment import Source

#: Beside the longest note that stands to its left.
_CHOICE = 208

_MARK = 20


class SettingsScreen(Aside):
    """``look_wanted`` as soon as one is chosen. ``keep`` writes the settings and says why not; empty: they are kept.

    ``problem`` is why the file of the settings could not be read. ``places`` are labels and paths, ``candidates`` where a profile is
    looked for.
    """

    look_wanted = Signal(object)  # a Look

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        keep: Callable[[Settings], str],
        *,
        problem: str = "",
        places: Sequence[tuple[str, str]] = (),
        candidates: Sequence[str] = (),
    ) -> None:
        super().__init__(_("Settings"), "Ctrl+,")
        self.theme = theme
        self._settings = settings
        self._keep = keep
        self._places = tuple(places)
        self._candidates = tuple(candidates)
        headline = label("headline")
        headline.setText(_("Settings"))
        self.column.addWidget(headline)
        self.warning = _Warning()
        self.column.addWidget(self.warning)
        self._lay_out_choices()
        self._lay_out_profile()
        self._lay_out_places()
        self.column.addStretch(1)
        self.first = self.language
        self.set_theme(theme)
        if problem:
            self.warning.say(
                _("Your settings could not be read: {problem}").format(problem=plain(told_line(problem))),
                _("The usual ones are in force. As soon as you choose one below, they are written anew."),
            )

    def take(self, batch: tuple[object, ...]) -> None:
        """From the relay: with what is known of the computer comes the profile."""
        for message in batch:
            if isinstance(message, Detected) and message.profile is not None and message.source is not None:
                self._show_profile(message.profile, message.source)

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.theme = theme
        for warning in (self.warning, self.broken):
            warning.dress(theme)

    def _lay_out_choices(self) -> None:
        frame, inside = card(SPACE + SPACE // 2)
        self.language = _Choice(
            _("Language"),
            ((Language.SYSTEM, _("As this computer")), (Language.ENGLISH, "English"), (Language.GERMAN, "Deutsch")),
            self._settings.language,
        )
        self.look = _Choice(
            _("Appearance"),
            ((Look.SYSTEM, _("As this computer")), (Look.LIGHT, _("Light")), (Look.DARK, _("Dark"))),
            self._settings.look,
        )
        inside.addLayout(_row(self.language, _("Takes effect when wssdiag is started the next time.")))
        inside.addLayout(_row(self.look, _("Takes effect at once. As this computer: its light, dark or high-contrast look.")))
        self.language.currentIndexChanged.connect(self._chosen)
        self.look.currentIndexChanged.connect(self._chosen)
        self.column.addWidget(frame)

    def _lay_out_profile(self) -> None:
        frame, inside = self._section(_("Your organisation's profile"))
        self.profile_lead = label()
        self.profile_file = label("small")
        self.broken = _Warning(framed=False)
        self.profile = Pairs()
        for widget in (self.profile_lead, self.profile_file, self.broken, self.profile):
            inside.addWidget(widget)
        self.profile_file.setVisible(False)
        self.profile_lead.setText(_("wssdiag is still looking for it."))
        self.column.addWidget(frame)

    def _lay_out_places(self) -> None:
        pairs = Pairs()
        self.copy = QPushButton(_("Copy these places"))
        self.copy.setProperty("look", "quiet")
        self.copy.clicked.connect(self._copy)
        self.copy.setToolTip(_("Ctrl+Shift+C"))
        keyed(self.copy, "Ctrl+Shift+C")
        frame, inside = self._section(_("Where wssdiag keeps things"), self.copy)
        inside.addWidget(pairs)
        self.column.addWidget(frame)
        pairs.show_pairs(self._places)  # now that it is a part of the page: what is shown alone is a window

    def _section(self, title: str, deed: QPushButton | None = None) -> tuple[QWidget, QVBoxLayout]:
        frame, inside = card()
        head = label("strong")
        head.setText(title)
        row = QHBoxLayout()
        row.addWidget(head, 1)
        if deed is not None:
            row.addWidget(deed)
        inside.addLayout(row)
        return frame, inside

    def _show_profile(self, profile: Profile, source: Source) -> None:
        lines: tuple[tuple[str, str], ...] = ()
        if source.file is None:
            lead = _("There is none. wssdiag goes by what the service documents, and looks for a profile here:")
            places = "\n".join(self._candidates)
        elif source.problem:
            lead, places = _("There is one with a mistake, and it is not used."), ""
            self.broken.say(
                plain(told_line(source.problem)),
                _("Until it is put right, only the service's own hosts are contacted, and only harmless fixes are offered."),
            )
        else:
            lead, places = _("This is in force. It comes from:"), str(source.file)
            lines = profile_lines(profile)
        self.profile_lead.setText(lead)
        self.profile_file.setText(plain(places))
        self.profile_file.setVisible(bool(places))
        self.profile.show_pairs(lines)

    def _chosen(self) -> None:
        wanted = replace(self._settings, language=Language(self.language.currentData()), look=Look(self.look.currentData()))
        if wanted.look is not self._settings.look:
            self.look_wanted.emit(wanted.look)
        self._settings = wanted
        problem = self._keep(wanted)
        self.warning.setVisible(bool(problem))
        if problem:
            self.warning.say(
                _("This could not be kept: {problem}").format(problem=plain(told_line(problem))),
                _("It holds until wssdiag is closed."),
            )
            announce(self, self.warning.head.text())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(f"{name}: {path}" for name, path in self._places))
        self.copy.setText(_("Copied"))
        announce(self, _("Copied"))


class _Choice(QComboBox):
    """A few values, one of them in force. The wheel scrolls the page over it and changes nothing."""

    def __init__(self, name: str, values: Sequence[tuple[str, str]], chosen: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedWidth(_CHOICE)
        self.setMinimumHeight(4 * SPACE)
        for value, text in values:
            self.addItem(text, value)
        self.setCurrentIndex([value for value, _text in values].index(chosen))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """For the page."""
        event.ignore()


class _Warning(QWidget):
    """A shape, what is amiss, and what follows. Not shown before there is something to say."""

    def __init__(self, *, framed: bool = True) -> None:
        super().__init__()
        frame, inside = card(SPACE // 2)
        if not framed:
            frame.setProperty("look", "")
            inside.setContentsMargins(0, 0, 0, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.mark = QLabel()
        self.mark.setFixedSize(_MARK, _MARK)
        self.head = label()
        self.rest = label("muted")
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(SPACE // 2)
        words.addWidget(self.head)
        words.addWidget(self.rest)
        row.addLayout(words, 1)
        inside.addLayout(row)
        self.mark.setAccessibleName(_("Needs attention"))
        self.setVisible(False)

    def say(self, head: str, rest: str) -> None:
        """Show it."""
        self.head.setText(head)
        self.rest.setText(rest)
        self.setVisible(True)

    def dress(self, theme: Theme) -> None:
        """New colours."""
        self.mark.setPixmap(pixmap("state-attention", theme.attention, _MARK))


def _row(choice: _Choice, note: str) -> QHBoxLayout:
    """What it is, and when it takes effect; the choice to the right."""
    name = label("strong")
    name.setText(choice.accessibleName())
    small = label("small")
    small.setText(note)
    words = QVBoxLayout()
    words.setSpacing(SPACE // 2)
    words.addWidget(name)
    words.addWidget(small)
    row = QHBoxLayout()
    row.setSpacing(2 * SPACE)
    row.addLayout(words, 1)
    row.addWidget(choice, 0, Qt.AlignmentFlag.AlignVCenter)
    return row
