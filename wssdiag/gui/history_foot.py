"""What can be done with the past runs, as values: by what is shown and which rows are chosen. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from wssdiag.gui.deeds import Deed, Foot, Offer
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.history.row import Row

_TWO = 2


class State(Enum):
    """What the screen shows."""

    LIST = 0
    QUESTION = 1  # whether all should go
    CHANGES = 2


@dataclass(frozen=True)
class Choice:
    """The rows, the newest first, and the names of those that are chosen, in the same order."""

    rows: tuple[Row, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def opened(self) -> str:
        """The one to open; empty where not exactly one is chosen, or it can't be read."""
        return self.names[0] if len(self._readable) == len(self.names) == 1 else ""

    @property
    def compared(self) -> tuple[str, ...]:
        """The two to compare: those that are chosen, or one with the newest, or the newest with the one before it. Else none."""
        if len(self._readable) != len(self.names) or len(self.names) not in {1, _TWO}:
            return ()
        others = (row.name for row in self.rows if row.glance is not None and row.name not in self.names)
        pair = (*self.names, *others)[:_TWO]
        return pair if len(pair) == _TWO else ()

    @property
    def _readable(self) -> tuple[str, ...]:
        whole = {row.name for row in self.rows if row.glance is not None}
        return tuple(name for name in self.names if name in whole)


def foot_of(state: State, choice: Choice) -> Foot:
    """The main action is what Enter does with the chosen rows."""
    if state is State.CHANGES:
        return Foot(main=Offer(Deed.BACK, _("Back to the list"), _("Esc"), calm=True))
    if state is State.QUESTION:
        keep = Offer(Deed.BACK, _("Keep them"), _("Esc"), calm=True)
        return Foot(main=keep, others=(Offer(Deed.CLEAR, _("Remove them all"), _("Ctrl+Shift+Delete")),))
    back = Offer(Deed.HOME, _("Back"), _("Esc"), calm=True)
    clear = (Offer(Deed.CLEAR, _("Remove all..."), _("Ctrl+Shift+Delete")),) if choice.rows else ()
    note = _("Kept on this computer, for you alone.") if choice.rows else ""
    if len(choice.names) == _TWO and choice.compared:
        return Foot(main=Offer(Deed.CHANGES, _("Compare the two"), _("Enter or Ctrl+B")), others=(*clear, back), note=note)
    if choice.opened:
        compare = (Offer(Deed.CHANGES, _("What changed"), _("Compares it with the newest check (Ctrl+B)")),) if choice.compared else ()
        return Foot(main=Offer(Deed.OPEN, _("Open"), _("Enter or Ctrl+O")), others=(*compare, *clear, back), note=note)
    return Foot(main=back, others=clear, note=note)
