"""What can be done with a bundle that is being looked at, as values: by how far it is. Pure."""

from __future__ import annotations

from enum import Enum

from wssdiag.gui.deeds import Deed, Foot, Offer
from wssdiag.report.texts import gettext as _


class State(Enum):
    """How far it is."""

    EMPTY = 0  # there is no report yet
    PREPARING = 1
    READY = 2
    NOT_READY = 3  # it could not be made
    SAVING = 4
    SAVED = 5


def foot_of(state: State, *, page: bool = True, savable: bool = True, note: str = "") -> Foot:
    """``page``: there is a page to save alone; ``savable``: it is settled who can read it; ``note``: what was just done."""
    back = Offer(Deed.HOME, _("Back"), _("Esc"), calm=True)
    copy = Offer(Deed.COPY_SUMMARY, _("Copy summary"), _("Copies a short text for a ticket, with the same words replaced (Ctrl+Shift+T)"))
    alone = (
        (Offer(Deed.SAVE_PAGE, _("Save the page only..."), _("Saves the page to read, with the same words replaced (Ctrl+Shift+P)")),)
        if page
        else ()
    )
    match state:
        case State.READY:
            save = Offer(Deed.SAVE, _("Save..."), _("Enter"), enabled=savable)
            return Foot(main=save, others=(copy, *alone, back), note=note)
        case State.SAVED:
            show = Offer(Deed.SHOW_FOLDER, _("Show in folder"), _("Opens the folder that the file is in (Enter)"))
            again = Offer(Deed.SAVE, _("Save again..."), _("Alt+S"), enabled=savable)
            return Foot(main=show, others=(copy, *alone, again, back), note=note)
        case State.PREPARING:
            return Foot(main=Offer(Deed.SAVE, _("Save..."), _("Enter"), enabled=False), others=(back,))
        case State.SAVING:
            return Foot(main=Offer(Deed.SAVE, _("Saving"), _("Enter"), enabled=False), others=(back,))
    return Foot(main=back)
