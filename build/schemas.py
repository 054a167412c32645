"""Writes resources/schema: the JSON Schema (2020-12) of every document that leaves or enters the program.

Owns the list of documents. A test compares the files with what this module makes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from wssdiag.bundle.manifest import Manifest
from wssdiag.catalogue.knowledge import Guide
from wssdiag.model.capture import CaptureHeader
from wssdiag.model.codec import encode_pretty, json_schema
from wssdiag.model.event import AnyEvent
from wssdiag.model.facts import (
    AgentCertificate,
    Connection,
    Facts,
    Interface,
    Neighbour,
    Process,
    Product,
    Route,
    Service,
    TracedFile,
)
from wssdiag.model.location import Catalogue
from wssdiag.model.profile import Profile
from wssdiag.model.report import Report
from wssdiag.model.service_list import ServiceList
from wssdiag.report.catalogue import CatalogueState, UpdateState
from wssdiag.report.compare import Differences
from wssdiag.session.opened import Opened, Verified
from wssdiag.session.watch_event import AnyWatchEvent
from wssdiag.triage.row import Row, Table

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "schema"

#: File name in resources/schema, without ".json" -> the type of the document. Those under capture/ have the names of the capture's files.
DOCUMENTS: dict[str, Any] = {
    "report": Report,
    "facts": Facts,
    "event": AnyEvent,  # one line of "check --format ndjson"
    "watch-event": AnyWatchEvent,  # one line of "watch --format ndjson"
    "comparison": Differences,  # of "compare --format json"
    "triage-row": Row,  # one line of "triage --format ndjson"
    "triage": Table,  # of "triage --format json"
    "catalogue": Catalogue,
    "profile": Profile,
    "guide": Guide,
    "service-list": ServiceList,  # the service's own list as it is kept; the vendor's JSON has no schema
    "catalogue-state": CatalogueState,  # of "catalogue show" and "catalogue verify"
    "catalogue-update": UpdateState,
    "bundle": Manifest,  # manifest.json of a bundle
    "bundle-opened": Opened,  # of "bundle open --format json"
    "bundle-verified": Verified,
    "capture/capture": CaptureHeader,
    "capture/processes": tuple[Process, ...],
    "capture/services": tuple[Service, ...],
    "capture/interfaces": tuple[Interface, ...],
    "capture/connections": tuple[Connection, ...],
    "capture/routes": tuple[Route, ...],
    "capture/neighbours": tuple[Neighbour, ...],
    "capture/products": tuple[Product, ...],
    "capture/files": tuple[TracedFile, ...],
    "capture/certificates": tuple[AgentCertificate, ...],
    "capture/environment": dict[str, str],
}


def generated() -> dict[str, bytes]:
    """File name in resources/schema -> the bytes that belong into it."""
    return {f"{name}.json": encode_pretty(json_schema(kind)) for name, kind in DOCUMENTS.items()}


def main() -> int:
    """Write all files, and remove those that are no longer in the list."""
    wanted = generated()
    for path in FOLDER.rglob("*.json"):
        if path.relative_to(FOLDER).as_posix() not in wanted:
            path.unlink()
    for name, data in wanted.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print(f"{len(wanted)} schemas written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
