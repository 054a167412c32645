"""The head of the window: what the program knows of this computer in one sentence, the reasons on demand, the depth switch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from wssdiag.gui.icons import icon, pixmap
from wssdiag.gui.screens import keyed
from wssdiag.gui.style import label
from wssdiag.gui.switch import Switch
from wssdiag.gui.theme import SPACE, Size, Theme
from wssdiag.gui.words import mode_sentence, plain
from wssdiag.report import wording
from wssdiag.report.retold.facts import fact_value
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.gui.aside import Aside
    from wssdiag.model.mode import Mode
    from wssdiag.model.report import NetworkState

#: Up to here the sentence has the size of the body, in pixels: a longer one would push the smallest window wider.
_LONGEST = 480

#: Reasons in view; a mode rests on a handful.
_REASONS = 6


class Header(QFrame):
    """``depth_changed`` when the technician's depth is switched, ``aside_wanted`` when the menu leads elsewhere."""

    depth_changed = Signal(bool)
    aside_wanted = Signal(object)  # an Aside

    def __init__(self, theme: Theme, asides: Sequence[Aside] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bar")
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, SPACE, 2 * SPACE, SPACE)
        column.setSpacing(SPACE // 2)
        row = QHBoxLayout()
        row.setSpacing(SPACE // 2)
        self.mark = QLabel()
        brand = label("brand")
        brand.setText("wssdiag")
        brand.setWordWrap(False)
        self.mode = QPushButton()
        self.mode.setProperty("look", "row")
        self.mode.setCheckable(True)
        self.mode.setToolTip(_("Shows how this was told (Ctrl+I)"))
        self.depth_switch = Switch(_("For technicians"), theme)
        self.depth_switch.setToolTip(_("Shows the evidence beside everything (Ctrl+T)"))
        row.addWidget(self.mark)
        row.addItem(_gap(SPACE // 2))
        row.addWidget(brand)
        row.addItem(_gap(2 * SPACE + SPACE // 2))
        row.addWidget(self.mode)
        row.addStretch(1)
        row.addWidget(self.depth_switch)
        row.addItem(_gap(SPACE // 2))
        row.addWidget(self._menu(asides))
        column.addLayout(row)
        self.reasons = label("small")
        self.reasons.setContentsMargins(SPACE, 0, 0, SPACE)
        self.reasons.setVisible(False)
        column.addWidget(self.reasons)
        self.mode.toggled.connect(self._unfold)
        self.depth_switch.toggled.connect(self.depth_changed)
        self.set_theme(theme)
        self.show_mode(None)

    def _menu(self, asides: Sequence[Aside]) -> QPushButton:
        """The way to what stands beside the matter; not shown where there is nothing."""
        self.more = QPushButton(_("More"))
        self.more.setProperty("look", "quiet")
        self.more.setVisible(bool(asides))
        self.more.setToolTip(_("F10"))
        keyed(self.more, "F10")
        menu = QMenu(self.more)
        for aside in asides:
            action = menu.addAction(f"{aside.title}\t{aside.keys}")  # the window owns the key: two owners would make it ambiguous
            action.triggered.connect(lambda _checked=False, wanted=aside: self.aside_wanted.emit(wanted))
        self.more.setMenu(menu)
        turned = {Qt.LayoutDirection.LeftToRight: Qt.LayoutDirection.RightToLeft}
        self.more.setLayoutDirection(turned.get(self.layoutDirection(), Qt.LayoutDirection.LeftToRight))  # the arrow stands behind the word
        return self.more

    def show_mode(self, mode: Mode | None, network: NetworkState | None = None) -> None:
        """The sentence, and its reasons for when they are wanted."""
        self.show_sentence(mode_sentence(mode, network))
        self.mode.setEnabled(mode is not None)
        self.reasons.setText(_reasons(mode))

    def show_sentence(self, sentence: str) -> None:
        """Only the sentence, in other words."""
        self.mode.setText(sentence)
        font = self.mode.font()
        font.setPixelSize(Size.BODY.value)
        is_long = QFontMetrics(font).horizontalAdvance(sentence) > _LONGEST
        self.mode.setStyleSheet(f"font-size: {Size.SMALL.value}px" if is_long else "")
        self.mode.setAccessibleName(sentence)

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.theme = theme
        self.depth_switch.theme = theme
        self.mark.setPixmap(pixmap("wssdiag", theme.accent, 24))
        self._dress()

    def _unfold(self, unfolded: bool) -> None:  # noqa: FBT001 - a Qt slot
        self.reasons.setVisible(unfolded)
        self._dress()

    def _dress(self) -> None:
        self.mode.setIcon(icon("chevron-up" if self.mode.isChecked() else "chevron-down", self.theme.muted))
        self.more.setIcon(icon("chevron-down", self.theme.accent))


def _gap(width: int) -> QSpacerItem:
    """Room between two parts, which they give up where the sentence is long."""
    return QSpacerItem(width, 0, QSizePolicy.Policy.Maximum)


def _reasons(mode: Mode | None) -> str:
    if mode is None:
        return ""
    lines = [plain(f"{retold(one.says)}  ({one.fact} = {fact_value(one.value)})") for one in mode.evidence[:_REASONS]]
    if mode.rivals:
        lines.append(_("It could also be: {methods}").format(methods=", ".join(wording.method(one) for one in mode.rivals)))
    lines += [plain(retold(one)) for one in mode.contradictions[:_REASONS]]
    return "\n".join(lines) or _("Nothing on this computer points to a connection method.")
