"""What stands in the place of a fact's value where there is none, in the reader's language: made by ``wssdiag.diagnosis``.

Every other value is what this computer has, and stays as it is: a service is ``running`` in any language.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from wssdiag.report import texts
from wssdiag.report.retold import computer
from wssdiag.report.retold.pattern import Patterns
from wssdiag.report.texts import to_translate

if TYPE_CHECKING:
    from wssdiag.model.mode import FactValue

VALUES = to_translate(
    "no default route",
    "no line for {host}",
    "no rule for {host}",
    "none",
    "{count} sockets listen, none on port {port}",
)

#: A line of a log may be long, and is none of these.
_LONGEST = 300


def fact_value(value: FactValue) -> str:
    """The value as a reader is shown it; in English what ``str()`` makes of it."""
    text = str(value)
    if texts.speaks_english() or len(text) > _LONGEST or (found := _patterns().find(text)) is None:
        return text
    made, values = found
    return texts.gettext(made).format_map(values)


@cache
def _patterns() -> Patterns:
    return Patterns((*VALUES, *computer.NOT_READ))
