"""Process 1 of a scenario's namespaces: builds the network, starts the peers, runs one program on the laptop, and tells how it went.

Run by :mod:`tests.lab.runner` only. The router is this process's own network namespace; when this process ends, all of it is gone.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tests.lab import laptop
from tests.lab.edition import EDITIONS, SOURCES
from tests.lab.launch import Peers
from tests.lab.network import wiring
from tests.lab.network.namespaces import LabError, has_users, run
from tests.lab.network.trust import Trust
from tests.lab.network.zone import UnknownTargetError
from tests.lab.obstacles import can_tunnel, obstacle
from tests.lab.outcome import Outcome
from tests.lab.profile_file import to_toml
from tests.lab.scenario import CAPTURES, ROOT, kept_list, load, plan_of
from tests.lab.window import window_environment
from wssdiag.catalogue.loader import load_builtin
from wssdiag.paths import PROFILE_NAME

if TYPE_CHECKING:
    from tests.lab.edition import Edition
    from tests.lab.network.wiring import Network
    from tests.lab.scenario import Scenario

#: A folder that every Linux has, covered by memory in this mount namespace: nothing is left on the disk.
_MEMORY = Path("/mnt")

#: What programs leave here when they are killed goes with them.
_SHARED_MEMORY = Path("/dev/shm")

#: Stands for wssdiag's own command line in that of another program.
PROGRAM = "{program}"

#: How much longer than its scenario allows the program may run before it is killed: a hang is told as one.
_GRACE = 3.0

#: The laptop sees its own processes alone: those of the lab's other computers run beside it.
_OWN_PROCESSES = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--")

#: A traceback and what led to it.
_LOG_CHARACTERS = 4000


def program_command(scenario: Scenario, folder: Path, trust: Trust, edition: Edition = SOURCES) -> list[str]:
    """The unchanged program's command line. Profile and changes may speak of a fingerprint that is not known before."""
    command = [*edition.command, "check", "--format", "json", *scenario.args]
    if scenario.facts:
        command += ["--facts", str(_capture(scenario, folder, trust))]
    # Always named, if only to say nothing: one that lies about on this machine must not be found.
    path = folder / PROFILE_NAME
    path.write_text(_profile(scenario, trust), encoding="utf-8")
    return [*command, "--profile", str(path)]


def _profile(scenario: Scenario, trust: Trust) -> str:
    """The organisation's profile as its file."""
    return trust.filled(to_toml({"schema": "wssdiag.profile/1", **scenario.profile}))


def _capture(scenario: Scenario, folder: Path, trust: Trust) -> Path:
    """The capture of the scenario: as it stands in the tests, or a copy with the scenario's changes."""
    original = CAPTURES / scenario.facts
    if not scenario.changes:
        return original
    copy = folder / "capture"
    shutil.copytree(original, copy, dirs_exist_ok=True)
    for name, value in scenario.changes.items():
        path = copy / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(trust.filled(value if isinstance(value, str) else json.dumps(value)), encoding="utf-8")
    return copy


@dataclass(frozen=True, slots=True)
class _Built:
    """A network that is up."""

    network: Network
    peers: Peers
    trust: Trust
    environment: dict[str, str]  # of the laptop
    times: dict[str, float]  # how long the parts took, seconds


def _build(scenario: Scenario, edition: Edition) -> _Built:
    """The network with its peers and faults."""
    start = time.monotonic()
    catalogue = load_builtin()
    for folder in (_MEMORY, _SHARED_MEMORY):
        run(["mount", "-t", "tmpfs", "tmpfs", str(folder)])
    plan = plan_of(scenario, catalogue)
    network = wiring.build(plan.link, plan.packets)
    trust = Trust(_MEMORY, plan.world.authorities)
    laptop.dress(network.laptop, plan, trust, _MEMORY / "laptop", edition)
    wired = time.monotonic()
    peers = Peers(plan, network, _MEMORY)
    peers.start(catalogue, trust)
    wiring.apply_firewall(network, plan.packets)
    times = {"boot_s": wired - start, "peers_s": time.monotonic() - wired}
    environment = laptop.environment(plan, _MEMORY / "home") | edition.environment
    if kept := kept_list(scenario):
        laptop.keep_list(kept, _MEMORY / "home")
    return _Built(network, peers, trust, environment, times)


