"""The lab's result for build servers: JUnit XML. Pure."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.lab.judge import Verdict

#: What XML 1.0 section 2.2 does not allow, not even escaped.
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(verdicts: Sequence[Verdict]) -> str:
    """One test case a scenario. A known one has passed and says why; one that could not be run is skipped."""
    failures = sum(bool(row.faults) for row in verdicts)
    skipped = sum(bool(row.not_run) for row in verdicts)
    seconds = sum(row.seconds for row in verdicts)
    counts = {"tests": str(len(verdicts)), "failures": str(failures), "skipped": str(skipped), "errors": "0"}
    suite = ET.Element("testsuite", {"name": "lab", "time": f"{seconds:.3f}", **counts})
    for row in verdicts:
        case = ET.SubElement(suite, "testcase", classname="lab", name=_clean(row.scenario), time=f"{row.seconds:.3f}")
        if row.not_run:
            ET.SubElement(case, "skipped", message=_clean(row.not_run))
        if row.faults:
            ET.SubElement(case, "failure", message=_clean(row.faults[0])).text = _clean("\n".join(row.faults))
        if row.known:
            said = f"known: says {row.found}, should be {row.expected}: {row.known}"
            ET.SubElement(case, "system-out").text = _clean(said)
    document: bytes = ET.tostring(suite, encoding="utf-8", xml_declaration=True)
    return f"{document.decode()}\n"


def _clean(text: str) -> str:
    """Characters that no XML may hold as their numbers."""
    return _NOT_XML.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
