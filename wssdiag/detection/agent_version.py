"""Which version of an agent is installed, and which of two is older. Pure."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from wssdiag.catalogue.footprint import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.detection.sightings import Sighting
    from wssdiag.model.mode import Method

#: Versions are numbers joined by dots; longer ones are none.
_VERSION = re.compile(r"\s{0,3}v?([0-9]{1,9}(?:\.[0-9]{1,9}){0,5})")


def installed_version(traces: Iterable[Sighting], method: Method) -> Sighting | None:
    """The newest version of the agent among the installed products: an entry that an update left behind accuses nobody."""
    rows = [row for row in traces if row.method is method and row.trace.kind is Kind.PRODUCT and row.trace.alone]
    return max((row for row in rows if _numbers(str(row.value))), key=lambda row: _numbers(str(row.value)), default=None)


def older(version: str, than: str) -> bool:
    """Whether a version is lower; numbers that one of them does not have are 0, and what is no version is lower than nothing."""
    if not _numbers(version) or not _numbers(than):
        return False
    pairs = tuple(zip_longest(_numbers(version), _numbers(than), fillvalue=0))
    return [one for one, _ in pairs] < [other for _, other in pairs]


def _numbers(version: str) -> tuple[int, ...]:
    found = _VERSION.match(version)
    return tuple(int(part) for part in found[1].split(".")) if found else ()
