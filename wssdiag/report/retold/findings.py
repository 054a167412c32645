"""The values of findings that are words and no names: made by ``wssdiag.diagnosis``, filled into the guides' texts."""

from __future__ import annotations

from wssdiag.report.texts import to_translate

#: The values that are sentences of a report; the guides have words of their own for those of closed lists.
SENTENCES = frozenset({"check", "summary"})

#: A place, or how far a clock is off: one of the texts below, or else a name.
NAMED = frozenset({"control", "offset", "target"})

PURPOSE = "purpose"  # what a row of the catalogue is for

#: Those that are a number of seconds, with one digit behind the point.
SECONDS = frozenset({"median"})

VALUES = to_translate(
    "the internet",
    "{host} (port {port})",
    "{span} ahead",
    "{span} behind",
)
