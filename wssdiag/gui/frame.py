"""The window's parts and where they stand: header, path, screens, pane, foot. Made once; what a deed starts is not decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wssdiag.gui.changes import ChangesScreen
from wssdiag.gui.details import DetailsScreen
from wssdiag.gui.foot import FootBar
from wssdiag.gui.guide import GuideScreen
from wssdiag.gui.header import Header
from wssdiag.gui.icons import icon
from wssdiag.gui.pane import EvidencePane
from wssdiag.gui.path_view import PathView
from wssdiag.gui.running import RunningScreen
from wssdiag.gui.screens import announce
from wssdiag.gui.start import StartScreen
from wssdiag.gui.theme import COLUMN, SPACE, Theme
from wssdiag.gui.verdict import VerdictScreen
from wssdiag.report.path import path_before, path_of, path_while
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.gui.aside import Aside
    from wssdiag.gui.progress import Progress
    from wssdiag.model.mode import Mode
    from wssdiag.model.report import Report

#: Fits a laptop of 1366 x 768 with a task bar, and nothing is cut.
SIZE = (1024, 700)


class Frame(QMainWindow):
    """Made in the order of reading, which is the order of the Tab key."""

    system_look_changed = Signal()

    def __init__(self, theme: Theme, asides: Sequence[Aside] = ()) -> None:
        super().__init__()
        self.asides = tuple(asides)
        self.setWindowTitle("wssdiag")
        self.resize(*SIZE)
        self.header = Header(theme, self.asides)
        self.path = PathView(theme)
        self.start = StartScreen()
        self.running = RunningScreen()
        self.verdict = VerdictScreen(theme)
        self.guide = GuideScreen(theme)
        self.details = DetailsScreen(theme)
        self.changes = ChangesScreen(theme)
        self.stack = QStackedWidget()
        for screen in (self.start, self.running, self.verdict, self.guide, self.details, self.changes, *self.asides):
            self.stack.addWidget(screen)
        self.pane = EvidencePane(theme)
        self.details.note_chosen.connect(self.pane.show_note)
        self.foot = FootBar()
        page = QWidget()
        page.setObjectName("page")
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addLayout(self._middle(), 1)
        whole.addWidget(self.foot)
        self.setCentralWidget(page)
        for keys, close in (("Ctrl+W", self.close), ("Ctrl+Q", QApplication.closeAllWindows)):
            QShortcut(QKeySequence(keys), self).activated.connect(close)
        self.set_theme(theme)

    def _middle(self) -> QHBoxLayout:
        way = QHBoxLayout()
        way.setContentsMargins(SPACE, 2 * SPACE, SPACE, 0)
        self.path.setMaximumWidth(COLUMN + 6 * SPACE)
        way.addStretch(1)
        way.addWidget(self.path, 1000)
        way.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(way)
        left.addWidget(self.stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left, 1)
        middle.addWidget(self.pane)
        return middle

    def set_theme(self, theme: Theme) -> None:
        """New colours, live."""
        self.setWindowIcon(icon("wssdiag", theme.accent, 64))
        self.header.set_theme(theme)
        self.path.set_theme(theme)
        self.verdict.set_theme(theme)
        self.guide.set_theme(theme)
        self.details.set_theme(theme)
        self.changes.set_theme(theme)
        self.pane.set_theme(theme)
        for aside in self.asides:
            aside.set_theme(theme)

    def event(self, event: QEvent) -> bool:
        """The system looks otherwise now; or the screen is another one, for which the pictures are drawn anew."""
        if event.type() is QEvent.Type.ThemeChange:
            self.system_look_changed.emit()
        elif event.type() is QEvent.Type.DevicePixelRatioChange:
            self.set_theme(self.header.theme)
        return super().event(event)

    def show_way(self, mode: Mode | None, progress: Progress | None, report: Report | None) -> None:
        """The sentence in the head and the path: of the run under way, else of the report, else of what is known before."""
        method = mode.method if mode is not None else None
        self.details.show_report(report if progress is None else None)
        if progress is not None:
            self.path.show_path(path_while(method, progress.ids_under_way, progress.results))
        else:
            self.path.show_path(path_before(method) if report is None else path_of(report))
        self.path.setEnabled(progress is not None or report is not None)
        self.header.show_mode(mode, report.network if report is not None and progress is None else None)

    def press(self) -> None:
        """Enter: the button that has the focus, else the main one."""
        widget = QApplication.focusWidget()
        if isinstance(widget, QAbstractButton):
            widget.click()
        elif isinstance(widget, QComboBox):
            widget.showPopup()
        else:
            self.foot.press_main()

    def to_front(self) -> None:
        """Seen again, wherever it was."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def to_clipboard(self, text: str) -> None:
        """Copy it, and tell a screen reader; what is seen of it is the screen's affair."""
        QGuiApplication.clipboard().setText(text)
        announce(self, _("Copied"))

    def copy_from(self, screen: VerdictScreen | GuideScreen) -> None:
        """The text that the screen has to send, with a line in place."""
        self.to_clipboard(screen.text_to_send())
        screen.confirm_copied()
