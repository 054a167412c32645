"""A plugin of pytest: shows what was tested where, and how the other parts of the test run went, just above pytest's own closing line.

So the last line stays pytest's, and nobody reads "passed" there without having seen that the lint failed, or that Windows was not tried.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

#: Carries the table from dev.py to here.
TABLE_VARIABLE = "WSSDIAG_TEST_PARTS"

#: The property by which a test says where it runs, where its folder does not say it.
WHERE = "where"

#: Folders of tests that try something else than the sources on this machine.
_FOLDERS = {"tests/wine/": "Windows' interfaces (Wine)", "tests/lab/": "the lab's own tests"}
_HERE = "the sources, on this machine"

#: pytest's words for how a test ended, and ours.
_ENDS = {"passed": "passed", "failed": "FAILED", "error": "FAILED", "skipped": "not run", "xfailed": "known to fail"}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tables as a section of the summary."""
    table = os.environ.get(TABLE_VARIABLE)
    if table:
        terminalreporter.section("what was tested where")
        for line in (*table.splitlines(), *rows(terminalreporter)):
            terminalreporter.write_line(line, red="FAILED" in line)


def rows(terminalreporter: pytest.TerminalReporter) -> list[str]:
    """One row a place, in words; a place of which nothing ran says so too."""
    ended = ((place_of(report), _ENDS[kind]) for kind in _ENDS for report in _reports(terminalreporter, kind))
    counted = Counter(ended)
    places = sorted({place for place, _end in counted})
    ends = tuple(dict.fromkeys(_ENDS.values()))
    return [f"{place:<30} {', '.join(f'{counted[place, end]} {end}' for end in ends if counted[place, end])}" for place in places]


def place_of(report: pytest.TestReport) -> str:
    """Where a test ran."""
    named = dict(report.user_properties).get(WHERE)
    return str(named) if named else next((place for folder, place in _FOLDERS.items() if report.nodeid.startswith(folder)), _HERE)


def _reports(terminalreporter: pytest.TerminalReporter, kind: str) -> Iterable[pytest.TestReport]:
    return (report for report in terminalreporter.stats.get(kind, ()) if hasattr(report, "user_properties"))
