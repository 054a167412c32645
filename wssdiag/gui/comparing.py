"""Which report the present one is compared with: the run before it, or one from a file. No widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.gui.changes_page import ChangesPage, Named, page_of, page_of_nothing
from wssdiag.gui.words import plain
from wssdiag.gui.work import NotOpened, Opened
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.report import Report


class Comparing:
    """Remembers one report of this session, and one that was chosen; the chosen one counts until the next run.

    ``present`` says what the other side is.
    """

    def __init__(self, present: str = "") -> None:
        self._present = present or _("The last run here")
        self._former: Named | None = None
        self._chosen: Named | None = None
        self._problem = ""

    @property
    def possible(self) -> bool:
        """Whether there is something to compare with."""
        return self._former is not None

    def replaced(self, report: Report) -> None:
        """A run took the place of this report."""
        self._former, self._chosen, self._problem = Named(report, _("The run before this one")), None, ""

    def read(self, answer: Opened | NotOpened) -> None:
        """A file was chosen; where it holds no report, what was compared before stays."""
        if isinstance(answer, Opened):
            source = _("From the file {name}").format(name=plain(answer.name))
            self._chosen, self._problem = Named(answer.report, source), ""
        else:
            self._problem = plain(answer.problem)

    def page(self, report: Report, knowledge: Knowledge) -> ChangesPage:
        """The present report beside the other."""
        other = self._chosen or self._former
        if other is None:
            return page_of_nothing(self._problem)
        return page_of(other, Named(report, self._present), knowledge, problem=self._problem)
