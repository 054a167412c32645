"""A plugin of pytest: shows how the other parts of the test run went, just above pytest's own closing line.

So the last line stays pytest's, and nobody reads "passed" there without having seen that the lint failed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

#: Carries the table from dev.py to here.
TABLE_VARIABLE = "WSSDIAG_TEST_PARTS"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table as a section of the summary."""
    table = os.environ.get(TABLE_VARIABLE)
    if table:
        terminalreporter.section("the other parts")
        for line in table.splitlines():
            terminalreporter.write_line(line, red="FAILED" in line)
