"""Whether a fact that a finding cites stands in the report, as it is quoted."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wssdiag.model.finding import Evidence
    from wssdiag.model.report import Report

#: ``services[wssad].status``: a table of the facts, the row, and what it says. A key may hold brackets of its own.
_PATH = re.compile(r"(?P<table>[a-z_]+)(?:\[(?P<key>.*)\])?(?:\.(?P<field>[a-z_-]+))?")

#: What the rows of a table are called by; all others by their name.
_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "neighbours": "address",
        "processes": "pid",
        "files": "path",
        "proxy_settings": "source",
        "browsers": "source",
        "name_policies": "pattern",
        "routes": "destination",
        "hosts": "names",
    }
)

#: The start of a quoted line is enough to find it in its log: it is cut, and made safe to show.
_QUOTED = 60


def is_known(report: Report, cited: Evidence) -> bool:
    """Whether it was read, and says what is quoted."""
    if cited.fact in {"mode.method", "network.protected"}:
        owner = report.mode if cited.fact == "mode.method" else report.network
        return str(getattr(owner, cited.fact.partition(".")[2])) == cited.value
    found = _PATH.fullmatch(cited.fact)
    value = getattr(report.facts, found["table"]) if found else Unknown("no such fact")
    if isinstance(value, Unknown) or found is None:
        return False
    if found["key"] is None:
        return not isinstance(value, str) or value == cited.value
    rows = [row for row in value if _is_called(row, found["table"], found["key"])]
    return any(_says(row, found["field"], cited.value) for row in rows)


def _is_called(row: object, table: str, key: str) -> bool:
    name = getattr(row, _KEYS.get(table, "name"))
    return key in name if isinstance(name, tuple) else str(name) == key


def _says(row: object, field: str | None, value: object) -> bool:
    said = getattr(row, field or "", None)
    if field == "tail":
        return str(value)[:_QUOTED] in (said or "")
    return said is None or isinstance(said, tuple) or said == value or str(said) == value
