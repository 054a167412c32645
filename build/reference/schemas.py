"""schemas.md: which JSON Schema belongs to which document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build.reference.markdown import code, page, table
from build.reference.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Document -> where it is met. The files of a capture have the names of their schemas.
_MET = {
    "report": "`check --format json`, `report.json` of a bundle",
    "facts": "`facts`, `facts.json` of a bundle",
    "event": "one line of `check --format ndjson`",
    "watch-event": "one line of `watch --format ndjson`",
    "comparison": "`compare --format json`",
    "triage-row": "one line of `triage --format ndjson`",
    "triage": "`triage --format json`",
    "catalogue": "`resources/catalogue`, `--catalogue` (as TOML)",
    "profile": "`wssdiag-profile.toml` (as TOML)",
    "guide": "`resources/knowledge` (as TOML)",
    "service-list": "the service's own list, as `catalogue update` keeps it",
    "catalogue-state": "`catalogue show` and `catalogue verify`, `--format json`",
    "catalogue-update": "`catalogue update --format json`",
    "bundle": "`manifest.json` of a bundle",
    "bundle-opened": "`bundle open --format json`",
    "bundle-verified": "`bundle verify --format json`",
}
_CAPTURE = "capture/"


def schemas_page(documents: Iterable[str]) -> str:
    """The whole page. ``KeyError`` names a document of which nothing is said."""
    rows = ((f"[{code(name)}](../../resources/schema/{name}.json)", _met(name)) for name in documents)
    return page("Schemas", "build/schemas.py", text("schemas"), table(("Schema", "Document"), rows))


def _met(name: str) -> str:
    return f"{code(name.removeprefix(_CAPTURE) + '.json')} of a capture" if name.startswith(_CAPTURE) else _MET[name]
