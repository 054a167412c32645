"""One pass over all that will be in a bundle. Pure, but for the case that learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.bundle.contents import Replaced
from wssdiag.bundle.redaction.capture import Captures
from wssdiag.bundle.redaction.headers import Headers
from wssdiag.bundle.redaction.ids import Ids
from wssdiag.bundle.redaction.places import Places
from wssdiag.bundle.redaction.pseudonyms import Pseudonyms
from wssdiag.bundle.redaction.report import Fields
from wssdiag.bundle.redaction.text import Text

if TYPE_CHECKING:
    from wssdiag.bundle.case import Case
    from wssdiag.bundle.redaction.public import Public
    from wssdiag.model.capture import Capture
    from wssdiag.model.private import Kind, Seeds
    from wssdiag.model.report import Report

#: The part that a report is counted under, unless its caller says otherwise.
REPORT_PART = "report.json"


class Redaction:
    """Makes a report private first, so that what it names is found again in the texts."""

    def __init__(self, case: Case, public: Public, seeds: Seeds, keep: frozenset[Kind] = frozenset()) -> None:
        self._to = Pseudonyms(case, public, keep)
        self._places = Places(self._to)
        self._text = Text(self._to, self._places, seeds)
        self._to.counts.clear()  # what this computer is called stands in no part yet
        self._ids = Ids(self._to)
        self._headers = Headers(self._to, self._places, self._text)
        self._fields = Fields(self._to, self._places, self._ids, self._text, self._headers)
        self._captures = Captures(self._to, self._fields, self._text)

    def report(self, report: Report) -> Report:
        """The report as a bundle holds it. What was concluded stands there as it was: draw it again from what came out."""
        self._to.part = REPORT_PART
        self._ids.learn(report)
        self._headers.learn(report.profile)
        before = self._to.counts.copy()
        self._fields.struct(report)  # what a text names may stand in a field that comes later
        self._to.counts = before
        return self._fields.struct(report)

    def text(self, text: str, part: str) -> str:
        """A free text, ``log.txt`` or another; ``part`` is the name under which it is counted."""
        self._to.part = part
        return self._text.text(text)

    def capture(self, capture: Capture) -> Capture:
        """The files of a capture under their private names; those that nobody decided on are left out, and counted."""
        return self._captures.capture(capture)

    @property
    def replaced(self) -> tuple[Replaced, ...]:
        """How often each rule replaced something in each part, in the order of their names."""
        return tuple(Replaced(part=part, rule=rule, count=count) for (part, rule), count in sorted(self._to.counts.items()) if count)

    @property
    def marks(self) -> tuple[str, ...]:
        """The stand-ins that were given in this case, the longest first."""
        return self._to.marks
