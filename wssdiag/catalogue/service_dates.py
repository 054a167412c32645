"""The dates of the service's own list: what is in force on a day, and how old the list is. Pure; the day is handed in."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

GO_LIVE = "go_live_date"
SHUTDOWN = "shutdown_date"

#: A date in ISO 8601, with or without a time: "2026-09-12", "2026-09-12 08:00:00", "2026-09-12T08:00:00.000Z".
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9:.,+Z -]{0,32})?")

#: Keys beside the sections that may hold the date of the whole. How the vendor calls it, and whether at all, no document says.
_OF_THE_LIST = re.compile(r"date|version|revis|modif|publish|generat|time", re.IGNORECASE)

#: The vendor's today may be this computer's tomorrow. A date further ahead is a mistake, and would keep every later list out.
_AHEAD = timedelta(days=1)


def day_of(value: object) -> date | None:
    """The day that a value names; None for what is no date, or one that cannot be read."""
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:  # 2026-02-30
        return None


def in_force(entry: Mapping[str, Any], today: date) -> bool:
    """Whether an entry counts today: it has begun and has not ended. A date that cannot be read takes nothing away."""
    begins, ends = day_of(entry.get(GO_LIVE)), day_of(entry.get(SHUTDOWN))
    return not (begins and begins > today) and not (ends and ends < today)


def revised(document: Mapping[str, Any], begun: frozenset[date], today: date) -> str:
    """The date of the whole list: its own where it names one, else the last day on which an entry of it began; empty without any.

    ``begun``: the days on which its entries begin.
    """
    own = [day for day in _own(document) if day <= today + _AHEAD]
    days = own or [day for day in begun if day <= today]
    return max(days).isoformat() if days else ""


def _own(document: Mapping[str, Any]) -> Iterator[date]:
    for key, value in document.items():
        if _OF_THE_LIST.search(key) and (day := day_of(value)):
            yield day
