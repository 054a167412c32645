"""One scenario left up for a person: to enter its network, or to see the window in it."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.network.namespaces import is_admin
from tests.lab.runner import stage_command, stage_environment
from tests.lab.scenario import ROOT, load

if TYPE_CHECKING:
    from collections.abc import Mapping


def keep(path: Path) -> int:
    """Leave the network up until a line or the end of standard input; prints the command that enters it."""
    command, environment = stage_command(path, "--keep"), stage_environment()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as stage:
        told = json.loads((stage.stdout.readline() if stage.stdout else "") or "{}")
        if "enter" not in told:
            return _did_not_start(told)
        first = Path(f"/proc/{stage.pid}/task/{stage.pid}/children").read_text(encoding="ascii").split()[0]
        user = [] if is_admin() else ["--user", "--preserve-credentials"]
        outer = ["nsenter", "--target", first, *user, "--mount", "--pid", "--"]
        print(f"enter:   {shlex.join([*outer, *told['enter'], 'bash', '--norc'])}")
        print(f"program: {shlex.join(told['program'])}")
        print("Enter ends it.", flush=True)
        sys.stdin.readline()
        stage.kill()
    return 0


def show_window(path: Path, environment: Mapping[str, str]) -> int:
    """Open the window on the laptop of a scenario, on the caller's screen; returns when it is closed."""
    if not environment.get("DISPLAY") and environment.get("QT_QPA_PLATFORM") != "offscreen":
        print("lab: no window here: DISPLAY names no X server (with Wayland, Xwayland gives one)", file=sys.stderr)
        return 2
    if facts := load(path).facts:
        # The window asks the computer on which it runs; only the command line takes --facts.
        print(f"lab: {path.stem} simulates a computer ({facts}); the window shows the lab's own laptop in its network", file=sys.stderr)
    done = subprocess.run(stage_command(path, "--gui"), cwd=ROOT, env=stage_environment(), stdout=subprocess.PIPE, text=True, check=False)
    if done.stdout.startswith("{"):
        return _did_not_start(json.loads(done.stdout))
    return int(done.returncode != 0)


def _did_not_start(told: dict[str, str]) -> int:
    print(f"lab: {told.get('error') or told.get('not_run') or 'the stage did not start'}", file=sys.stderr)
    return 1
