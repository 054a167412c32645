"""The lab's result for people: rows while it plays, then the score. Pure. Everything fits a terminal of 80 columns."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.lab.judge import Verdict
    from tests.lab.score import Score, Tally

COLUMNS = 80

#: The longest scenario name that leaves room for the longest cause; a longer one gets a line of its own.
_NAME = 38
_INDENT = " " * 15

#: What standard error says of a fault may be long; the whole of it is in the evidence.
_FAULT_LINES = 12


def header() -> str:
    """The first line."""
    return f"{'':<7} {'secs':>5}  {'scenario':<{_NAME}} answer"


def line(verdict: Verdict) -> str:
    """One row, and below it what was not as expected."""
    mark = "not run" if verdict.not_run else "WRONG" if not verdict.right else "known" if verdict.known else "right"
    seconds = "-" if verdict.not_run else f"{verdict.seconds:.1f}"
    answer = verdict.expected if verdict.found == "-" else verdict.found
    name = verdict.scenario if len(verdict.scenario) <= _NAME else f"{verdict.scenario}\n{_INDENT}{'':<{_NAME}}"
    rows = [f"{mark:<7} {seconds:>5}  {name:<{_NAME}} {answer}"]
    for told in (verdict.not_run, *verdict.faults):
        rows += _wrapped(told)
    return "\n".join(rows)


def score_lines(score: Score, wall_s: float) -> list[str]:
    """What follows the rows: the score by cause, what is known, what was not run, the time, and the closing line."""
    lines = ["", f"{'cause':<28}{'expected':>9}{'right':>8}{'wrong':>8}{'missed':>8}{'false alarms':>15}"]
    lines += [_tally_line(tally) for tally in score.tallies]
    if score.known:
        lines += ["", "Known to be answered otherwise:"]
    for verdict in score.known:
        lines += textwrap.wrap(f"  {verdict.scenario}: {verdict.found}, should be {verdict.expected}", COLUMNS, subsequent_indent="    ")
        lines += textwrap.wrap(clean(verdict.known), COLUMNS, initial_indent="    ", subsequent_indent="    ")
    if score.not_run:
        lines += ["", "Not run:"]
    for verdict in score.not_run:
        lines += textwrap.wrap(f"  {verdict.scenario}: {clean(verdict.not_run)}", COLUMNS, subsequent_indent="    ")
    lines.append("")
    if score.slowest:
        lines.append(f"Slowest: {score.slowest.scenario}, {score.slowest.seconds:.1f} s")
        lines.append(f"Time: {duration(wall_s)}; one after the other, the programs took {duration(score.seconds)}")
    if score.known:
        lines.append(f"{len(score.known)} known to be answered otherwise")
    return [*lines, score.closing]


def duration(seconds: float) -> str:
    """Seconds as a person says them."""
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds // 60:.0f} min {seconds % 60:.0f} s"


def clean(text: str) -> str:
    """Control and bidi characters as their numbers: what a program or a server says must not move the cursor. Line ends stay."""
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"} else f"\\u{ord(c):04x}" for c in text)


def _tally_line(tally: Tally) -> str:
    figures = (tally.expected, tally.right, tally.wrong, tally.missed, tally.false_alarms)
    cells = "".join(f"{figure or '-':>{width}}" for figure, width in zip(figures, (9, 8, 8, 8, 15), strict=True))
    return f"{tally.cause:<28}{cells}"


def _wrapped(told: str) -> list[str]:
    """A fault in a few lines below its row; of a long one the end, which says most."""
    lines = [
        row for part in clean(told).splitlines() for row in textwrap.wrap(part, COLUMNS, initial_indent="  ", subsequent_indent="    ")
    ]
    return lines if len(lines) <= _FAULT_LINES else ["  ...", *lines[-_FAULT_LINES:]]