def _expanded(command: list[str], program: list[str]) -> list[str]:
    """Another program's command, in which one argument may stand for the whole command of wssdiag."""
    return [word for argument in command for word in (program if argument == PROGRAM else [argument])]


def _log() -> str:
    """The program's own log: it goes with the laptop, and it is where a fault of the program stands."""
    return "".join(path.read_text(encoding="utf-8", errors="replace")[-_LOG_CHARACTERS:] for path in (_MEMORY / "home").rglob("*.log"))


def _run_program(command: list[str], environment: dict[str, str], limit_s: float) -> Outcome:
    start = time.monotonic()
    try:
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=False, timeout=limit_s)
        exit_code, out, err = done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired as expired:
        exit_code, out, err = None, expired.stdout or b"", expired.stderr or b""
    return Outcome(
        exit=exit_code,
        seconds=time.monotonic() - start,
        stdout=out.decode(errors="replace"),
        stderr=err.decode(errors="replace") + _log(),
        peak_kib=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
    )


def _show_window(built: _Built, scenario: Scenario) -> int:
    """The unchanged program without arguments, until its window is closed; gives its exit code."""
    environment = {**built.environment, **window_environment(_MEMORY, _profile(scenario, built.trust), os.environ)}
    command = [*built.network.laptop.prefix, *_OWN_PROCESSES, "env", f"--chdir={ROOT}", sys.executable, "-m", "wssdiag"]
    return subprocess.run(command, env=environment, check=False).returncode


def _keep(network: Network, environment: dict[str, str], command: list[str]) -> None:
    """Tell how to enter, and wait until standard input ends."""
    inner = ["nsenter", "--target", str(network.laptop.pid), "--net", "--mount", "--", *_OWN_PROCESSES]
    shell = [*inner, "env", "--ignore-environment", f"--chdir={ROOT}", *(f"{key}={value}" for key, value in environment.items())]
    print(json.dumps({"enter": shell, "program": command}), flush=True)
    sys.stdin.read()


def main(arguments: list[str]) -> int:
    """Play one scenario; prints one line of JSON: the outcome, or ``{"error": ...}``."""
    parser = argparse.ArgumentParser(prog="tests.lab.stage")
    parser.add_argument("scenario", type=Path)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--gui", action="store_true")
    parser.add_argument("--edition", choices=EDITIONS, default="sources")
    parser.add_argument("--run", nargs=argparse.REMAINDER, default=[])
    options = parser.parse_args(arguments)
    scenario, edition = load(options.scenario), EDITIONS[options.edition]
    try:
        if told := obstacle(plan_of(scenario, load_builtin()), users=has_users(), tunnels=can_tunnel()):
            print(json.dumps({"not_run": told}))
            return 0
        built = _build(scenario, edition)
    except UnknownTargetError as error:
        print(json.dumps({"error": f"the lab has no such target here: {error}"}))
        return 1
    except (LabError, OSError, subprocess.TimeoutExpired) as error:
        print(json.dumps({"error": str(error)}))
        return 1
    if options.gui:
        return _show_window(built, scenario)
    program = program_command(scenario, _MEMORY, built.trust, edition)
    command = _expanded(options.run, program) or program
    if options.keep:
        _keep(built.network, built.environment, command)
        return 0
    command = [*built.network.laptop.prefix, *_OWN_PROCESSES, "env", f"--chdir={ROOT}", *command]
    outcome = _run_program(command, built.environment, scenario.max_seconds * _GRACE)
    print(json.dumps({**msgspec.to_builtins(outcome), **built.times}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
