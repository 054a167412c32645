"""The exit code that a report gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.cli.exit_codes import Exit
from wssdiag.model.report import VerdictStatus

if TYPE_CHECKING:
    from wssdiag.model.report import Report


def exit_of(report: Report) -> Exit:
    """The code of a run: a cause that was found counts even where the run was not finished."""
    if report.cancelled:
        return Exit.INTERRUPTED
    match report.verdict.status:
        case VerdictStatus.HEALTHY:
            return Exit.DONE
        case VerdictStatus.INCOMPLETE:
            return Exit.COULD_NOT_TELL
        case _:
            return Exit.PROBLEM
