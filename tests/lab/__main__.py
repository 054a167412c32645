"""``python -m tests.lab``: plays the scenarios and compares; exit 1 on any difference. ``python -m tests.lab hunt`` looks for more of them.

Needs root, or unprivileged user namespaces; where neither is there it says so in one line (an error only under ``CI=true``).
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tests.lab import visit
from tests.lab.edition import EDITIONS
from tests.lab.hunt import command as hunting
from tests.lab.junit import junit
from tests.lab.network.namespaces import missing
from tests.lab.options import Parser, default_jobs, filled, in_ci, positive
from tests.lab.outcome import NotRun, Outcome
from tests.lab.runner import play, rows_of
from tests.lab.scenario import ScenarioError, find, load
from tests.lab.score import score_of
from tests.lab.table import clean, header, line, score_lines

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tests.lab.judge import Verdict
    from tests.lab.score import Score


class UseError(ValueError):
    """Wrong use, in one line."""


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    description = f"{__doc__.partition(':')[2].strip()}" if __doc__ else ""
    parser = Parser(prog="python -m tests.lab", description=description)
    parser.add_argument("--only", action="append", default=[], metavar="PATTERN", help="scenario names, with * and ?; may repeat")
    parser.add_argument("--jobs", type=positive, default=default_jobs(), help="scenarios side by side; most of their time is waiting")
    parser.add_argument("--edition", choices=EDITIONS, default="sources", help="play with a program that dev.py build made")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--keep", type=filled, metavar="NAME", help="build this scenario's network and leave it up until Enter")
    one.add_argument("--gui", type=filled, metavar="NAME", help="open the window on the laptop of this scenario, on this screen")
    one.add_argument(
        "--run", type=filled, metavar="COMMAND", help="run this shell command on the laptop, not the program, and show its output"
    )
    one.add_argument("--list", action="store_true", help="print the scenario names")
    parser.add_argument("--json", action="store_true", help="one JSON document in place of the table")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write the result as JUnit XML too")
    parser.add_argument("--evidence", type=Path, metavar="FOLDER", help="write the report and standard error of each scenario there")
    return parser.parse_args(arguments)


def _chosen(patterns: Sequence[str]) -> list[Path]:
    """The scenario files; a pattern that names none is wrong use."""
    for pattern in patterns:
        if not find((pattern,)):
            message = f"no scenario is named {pattern}"
            raise UseError(message)
    return find(tuple(patterns))


def _one(name: str) -> Path:
    """The one scenario of a name or pattern, which loads."""
    paths = _chosen((name,))
    if len(paths) != 1:
        message = f"{name} names {len(paths)} scenarios; one is wanted"
        raise UseError(message)
    try:
        load(paths[0])
    except ScenarioError as error:
        raise UseError(str(error)) from None
    return paths[0]


def _show(paths: list[Path], command: str) -> int:
    worst = 0
    for path in paths:
        outcome = play(path, ("sh", "-c", command))
        if not isinstance(outcome, Outcome):
            print(f"== {path.stem}: {f'not run: {outcome.reason}' if isinstance(outcome, NotRun) else outcome}")
            worst = 1
            continue
        print(f"== {path.stem}: exit {outcome.exit}, {outcome.seconds:.2f} s (boot {outcome.boot_s:.2f} s, peers {outcome.peers_s:.2f} s)")
        print(outcome.stdout + outcome.stderr, end="")
    return worst


def _write_evidence(folder: Path, name: str, outcome: Outcome | NotRun | str) -> None:
    if isinstance(outcome, Outcome):
        (folder / f"{name}.json").write_text(outcome.stdout, encoding="utf-8")
        (folder / f"{name}.err").write_text(outcome.stderr, encoding="utf-8")
    else:
        (folder / f"{name}.err").write_text(outcome.reason if isinstance(outcome, NotRun) else outcome, encoding="utf-8")


def _play_all(paths: list[Path], options: argparse.Namespace) -> int:
    start = time.monotonic()
    verdicts = []
    if options.evidence:
        options.evidence.mkdir(parents=True, exist_ok=True)
    if options.junit:
        options.junit.touch()  # better now than after five minutes
    if not options.json:
        print(header(), flush=True)
    for verdict, outcome in rows_of(paths, options.jobs, options.edition):
        verdicts.append(verdict)
        if options.evidence:
            _write_evidence(options.evidence, verdict.scenario, outcome)
        if not options.json:
            print(line(verdict), flush=True)
    verdicts.sort(key=lambda verdict: verdict.scenario)
    score, wall_s = score_of(verdicts), time.monotonic() - start
    print(json.dumps(document(verdicts, score, wall_s), indent=2) if options.json else "\n".join(score_lines(score, wall_s)))
    if options.junit:
        options.junit.write_text(junit(verdicts), encoding="utf-8")
    return exit_code(verdicts, ci=in_ci())


def document(verdicts: Sequence[Verdict], score: Score, wall_s: float) -> dict[str, object]:
    """Everything for scripts."""
    rows = [{**msgspec.to_builtins(row), "right": row.right} for row in verdicts]
    return {"scenarios": rows, "score": msgspec.to_builtins(score), "wall_s": wall_s, "closing": score.closing}


def exit_code(verdicts: Sequence[Verdict], *, ci: bool) -> int:
    """1 for any difference; what this machine cannot play fails on a build machine alone."""
    return int(any(row.faults or (ci and row.not_run) for row in verdicts))


def main(arguments: Sequence[str]) -> int:
    """The exit code: 2 for wrong use, 130 when interrupted."""
    try:
        return hunting.main(arguments[1:]) if arguments[:1] == ["hunt"] else _main(_arguments(arguments))
    except (UseError, OSError) as error:
        told = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
        print(f"lab: {clean(told)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("lab: interrupted", file=sys.stderr)
        return 130


def _main(options: argparse.Namespace) -> int:
    paths = _chosen(options.only)
    if options.list:
        print("\n".join(path.stem for path in paths))
        return 0
    one = _one(options.keep or options.gui) if options.keep or options.gui else None
    if reason := missing() or EDITIONS[options.edition].obstacle:
        print(f"lab: {'cannot run' if in_ci() else 'not run'}: {reason}", file=sys.stderr)
        return int(in_ci())
    if one:
        return visit.keep(one) if options.keep else visit.show_window(one, os.environ)
    return _show(paths, options.run) if options.run else _play_all(paths, options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
