"""A screen beside the matter: history, watch, help, settings. The menu in the head and a key lead there, and Esc back to where one was.

It neither starts nor ends the run that the window shows; what it needs of the session it asks for by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from wssdiag.gui.deeds import Deed, Foot, Offer
from wssdiag.gui.screens import Page
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from wssdiag.gui.theme import Theme
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report


class Aside(Page):
    """``changed`` tells that its foot is another one now. ``title`` is what the menu says, ``keys`` its shortcut."""

    changed = Signal()

    def __init__(self, title: str, keys: str) -> None:
        super().__init__(title)
        self.title = title
        self.keys = keys
        self.first: QWidget | None = None  # has the focus when it opens; None: the main action
        self.about: Finding | None = None  # the matter that the window shows when it opens

    def opened(self, report: Report | None) -> None:
        """It is about to be shown; ``report`` is the one of this computer that the window holds."""

    def foot(self) -> Foot:
        """What can be done here."""
        return Foot(main=Offer(Deed.HOME, _("Back"), _("Esc"), calm=True))

    def do(self, deed: Deed) -> bool:  # noqa: ARG002 - most have nothing to do but go back
        """Do what a button asks for. False: it is none of its own, and the way back is taken."""
        return False

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
