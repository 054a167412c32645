"""``python -m tests.lab``: plays the scenarios and compares; exit 1 on any difference.

Needs root, or unprivileged user namespaces; where neither is there it says so in one line (an error only under ``CI=true``).
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import msgspec

from tests.lab.network.namespaces import missing
from tests.lab.outcome import Outcome
from tests.lab.runner import play, rows_of, stage_command
from tests.lab.scenario import ROOT, find
from tests.lab.table import closing, header, junit, line


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.lab", description=__doc__)
    parser.add_argument("--only", action="append", default=[], metavar="PATTERN", help="scenario names, with * and ?; may repeat")
    parser.add_argument("--jobs", type=int, default=2 * (os.cpu_count() or 1), help="scenarios side by side; most of their time is waiting")
    parser.add_argument("--keep", metavar="NAME", help="build this scenario's network and leave it up until Enter")
    parser.add_argument(
        "--run", metavar="COMMAND", help="run this shell command on the laptop in place of the program, and show its output"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document in place of the table")
    parser.add_argument("--junit", type=Path, metavar="FILE")
    parser.add_argument("--evidence", type=Path, metavar="FOLDER", help="write the report and standard error of each scenario there")
    parser.add_argument("--list", action="store_true", help="print the scenario names")
    return parser.parse_args()


def _keep(name: str) -> int:
    """Leave one network up; a person enters it with the printed command."""
    paths = find((name,))
    if len(paths) != 1:
        print(f"--keep wants one scenario; {name!r} names {len(paths)}", file=sys.stderr)
        return 2
    with subprocess.Popen(stage_command(paths[0], "--keep"), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as stage:
        told = json.loads(stage.stdout.readline() if stage.stdout else "{}")
        if "enter" not in told:
            print(told.get("error", "the stage did not start"), file=sys.stderr)
            return 1
        first = Path(f"/proc/{stage.pid}/task/{stage.pid}/children").read_text(encoding="ascii").split()[0]
        user = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        outer = ["nsenter", "--target", first, *user, "--mount", "--pid", "--"]
        print(f"enter:   {shlex.join([*outer, *told['enter'], 'bash', '--norc'])}")
        print(f"program: {shlex.join(told['program'])}")
        print("Enter ends it.", flush=True)
        sys.stdin.readline()
        stage.kill()
    return 0


def _show(paths: list[Path], command: str) -> int:
    worst = 0
    for path in paths:
        outcome = play(path, ("sh", "-c", command))
        if isinstance(outcome, str):
            print(f"== {path.stem}: {outcome}")
            worst = 1
            continue
        print(f"== {path.stem}: exit {outcome.exit}, {outcome.seconds:.2f} s (boot {outcome.boot_s:.2f} s, peers {outcome.peers_s:.2f} s)")
        print(outcome.stdout + outcome.stderr, end="")
    return worst


def _write_evidence(folder: Path, name: str, outcome: Outcome | str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(outcome, Outcome):
        (folder / f"{name}.json").write_text(outcome.stdout, encoding="utf-8")
        (folder / f"{name}.err").write_text(outcome.stderr, encoding="utf-8")
    else:
        (folder / f"{name}.err").write_text(outcome, encoding="utf-8")


def _play_all(paths: list[Path], options: argparse.Namespace) -> int:
    width = max(len(path.stem) for path in paths)
    verdicts = []
    if not options.json:
        print(header(width), flush=True)
    for verdict, outcome in rows_of(paths, options.jobs):
        verdicts.append(verdict)
        if options.evidence:
            _write_evidence(options.evidence, verdict.scenario, outcome)
        if not options.json:
            print(line(verdict, width), flush=True)
    verdicts.sort(key=lambda verdict: verdict.scenario)
    if options.json:
        print(json.dumps({"scenarios": msgspec.to_builtins(verdicts), "closing": closing(verdicts)}, indent=2))
    else:
        print(closing(verdicts))
    if options.junit:
        options.junit.write_text(junit(verdicts), encoding="utf-8")
    return 0 if all(verdict.right for verdict in verdicts) else 1


def main() -> int:
    """The exit code."""
    options = _arguments()
    paths = find(tuple(options.only))
    if options.list:
        print("\n".join(path.stem for path in paths))
        return 0
    if reason := missing():
        in_ci = os.environ.get("CI") == "true"
        print(f"lab: {'cannot run' if in_ci else 'not run'}: {reason}", file=sys.stderr)
        return 1 if in_ci else 0
    if options.keep:
        return _keep(options.keep)
    if not paths:
        print("lab: no such scenario", file=sys.stderr)
        return 2
    return _show(paths, options.run) if options.run else _play_all(paths, options)


if __name__ == "__main__":
    sys.exit(main())
